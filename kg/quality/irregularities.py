"""Quality: irregularities of a list as published that show only once it has been read whole.

What the reader meets line by line it reports itself; here the columns are held against the
clauses, the places and bodies against the township, and the text against ordinary writing.
Nothing is repaired: each finding says what stands there and what the program made of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.bodies.names import NameReader
from kg.findings import Finding
from kg.folding import fold_blanks, longest_run, match_key, without_tags
from kg.quality.bare_names import bare_names, placeless, without_place
from kg.quality.columns import (
    acting_and_named,
    general_actors,
    outside_column,
    passive_departments,
    receivers_outside,
    reports_to_nobody,
    run_on,
    silent_departments,
    silent_leads,
    township_acts,
    unnumbered,
)
from kg.quality.misused import MisuseReader
from kg.quality.name_forms import column, in_clauses, in_columns
from kg.quality.neighbour_names import foreign_places, townships_elsewhere
from kg.quality.phrasing import phrases, shared_paragraphs
from kg.quality.ranks import OTHER_RANK
from kg.quality.reach import NO_CONTENT, ReachReader
from kg.quality.sentences import SentenceReader
from kg.reading.duties import department_cell
from kg.values import (
    Clause,
    Document,
    Duty,
    ListKind,
    Reclaim,
    Row,
    Township,
)
from kg.vocabulary.loading import Vocabulary

_LATIN = re.compile(
    r"(?<=[\u4e00-\u9fff，、；]) ?(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9]) ?(?=[\u4e00-\u9fff，、；])"
)
_BLANK = re.compile(r"[\u4e00-\u9fff]{1,8}[ \u3000\u00a0]+[\u4e00-\u9fff]{1,8}")
_DOUBLED = re.compile(r"[，。；：、,;:]{2,}|[，、,][。；;]")
_TWICE = re.compile(
    r"的的|的(?:工作|情况|问题|任务|行为)的|了了|和和|(?<![普以])及及|与与|对对|在在|([\u4e00-\u9fff]{3,8})\1"
)
_COUNTED = re.compile(r"(?:^|(?<=[；;。\s]))\s*\d{1,2}[)）]")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("(", ")"), ("【", "】"))
_GLUED = re.compile(r"[；;。]\d{1,2}[.．](?!\d)")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff）”])[,;:](?![\d/])")
_OTHER_LEVEL = {
    "县": re.compile(r"(?<!城)(?:全市|本市)(?![场政域])"),
    "市": re.compile(r"(?:全县|本县|县域)|(?<![\u4e00-\u9fff])县(?:委|[\u4e00-\u9fff]{2,8}局)"),
}
_OFFICE_LIKE = re.compile(
    r"(?:县市|市县|县县|市市(?!场)|县委县|乡县|镇县)[\u4e00-\u9fff]{1,10}?(?:局|委员会|办公室)"
)


def check(documents: Iterable[Document], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield the irregularities of every document, in the order of its lines."""
    for document in documents:
        if document.duties and document.township:
            found = dict.fromkeys(_Checker(document, document.township, vocabulary).findings())
            yield from sorted(
                found, key=lambda finding: (finding.line, finding.kind, finding.quote)
            )


