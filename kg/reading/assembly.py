"""Assembly: from the tables of a document to documents, one for each township."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath
from sys import intern

from kg.bodies.attribution import ResponsibilityReader
from kg.bodies.names import NameReader
from kg.findings import Finding, errors
from kg.folding import fold_forms, simplified
from kg.reading.amiss.judging import check_amiss, judge_amiss
from kg.reading.duties import department_cell, interpret
from kg.reading.known.printed import Printed
from kg.reading.known.unlisted import settle_unlisted
from kg.reading.lists.dates import Dates, check_days, month_of
from kg.reading.lists.elsewhere import check_headers
from kg.reading.lists.foreign import is_foreign
from kg.reading.lists.found import ListReading
from kg.reading.mapping import Mapping
from kg.reading.naming import Named, Namer
from kg.reading.plausible.judge import Judge
from kg.reading.plausible.words import WordReader
from kg.reading.rows import RowProblem, RowReader
from kg.reading.tables import serial_of
from kg.reading.titles import LIST_KINDS, TitleReader
from kg.reading.townships import Divider, Share
from kg.reading.whole import (
    check_length,
    check_parts,
    check_said,
    check_whole,
    with_habits_once,
)
from kg.values import Coverage, Document, Duty, ListKind, Row, Title
from kg.vocabulary.loading import Vocabulary

_LONGEST_QUOTE = 200
_SAYS_WHY = frozenset({"list-empty", "title-unknown", "list-unnamed", "list-unknown"})


class Assembler:
    """Puts the documents of one file together from what was read of it."""

    def __init__(
        self, name: str, checksum: str, words: str, vocabulary: Vocabulary, said: Mapping
    ) -> None:
        """``checksum`` is that of the file, ``words`` that of its text however it is saved.

        ``said`` is what a person says about the document.
        """
        self._name = name
        self._checksum = checksum
        self._words = words
        self._vocabulary = vocabulary
        self._said = said
        self._stem = PurePosixPath(name).stem
        self._titles = TitleReader(vocabulary)

    def assemble(self, reading: ListReading, before: list[Finding]) -> tuple[Document, ...]:
        """The documents; ``before`` are findings about lines that could not be read at all."""
        named_by_file = self._titles.match(fold_forms(self._stem.replace(" ", "")))
        hint = (
            ListKind(named_by_file[0])
            if named_by_file and named_by_file[0] in LIST_KINDS and not reading.titles
            else None
        )
        namer = Namer(reading, self._vocabulary, self._said.stated, hint)
        named = namer.name()
        place_hint = fold_forms("".join(PurePosixPath(self._name).with_suffix("").parts))
        divider = Divider(reading, self._vocabulary, self._said.place, place_hint)
        shares = divider.divide(named) or [Share(None)]
        common = [*reading.problems, *namer.problems, *divider.problems]
        headers = [(part.table.header.line, part.columns) for part in named]
        own = [share.township for share in shares if share.township]
        check_headers(headers, own, self._vocabulary, common)
        check_amiss(reading, own, self._titles, self._vocabulary, common)
        return tuple(
            self._document(reading, share, named, common if first else [], before if first else [])
            for first, share in zip((True, *(False,) * (len(shares) - 1)), shares, strict=True)
        )

    def _document(
        self,
        reading: ListReading,
        share: Share,
        named: list[Named],
        common: list[RowProblem],
        before: list[Finding],
    ) -> Document:
        """The document of one township; the first of a file carries what concerns all of it."""
        first = not share.named or share.named[0].table is named[0].table
        problems = list(common)
        rows, blocks = self._rows(share, problems)
        names = NameReader(self._vocabulary, share.township)
        duties = self._duties(rows, share, names, problems)
        printed = [title.text for title, _, _ in reading.titles]
        words = WordReader(self._vocabulary)
        Judge(self._vocabulary, names, share.township, words).judge(duties, printed, problems)
        judge_amiss(duties, names, share.township, self._vocabulary, words, problems)
        county = share.township.county.name if share.township else ""
        settle_unlisted(duties, names, county, problems)
        dates = self._dates(reading, share, first=first)
        date = dates.printed
        printed_month = month_of(date)
        edition = self._said.edition or printed_month or f"u-{self._words[:8]}"
        if printed_month not in ("", edition):
            what = f"印的日期是“{date}”，按指明的版本记作 {edition}"
            problems.append(RowProblem("date-differs", 0, what, date))
        columns = [(part.table.header.line, part.columns) for part in share.named]
        problems.extend(dates.problems(columns, self._titles))
        problems.extend(check_days(rows))
        if share.township is not None:
            Printed(self._vocabulary).judge(duties, share.township.code, edition, problems)
        if first:
            check_whole(reading, rows, date or dates.impossible, problems)
        if len(named) == len(share.named):
            check_said(reading, rows, problems)
            check_parts(reading, rows, problems)
            check_length(reading, share.named, rows, problems)
        titles = _titles(reading, share, rows) if first else tuple(share.titles)
        refused = reading.other is not None and all(map(is_foreign, reading.tables))
        said = [] if refused else with_habits_once(problems)
        findings = [self._finding(p, share) for p in said]
        if not rows and first:
            findings.extend(self._finding(p, share) for p in _nothing(reading, findings))
        findings.extend(before)
        findings = _without_echoes(findings)
        if not rows and first and _is_traditional(findings):
            what = (
                "没有找到认得的清单：文件是繁体字，目前只读简体字的清单；"
                "请在 Word、WPS 里“审阅—繁转简”后另存再读 (in traditional characters)"
            )
            findings = [self._finding(RowProblem("no-list", 0, what, ""), share)]
        findings.sort(key=lambda f: (f.line, f.kind, f.quote, f.message))
        if first:
            extra = len(before)
            others = sum(line.blocks for n in named for line in n.lines) - sum(
                line.blocks for n in share.named for line in n.lines
            )
            coverage = Coverage(
                reading.total + extra - others, blocks, reading.furniture, reading.reported + extra
            )
        else:
            coverage = Coverage(blocks, blocks, 0, 0)
        missing = coverage.total - coverage.records - coverage.furniture - coverage.findings
        coverage = replace(coverage, findings=coverage.findings + missing)
        return Document(
            self._name,
            self._checksum,
            edition,
            date,
            share.township,
            titles,
            duties,
            tuple(findings),
            coverage,
        )

    # -- rows and duties ------------------------------------------------------------------

    def _rows(self, share: Share, problems: list[RowProblem]) -> tuple[list[Row], int]:
        """The rows of a township's lists, and how many blocks they were made from."""
        readers = {kind: RowReader(kind, problems) for kind in ListKind}
        rows: list[Row] = []
        blocks = 0
        previous: dict[ListKind, tuple[Named, set[str]]] = {}
        checked: set[int] = set()
        after: int | None = None
        counts: list[tuple[Named, int]] = []
        for part in share.named:
            reader = readers[part.kind]
            start = len(rows)
            apart = part.by_column and _runs_over(part)
            if apart and id(part.table) not in checked:
                checked.add(id(part.table))
                _check_run(part, problems)
            reader.stand_under(part.columns, part.lines, apart=apart, after=after)
            for line in part.lines:
                row = reader.read(line)
                if row is None:
                    quote = line.block.text.strip()[:_LONGEST_QUOTE]
                    what = f"这一行没有事项名称：“{quote[:60]}”"
                    problems.append(RowProblem("row-without-name", line.block.line, what, quote))
                else:
                    rows.append(row)
                    blocks += line.blocks
            after = reader.last
            counts.append((part, len(rows) - start))
            names = {row.name for row in rows[start:]}
            if part.kind in previous and not part.by_column:
                _check_twice(previous[part.kind], part, names, rows[start:], problems)
            previous[part.kind] = (part, previous.get(part.kind, (part, set()))[1] | names)
        for part, count in counts:
            if part.table.said_at is None or part.table.said != len(rows):
                self._check_count(part, count, problems)
        for kind in ListKind:
            _check_repeats([row for row in rows if row.kind is kind], problems)
        order = {kind: place for place, kind in enumerate(ListKind)}
        if any(part.by_column for part in share.named):
            rows.sort(key=lambda row: (order[row.kind], row.number))
        return rows, blocks

    @staticmethod
    def _check_count(part: Named, count: int, problems: list[RowProblem]) -> None:
        said, title, at = part.table.said, part.table.title, part.table.said_at
        if said is None or said == count or part.by_column:
            return
        if at is not None:
            what = f"表下面写明合计 {said} 项，读到 {count} 项"
            problems.append(RowProblem("count-differs", at.line, what, at.quote))
        elif title is not None:
            what = f"标题写明 {said} 项，读到 {count} 项"
            problems.append(RowProblem("count-differs", title.line, what, title.text))

    def _duties(
        self, rows: list[Row], share: Share, names: NameReader, problems: list[RowProblem]
    ) -> tuple[Duty, ...]:
        names.learn(department_cell(row, names) for row in rows)
        roles = self._vocabulary.roles
        responsibilities = ResponsibilityReader(names, share.township, roles)
        duties = []
        for row in rows:
            interpreted = interpret(row, names)
            duty = interpreted.duty
            if not any(problem.kind == "too-large" for problem in interpreted.problems):
                found = responsibilities.read(duty)
                named = tuple(
                    (d, w, intern(f"{side[0]}{n}")) for d, w, side, n in responsibilities.seen
                )
                duty = duty.attributed(found, named)
            duties.append(duty)
            for problem in interpreted.problems:
                quote = problem.quote[:_LONGEST_QUOTE]
                if not any(quote in text for text in row.texts):
                    quote = row.quote[:_LONGEST_QUOTE]
                problems.append(RowProblem(problem.kind, row.line, problem.message, quote, row))
        return tuple(duties)

    def _dates(self, reading: ListReading, share: Share, *, first: bool) -> Dates:
        cover = reading.covers[share.region] if share.named else reading.covers[0]
        loose = reading.problems if first else ()
        return Dates(cover or reading.covers[0], share.titles, self._stem, loose)

    def _finding(self, problem: RowProblem, share: Share) -> Finding:
        row, kind, message = problem.row, problem.kind, problem.message
        if kind in self._said.accept:
            kind, message = "accepted", f"{message}（{problem.kind}，已由人认可）"
        return Finding(
            self._name,
            problem.line,
            kind,
            message,
            problem.quote,
            share.township.name if share.township else None,
            row.kind.value if row else None,
            row.number if row else None,
            row.locator if row else "",
        )


