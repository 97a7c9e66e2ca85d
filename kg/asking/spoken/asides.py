"""Asides: what is said before a question, or beside it, and is none of it: 一句话, 我问的是……, 老陈说七条, 急着填表.

A clause is left out if it names nothing, asks nothing and has words of an aside; if it tells what somebody says
or thinks; or if a question was taken back for the one behind it. The names of what is left out are kept where
the question lacks its own. The phrases stand in ``asides.csv``; what was left out is told as not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from kg.asking.courtesies import Asked
from kg.asking.linking import Linker
from kg.asking.spans import PLACED, Span, SpanKind
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

CLAUSE = regex("[^,，。.;；:：?？!！—…\\n]+[,，。.;；:：?？!！—…\\n]*")
STOPS = " ,，。.;；:：?？!！—…\n"
_ASKS = regex(
    "[哪谁]|(?<![好那这十])几|多少|什么|啥|吗|是不是|有没有|能不能|对不对|该不该|要不要|占比|百分"
)
_LISTS = regex("基本|配合|收回|上收|收走|清单|事项|履职|牵头")
_NAMES = (*PLACED, SpanKind.BODY, SpanKind.CATEGORY, SpanKind.UNKNOWN)
_IT = regex("(?<![其])它们?|[这那该]个?[局委办院会]|人家(?=[收派要])")
"""What means a body that was named before: 它收回去了几项."""
TITLED = "[老小][\\u4e00-\\u9fff]|[\\u4e00-\\u9fff]{1,2}(?:科长|主任|局长|镇长|书记|会计|老师|师傅|哥|姐|工)"
"""A person by a name and what he is: 老陈, 李主任."""
_PERSON = f"(?:同事|他们|他|她|人家|有人|局里|领导|别人|群众|大家)(?:自己|都|还|总|又|非|硬|老|张口就|一直)*(?:说|讲|报|认为)|(?:{TITLED})(?:就|非|硬|还|老|总|一直|一口咬定|拍胸脯|拍着胸脯)*(?:说|讲|认为|觉得|以为|咬定)"
_CLAIMED = regex(
    "(?:记错|说错|搞错|弄错|成立|属实|靠谱|准不准|站得住)[^,，。?？谁哪找归]{0,3}[?？。 ]*$|(?:这话|说法|说得|说的|讲的)(?:对不对|对吗|准吗|成立吗)[?？。 ]*$"
)
"""The end of a question whether a claim holds."""
_OF_CLAIM = regex(
    "这话|这个?说法|说得|讲得|说的|他说|她说|对不对|对吗|对吧|准不准|准吗|属实|真的假的|是真是假|是不是真|靠谱|行不行|可不可以|有没有道理|站得住|成立|[推甩压派]给(?:我们|咱们?|镇|乡)"
)
"""What asks whether a claim holds."""
_COUNTED = regex("[0-9]|[一二两三四五六七八九十百]+[条项个家件]|那[条项]|都[收没不是有]")
_SEEMS = regex("好像|似乎|我记得|我印象|我怎么记得")
"""What is only thought of it: 丙乡好像没有."""
_SHORT = 12
"""Characters of a clause that only says what one thinks of it."""


def of_claim(text: str) -> bool:
    """Whether it is asked if what somebody says holds: a yes or no."""
    return bool(_CLAIMED.search(text))


class _Said:
    """The table ``asides.csv``, as patterns of whole clauses and of what stands between them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases = Phrases(vocabulary, "asides")

    @cached_property
    def now(self) -> re.Pattern[str]:
        """What says that the question comes behind: 我问的是, 不对."""
        oops, now = map(self._phrases.any, ("oops", "now"))
        stop = f"[{re.escape(STOPS)}]"
        return regex(
            f"(?:^|{stop})(?:{oops}[,，]?(?:就|那就)?)?{now}[:：,，]?(?=.{{4,}})"
            f"|(?<={stop})(?:哎|唉|哦|嗯)?{oops}[,，、]*(?:{oops}[,，、]*)*(?:就|那就|改成|改问|换成)?(?=.{{4,}})"
        )

    @cached_property
    def says(self) -> re.Pattern[str]:
        """How a clause begins that tells what somebody says or thinks."""
        who = self._phrases.any("who")
        return regex(f"^(?:可是?|但是?|不过|然后|刚才|昨天|今天|我们|那个)?(?:{who}|{_PERSON})")

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """Words of a remark."""
        return regex(self._phrases.any("aside"))

    @cached_property
    def have(self) -> re.Pattern[str]:
        """How a clause ends by which something is known already, or not wanted."""
        return regex(f"{self._phrases.any('have')}(?:了|啦|啊|哈|哦)?$")

    @cached_property
    def later(self) -> re.Pattern[str]:
        """A clause by which a matter is put off: 机电井的事今天不谈."""
        later = self._phrases.any("later")
        return regex(
            f"^(?P<what>[\u4e00-\u9fff]{{2,10}}?)的?(?:那|这)?(?:个|摊|块|件)?(?:事情?|活)?(?:咱们?|我们)?(?:先|今天|现在|暂时|暂且|就|这次)*{later}(?:了|吧|哈|啊)?$"
        )

    @cached_property
    def slip(self) -> re.Pattern[str]:
        """What stands between a name and the right one: 的——等等，说错了，是."""
        oops, stop = self._phrases.any("oops"), f"[{re.escape(STOPS)}]"
        return regex(f"(?:的|那个|那边)?{stop}+(?:哎|唉|哦|嗯)?(?:{oops}{stop}*)+(?:应该)?是")


