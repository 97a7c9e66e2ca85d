"""Lists doctored as offices do it by accident: copying, replacing, sorting, printing; each with what must be said.

The list is of a county that no table knows (``tests/data/mountain-town.txt``); each way alters a copy in place and
names the kind of the finding by which it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from doctored import Paper, tables

SOUND = (Path(__file__).resolve().parents[1] / "data" / "mountain-town.txt").read_text("utf-8")
"""A list of a made-up county: 18 basic, 13 cooperation and 10 reclaimed duties."""
BASIC, COOPERATION, RECLAIMED = range(3)
NAME, BODIES, SUPERIOR, TOWNSHIP = 2, 3, 4, 5
HOLDER = 3
IN_OFFICES: dict[str, tuple[str, Callable[[Paper], None]]] = {}
"""Every way of doctoring by its name, with the kind of the finding that tells it."""


def told_by(kind: str) -> Callable[[Callable[[Paper], None]], Callable[[Paper], None]]:
    """Note a way of doctoring under its name and the kind of finding."""

    def note(function: Callable[[Paper], None]) -> Callable[[Paper], None]:
        IN_OFFICES[function.__name__] = (kind, function)
        return function

    return note


def _retitle(paper: Paper, which: int, behind: str) -> None:
    tables(paper)[which].lines[-1] += behind


def _replace(paper: Paper, which: int, column: int, old: str, new: str) -> None:
    found = 0
    for row in tables(paper)[which].rows[1:]:
        found += old in row[column]
        row[column] = row[column].replace(old, new)
    assert found


# -- titles, covers, headers --------------------------------------------------------------------


@told_by("remark-inside")
def title_with_an_expiry(paper: Paper) -> None:
    _retitle(paper, BASIC, "（试行，有效期至2025年3月31日）")


@told_by("remark-inside")
def title_of_a_second_batch(paper: Paper) -> None:
    _retitle(paper, RECLAIMED, "（第二批）")


@told_by("remark-inside")
def title_of_what_was_taken_out(paper: Paper) -> None:
    _retitle(paper, BASIC, "（调出事项）")


@told_by("title-unknown")
def title_of_a_part_that_is_another_list(paper: Paper) -> None:
    _retitle(paper, BASIC, "（共18项）（配合部分）")


@told_by("title-general")
def title_of_a_model(paper: Paper) -> None:
    for part in tables(paper):
        part.lines[-1] = part.lines[-1].replace("雾溪县白石铺镇", "××镇")


@told_by("title-general")
def title_with_a_lost_character(paper: Paper) -> None:
    tables(paper)[BASIC].lines[-1] = tables(paper)[BASIC].lines[-1].replace("白石铺", "白石?")


@told_by("title-general")
def cover_of_two_townships(paper: Paper) -> None:
    paper[0].lines[:] = [line.replace("白石铺镇", "白石铺镇、红石镇") for line in paper[0].lines]


@told_by("remark-inside")
def cover_with_a_term(paper: Paper) -> None:
    paper[0].lines.insert(0, "执行期限：2024年1月1日至2025年6月30日")


@told_by("place-varies")
def cover_filled_in_by_another_township(paper: Paper) -> None:
    paper[0].lines.insert(0, "填报单位：红石镇人民政府")


@told_by("header-other-name")
def header_of_villages(paper: Paper) -> None:
    tables(paper)[COOPERATION].rows[0][TOWNSHIP] = "社区（村）配合职责"


# -- offices ------------------------------------------------------------------------------------


@told_by("department-elsewhere")
def another_countys_office_in_a_clause(paper: Paper) -> None:
    _replace(paper, COOPERATION, SUPERIOR, "2.县民政局审核", "2.奇台民政局审核")


@told_by("department-elsewhere")
def another_countys_office_is_told(paper: Paper) -> None:
    _replace(paper, COOPERATION, TOWNSHIP, "报县应急管理局", "报邻水应急管理局")


@told_by("department-elsewhere")
def office_of_a_county_of_another_kind(paper: Paper) -> None:
    _replace(paper, COOPERATION, TOWNSHIP, "报告县发改局", "报告区发改局")


@told_by("department-doubtful")
def name_of_an_office_replaced_in_one_clause(paper: Paper) -> None:
    _replace(
        paper, COOPERATION, SUPERIOR, "县农业农村局查处非法占用", "县自然资源和规划局查处非法占用"
    )


@told_by("department-doubtful")
def holder_replaced_beside_its_own_station(paper: Paper) -> None:
    _replace(paper, RECLAIMED, HOLDER, "雾溪县市场监督管理局", "雾溪县行政审批服务局")


@told_by("department-doubtful")
def offices_of_two_clauses_exchanged(paper: Paper) -> None:
    _replace(paper, COOPERATION, SUPERIOR, "县发改局发布", "县市场监管局发布")
    _replace(paper, COOPERATION, SUPERIOR, "县市场监管局查处压级", "县发改局查处压级")


# -- texts --------------------------------------------------------------------------------------


@told_by("name-doubtful")
def half_of_another_name_inside(paper: Paper) -> None:
    _replace(paper, BASIC, NAME, "健全村级调解组织", "健全落实信访接待和领导包村级调解组织")


@told_by("cell-unfinished")
def clause_without_its_first_characters(paper: Paper) -> None:
    _replace(paper, COOPERATION, TOWNSHIP, "配合开展联合检查", "展联合检查")


@told_by("cell-unfinished")
def margin_cut(paper: Paper) -> None:
    for row in tables(paper)[COOPERATION].rows[5:11]:
        row[TOWNSHIP] = row[TOWNSHIP][3:]


@told_by("furniture-inside")
def seal_behind_the_last_row(paper: Paper) -> None:
    tables(paper)[RECLAIMED].rows[-1][HOLDER] += "人民政府 3307821000123"


@told_by("holder-contradicted")
def words_behind_nobody(paper: Paper) -> None:
    tables(paper)[RECLAIMED].rows[-1][HOLDER] += "镇人民政府"


@told_by("clause-number-slip")
def number_of_a_clause_lost(paper: Paper) -> None:
    _replace(paper, COOPERATION, SUPERIOR, "； 2.县卫健局", "； .县卫健局")


@told_by("cells-repeated")
def way_of_working_of_another_row_behind(paper: Paper) -> None:
    rows = tables(paper)[RECLAIMED].rows
    rows[4][HOLDER] += " " + rows[6][HOLDER]


@told_by("cell-misplaced")
def a_short_side_of_another_row(paper: Paper) -> None:
    for row in tables(paper)[COOPERATION].rows[3:5]:
        row[TOWNSHIP] = "发现火点及时扑灭，划定防火隔离带。"


@told_by("category-doubtful")
def categories_of_the_basic_list_in_the_cooperation_list(paper: Paper) -> None:
    basic, cooperation = tables(paper)[BASIC].rows, tables(paper)[COOPERATION].rows
    for row, other in zip(cooperation[1:], basic[1:], strict=False):
        row[1] = other[1]