def _titles(reading: ListReading, share: Share, rows: list[Row]) -> tuple[Title, ...]:
    """The titles of a township's lists, those of lists without rows too."""
    present = {row.kind for row in rows}
    empty = [title for title, _, _ in reading.titles if title.kind not in present]
    return tuple(sorted((*share.titles, *empty), key=lambda title: title.line))


def _runs_over(part: Named) -> bool:
    """Whether the numbers of a table run over its lists, not within each."""
    numbers = [serial_of(line.cells, part.table.columns) for line in part.table.lines]
    steps = [b == a + 1 for a, b in pairwise(n for n in numbers if n is not None)]
    return bool(steps) and 5 * sum(steps) >= 4 * len(steps)


def _check_run(part: Named, problems: list[RowProblem]) -> None:
    """Numbers that run over a table of several lists have no gap."""
    last = 0
    for line in part.table.lines:
        value = serial_of(line.cells, part.table.columns)
        if value is None:
            continue
        if value not in (last + 1, 1):
            what = f"序号从 {last} 到 {value}，中间缺项、重复或倒退"
            kind = "serial-start" if not last else "serial-jump"
            quote = line.block.text.strip()[:_LONGEST_QUOTE]
            problems.append(RowProblem(kind, line.block.line, what, quote))
        last = value