def patterns(vocabulary: Vocabulary) -> Iterator[re.Pattern[str]]:
    """Those that the table gives."""
    said = _Said(vocabulary)
    yield from (said.now, said.says, said.aside, said.have, said.slip, said.later)


class Asides:
    """Leaves out what is said beside a question, with the table of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, linker: Linker) -> None:
        """Prepare; the table is read when first needed."""
        self._said, self._linker = _Said(vocabulary), linker

    def unslipped(self, text: str) -> Asked | None:
        """The question in which the name behind 说错了,是…… stands for the one before it; None: there is none."""
        slip = self._said.slip.search(text)
        if slip is None:
            return None
        spans = self._linker.link(text).spans
        wrong = next((s for s in spans if s.end == slip.start()), None)
        right = next((s for s in spans if s.start == slip.end()), None)
        places = wrong and right and wrong.kind in PLACED and right.kind in PLACED
        if wrong is None or right is None or not (places or wrong.kind is right.kind):
            return None
        county = COUNTY.match(wrong.text) if wrong.place and not right.place else None
        where = county[0] if county and right.kind is SpanKind.BODY else ""
        told = f"{text[: wrong.start]}{where}{text[right.start :]}"
        return Asked(told, (text[wrong.start : right.start],))

    def corrected(self, text: str) -> Asked | None:
        """The question behind words that say that it is what is asked (我问的是……); None: there are none."""
        matches = list(self._said.now.finditer(text))
        if not matches:
            return None
        before, asks = text[: matches[-1].start()], text[matches[-1].end() :]
        if len(before.strip(STOPS)) < 2 or not _ASKS.search(asks):
            return None
        return Asked(self._carried(before, asks, bodies=False), (before.strip(STOPS),))

    def disputed(self, text: str) -> Asked | None:
        """The question without what somebody says or thinks; None: nobody does, or nothing else is asked."""
        return self.without(text, heard=True)

    def without(self, text: str, *, heard: bool = False) -> Asked | None:
        """The question without its asides; None: it has none, or nothing that asks would be left.

        ``heard``: only what somebody says or thinks is left out, and what goes on from it.
        """
        kept: list[str] = []
        dropped: list[str] = []
        for clause in CLAUSE.findall(text):
            bare = clause.strip(STOPS)
            says = self._is_claim(bare) or (bool(dropped) and self._thinks(bare))
            behind = bool(kept) and not heard and bool(_SEEMS.search(bare))
            says = says or (behind and not _ASKS.search(bare))
            if says or (not heard and (self._is_aside(bare) or self._said.have.search(bare))):
                dropped.append(bare)
            else:
                kept.append(clause)
        rest = "".join(kept).strip().rstrip(",，;；:：—…")
        if not dropped or not _ASKS.search(rest):
            return None
        if _OF_CLAIM.search(rest) and any(self._said.says.match(one) for one in dropped):
            return None  # what somebody says is asked about
        return Asked(self._carried("，".join(dropped), rest), tuple(dropped))

    def set_aside(self, text: str) -> Asked | None:
        """The question without a matter that is put off for now, and what tells of it; None: none is: 防汛先放放."""
        clauses = CLAUSE.findall(text)
        bare = [clause.strip(STOPS) for clause in clauses]
        put_off = next((m for one in bare if (m := self._said.later.match(one))), None)
        if put_off is None:
            return None
        words = {put_off["what"][n : n + 2] for n in range(len(put_off["what"]) - 1)}
        dropped = [
            one
            for one in bare
            if one == put_off[0] or (not _ASKS.search(one) and any(word in one for word in words))
        ]
        rest = "".join(c for c, one in zip(clauses, bare, strict=True) if one not in dropped)
        rest = rest.strip().rstrip(",，;；:：—…")
        if not _ASKS.search(rest):
            return None
        return Asked(self._carried("，".join(dropped), rest, bodies=False), tuple(dropped))

    def _is_claim(self, clause: str) -> bool:
        """Whether a clause tells what somebody says of the lists; what is heard of a matter is the matter."""
        if not self._said.says.match(clause) or _ASKS.search(clause):
            return False
        bodies = any(span.kind is SpanKind.BODY for span in self._linker.link(clause).spans)
        return bool(bodies or _LISTS.search(clause) or _COUNTED.search(clause))

    def _thinks(self, clause: str) -> bool:
        """Whether a clause goes on from what somebody says: 我印象里不止, 我数着不像, 他们说不是."""
        short = len(clause) <= _SHORT and self._said.says.match(clause)
        return bool(short) and not _ASKS.search(clause)

    def _is_aside(self, clause: str) -> bool:
        """Whether a clause has words of an aside, names nothing, and neither asks nor speaks of the lists."""
        if not self._said.aside.search(clause) or _ASKS.search(clause) or _LISTS.search(clause):
            return False
        return not any(span.kind in _NAMES for span in self._linker.link(clause).spans)

    def _carried(self, before: str, asks: str, *, bodies: bool = True) -> str:
        """A question with the names of what was said before it that it lacks (a body: if it means one)."""
        told, own = self._linker.link(before).spans, self._linker.link(asks).spans
        names = self._names([s for s in told if s.kind is SpanKind.BODY])
        if len(names) == 1 and not any(s.kind is SpanKind.BODY for s in own):
            spoken = _IT.search(asks)
            asks = f"{asks[: spoken.start()]}{names[0]}{asks[spoken.end() :]}" if spoken else asks
            if bodies and not spoken and not _ASKED_BODY.search(asks):
                asks = f"{names[0]}{asks}"
        if "乡镇" in before and "乡镇" not in asks:
            asks = _SOME_OF_THEM.sub("哪几个乡镇", asks)
        places = self._names([s for s in told if s.kind in PLACED])
        if not places and not any(s.place for s in own):
            counties = (COUNTY.match(s.text) for s in told if s.kind is SpanKind.BODY and s.place)
            places = list(dict.fromkeys(county[0] for county in counties if county))
        placed = any(s.kind in PLACED for s in own) or _ASKED_PLACE.search(asks)
        if len(places) == 1 and not placed and places[0] not in asks:
            asks = f"{places[0]}，{asks}"
        if not _LISTS.search(asks):
            lists = {match[0] for match in re.finditer("收回|配合|基本", before)}
            asks = f"{lists.pop()}事项，{asks}" if len(lists) == 1 else asks
        return asks

    def _names(self, spans: Sequence[Span]) -> list[str]:
        return list(dict.fromkeys(map(self._linker.full, spans)))


_SOME_OF_THEM = regex("哪[几些]个?(?=(?:真|已经|确实)?[收没有列写在])")
"""Which of what was spoken of: 到底哪几个收了."""
_ASKED_PLACE = regex("哪[一个几些家]*(?:乡镇|镇街|镇|乡|街道|地方)")
"""Places are asked for: that of a claim does not limit the question."""
COUNTY = regex("[\u4e00-\u9fff]{1,8}?[县市区旗州盟]")
"""The place in the name of a body that was named by mistake: 甲县教育局,说错了,是卫健委."""
_ASKED_BODY = regex("哪[一个几些家]*(?:部门|单位|局|委|办|家)|[找归由]谁|谁(?:来|管|牵头)")
"""Bodies are asked for: none is put into the question."""