class _Checker:
    """Checks one document."""

    def __init__(self, document: Document, township: Township, vocabulary: Vocabulary) -> None:
        self._document = document
        self._township = township
        self._vocabulary = vocabulary
        self._names = NameReader(vocabulary, township)
        names = self._names
        names.learn(department_cell(duty.row, names) for duty in document.duties)
        roles = vocabulary.roles
        self._bare = bare_names(vocabulary)
        self._misused, self._sentences = MisuseReader(vocabulary), SentenceReader(vocabulary)
        self._reach = ReachReader(vocabulary.signs.get(NO_CONTENT, ()))
        self._targets = frozenset(name for name, role in roles.items() if role.party == "target")
        self._wider = {slug: f.broader for slug, f in vocabulary.functions.items() if f.broader}

    def findings(self) -> Iterator[Finding]:
        """Every irregularity of the document."""
        foreign = self._foreign_places()
        for duty in self._document.duties:
            yield from self._column_against_clauses(duty)
            yield from self._repeated_clauses(duty)
            yield from self._blanks(duty)
            yield from self._holders(duty)
            yield from self._numbers(duty)
            yield from self._phrasing(duty)
            for cell in duty.row.cells:
                if cell.role not in {"number", "category"}:
                    runs = [run for run in without_tags(cell.text, "\n").split("\n") if run.strip()]
                    for run in runs:
                        yield from self._text(duty.row, run, foreign)
                    yield from self._unbalanced(duty.row, runs)
        yield from self._repeated_duties()
        yield from self._spellings()
        yield from self._titles()

    def _finding(self, row: Row, kind: str, message: str, quote: str) -> Finding:
        return Finding(
            self._document.path,
            row.line,
            kind,
            message,
            quote,
            self._township.name,
            row.kind.value,
            row.number,
            row.locator,
        )

    # -- column and clauses ---------------------------------------------------------------

    def _column_against_clauses(self, duty: Duty) -> Iterator[Finding]:
        if duty.row.kind is not ListKind.COOPERATION or not duty.superior:
            return
        acting, named = acting_and_named(duty)
        for kind, message, quote in outside_column(duty, self._wider):
            yield self._finding(duty.row, kind, message, quote)
        column_text = column(duty.row)
        slips = list(silent_leads(duty, named, column_text))
        if len(duty.departments) > 1:
            if not acting:
                names = "、".join(department.name for department in duty.departments)
                message = f"有 {len(duty.departments)} 个部门（{names}），条款没有写明哪条由谁做；不作推断"
                slips.append(("no-actor-named", message, duty.superior[0].quote))
            slips += silent_departments(
                duty, bool(acting), named, self._names, self._wider, column_text
            )
            slips += passive_departments(duty, self._names, self._targets, column_text)
        slips += without_place(duty, self._names, self._bare)
        slips += general_actors(duty)
        slips += township_acts(duty)
        slips += reports_to_nobody(duty, self._names)
        slips += receivers_outside(duty, self._names, self._wider, self._targets)
        slips += self._reach.slips(duty)
        for kind, message, quote in slips:
            yield self._finding(duty.row, kind, message, quote)

    def _holders(self, duty: Duty) -> Iterator[Finding]:
        """Who answers for the duty is left open, or nobody does."""
        if duty.open_ended:
            message = f"部门栏没有写全：“{duty.open_words}”；记为开放，不补部门"
            yield self._finding(duty.row, "open-set", message, longest_run(column(duty.row)))
        if duty.discontinued:
            message = "没有承接部门：不再开展"
            yield self._finding(duty.row, "no-holder", message, longest_run(column(duty.row)))
        reclaims = {responsibility.reclaim for responsibility in duty.responsibilities}
        if reclaims & {Reclaim.ASSESSMENT_DROPPED, Reclaim.SHARED}:
            message = "收回的是考核，不是事情本身"
            yield self._finding(
                duty.row, "assessment-dropped", message, longest_run(column(duty.row))
            )

    def _numbers(self, duty: Duty) -> Iterator[Finding]:
        for clauses in (duty.superior, duty.township):
            for kind, message, quote in (*unnumbered(clauses), *run_on(clauses)):
                yield self._finding(duty.row, kind, message, quote)
            starts = [clause for clause in clauses if clause.printed == "1"]
            if len(starts) > 1:
                message = f"一格之内编号 {len(starts)} 次从 1 开始；条款按位置编号"
                yield self._finding(duty.row, "clause-number-restart", message, starts[1].quote)

    def _phrasing(self, duty: Duty) -> Iterator[Finding]:
        """Sentences and ways of working that a careful reader stumbles over."""
        clauses = [clause.quote for clause in (*duty.superior, *duty.township)]
        own = _sentences(duty) if duty.row.kind is ListKind.RECLAIMED else []
        texts = (duty.row.name, longest_run(column(duty.row)), *clauses, *own)
        slips = (
            *phrases(duty, self._sentences),
            *shared_paragraphs(duty.row),
            *self._misused.slips(texts),
        )
        for kind, message, quote in slips:
            yield self._finding(duty.row, kind, message, quote)
        if duty.row.kind is ListKind.RECLAIMED:
            for kind, message, quote in placeless(_sentences(duty), self._names, self._bare):
                yield self._finding(duty.row, kind, message, quote)

    def _repeated_clauses(self, duty: Duty) -> Iterator[Finding]:
        for side, clauses in (("上级部门职责", duty.superior), ("乡镇配合职责", duty.township)):
            first: dict[tuple[str | None, str], Clause] = {}
            for clause in clauses:
                key = (clause.heading, match_key(clause.text).strip("。；;"))
                if key in first:
                    yield self._finding(
                        duty.row,
                        "clause-repeated",
                        f"{side}第 {clause.number} 条与第 {first[key].number} 条相同；两条都照录",
                        clause.quote,
                    )
                first.setdefault(key, clause)

    # -- text -----------------------------------------------------------------------------

    def _text(self, row: Row, text: str, foreign: re.Pattern[str] | None) -> Iterator[Finding]:
        """Slips in a run of text between tags; quotes are cut from it unchanged."""
        for match in _LATIN.finditer(text):
            yield self._finding(
                row,
                "latin-word",
                f"中文里夹着“{match[0].strip()}”；照原样保留",
                _around(text, match),
            )
        for match in _DOUBLED.finditer(text):
            yield self._finding(row, "stray-mark", f"标点重叠“{match[0]}”", _around(text, match))
        for match in _TWICE.finditer(text):
            yield self._finding(
                row, "word-repeated", f"字词重复“{match[0]}”；照原样保留", _around(text, match)
            )
        for match in _GLUED.finditer(text):
            yield self._finding(
                row, "clause-glued", "两条条款之间没有空格，照样分开", _around(text, match)
            )
        half = _HALF_WIDTH.search(text)
        if half:
            count = len(_HALF_WIDTH.findall(text))
            message = f"中文里用了半角标点 {count} 处；照原样保留"
            yield self._finding(row, "half-width", message, _around(text, half))
        yield from self._wrong_place(row, text, foreign)

    def _blanks(self, duty: Duty) -> Iterator[Finding]:
        """Blanks inside the words of clauses and ways of working, as OCR and page layout leave them."""
        texts = [clause.quote for clause in (*duty.superior, *duty.township)]
        if duty.row.kind is ListKind.RECLAIMED:
            texts.extend(_sentences(duty))
        for text in texts:
            for match in _BLANK.finditer(text):
                yield self._finding(
                    duty.row,
                    "word-blank",
                    f"词语中间有空格，读作“{fold_blanks(match[0])}”",
                    match[0],
                )

    def _unbalanced(self, row: Row, runs: list[str]) -> Iterator[Finding]:
        for opening, closing in _PAIRS:
            opened, closed = (sum(run.count(mark) for run in runs) for mark in (opening, closing))
            if closed > opened and closing in ")）":  # 1) begins a clause
                closed -= min(closed - opened, sum(len(_COUNTED.findall(run)) for run in runs))
            if opened != closed:
                mark = opening if opened > closed else closing
                run = next(run for run in runs if run.count(opening) != run.count(closing))
                position = max(run.rfind(mark), 0)
                quote = run[max(0, position - 12) : position + 12].strip()
                yield self._finding(row, "mark-unpaired", f"“{mark}”没有配对", quote)

    def _wrong_place(
        self, row: Row, text: str, foreign: re.Pattern[str] | None
    ) -> Iterator[Finding]:
        neighbours = list(_matches(foreign, text))
        for match in neighbours:
            yield self._finding(
                row,
                "foreign-place",
                f"文中写的是别处的地名“{match[0]}”；照原样保留",
                _around(text, match),
            )
        for at, name in townships_elsewhere(self._vocabulary, self._township.place.name, text):
            if not any(match.start() <= at < match.end() for match in neighbours):
                yield self._finding(
                    row,
                    "foreign-place",
                    f"文中写的是别的乡镇“{name}”；照原样保留",
                    text[max(0, at - 10) : at + len(name) + 10].strip(),
                )
        county, printed = self._township.county.printed[-1:], self._township.place.printed
        own = "街道" if printed.endswith("街道") else printed[-1:]
        prefecture = self._township.county.parent
        if not (county == "县" and prefecture and prefecture.printed.endswith("市")):
            for match in _matches(_OTHER_LEVEL.get(county), text):
                yield self._finding(
                    row,
                    "level-word",
                    f"本地是{county}，文中写“{match[0]}”；照原样保留",
                    _around(text, match),
                )
        for match in _matches(OTHER_RANK.get(own), text):
            yield self._finding(
                row,
                "level-word",
                f"本地是{own}，文中写“{match[0]}”；照原样保留",
                _around(text, match),
            )
        for match in _OFFICE_LIKE.finditer(text):
            if not self._names.find(match[0]) or self._names.find(match[0])[0].written != match[0]:
                yield self._finding(
                    row,
                    "name-unresolved",
                    f"疑似写错的部门名称“{match[0]}”；照原样保留",
                    _around(text, match),
                )

    def _foreign_places(self) -> re.Pattern[str] | None:
        """Names of the other townships and counties of the prefecture, as one pattern."""
        county = self._township.county
        return (
            foreign_places(self._vocabulary, county.code, self._township.place.name)
            if county.known
            else None
        )

    # -- the whole document ---------------------------------------------------------------

    def _repeated_duties(self) -> Iterator[Finding]:
        seen: dict[str, Duty] = {}
        for duty in self._document.duties:
            key = match_key(duty.row.name).removesuffix("工作")
            other = seen.setdefault(key, duty)
            if other is duty:
                continue
            where = f"{other.row.kind.zh}第 {other.row.number} 项（第 {other.row.line} 行）"
            same_list = other.row.kind is duty.row.kind
            yield self._finding(
                duty.row,
                "duty-repeated" if same_list else "duty-in-two-lists",
                f"与{where}{'重复' if same_list else '是同一事项，列在两张清单里'}；各自照录",
                duty.row.name,
            )

    def _spellings(self) -> Iterator[Finding]:
        county = self._township.county
        yield from (self._finding(*slip) for slip in in_columns(self._document, county))
        in_text = in_clauses(self._document, county, self._names)
        yield from (self._finding(*slip) for slip in in_text)

    def _titles(self) -> Iterator[Finding]:
        places = Counter(filter(None, (_title_place(t.text) for t in self._document.titles)))
        if len(places) > 1:
            usual = places.most_common(1)[0][0]
            general = {f.line for f in self._document.findings if f.kind == "title-general"}
            for title in self._document.titles:
                if title.line not in general and _title_place(title.text) not in ("", usual):
                    yield Finding(
                        self._document.path,
                        title.line,
                        "place-varies",
                        f"标题里的地名写作“{_title_place(title.text)}”，别处写作“{usual}”；是同一地方",
                        title.text,
                        self._township.name,
                        title.kind.value,
                        None,
                        title.locator,
                    )


def _sentences(duty: Duty) -> list[str]:
    """The verbatim sentences of a reclaimed cell after the holder's name."""
    cell = duty.row.cell("taker-and-method") or duty.row.cell("method") or ""
    return [
        part
        for part in re.split(r"[：:]|<[^<>]*>", cell)[1:]
        if not part.rstrip().endswith("工作方式")
    ]


def _title_place(title: str) -> str:
    """The place in front of a title, '' where it prints none."""
    title = re.sub(
        r"^(?:附件|附表|表)?[（(]?[\d一二三四五六七八九十]{0,3}[)）]?[、.．：:]?", "", title
    )
    return re.sub(r"(?:基本|配合|上级部门|收回|上收|履职|职责).*$", "", title)


def _matches(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if pattern else iter(())


def _around(text: str, match: re.Match[str]) -> str:
    """The words around a match, verbatim."""
    return text[max(0, match.start() - 10) : match.end() + 10].strip()
