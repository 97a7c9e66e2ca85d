"""Cues: words that people edit and comparing goes by.

comparing.csv: who only assists, urges others or minds only his own share, leads, assesses, decides, keeps a record; what
names no thing (安全生产), points back to the name (对其), a step by itself, the acts around a duty, those that are a duty by themselves, acts said in two
words that stand apart; kindred.csv: different
words of one topic (公益林, 林长制).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.folding import match_key
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_PARTS = re.compile("[，,。；;]")
"""What parts the duties of a text: 宣传政策，登记犬只"""
_OF = ("对", "将", "把", "在")
"""What begins a text that says first to whom or to what something is done."""
_OFFICE = re.compile("[\u4e00-\u9fff]{2}(?:部门|机关)")
"""A department by its kind: 交警部门, 公安机关."""
_FOR = ("给", "替", "为", "向")
"""What begins a text that says first for whom something is done: 给鉴定校舍的专家开门."""
_HELPING = re.compile("\\s*(?:帮(?![扶教])|陪)")
"""A text that begins so is done with somebody, not by the township: 帮职工问清, 陪伤者去鉴定."""
_BY_OTHERS = re.compile(
    "(?:由|请|送|交|到|去|找|跟着?|随)(?:[县区州旗省]|市(?!场))[^，]{0,10}?(?:局|委|院|中心|残联|部门)"
)
"""Whose the rest of a text is: 由县水利局核定, 送县农业农村局换发, 到县卫生健康局校验."""
_CASE = re.compile("(?<![按及定限随适同实小临准平])时$|期间$|过程中$")
"""What ends a text that only says when something else is done: 验收工程时."""
_STATE = re.compile("(?:未|没有?|尚未|已|待|需|应|拟|被|可)$")
_STATED = re.compile("(?:未|没有|尚未|已|待|拟)(?!经)[^，,。；;的]{1,6}的")
"""What is said of things, and not done by anybody: 未备案开办的养老机构."""
_APPLIED = re.compile("受理[^，,。；;]{1,14}申请(?!人)")
"""Who takes in an application does nothing of what is applied for: 受理低收入家庭认定申请."""
_THOSE = re.compile(".{0,4}的")
"""What stands around a deed that only says which are meant: 统计未上牌的拖拉机."""
_BESIDE = re.compile("[（(][^（）()]*[）)]|等?(?:工作|事项|行为)?$")
"""What stands beside a name, or behind what it names."""
_ABOUT, _FIRST = 3, 2
"""So many letters at most stand behind, or before, the deed that names a duty: 登记、证书和牌照核发, 开展…."""
_LEADER = ("(?:为|是|任)(?:[^，,；;。为]{0,20}的)?(?:", ")(?=\\s*(?:[，,；;。]|$))")
"""Who is said to be 牵头单位; 为牵头单位提供资金 is done for whoever is."""
_NEXT = 5
"""So many letters behind 各乡镇 say whose score it is: 各乡镇造林大户."""
_THING = 4
"""Fewer letters name no thing."""
COLUMNS = ("kind", "words", "note")
TOPICS = ("topic", "words", "note")


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, the longest first."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


class Cues:
    """The words of one vocabulary, as patterns."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load comparing.csv.

        Raises:
            VocabularyError: it cannot be used.
        """
        words: dict[str, list[str]] = {}
        for _, row in read_table(vocabulary.folders, "comparing", COLUMNS, 1):
            words[row["kind"]] = [word for word in re.split("[;；]", row["words"]) if word]

        def pattern(kind: str) -> re.Pattern[str]:
            return pattern_of(words.get(kind, ()))

        self.assists, self.share = pattern("assists"), pattern("share")
        self.convenes, self._named = pattern("convenes"), pattern("lead-names")
        self._leader = re.compile(self._named.pattern.join(_LEADER))
        self.leads, self.assesses = pattern("leads"), pattern("assesses")
        self.decides, self.ended = pattern("decides"), pattern("ended")
        self.urges, self.general = pattern("urges"), pattern("general")
        self.refers, self.whole = pattern("refers"), pattern("whole")
        self.own_actors, self.everybody = pattern("own-actors"), pattern("everybody")
        self._coordinates = re.compile(f"(?:{pattern('coordinates').pattern})$")
        self._before, self._after = pattern("before"), pattern("after")
        self.records, self.steps = pattern("records"), pattern("steps")
        self.around = frozenset(words.get("around", ()))
        self.alone = frozenset(words.get("alone", ()))
        self.kin = dict(word.split("＝") for word in words.get("kin", ()))
        self._ends = dict(word.split("＝") for word in words.get("ends", ()))
        self.weighty = self.alone | frozenset(words.get("weighty", ()))
        self.powers, self.mild = pattern("powers"), pattern("mild")
        self.tells, self._told = pattern("tells"), tuple(words.get("told", ()))
        self.money, self._nouns = pattern("money"), pattern("nouns")
        self._assessed_of, self._others = pattern("assessed-of"), pattern("assessed-others")
        self._measures, self._plainly = pattern("measures"), pattern("assessed-plainly")
        self._villages = pattern("assessed-villages")
        self._scores = pattern_of((*words.get("assesses", ()), *words.get("assessed-more", ())))
        self._visitors = re.compile(f"的[^，]{{0,4}}(?:{pattern('visitors').pattern})")
        self._alike = _first_of_each(words.get("alike", ()))
        self._person = _first_of_each(words.get("people", ()))
        self._people = pattern_of(self._person)
        self._papers, self._askers = pattern("papers"), pattern("askers")
        self._deed = _first_of_each(words.get("deeds", ()))
        self._deeds = pattern_of(self._deed)
        self.deeds_kin = dict(word.split("＝") for word in words.get("deeds-kin", ()))
        self._broader: dict[str, str] = {}
        for group in words.get("broader", ()):
            whole, *parts = group.split("/")
            for word in parts:
                self._broader[word] = self._broader.get(word, "") + whole
        self._narrower = pattern_of(self._broader)
        self._alikes = pattern_of(self._alike)
        self._parted = [
            (*pair.partition("…")[::2], act)
            for pair, _, act in (word.partition("＝") for word in words.get("parted", ()))
        ]

    def says_who_leads(self, text: str) -> bool:
        """Whether a clause says that somebody leads, and does not only speak of whoever does (牵头部门)."""
        said = self._leader.search(text) or self.convenes.search(self._named.sub(" ", text))
        return bool(said)

    def led(self, text: str) -> str:
        """What a text says is led, without the words that say so: 牵头, 为牵头单位."""
        return self.leads.sub("", self._leader.sub("", text))

    def assesses_townships(self, text: str) -> bool:
        """Whether a text assesses townships, not who lives or works there: 给各乡镇排名次, not 各乡镇护路员排名次.

        But 各乡镇企业入规率排名 does.
        """
        if not self._scores.search(text):
            return bool(self._plainly.search(text)) and self._of_townships(text, near=True)
        return self._of_townships(text)

    def of_villages(self, text: str) -> bool:
        """Whether a text speaks of villages, whose assessment is the township's: 村级公众号关注率考核."""
        return bool(self._villages.search(text))

    def assesses_villages(self, text: str) -> bool:
        """Whether a text assesses villages: 给各村公众号阅读量排座次."""
        scored = self._scores.search(text) or self._plainly.search(text)
        return bool(scored) and self.of_villages(text)

    def _of_townships(self, text: str, *, near: bool = False) -> bool:
        if self._measures.search(text):
            return bool(self._assessed_of.search(text))
        for match in self._assessed_of.finditer(text):
            at = match.end()
            said = not near or self._plainly.match(text, at)
            if said and not self._others.search(text, at, at + _NEXT):
                return True
        return False

    def only_step(self, text: str) -> bool:
        """Whether a text says a step that every duty has, and no thing: 制定方案."""
        return len(self._papers.sub("", self.general.sub("", text))) < _THING

    def names_office(self, text: str) -> bool:
        """Whether a text names a kind of department (交警部门), not just any (有关部门)."""
        found = (_OFFICE.match(part.strip()) for part in _PARTS.split(text))
        return any(match and not self.everybody.search(match[0]) for match in found)

    def brings_together(self, text: str) -> str:
        """What of a clause says of somebody that he coordinates, and not whom: 负责组织协调, not 组织协调医疗机构救援."""
        ends = (part.strip().removesuffix("工作") for part in _PARTS.split(text))
        return next((end for end in ends if self._coordinates.search(end)), "")

    def people(self, text: str) -> frozenset[str]:
        """The kinds of people a text speaks of, each by the first of the words for them."""
        return frozenset(self._person[match[0]] for match in self._people.finditer(text))

    def stage(self, text: str) -> str:
        """Whether a text is about what is done "before" something happens or "after" it; nothing if neither or both."""
        found = bool(self._before.search(text)), bool(self._after.search(text))
        return {(True, False): "before", (False, True): "after"}.get(found, "")

    def alike(self, text: str) -> str:
        """A text with words that mean one thing said alike: 砍伐 is 采伐."""
        return self._alikes.sub(lambda match: self._alike[match[0]], text)

    def wider(self, text: str) -> str:
        """A text with what includes the things in it in their place: 动物 for 牛羊."""
        return self._narrower.sub(lambda match: self._broader[match[0]], text)

    def own(self, text: str) -> str:
        """What of a text is done by whom it is asked of: others are urged to, told of or helped with the rest.

        督促经营者整改, 宣传发证政策 and 开展收养登记政策宣传 ask no 整改, no 发证 and no 登记.
        """
        kept = self.records.sub(" ", self._before_urges(text))
        parts = (self._by_itself(part) for part in _PARTS.split(kept))
        return "，".join(part for part in parts if not part.rstrip().endswith(self._told))

    @staticmethod
    def without_states(text: str) -> str:
        """A text without what it only says to tell which things are meant: 未备案开办的养老机构, 认定申请."""
        return _STATED.sub(" ", _APPLIED.sub("受理申请", text))

    def _before_urges(self, text: str) -> str:
        """A text as far as others are urged to nothing; 给报告偷挖的群众 says only who they are."""
        for match in self.urges.finditer(text):
            start = max(text.rfind(mark, 0, match.start()) for mark in "，,。；;") + 1
            part = text[start : match.start()].strip()
            if not (
                part.startswith((*_FOR, *_OF)) and "的" in _PARTS.split(text[match.end() :])[0]
            ):
                return text[: match.start()]
        return text

    def _by_itself(self, part: str) -> str:
        if _HELPING.match(part) or _CASE.search(part.strip()):
            return ""
        part = self._visitors.split(part)[-1]
        own, *told = self.tells.split(part, maxsplit=1)
        if told and own.startswith(_FOR):
            own = own[own.rfind("的") + 1 :]
        return _BY_OTHERS.split(own)[0]

    def deeds(self, text: str) -> tuple[str, ...]:
        """What a text says is done, each deed by the first of the words for it: 年审 and 校验 are 年检."""
        found = (self._deed[match[0]] for match in self._done(text))
        parted = (act for act in self.parted_acts(text) if act in self._deed)
        return tuple(dict.fromkeys((*found, *(self._deed[act] for act in parted))))

    def _done(self, text: str) -> Iterator[re.Match[str]]:
        # 受理许可申请 grants nothing, and 对批准补贴的人员 is of whom something is done.
        start = text.rfind("的") + 1 if text.startswith(_OF) else 0
        for match in self._deeds.finditer(text, start):
            if _STATE.search(text, 0, match.start()) and _THOSE.match(text, match.end()):
                continue
            if not self._nouns.match(text, match.end()) or self._askers.match(text, match.end()):
                yield match

    def named_deed(self, name: str) -> str:
        """The deed that a name names: at its end, where it begins, or behind what it is a part of.

        安全检查企业数量的通报 names no 检查; 路域整治中拆除广告牌 names 拆除.
        """
        bare = _BESIDE.sub("", name)
        done = list(self._done(bare))
        if done and len(bare) - done[-1].end() <= _ABOUT:
            return self._deed[done[-1][0]]
        if within := next((one for one in done if bare.endswith("中", 0, one.start())), None):
            return self._deed[within[0]]
        if done and done[0].start() <= _FIRST:
            return self._deed[done[0][0]]
        parted = [act for act in self.parted_acts(turned(bare)) if act in self._deed]
        return self._deed[parted[-1]] if parted else ""

    def kin_of(self, deed: str) -> str:
        """What a deed is one step of: 审核 and 办证 belong to one procedure."""
        return self.deeds_kin.get(deed, deed)

    def parted_acts(self, text: str) -> tuple[str, ...]:
        """The acts whose words stand apart in a text: 发放采伐许可证 is 办证."""
        return tuple(
            act
            for do, what, act in self._parted
            if do in text and _stands(what, text.partition(do)[2])
        )

    def named_acts(self, text: str) -> tuple[str, ...]:
        """The acts that a part of a name ends with by other words than those of acts: 取水许可 is 审批."""
        text = text.rstrip("的等 ")
        return (
            *self.parted_acts(text),
            *(a for end, a in self._ends.items() if text.endswith(end)),
        )


