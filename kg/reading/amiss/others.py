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
from kg.reading.blocks import Block
from kg.reading.rows import RowProblem
from kg.reading.titles import title_text
from kg.values import Clause, Duty, Title, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import without_peoples

_NAMED = r"(?P<name>(?P<stem>[\u4e00-\u9fff]{2,8}?)(?:民族乡|镇|乡|街道|苏木|团场))"
_ORGAN = r"(?:人民政府|政府|办事处|党委|党工委|综合行政执法队)"
_ACTOR = re.compile(
    rf"(?:由|请)?{_NAMED}{_ORGAN}?(?:应当?|要|需|须|具体|主要|依法|及时)?"
    r"(?P<rest>[、和及与]?[\u4e00-\u9fff].*)",
    re.DOTALL,
)
"""A clause that begins with a township and goes on with what it does."""
_HEADED = re.compile(rf"{_NAMED}{_ORGAN}?[：:]")
_INSIDE = re.compile(
    r"(?<=[，。；：])由(?P<name>(?P<stem>[\u4e00-\u9fff]{2,4})(?:镇|乡|街道|苏木))"
    rf"{_ORGAN}?(?P<rest>[\u4e00-\u9fff].*)",
    re.DOTALL,
)
"""The same further on: ``，由某街道汇总上报``."""
_RECEIVER = re.compile(
    r"(?:报|报送|上报|反馈|向|配合|协助|会同)(?P<name>(?P<stem>[\u4e00-\u9fff]{2,3})(?:镇|乡|街道|苏木))"
    rf"(?:{_ORGAN}|(?=[，。；]|$|报|汇报|反馈|提交|申))"
)
"""A township that something is reported to: ``报某街道。``."""
_NO_STEM = re.compile(r"[至本我各该全所辖内与和或等对向在为将从到把由给按就经据县市区旗村、]")
"""What stands before 镇, 乡 and is no name, or no name alone: 本镇, 组织各乡."""
_TOGETHER = frozenset("镇乡村土亲民情愁规域里间下风音友贤级")
"""What makes another word with the noun: 乡村, 镇域."""
_PLACED = re.compile(r"[\u4e00-\u9fff]{0,10}?(?:自治[县州旗]|[县市区旗州盟]|地区)")
"""The place before an office, or its level alone: ``某县``民政局, ``县``民政局."""
_ALL = re.compile(
    r"(?:各|所有|全部|全体|所辖|下辖|辖区|辖内|全[县市区旗]|等\d*[一二三四五六七八九十]*个?)"
    r"(?:的|各)?(?:乡镇|镇乡|镇街|街镇|乡|镇|街道|团场|苏木)(?:、?街道|（街道）|街道|（镇、街道）|、镇、街道)?$"
)
_OF_COUNTY = re.compile(
    r"[县市区旗](?:的)?(?:乡镇|镇街|街镇|乡镇街道|乡镇（街道）|镇（街道）|乡（镇）|乡（镇、街道）)?$"
)
"""A title that ends with a county, or with its townships in general, beside titles that name the township."""
_BEHIND = re.compile(
    r"[（(][^（）()]{0,10}(?:通用|统一|共用|[各所全][有县市区]?乡?(?:镇|街道))[^（）()]{0,10}[)）]"
)
"""What is said of all townships behind a title: ``（各乡镇通用）``."""
_SEVERAL = re.compile(r"(?:镇|乡|街道|苏木)[、和及][^、和及]{2,12}(?:镇|乡|街道|苏木)$")
_NOT_FILLED_IN = re.compile(
    r"(?:[×XxＸ＊*□○_]{1,4}|某{1,3})(?=镇|乡|街道|苏木|县|市|区|旗)|[?？\ufffd]"
)
"""A model's blank, or a lost character, in the place of a title: ``××镇``, ``某街道``, ``?潮街道``."""
_BOLD = "*_#"
_TOGETHER_WITH = re.compile(
    r"(?:镇|乡|街道)[、和及与][\u4e00-\u9fff]{2,8}(?:镇|乡|街道)(?=履职|履责|职责|基本|配合|$)"
)
_UNIT = re.compile(
    rf"(?:填报|编制|制表|报送|发布|公布|公开|印发|编报|填表|上报)(?:单位|机构|部门|机关)[：:]\s*(?P<place>[\u4e00-\u9fff]{{0,20}}?){_NAMED}{_ORGAN}?"
    r"(?=$|[\s，。；（(]|填|制|联|审|日|电)"
)
"""Who filled a list in: ``填报单位：某街道办事处``."""
_NAME_OF_LIST = re.compile(
    r"(?:有关|相关)?(?:基本|基础|主责|主体|配合|协助|协同|协办|上级|县级|区级|市级|部门|由|收回|上收|不再|属地|履职|履责|职责).*$"
)
"""What stands behind the place in a title."""
_QUOTE, _LONGEST = 60, 200


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
            if name := own.other_actor(clause, names, acts):
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

    def other_actor(self, clause: Clause, names: NameReader, acts: Callable[[str], bool]) -> str:
        """Another township that acts by a clause, or is told by it; else ''."""
        text = fold_forms(clause.text)
        if headed := _HEADED.match(f"{fold_forms(clause.heading)}：" if clause.heading else text):
            return self._other(headed)
        first = _ACTOR.match(text)
        if first and not acts(text.lstrip("由请")) and self._goes_on(first, names, acts):
            return self._other(first)
        for found in _INSIDE.finditer(text):
            if acts(found["rest"]) and not acts(found["name"]):
                return self._other(found)
        told = _RECEIVER.search(text)
        # Names of the tables are looked for in every text once all lists are read (quality).
        unsaid = told is not None and told["name"] not in self._known
        return self._other(told) if told and unsaid and not acts(told["name"]) else ""

    def _goes_on(
        self, found: re.Match[str], names: NameReader, acts: Callable[[str], bool]
    ) -> bool:
        """Whether a township at the beginning of a clause does what follows, alone or with an office."""
        rest = found["rest"]
        if rest[0] in "、和及与":
            return any(mention.start == 1 for mention in names.find(rest[:_QUOTE]))
        return rest[0] not in _TOGETHER and (acts(rest) or found["name"] in self._known)

    def _other(self, found: re.Match[str]) -> str:
        """The name that was found, where it is a township's and not this one's."""
        name, stem = found["name"], found["stem"]
        general = name in self._general or _NO_STEM.search(stem) or stem[-1] in "乡镇"
        if general or stem.startswith(self._no_township):
            return ""
        bare = without_peoples(stem, self._peoples)
        return "" if any(bare in words for words in self._words) else name