def _check_repeats(rows: list[Row], problems: list[RowProblem]) -> None:
    """A quarter of the duties of a list for the second time: a table printed twice."""
    seen: set[str] = set()
    again = []
    for row in rows:
        if row.name in seen:
            again.append(row)
        seen.add(row.name)
    if len(again) > 1 and 4 * len(again) >= len(rows):
        what = f"《{again[0].kind.zh}清单》有 {len(again)} 项在前面已经印过，像是一张表印了两遍"
        problems.append(RowProblem("list-twice", again[0].line, what, again[0].name, again[0]))


def _check_twice(
    previous: tuple[Named, set[str]],
    part: Named,
    names: set[str],
    rows: list[Row],
    problems: list[RowProblem],
) -> None:
    """A list with a title of its own for the second time: printed twice, or somebody else's."""
    before, seen = previous
    title, first = part.table.title, before.table.title
    if not rows or title is None or title is first:
        return
    continues = rows[0].printed.isdecimal() and int(rows[0].printed) > len(seen)
    apart = first is not None and title.text != first.text and not names & seen
    own, other = ({line.category for line in one.lines} for one in (part, before))
    by_sheet = part.table.header.sheet != before.table.header.sheet and "" not in own | other
    if continues or apart or (by_sheet and not own & other and not names & seen):
        return
    where = f"第{first.line}行" if first else f"第{before.table.header.line}行"
    what = f"《{part.kind.zh}清单》在{where}已经有过一张；是印了两遍，还是两个乡镇的？请删去一张或拆成两个文件"
    problems.append(RowProblem("list-twice", title.line, what, title.text))


def _nothing(reading: ListReading, findings: list[Finding]) -> list[RowProblem]:
    """Why there is no duty in a file."""
    other = reading.other
    if other is not None:
        what = "这是权责清单一类的文件，不是履职事项清单，不读入"
        return [RowProblem("other-document", other.line, what, other.quote)]
    if any(f.kind in _SAYS_WHY for f in findings):
        return []
    strange = reading.strange[0] if reading.strange else None
    if strange is not None:
        words = strange.text.strip().lstrip("# ")
        what = f"没有找到履职事项清单：标题“{words[:60]}”不是基本、配合、收回三张清单的标题"
        return [RowProblem("no-list", strange.line, what, strange.quote)]
    what = "没有找到履职事项清单：没有“序号、事项类别、事项名称”这样的表头和表行"
    return [RowProblem("no-list", 0, what, "")]


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """A list is empty because its rows could not be read: those are said, not the emptiness."""
    broken = [f.line for f in errors(findings) if f.kind != "list-empty" and f.line]
    return [
        f for f in findings if f.kind != "list-empty" or not any(line > f.line for line in broken)
    ]


def _is_traditional(findings: Sequence[Finding]) -> bool:
    """Whether what could not be read is in traditional characters, most of it."""
    strange = [f.quote for f in findings if f.kind in ("row-without-header", "header-unread")]
    return bool(strange) and 2 * sum(simplified(q) != q for q in strange) > len(strange)
