"""Judging: everything that a list says against itself, in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.reading.amiss.actors import judge_actors
from kg.reading.amiss.borrowed import judge_borrowed
from kg.reading.amiss.cancelled import check_covers, judge_remarks
from kg.reading.amiss.counties import judge_counties
from kg.reading.amiss.cut import judge_widths
from kg.reading.amiss.handed_back import judge_handed_back
from kg.reading.amiss.leads import judge_leads
from kg.reading.amiss.misprints import judge_misprints
from kg.reading.amiss.offices import judge_offices
from kg.reading.amiss.others import check_general, check_units, judge_others
from kg.reading.amiss.pairs import judge_pairs
from kg.reading.amiss.pasted import judge_pasted
from kg.reading.amiss.placeless import judge_placeless
from kg.reading.amiss.rare import judge_rare
from kg.reading.amiss.serials import judge_serials
from kg.reading.amiss.unnumbered import judge_unnumbered
from kg.reading.known.characters import words_of
from kg.reading.known.name_ends import ends_whole
from kg.reading.lists.by_sheet import check_sheet_names
from kg.reading.lists.found import ListReading
from kg.reading.plausible.categories import CategoryWeights, judge_forms, judge_shifted
from kg.reading.plausible.words import WordReader
from kg.reading.rows import RowProblem
from kg.reading.titles import COVER, TitleReader, title_text
from kg.values import Duty, Township
from kg.vocabulary.loading import Vocabulary

_QUOTE = 60


def judge_amiss(
    duties: Sequence[Duty],
    names: NameReader,
    township: Township | None,
    vocabulary: Vocabulary,
    words: WordReader,
    problems: list[RowProblem],
) -> None:
    """Add what the rows of a township's lists say against themselves to ``problems``.

    ``names`` reads bodies, ``words`` tells whole words.
    """
    rows, signs = [duty.row for duty in duties], vocabulary.signs
    known = words_of(vocabulary)
    acts, inside = words.begins_with_action, words.begins_inside
    judge_serials(rows, problems)
    judge_widths(rows, lambda name: ends_whole(name, known), problems)
    judge_leads(duties, names, problems)
    hands, done = signs.get("hands-over", ()), signs.get("township-does", ())
    judge_handed_back(duties, township, hands, done, problems)
    judge_remarks(duties, signs.get("cancelled", ()), signs.get("not-reclaimed", ()), problems)
    judge_others(duties, names, township, vocabulary, acts, problems)
    judge_counties(duties, names, township, vocabulary, acts, problems)
    judge_offices(duties, names, township, vocabulary, problems)
    judge_actors(duties, names, vocabulary, problems)
    judge_pasted(duties, signs.get("nobody", ()), acts, inside, problems)
    judge_borrowed(duties, words.telling, problems)
    judge_placeless(duties, township, problems)
    judge_rare(duties, township, words.link, problems)
    judge_misprints(duties, vocabulary, words.pairs, problems)
    judge_unnumbered(duties, problems)
    judge_forms(rows, vocabulary.category_by_form, problems)
    judge_shifted(rows, CategoryWeights(vocabulary), problems)
    judge_pairs(duties, problems)


def check_amiss(
    reading: ListReading,
    townships: Iterable[Township],
    titles: TitleReader,
    vocabulary: Vocabulary,
    problems: list[RowProblem],
) -> None:
    """Add what covers and titles say against the lists below them to ``problems``."""
    signs = vocabulary.signs
    covers = [
        block
        for block in (block for cover in reading.covers for block in cover)
        if (match := titles.match(title_text(block.text))) and match[0] == COVER
    ]
    own = list(townships)
    check_general(reading.titles, covers, own, problems)
    check_units(reading.covers, own, problems)
    check_sheet_names(reading, titles, problems)
    ended, drafts = signs.get("not-in-force", ()), signs.get("title-remark", ())
    check_covers(reading.covers, ended, drafts, titles, problems)
    said = {problem.line for problem in problems}
    for block in reading.asides:
        if block.line not in said:
            text = block.text.strip()
            what = f"标题下面另有一行，未作为事项读入：“{shorten(text)}”{block.where}"
            problems.append(RowProblem("loose-text", block.line, what, text[:_QUOTE]))
