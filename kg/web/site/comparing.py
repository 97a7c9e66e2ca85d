"""Two sides together: the same duty, in another list, with another department, or on one side only.

Which duties are the same, and what differs, says :mod:`kg.comparing.comparison` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.comparing.duties import compare_duties
from kg.errors import QueryError
from kg.export.wording import sentence
from kg.store.graph import Graph
from kg.web.site import duties, engines
from kg.web.site.corrected import notes
from kg.web.site.formats import offers
from kg.web.site.graphs import address, bound, path_of
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words

if TYPE_CHECKING:
    from kg.comparing.comparison import Comparison, Match
    from kg.comparing.rows import Entry
    from kg.comparing.sides import Side

_KINDS = (
    ("list", "同一件事、两边清单不同", "The same duty in another list"),
    ("department", "清单相同、部门不同", "Same list, other departments"),
    ("left", "只有甲有", "Only in the first"),
    ("right", "只有乙有", "Only in the second"),
    ("wording", "清单和部门相同、写法不同", "Same list and departments, other words"),
    ("same", "完全相同", "The same"),
)
_DIFFERENCES = {
    "list": Words("清单不同", "another list"),
    "departments": Words("部门不同", "other departments"),
    "name": Words("名称写法不同", "another wording of the name"),
    "category": Words("类别不同", "another category"),
    "clauses": Words("职责条款不同", "other clauses"),
    "method": Words("工作方式不同", "another way of working"),
    "other": Words("其他栏目不同", "other columns differ"),
}
_WORDED = ("name", "clauses", "method")
"""Differences that are differences of words."""
_PAIR = (
    duties.CATEGORY,
    Column("left", "甲", "First"),
    Column("leftBodies", "甲的部门", "Departments of the first"),
    Column("right", "乙", "Second"),
    Column("rightBodies", "乙的部门", "Departments of the second"),
    Column("differences", "有什么不同", "What differs"),
    Column("source", "甲出处", "Source of the first", "source"),
    Column("otherSource", "乙出处", "Source of the second", "source"),
    Column("near", "只有一方有的：对方相近的", "What the other has near it"),
)
_SHOWN = (
    duties.CATEGORY,
    Column("a", "甲", "First", "stack"),
    Column("b", "乙", "Second", "stack"),
    Column("more", "有什么不同", "What differs"),
)
"""Columns of a page: each side in one, with its departments and source."""


def _columns(kind: str, rows_: list[Row]) -> tuple[Column, ...]:
    """Those of a table on the page: what only one side has needs no column of the other, nor of differences."""
    other = {"left": "b", "right": "a"}.get(kind)
    told = other is None or any(row["more"] for row in rows_)
    return tuple(c for c in _SHOWN if c.key != other and (told or c.key != "more"))


def offered(graph: Graph, visit: Visit) -> tuple[str, ...]:
    """The formats of the page, known before anything is compared.

    Raises:
        QueryError: as :func:`compare`.
    """
    _, _, sides, _ = _asked(graph, visit)
    return offers(tables=bool(sides), rdf=bool(sides))


def _asked(
    graph: Graph, visit: Visit
) -> tuple[str, str, tuple[Side, Side] | None, Comparison | None]:
    """The names of a visit, the sides they mean, none while one is wanting, and two duties by number, compared."""
    first, second = visit.get("a", 100), visit.get("b", 100)
    if not first or not second:
        return first, second, None, None
    visit.get("topics", 10)
    if pair := compare_duties(graph, first, second):
        return first, second, (pair.a, pair.b), pair
    sides = engines.sides(graph, first, second)
    if sides[0].documents == sides[1].documents:
        raise QueryError(
            f"两边是同样的清单（{sides[0].title}），没有可比的 (both sides are the same lists)"
        )
    return first, second, sides, None


def compare(graph: Graph, visit: Visit) -> Page:
    """The duties of the sides ``a`` and ``b`` (townships, counties, editions, a duty by number); without them the form.

    Raises:
        QueryError: a name fits nothing loaded, or several things, or both mean the same lists.
    """
    first, second, sides, pair = _asked(graph, visit)
    names = list(dict.fromkeys(d["township"] for d in graph.documents if d["township"]))
    context: dict[str, Any] = {
        "a": first,
        "b": second,
        "townships": names,
        "known": names,
        "tables": [],
        "left": None,
        "right": None,
        "topics": "",
        "picture": "",
        "pair": pair is not None,
    }
    if sides is None:
        form = "需要两个乡镇 (two townships are needed): a=…&b=…"
        return Page("compare", "比较两个乡镇", context, title_en="Compare two townships", form=form)
    topics = visit.get("topics", 10) == "yes"
    comparison = pair or engines.compare(graph, *sides, topics=topics)
    sides = (comparison.a, comparison.b)
    whole = pair is None and not comparison.editions
    shown = [_title(side, whole) for side in sides]
    found = _sorted_out(graph, comparison)
    picture = whole and all(side.single for side in sides)
    context |= {
        "a": shown[0],
        "b": shown[1],
        "known": list(dict.fromkeys([*names, *shown])),
        "tables": [
            _table(kind, zh, en, shown, _columns(kind, found[kind]), found[kind])
            for kind, zh, en in _KINDS
            if pair is None or found[kind]
        ],
        "left": Link(shown[0], _page_of(graph, sides[0]), en=sentence(shown[0], "en")),
        "right": Link(shown[1], _page_of(graph, sides[1]), en=sentence(shown[1], "en")),
        "topics": ""
        if topics or not whole
        else address("compare", a=first, b=second, topics="yes"),
        "picture": address("graph", kind="compare", name=shown[0], other=shown[1])
        if picture
        else "",
    }
    data = {kind: [_json(row) for row in found[kind]] for kind, _, _ in _KINDS}
    data["same"] = [*data.pop("wording"), *data["same"]]
    townships = [f"{graph.base}township/{code}" for side in sides for code in side.townships]
    return Page(
        "compare",
        f"{shown[0]} 与 {shown[1]}",
        context,
        [_table(kind, zh, en, shown, _PAIR, found[kind]) for kind, zh, en in _KINDS],
        {"a": shown[0], "b": shown[1], **data},
        townships,
        [("SPARQL", bound("duties-of-township", townships))],
        title_en=" and ".join(sentence(title, "en") for title in shown),
    )


def _title(side: Side, whole: bool) -> str:
    """What to call a side: of a ``whole`` list the township, else with the edition, or with the duty."""
    return side.documents[0].township.name if side.single and whole else side.title


def _page_of(graph: Graph, side: Side) -> str:
    """The page of a side that is one township."""
    codes = side.townships
    return path_of(graph, f"{graph.base}township/{codes[0]}") if len(codes) == 1 else ""


def _table(
    kind: str, zh: str, en: str, names: Sequence[str], columns: Sequence[Column], rows_: list[Row]
) -> Table:
    def named(text: str) -> str:
        for mark, name in zip(
            ("甲", "乙", "the first", "the second"), (*names, *names), strict=True
        ):
            text = text.replace(mark, name)
        return names[("First", "Second").index(text)] if text in {"First", "Second"} else text

    def in_english(text: str) -> str:
        for name in names:
            text = text.replace(name, sentence(name, "en"))
        return text

    heads = tuple(Column(c.key, named(c.zh), in_english(named(c.en)), c.kind) for c in columns)
    return Table(named(zh), in_english(named(en)), heads, rows_, kind)


def _sorted_out(graph: Graph, comparison: Comparison) -> dict[str, list[Row]]:
    """The rows by what differs; every duty of both sides stands in one of them."""
    iris = [row.iri for match in comparison.matches for row in (*match.a, *match.b)]
    known = {duty["iri"]: duty for duty in duties.read(graph, iris)}
    found: dict[str, list[Row]] = defaultdict(list)
    for match in comparison.matches:
        found[_kind(match)].append(_row(graph, match, known))
    return found


def _kind(match: Match) -> str:
    if not match.b:
        return "left"
    if not match.a:
        return "right"
    kinds = {kind.value for kind in match.kinds}
    if "list" in kinds:
        return "list"
    if "departments" in kinds:
        return "department"
    return "wording" if kinds or len(match.a) != len(match.b) else "same"


def _row(graph: Graph, match: Match, known: dict[str, dict[str, Any]]) -> Row:
    first = (match.a or match.b)[0]
    english = duties.english_of(graph, known[first.iri].get("category", ""))
    row: Row = {"iri": first.iri, "category": Words(first.category, english or first.category)}
    for side, short, entries in (("left", "a", match.a), ("right", "b", match.b)):
        source = "source" if side == "left" else "otherSource"
        own = [known[entry.iri] for entry in entries]
        bodies = [body for duty in own for body in duties.who(graph, duty)]
        links = [_link(graph, entry) for entry in entries]
        sources = [duties.source_of(duty) for duty in own]
        named = list(dict.fromkeys(bodies))
        row[side], row[source] = _one(links), _one(sources)
        row[f"{side}Bodies"] = named if entries else ""
        row[short] = [links, named, sources] if entries else []
    entries_ = [*match.a, *match.b]
    put_right = notes(graph)
    row["corrected"] = "\n".join(filter(None, (put_right.of(e.iri) for e in entries_)))
    said: list[Any] = [_DIFFERENCES[kind.value] for kind in match.kinds]
    row["differences"] = said
    row["more"] = [*_shown(graph, match), *_near(graph, match), *_doubt(match)]
    row["near"] = [_nearby(graph, *near) for near in match.near]
    return row


def _shown(graph: Graph, match: Match) -> list[Link | Words]:
    """What differs; what differs in words leads to where both texts stand against each other."""
    there = ""
    if len(match.a) == len(match.b) == 1 and match.a[0].matter == match.b[0].matter != "":
        other = match.b[0]
        code = other.iri.rpartition("/duty/")[2].partition("/")[0]
        there = f"{path_of(graph, match.a[0].iri)}#diff-{code}-{other.kind.value}-{other.number}"
    return [
        Link(words.zh, there, en=words.en) if there and kind.value in _WORDED else words
        for kind in match.kinds
        if (words := _DIFFERENCES[kind.value])
    ]


def _nearby(graph: Graph, entry: Entry, score: float, why: str) -> Words:
    """A row of the other side in a file: which, where, why, how surely."""
    link = _link(graph, entry)
    return Words(
        f"{link.text}（{entry.source}）{why}；把握 {score:.2f}",
        f"{link.en} ({entry.source}), certainty {score:.2f}",
    )


def _link(graph: Graph, entry: Entry) -> Link:
    short = duties.LISTS[entry.kind.value]
    return Link(
        f"{short[0]}{entry.number} {entry.name}",
        path_of(graph, entry.iri),
        en=f"{short[1]} {entry.number} {entry.name}",
    )


def _near(graph: Graph, match: Match) -> list[Link | Words]:
    """For a duty that one side has alone: rows of the other that may be meant, why, how surely, and where."""
    found: list[Link | Words] = []
    for entry, score, why in match.near:
        link = _link(graph, entry)
        found.append(Link(f"对方相近：{link.text}", link.path, en=f"near it: {link.en}"))
        found.append(Words(f"{why}；把握 {score:.2f}", f"certainty {score:.2f}"))
        found.append(duties.source(entry.document, entry.line))
    return found


def _doubt(match: Match) -> list[Words]:
    """Where a person should look whether it is the same duty."""
    if not match.doubtful or not (match.a and match.b):
        return []
    return [Words("是不是同一件事，请核对", "please look whether it is the same duty")]


def _one(values: Sequence[Any]) -> Any:
    """The only value itself, "" for none."""
    return values[0] if len(values) == 1 else list(values) or ""


def _json(row: Row) -> dict[str, Any]:
    return {
        key: [str(item) for item in value] if isinstance(value, list) else str(value)
        for key, value in row.items()
        if key not in {"a", "b", "more", "corrected"}
    }
