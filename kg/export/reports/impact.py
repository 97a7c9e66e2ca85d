"""What a reform touches, as a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.comparing.impact import Effect, Impact, Reform, Touch
from kg.comparing.rereading import Reread, rows_touched
from kg.export.reports.model import Block, Cell, Heading, Paragraph, Report, table
from kg.export.wording import word

_COLUMNS = ("乡镇", "清单", "序号", "事项", "身份", "影响", "现在", "以后", "出处")
_REREAD = ("乡镇", "清单", "序号", "事项", "哪里", "角色", "现在", "换词表以后", "出处")


def report(found: Impact, place: str = "") -> Report:
    """The report: how much is touched (in the lists of a place), what would be left without anybody, list by list."""
    names = "、".join(found.names[:6]) + ("等" if len(found.names) > 6 else "")
    what = {
        Reform.MERGE: f"{names}并入{found.target}",
        Reform.RENAME: f"{names}改名为{found.target}",
        Reform.ABOLISH: f"撤销{names}",
        Reform.NONE: names,
    }[found.reform]
    if not found.effects:
        lists = f"{place}的清单" if place else "已载入的清单"
        return Report(
            f"机构改革的影响：{what}", (Paragraph(f"{lists}没有写到这个部门，没有要改的。"),)
        )
    touches = Counter(effect.touch for effect in found.effects)
    said = "，".join(f"{touch.zh} {touches[touch]} 处" for touch in Touch if touches[touch])
    blocks: list[Block] = [
        Paragraph(f"涉及 {found.duties} 项事项、{len(found.effects)} 处文字：{said}。")
    ]
    if found.orphans:
        blocks.append(Heading(2, f"要另定部门的（{len(found.orphans)} 处）"))
        blocks.append(table("", _COLUMNS, [_row(effect) for effect in found.orphans]))
    for place in dict.fromkeys(effect.entry.township.name for effect in found.effects):
        own = [e for e in found.effects if e.entry.township.name == place]
        blocks.append(Heading(2, f"{place}（{len({e.entry.iri for e in own})} 项，{len(own)} 处）"))
        blocks.append(table(place, _COLUMNS, [_row(effect) for effect in own]))
    return Report(f"机构改革的影响：{what}", tuple(blocks))


def _row(effect: Effect) -> list[str | int]:
    entry = effect.entry
    return [
        entry.township.name,
        entry.kind.zh,
        entry.number,
        entry.name,
        word("role", effect.role) + "（条款）" * bool(effect.clause),
        effect.touch.zh,
        effect.before,
        effect.after,
        entry.source,
    ]


def reread_report(found: Sequence[Reread], folder: str) -> Report:
    """What changes with other tables."""
    title = f"换用词表 {folder} 会改变的说法"
    if not found:
        text = "没有一处会变：照这些词表读，每一项的部门和角色都和现在一样。 (Nothing changes.)"
        return Report(title, (Paragraph(text),))
    rows: list[list[Cell]] = [
        [
            item.township,
            item.kind.zh,
            item.number,
            item.name,
            item.what,
            word("role", item.role),
            item.before or "（没有）",
            item.after or "（没有）",
            item.source,
        ]
        for item in found
    ]
    said = f"涉及 {len(list(rows_touched(found)))} 项、{len(found)} 处说法；没有改动图库。"
    return Report(title, (Paragraph(said), table("会改变的说法", _REREAD, rows)))