def _other_level(duty: Duty, names: NameReader, township: Township) -> Iterator[RowProblem]:
    """Bodies of another county that no table has, or of a 县 in the list of a 区: 某县民政局, 县民政局."""
    own, bare = township.county.printed[-1:], township.county.printed[:-1]
    for mention in duty.mentions:
        word = strip_blanks(mention.written)
        place = _PLACED.match(word)
        if mention.department.known or place is None or place[0] == own or bare in word:
            continue
        if place[0] in names.signs("side-superior"):
            continue  # 师市 is the level, no place
        meant = names.find(own + word[place.end() :])
        if (
            not meant
            or not meant[0].department.known
            or meant[0].end != 1 + len(word) - place.end()
        ):
            continue
        what = (
            f"本地是{township.county.printed}，这一项的部门写的是“{word}”；"
            "可能是别处的事项，或写错了一个字，照原样读入，请核对"
        )
        quote = mention.written[:_QUOTE]
        yield RowProblem("department-elsewhere", duty.row.line, what, quote, duty.row)
        return


def check_units(
    covers: Iterable[Sequence[Block]], townships: Iterable[Township], problems: list[RowProblem]
) -> None:
    """Add lines of covers by which another township filled the list in to ``problems``."""
    own = list(townships)
    if len(own) != 1:
        return
    name = own[0].place.printed
    for block in (block for cover in covers for block in cover):
        text = strip_blanks(fold_forms(block.text)).strip(_BOLD)
        if name in text and (_SEVERAL.search(text) or _TOGETHER_WITH.search(text)):
            what = (
                f"封面写的是“{shorten(text, 30)}”，不是一个乡镇的；读作{own[0].name}的清单，请核对"
            )
            quote = block.text.strip().split("\n")[0][:_LONGEST]
            problems.append(RowProblem("title-general", block.line, what, quote))
            continue
        unit = _UNIT.search(fold_forms(block.text))
        words = f"{unit['place']}{unit['name']}" if unit else ""
        if words and name not in words and own[0].name not in words and words not in name:
            what = (
                f"填报单位写的是“{shorten(words, 30)}”，标题写的是{own[0].name}；"
                f"读作{own[0].name}的清单，请核对"
            )
            quote = block.text.strip().split("\n")[0][:_LONGEST]
            problems.append(RowProblem("place-varies", block.line, what, quote))


def check_general(
    titles: Sequence[tuple[Title, str, int]],
    covers: Iterable[Block],
    townships: Iterable[Township],
    problems: list[RowProblem],
) -> None:
    """Add titles that name all townships, or several, of which the list is of one, to ``problems``.

    ``covers`` are the lines of covers that name the whole document.
    """
    own = list(townships)
    if len(own) != 1:
        return
    name = own[0].place.printed
    named = any(name in title.text for title, _, _ in titles)
    printed = [(title.line, title.text) for title, _, _ in titles]
    for line, text in (*printed, *((block.line, block.text.strip()) for block in covers)):
        whole = title_text(text)
        if blank := _NOT_FILLED_IN.search(_NAME_OF_LIST.sub("", text.strip(_BOLD))):
            what = (
                f"标题里的地名没有写全“{shorten(blank.string[blank.start() :], 20)}”，像是样表没有填、"
                f"或字没有显示出来；按别处写的读作{own[0].name}的清单，请核对"
            )
            problems.append(RowProblem("title-general", line, what, text[:_LONGEST]))
            continue
        words = _NAME_OF_LIST.sub("", whole)
        behind = _BEHIND.search(whole)
        odd = _ALL.search(words) or (_SEVERAL.search(words) and name in words) or behind
        if odd or (named and name not in words and _OF_COUNTY.search(words)):
            what = (
                f"标题写的是“{shorten(behind[0] if behind else words, 30)}”，不是一个乡镇的清单，"
                f"别处写的是{own[0].name}；读作{own[0].name}的清单，是否只是它的请核对"
            )
            problems.append(RowProblem("title-general", line, what, text[:_LONGEST]))
