"""Sayings: what a sentence of a notice is: furniture, reason, request, somebody else's work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from kg.checking.reading.letters import (
    ASIDE,
    BODY,
    CLOSING,
    COUNTS,
    HELD,
    LETTER,
    OWN_NEED,
    SIGNED_BY,
    TOWN_FIRST,
)
from kg.checking.reading.terms import (
    without_outcome,
    without_receiver,
    without_term,
    without_when,
    written,
)
from kg.meaning.wordset import WordSet
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.tables import read_table

_LONG, _SAYS, _ZEAL, _BRIEF = 200, 5, 2, 16
_THANKS = ("感谢", "谢谢")
_LIST = regex("[;；]")
_GREETING = regex(
    r"^致[^。；;！!？?,]{2,30}[:：]$|^[@]?[^。；;！!？?]{0,60}(?:政府|办事处|街道|乡镇|乡|镇|单位|村|社区|成员|领导|部门|同志|书记|主任|们)[)）]?\s*[:：]$"
)
_NUMBER_OF_DOCUMENT = regex(r"[〔\[（(【]\s*20\d\d\s*[〕\]）)】]\s*第?\s*\d+\s*号")
_CONTACT = regex(
    r"(?:联系人|电话|手机|传真|邮箱)\s*[:：]|(?:\d{3,4}[-—]?)?\d{7,8}|1\d{10}|[\w.]+@[\w.]+"
)
_BLANK_FIELD = regex(r"^(?P<label>[\u4e00-\u9fff()、/ ]{2,14}):(?:[\s_年月日()]*$|(?=[\s_]{4}))")
"""承办人签字:____ 年 月 日: what is to be filled in."""
_ANNEX = regex(r"^附(?:件|表)?\s*\d{0,2}\s*[:：.．、]|^附件\s*\d*$")
_DATE_LINE = regex(r"^(?:20\d\d|二[〇○零]..)年.{1,3}月.{1,3}日$")
_BODY_LINE = regex(
    rf"^[\u4e00-\u9fff（）()·]{{1,28}}(?:{BODY}|政府|领导小组|队|馆|所|(?:公证|管理|仲裁)处|支行|分行|营业部|(?<=[局委办会院])[\u4e00-\u9fff]{{2,6}}[股科处])$"
)
_BODY_ENDS = frozenset("局会委办心队院部班司站行府组馆所股科处室社")
"""The last characters of such lines."""
_SECTION = regex(
    r"^[\u4e00-\u9fff]{2,6}[股科]$|^[\u4e00-\u9fff]{4,20}(?:公司|局|委|办|中心|会)[\u4e00-\u9fff]{2,6}部$"
)
"""The section of an office that signs: 计量股, 某某公司运行部."""
_REPORTED = regex(
    "^(?:如|若|对)?(?:有|发现)[^。]{0,18}(?:告诉|报告|反馈|报我|说一声|联系)[^。]{0,8}[。；;]?$"
    "|^(?:对)?(?:拒不|仍不|仍未|逾期|实在)[^,，。]{1,8}的,?(?:一律|要|请)?(?:列出|列个|报|记|造|单独)[^,，。]{0,8}[。；;]?$"
)
_DATED = regex(r"[\s,，]+(?:(?:20\d\d|二[〇○零]..)年)?.{1,3}月(?:.{1,3}日)?$")
_WE = "我(?:们|局|委|办|室|队|会|院|部|所|站|科|县|市|中心|单位|公司)"
_OWN = regex(
    f"由?{_WE}(?:将|会|来)?(?:统一|负责|自行|自己|另行|承担|直接|牵头|组织)"
    f"|(?<!经)由{_WE}(?:将|会|来)?[^,，。;；后]{{2,10}}[。;；]?$"
)
"""The sender does it himself: 标志牌由我局更换."""
_ABOVE = regex(
    "由(?:县|市|区|州|上级|别的)[^,，。乡镇村]{0,12}(?:统一|负责|组织|直接|另行|联系|进行|承担|办理)"
    "|由?(?:局|委|会|院|队|所|站|公司)里[^,，。乡镇村]{0,8}(?:做|办|定|采购|招标|负责|承担|安排|拟|请)"
)
_OTHERS = regex(
    rf"(?:^|[,，。;；:：])(?:并|同时)?由?[\u4e00-\u9fff]{{0,12}}?{BODY}"
    "(?:牵头|负责|统一|自行|自己|组织(?!部)|做好|落实|开展|制定|承担|会同|将|另行|查处|直接|依法|予以|安排|派|来办|来查|去办)"
)
_LEAD = ",，。;；:："
_JOINS = ("参加", "参与", "配合", "协助", "落实", "执行", "按照", "根据", "用好")
"""Words before a body that has others join in: 参加县局组织的核验."""
_DOING = regex(
    "(?:并|再|还要?|同时)?(?:对|把|将|在|向|给|为|组织|参加|修订|建成|完成)(?=[\u4e00-\u9fff]{5})"
)
"""How a clause begins that says what is to be done to what."""
_QUESTION = regex("[^,，]*(?:谁|哪|什么|怎么)[^,，]*[?？]$")
_NO_REQUEST = regex(
    "组织(?=[部科处])|申请|邀请|聘请|请示|请求|请假|提请|(?:[局委院队]里?|公司|我们)请(?=第三方|专业|专家|公司|人)"
)
"""Words with 请 that ask for nothing; 县委组织部 is no 组织."""
_TO_DO = regex("再?(?:处理|配合|参与|上报|报送?|提供|派人|组织|承担|协助|另行|开展|入户)")
_MYSELF = regex(
    "^我(?:是|这边是|这里是)[^,，。]{2,20}$|^我[\u4e00-\u9fff]{1,10}(?:局|委|办|会|院|队|所|站|中心)的?[\u4e00-\u9fff]{2,3}$"
)
"""我是县法院小何, 我农业农村局小周"""
_TELLS = 10
_WANTS = regex(
    "一下|一遍|[给发报传交]我|别忘|抓紧|尽快|赶紧|记得|盯[着紧]|[弄做办搞备]好|[弄做办]完|多[搞办讲弄]|罚[他了掉一]|拆[了掉]"
)
_ASKS_BACK = regex("[?？吗呢么]$")
_ADDRESSED = regex(
    "^[\u4e00-\u9fff]{0,8}?(?:书记|主任|局长|站长|所长|乡长|镇长|干事|专干|同志|老师|领导|值班的|各位|各[乡镇村]镇?|各单位)们?(?:请?(?:注意|看下|看一下))?$|^转发[^,，。]{0,10}(?:通知|文件|要求)$"
)
_SOME_THINGS = regex(
    "^[\u4e00-\u9fff]{0,6}?(?:麻烦|说|有|交代|安排|通知|告知)[\u4e00-\u9fff]{0,3}[几一二两三四五六][个件](?:小?事情?|活|工作)[\u4e00-\u9fff]{0,3}$"
)
"""麻烦三件事哈"""
_OFFICER = regex(
    "[\u4e00-\u9fff]?(?:书记|主任|局长|站长|所长|乡长|镇长|干事|专干|委员|同志|老师|领导)们?"
)
_PLACES = ("乡镇", "街道", "乡", "镇")
_PLACE = regex(
    "(?:(?:请|让|由)[\u4e00-\u9fff]{0,8}?|^各?)(?:乡镇|街道|乡|镇)(?:里|上)?(?:人民)?(?:政府)?"
)
_MUST = regex(
    "(?<![主重纪需摘首必司业众民])要(?![求点素闻害道])|(?<![反响对相适供])应(?![急用对届援聘])|需(?![求要])|[都还也就]得(?=[\u4e00-\u9fff]{2})|(?<![获取觉值懂记显难免])得(?:有人|派|让|把)"
)
_ASKED = regex(
    "请(?!求|示)|(?:由|委托|让)(?:你|贵|各|乡|镇|街道|村|社区)|务必"
    "|由[\u4e00-\u9fff]{2,6}(?:乡|镇|街道)(?![企长])|[\u4e00-\u9fff]{2}(?:乡|镇|街道)(?:要|负责|承担|做好)"
    "|(?:乡里|镇里|镇上|乡上)(?:先|来|去|直接|自己|自行|统一|把)"
)
_ELSEWHERE = regex("(?:另外?|还有)?[,，]?(?:别的|其他|其余)(?:乡镇|街道|镇|乡)")
_MINUTES = regex(r"^.{2,40}(?:纪要|记录|简报|任务单)(?:\(.{1,6}\))?$")


class Sayings:
    """Tells sentences apart with the table notices.csv of some vocabulary; texts are folded."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Use the tables of these folders; none: the packaged vocabulary. Read when needed."""
        self._folders = tuple(folders) or (folder("vocabulary"),)
        self._sets: dict[str, WordSet] = {}

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of forms: of contents, of how to handle them, and of other fields."""
        return {kind: self._words.get(kind, ()) for kind in ("content", "how", "field")}

    def speaks(self, name: str) -> bool:
        """Whether a name before a colon can be who speaks, and is no label of a form or heading."""
        known = any(name in labels for labels in self.labels.values())
        rest = self._of("way").without(self._of("generic").without(name))
        return not known and len(written(rest)) > 1

    def columns(self, kind: str) -> tuple[str, ...]:
        """The names of the columns of tables: ``work``, ``who`` and others."""
        return self._words.get(kind, ())

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        rows = read_table(self._folders, "notices", ("kind", "words", "note"), 2)
        found: dict[str, list[str]] = {}
        for _, row in rows:
            found.setdefault(row["kind"], []).extend(w for w in _LIST.split(row["words"]) if w)
        return {kind: tuple(dict.fromkeys(words)) for kind, words in found.items()}

    def _of(self, kind: str) -> WordSet:
        found = self._sets.get(kind)
        if found is None:
            found = self._sets[kind] = WordSet(self._words.get(kind, ()))
        return found

    # -- lines ----------------------------------------------------------------------------

    def furniture(self, line: str) -> bool:
        """Whether a line is a greeting, number, date, signature, contact or annex."""
        line = line[:_LONG]
        bare = line.strip("。；;！!，, ")
        return bool(
            self.by_the_way(line)
            or _GREETING.match(line)
            or _DATE_LINE.match(bare)
            or self.signature(bare)
            or ASIDE.match(bare)
            or LETTER.match(bare)
            or (_NUMBER_OF_DOCUMENT.search(line) and len(line) < 40)
            or _ANNEX.match(line)
            or self._to_be_filled_in(line)
            or (_MINUTES.match(bare) and "," not in bare and not self.asks(bare))
        )

    def _to_be_filled_in(self, line: str) -> bool:
        """Whether a line is a field for a signature or a date that is still empty."""
        field, signed = _BLANK_FIELD.match(line), self._of("signed")
        if not field or not signed.within(field["label"]):
            return False
        return len(written(signed.without(field["label"]))) <= _ZEAL + 2

    def greeting(self, line: str) -> bool:
        """Whether a line only says who is spoken to, or from whom and when it is."""
        bare = line.strip("。；;！!，, ")
        return bool(
            _GREETING.match(line) or _NUMBER_OF_DOCUMENT.search(line[:40]) or self.is_body(bare)
        )

    def by_the_way(self, sentence: str) -> bool:
        """Whether a sentence is a contact or a phrase that every notice has."""
        bare = sentence.strip("。；;！!，, ")
        return bool(
            not bare
            or (_CONTACT.search(sentence) and len(sentence) < 60)
            or self._dropped(bare)
            or CLOSING.match(bare)
        )

    def _dropped(self, bare: str) -> bool:
        """Whether a sentence begins with a phrase that every notice has; 干完 goes on: 干完活没拿到工钱的."""
        found = self._of("drop").match(bare)
        short = len(found) <= _ZEAL and found not in _THANKS
        return bool(found) and not (short and len(bare) > _BRIEF)

    def is_body(self, line: str) -> bool:
        """Whether a line is the name of a body and nothing else; townships are asked, not asking."""
        return (
            line[-1:] in _BODY_ENDS
            and bool(_BODY_LINE.match(line))
            and not line.startswith(("各", "本", "贵"))
            and not re.search("(?:乡|镇|街道)(?:人民)?政府$", line)
            and not self.asks(line)
            and "关于" not in line
        )

    def to_everybody(self, text: str) -> bool:
        """Whether a text is written to all townships: 各乡镇."""
        return self._of("everybody").within(text)

    # -- sentences ------------------------------------------------------------------------

    def heading(self, text: str) -> bool:
        """Whether an item is one of those that are no task: 加强组织领导, 时间安排."""
        bare = text.strip("。；;：: ")
        return len(bare) <= 40 and bool(self._of("heading").match(bare))

    def introduces(self, sentence: str) -> bool:
        """Whether a sentence leads to the items that follow."""
        return sentence.endswith((":", "：")) or self._of("intro").within(sentence)

    def counts(self, sentence: str) -> bool:
        """Whether a sentence only says how many things follow, that there was a meeting, or hello."""
        *before, last = re.split("[,，]", sentence)
        many = COUNTS.match(last) and not any(map(self.asks, before))
        return bool(many or HELD.match(sentence)) or all(map(self.opening, [*before, last]))

    def reason(self, sentence: str) -> bool:
        """Whether a sentence only says why."""
        return bool(self._of("reason").match(sentence)) and not self.asks(sentence)

    def asks(self, sentence: str) -> bool:
        """Whether a sentence asks for something to be done."""
        if _QUESTION.match(sentence) or OWN_NEED.match(sentence):
            return False
        sentence = _NO_REQUEST.sub("", sentence)
        if self._of("reason").match(sentence):
            parts = re.split("[,，]", sentence)
            return any(self._of("start").match(p) or _ASKED.search(p) for p in parts[1:])
        bare = re.sub("^(?:另外|同时|此外|还|并|[,， ])+", "", sentence)
        return bool(
            self._of("ask").within(sentence)
            or self._of("start").match(bare)
            or self.imperative(TOWN_FIRST.sub("", bare))
            or _MUST.search(sentence)
            or _ASKED.search(sentence)
        )

    def imperative(self, part: str) -> bool:
        """Whether a part begins with a verb that asks: 维修, 登记."""
        return len(self._of("start").match(part)) > 1

    def long(self, sentence: str) -> bool:
        """Whether a sentence says enough to be a task without asking for it."""
        return len(written(sentence)) > _SAYS and not self.furniture(sentence)

    def wants(self, said: str) -> bool:
        """Whether somebody wants something in a talk, in whatever words: 场地也安排一下."""
        return self.asks(said) or self.of_township(said) or bool(_WANTS.search(said))

    def tells(self, said: str) -> bool:
        """Whether what somebody says in a talk may be wanted, though it asks for nothing in so many words."""
        return len(written(said)) > _TELLS and not _ASKS_BACK.search(said)

    def hello(self, clause: str) -> bool:
        """Whether a clause is only a greeting."""
        bare = clause.strip("@,，。!！:： ")
        return bool(bare) and self._of("hello").match(bare) == bare

    def opening(self, clause: str) -> bool:
        """Whether a clause only opens a talk: 王主任你好, 我是县法院小何, 又麻烦你们乡."""
        bare = clause.strip("@,，。!！?？:：~ ")
        if not bare or any(told.match(bare) for told in (_MYSELF, _ADDRESSED, _SOME_THINGS)):
            return True
        rest = self._of("hello").without(bare)
        rest = self._of("township").without(_OFFICER.sub("", rest))
        return rest != bare and len(written(rest)) <= _ZEAL + 2 and self._of("hello").within(bare)

    def goes_on(self, sentence: str) -> bool:
        """Whether a sentence only says more of the one before: 重点检查储罐, 发现的告诉我们."""
        return bool(self._of("detail").match(sentence) or _REPORTED.match(sentence))

    def signature(self, sentence: str) -> bool:
        """Whether a last sentence is the name of who sends the text, with or without a date."""
        bare = _DATED.sub("", sentence.strip("。；;！!，, "))
        body, _, section = bare.partition(" ")
        signed = bool(section) and bool(SIGNED_BY.match(section.strip()))
        return self.is_body(body if signed else bare) or bool(_SECTION.match(bare))

    def exhorts(self, sentence: str) -> bool:
        """Whether a sentence only asks for zeal: 请务必绷紧安全这根弦."""
        parts = [part for part in re.split("[,，]", sentence) if self.asks(part)]
        return bool(parts) and all(map(self._only_exhorts, parts))

    def _only_exhorts(self, part: str) -> bool:
        """Whether a part says hardly anything but a word of zeal; 认真落实河长制 says what."""
        exhort = self._of("exhort")
        if not exhort.within(part):
            return False
        rest = self._of("generic").without(self._of("way").without(exhort.without(part)))
        return len(written(rest)) <= _ZEAL

    def aside(self, sentence: str) -> bool:
        """Whether a later sentence of an item is no part of its task."""
        return self.signature(sentence) or self.exhorts(sentence)

    def of_township(self, clause: str) -> bool:
        """Whether a clause asks the township for something."""
        return (
            "请" in _NO_REQUEST.sub("", clause)
            or self.imperative(clause)
            or self._of("township").within(clause)
        )

    def negated(self, clause: str) -> bool:
        """Whether a clause tells the township not to do it."""
        found = next(iter(self._of("negated").find(clause)), None)
        if found is None:
            return False
        start, end = found[0], found[0] + len(found[1])
        near = clause[max(0, start - 12) : end + 12]
        told = found[1] == "请勿" or self._of("township").within(near)
        return told or bool(_TO_DO.match(clause, end))

    def others(self, sentence: str) -> bool:
        """Whether it is the sender, or another body, that does it."""
        sentence = sentence.rstrip(_LEAD)
        if _ELSEWHERE.match(sentence):
            return True
        if self._of("township").within(sentence) or "请" in _NO_REQUEST.sub("", sentence):
            return False
        bare = re.sub("^(?:另外|同时|此外|下一步|届时|后续|[,，])*由?", "", sentence)
        return bool(
            self._of("own").match(bare)
            or _OWN.search(sentence)
            or _ABOVE.search(sentence)
            or self._of("others").match(bare)
            or any(
                not self.imperative(told := m[0].lstrip(_LEAD)) and not told.startswith(_JOINS)
                for m in _OTHERS.finditer(sentence)
            )
        )

    def doing(self, clause: str) -> bool:
        """Whether a clause of a list says something to be done: 对…检查, 把…登记造册."""
        return bool(_DOING.match(clause)) or self.asks(clause)

    def empty(self, text: str) -> bool:
        """Whether it speaks of nothing but when, how and to whom to report."""
        rest = without_outcome(without_receiver(without_when(text)))
        rest = written(self._of("generic").without(rest))
        return len(rest) <= 1 and "罚" not in rest

    def handles(self, text: str) -> bool:
        """Whether it only asks that what was told be dealt with: 请某镇办理并于3个工作日内回复."""
        return self._says_only("handle", without_term(without_when(without_outcome(text))))

    def bare(self, text: str) -> bool:
        """Whether a text says how, but not what: 加强宣传, 处理并回复."""
        return self._says_only("way", without_when(without_outcome(text)))

    def _says_only(self, kind: str, text: str) -> bool:
        """Whether a text has nothing but words of a kind, generic ones and who is asked."""
        rest = _PLACE.sub("", text) if any(map(text.__contains__, _PLACES)) else text
        return len(written(self._of("generic").without(self._of(kind).without(rest)))) <= 1
