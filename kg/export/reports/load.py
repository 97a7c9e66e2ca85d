"""Load and structure as a report: tables, charts, and the network in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.comparing.load import Due, Flow, Load, Share, ranked
from kg.export.reports.model import Block, Cell, Figure, Heading, Paragraph, Report, Table, table
from kg.kinds import shown_function

_CHARTED = 20
_LISTED = 30
FIRST = "最早出处"
"""The column of where the first of what a line counts stands."""
_SHARES = (
    "名次",
    "部门",
    "交乡镇配合",
    "独自",
    "共同",
    "作配合部门",
    "收回",
    "承担的条款",
    "乡镇向它上报的条款",
    FIRST,
)
_SHARES_OF_KINDS = tuple("部门类别" if head == "部门" else head for head in _SHARES)
_TOLD = ("方式", "对方", "条款", FIRST)
_ROLES = {
    "reportsTo": "上报",
    "feedsBackTo": "反馈",
    "handsOver": "移交",
    "refersTo": "转办推送",
}


def report(found: Load, title: str, *, whole: bool = False) -> Report:
    """The report; with ``whole`` every row of long tables, else the first of them, and how many there are."""

    def long(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Block]:
        shown = table(name, header, rows if whole else rows[:_LISTED])
        left = len(rows) - len(shown.rows)
        if not left:
            return [shown]
        said = f"共 {len(rows)} 行，这里是前 {_LISTED} 行；全部：-o 文件.xlsx（或 .csv、.html）。"
        return [shown, Paragraph(said)]

    blocks: list[Block] = [Paragraph(_summary(found))]
    blocks += [Heading(2, "一、哪些部门交乡镇配合的事多"), _ranking(found.functions)]
    blocks += long("按部门类别", _SHARES_OF_KINDS, [_share(s) for s in found.functions])
    blocks += long("按部门", _SHARES, [_share(s) for s in found.departments])
    if found.departments:
        behind = f"kg query department-duties -p department={found.departments[0].name}"
        blocks.append(Paragraph(f"一行里数到的各项和出处，如：{behind}。"))
    blocks += [
        Heading(2, "二、各乡镇的事项"),
        Figure(
            "各乡镇的事项",
            tuple((t.name, (t.basic, t.cooperation, t.reclaimed)) for t in found.townships),
            ("基本", "配合", "收回"),
            "各乡镇基本、配合、收回事项数",
        ),
        table(
            "按乡镇",
            ("乡镇", "基本", "配合", "收回", "乡镇条款", "其中要上报", FIRST),
            [
                [t.name, t.basic, t.cooperation, t.reclaimed, t.clauses, t.reports, t.source]
                for t in found.townships
            ],
        ),
        _categories(found),
    ]
    blocks += [Heading(2, "三、收回的事项"), _reclaimed(found)]
    blocks.append(Heading(2, "四、部门协作"))
    blocks += [Paragraph(sentence, item=True) for sentence in found.network.sentences()]
    blocks += long(
        "部门协作网络",
        ("部门类别", "联系的部门类别", "共同负责的事项", "居中程度", "组", FIRST),
        [
            [shown_function(n.function), n.degree, n.shared, n.betweenness, n.community, n.source]
            for n in found.network.nodes
        ],
    )
    blocks += long(
        "共同负责最多的部门",
        ("部门类别", "部门类别", "共同负责的事项", FIRST),
        [
            [shown_function(one), shown_function(two), count, first]
            for one, two, count, first in found.network.pairs
        ],
    )
    blocks.append(Heading(2, "五、期限和频次"))
    blocks += long("期限和频次", ("原文", "种类", "条款", FIRST), _often(found.due))
    blocks += long(
        "期限和频次逐条",
        ("乡镇", "事项", "哪一方", "期限", "原文", "出处"),
        [
            [d.entry.township.name, d.entry.name, d.side, d.words, d.text, d.entry.source]
            for d in found.due
        ],
    )
    blocks.append(Heading(2, "六、上报和反馈"))
    blocks += long("向谁上报", _TOLD, _to(found.up))
    blocks += long("向谁反馈、移交", _TOLD, _to(found.down))
    if found.copies:
        blocks.append(Heading(2, "七、各地文字相同的程度"))
        blocks += long(
            "文字相同的程度（地名不算差别）",
            ("甲", "乙", "共有事项", "文字相同", "占比", FIRST),
            [
                [c.one, c.two, c.common, c.alike, f"{round(c.share * 100)}%", c.source]
                for c in found.copies
            ],
        )
    return Report(title, tuple(blocks))


def _summary(found: Load) -> str:
    basic = sum(t.basic for t in found.townships)
    cooperation = sum(t.cooperation for t in found.townships)
    reclaimed = sum(t.reclaimed for t in found.townships)
    first = [s for s in found.functions if s.rank == 1 and s.pushed]
    lead = "、".join(shown_function(s.name) for s in first)
    most = f"交乡镇配合最多的是{lead}（{first[0].pushed} 项）。" if first else ""
    return (
        f"{len(found.townships)} 个乡镇：基本 {basic} 项，配合 {cooperation} 项，收回 {reclaimed} 项。{most}"
        "“交乡镇配合”指列在对应上级部门栏的配合事项；几个部门共同负责的各计一次；人大和人大办公室这样的一家和它的办公室算一家。"
    )


def _share(share: Share) -> list[Cell]:
    return [
        share.rank,
        shown_function(share.name),
        share.pushed,
        share.alone,
        share.jointly,
        share.supporting,
        share.reclaimed,
        share.acting,
        share.reported,
        share.source,
    ]


def _ranking(shares: Sequence[Share]) -> Block:
    shown = [s for s in shares if s.pushed][:_CHARTED]
    return Figure(
        "交乡镇配合的事项",
        tuple((shown_function(s.name), (s.alone, s.jointly)) for s in shown),
        ("独自负责", "共同负责"),
        "各类部门交乡镇配合的事项数，独自负责与共同负责",
    )


def _categories(found: Load) -> Table:
    names = [t.name for t in found.townships]
    counts = [{category: count for category, count, _ in t.categories} for t in found.townships]
    total: Counter[str] = Counter()
    first: dict[str, str] = {}
    for township in found.townships:
        for category, count, source in township.categories:
            total[category] += count
            first.setdefault(category, source)
    rows: list[list[Cell]] = [
        [category, *(one.get(category, 0) for one in counts), count, first[category]]
        for _, category, count in ranked(total.items())
    ]
    return table("按事项类别（基本和配合）", ("类别", *names, "合计", FIRST), rows)


def _reclaimed(found: Load) -> Table:
    counted = _Tally()
    for row in found.reclaimed:
        for kind in {body.house.kind for body in row.departments} or {"（没有承接部门）"}:
            counted.add((kind,), row.source)
    order = ranked((kind, count) for (kind,), count in counted.counts.items())
    rows: list[list[Cell]] = [
        [rank, shown_function(kind), count, counted.first[kind,]] for rank, kind, count in order
    ]
    return table("由谁收回", ("名次", "部门类别", "事项", FIRST), rows)


def _often(due: Sequence[Due]) -> list[list[Cell]]:
    counted = _Tally()
    for one in due:
        counted.add((one.words, "频次" if one.often else "期限"), one.entry.source)
    return counted.rows()


def _to(flows: Sequence[Flow]) -> list[list[Cell]]:
    counted = _Tally()
    for flow in flows:
        counted.add((_ROLES.get(flow.role, flow.role), flow.to), flow.entry.source)
    return counted.rows()


class _Tally:
    """What is counted, with where the first of each stands."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.first: dict[tuple[str, ...], str] = {}

    def add(self, what: tuple[str, ...], source: str) -> None:
        self.counts[what] += 1
        self.first.setdefault(what, source)

    def rows(self) -> list[list[Cell]]:
        """The most frequent first: what it is, how often, where first."""
        order = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return [[*what, count, self.first[what]] for what, count in order]