def turned(name: str) -> str:
    """A name with the deed that ends it in front, as a clause has it: 无犯罪记录证明的出具 → 出具无犯罪记录证明."""
    what, of, deed = name.rpartition("的")
    return f"{deed}{what}" if of and 1 < len(deed) <= _ABOUT else name


def _first_of_each(groups: Iterable[str]) -> dict[str, str]:
    """Each word of each group (狗/犬) → the first word of its group."""
    return {word: group.split("/")[0] for group in groups for word in group.split("/")}


def _stands(what: str, text: str) -> bool:
    """Whether a text has these words, at its end if they are marked so (证$)."""
    return text.rstrip("的等 ").endswith(what[:-1]) if what.endswith("$") else what in text


class Kindred:
    """The topics that a name speaks of, by the words it has for them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load kindred.csv.

        Raises:
            VocabularyError: it cannot be used.
        """
        self._topics: dict[str, set[str]] = {}
        for _, row in read_table(vocabulary.folders, "kindred", TOPICS, 1):
            for word in re.split("[;；]", row["words"]):
                if key := match_key(word):
                    self._topics.setdefault(key, set()).add(row["topic"])
        longest = sorted(self._topics, key=lambda word: (-len(word), word))
        self._words = re.compile("|".join(map(re.escape, longest)) or "(?!)")

    def of(self, name: str) -> dict[str, str]:
        """Topic → its first word in a name; a longer word hides the shorter ones inside it."""
        found: dict[str, str] = {}
        for match in self._words.finditer(match_key(name)):
            for topic in self._topics[match.group()]:
                found.setdefault(topic, match.group())
        return found
