"""Others: clauses and names that begin with another township, bodies of another kind of county, titles of all townships.

A list copied from a neighbour keeps the neighbour's name where its clauses say who acts (``某街道推荐改造家庭``), and the
neighbour's 县 before its offices where this place is a 区.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks
from kg.reading.rows import RowProblem
from kg.reading.titles import title_text
from kg.values import Clause, Duty, Title, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import without_peoples

_ACTOR = re.compile(
    r"(?:由|请)?(?P<name>(?P<stem>[\u4e00-\u9fff]{2,8}?)(?P<noun>民族乡|镇|乡|街道|苏木|团场))"
    r"(?:人民政府|政府|办事处|党委|党工委|综合行政执法队)?(?:应当?|要|需|须|具体|主要|依法|及时)?(?P<rest>[\u4e00-\u9fff].*)",
    re.DOTALL,
)
"""A clause that begins with a township and goes on with what it does."""
_NO_STEM = re.compile(r"[本我各该全所辖内与和或等对向在为将从到把由给按就经据县市区旗村、]")
"""What stands before 镇, 乡 and is no name, or no name alone: 本镇, 组织各乡."""
_TOGETHER = frozenset("镇乡村土亲民情愁规域里间下风音友贤级")
"""What makes another word with the noun: 乡村, 镇域."""
_LEVELS = "县市区旗"
_ALL = re.compile(
    r"(?:各|所有|全部|全体|所辖|下辖|辖区|辖内|全[县市区旗]|等\d*[一二三四五六七八九十]*个?)"
    r"(?:的|各)?(?:乡镇|镇乡|镇街|街镇|乡|镇|街道|团场|苏木)(?:、?街道|（街道）|街道|（镇、街道）|、镇、街道)?$"
)
_SEVERAL = re.compile(r"(?:镇|乡|街道|苏木)[、和及][^、和及]{2,12}(?:镇|乡|街道|苏木)$")
_NAME_OF_LIST = re.compile(
    r"(?:有关|相关)?(?:基本|基础|主责|主体|配合|协助|协同|协办|上级|县级|区级|市级|部门|由|收回|上收|不再|属地|履职|履责|职责).*$"
)
"""What stands behind the place in a title."""
_QUOTE = 60


def judge_others(
    duties: Sequence[Duty],
    names: NameReader,
    township: Township | None,
    vocabulary: Vocabulary,
    acts: Callable[[str], bool],
    problems: list[RowProblem],
) -> None:
    """Add rows that speak of another township, or of a county of another kind, to ``problems``.

    ``acts`` tells a text that begins with something to do.
    """
    if township is None:
        return
    own = _Own(township, vocabulary)
    for duty in duties:
        for clause in (*duty.superior, *duty.township):
            if name := own.other_actor(clause, acts):
                what = (
                    f"这是{township.name}的清单，这一条写的是“{name}”去做；"
                    f"可能从别处抄来，照原样读入，请核对：“{shorten(clause.text, 30)}”"
                )
                problems.append(
                    RowProblem(
                        "foreign-place", duty.row.line, what, clause.quote[:_QUOTE], duty.row
                    )
                )
                break
        problems.extend(_other_level(duty, names, township))


class _Own:
    """The names of a township, and which others are none of them."""

    def __init__(self, township: Township, vocabulary: Vocabulary) -> None:
        place, self._peoples = township.place, vocabulary.signs.get("ethnic", ())
        self._words = (township.name, place.name, place.printed)
        self._general = frozenset(vocabulary.signs.get("everyone", ()))
        self._no_township = vocabulary.signs.get("no-township", ())
        self._known = vocabulary.township_names

    def other_actor(self, clause: Clause, acts: Callable[[str], bool]) -> str:
        """The other township that a clause begins with as the one who acts; else ''."""
        found = _ACTOR.match(fold_forms(clause.text)) if not clause.heading else None
        if found is None or found["rest"][0] in _TOGETHER:
            return ""
        name, stem = found["name"], found["stem"]
        if name in self._general or _NO_STEM.search(stem) or stem.startswith(self._no_township):
            return ""
        if acts(clause.text) or not (acts(found["rest"]) or name in self._known):
            return ""
        bare = without_peoples(stem, self._peoples)
        return "" if any(bare in words for words in self._words) else name


def _other_level(duty: Duty, names: NameReader, township: Township) -> Iterator[RowProblem]:
    """Bodies of a 县 in the list of a 区: 县农业农村局, where the list's are 松沃区农业农村局."""
    own = township.county.printed[-1:]
    for mention in duty.mentions:
        word, level = strip_blanks(mention.written), mention.written[:1]
        if mention.department.known or level == own or level not in _LEVELS or own not in _LEVELS:
            continue
        meant = names.find(own + word[1:])
        if meant and meant[0].department.known and meant[0].written == own + word[1:]:
            what = (
                f"本地是{township.county.printed}，这一项的部门写的是“{word}”；"
                "可能是别处的事项，或写错了一个字，照原样读入，请核对"
            )
            yield RowProblem(
                "department-elsewhere", duty.row.line, what, mention.written[:_QUOTE], duty.row
            )
            return


def check_general(
    titles: Iterable[tuple[Title, str, int]],
    townships: Iterable[Township],
    problems: list[RowProblem],
) -> None:
    """Add titles that name all townships, or several, of which the list is of one, to ``problems``."""
    own = list(townships)
    if len(own) != 1:
        return
    for title, _, _ in titles:
        words = _NAME_OF_LIST.sub("", title_text(title.text))
        if _ALL.search(words) or (_SEVERAL.search(words) and own[0].place.printed in words):
            what = (
                f"标题写的是“{shorten(words, 30)}”，不是一个乡镇的清单，别处写的是{own[0].name}；"
                f"读作{own[0].name}的清单，是否只是它的请核对"
            )
            problems.append(RowProblem("title-general", title.line, what, title.text))
