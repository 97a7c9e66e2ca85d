"""Turned: questions of a shape that is not read as it stands, put into one that is, with what is then to be done.

*除了甲镇，还有哪些乡镇配合养犬管理* is read as *哪些乡镇配合养犬管理*, of all townships but that one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from kg.asking.answering.context import Context
from kg.asking.answering.naming import townships
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.rows import township_code
from kg.folding import match_key
from kg.frozen import frozen
from kg.patterns import regex

_NOUN = "(?:乡镇|街道|部门|单位|科局|局|类别|类)"
_TOWN = "(?:乡镇|街道|镇街|镇|乡|地方)"
_SECOND = regex(
    f"^(?P<what>.+?)最(?P<way>[多少])的(?P<noun>{_NOUN})?是[^,，。]{{2,16}}[,，]\\s*(?:那|那么)?(?:排|列|位居)?"
    f"第(?P<n>[二三四五2345])(?:多|少)?的?(?:名|位)?{_NOUN}?(?:呢|是谁|是哪.{{0,6}})?[?？ ]*$"
)
"""收回最多的是水利局,那排第二的呢."""
_IN_ORDER = regex(
    "^(?P<head>[^,，]{0,12}?)按(?P<what>[^,，]{2,14}?)的?(?:条数|项数|件数|数量|个数|多少)?从(?P<way>[多大高少小低])(?:到|往)[多大高少小低](?:来)?(?:排名|排列|排序|排)?[,，]?(?:排|列|位列)?(?:在)?"
    "第(?P<n>[二三四五2345])(?:位|名|个)?的?(?:是)?(?P<who>谁|哪.{0,5})[?？ ]*$"
)
"""五个地方按收回事项的条数从多往少排,排第三的是谁."""
_OTHERS = regex(
    f"^(?:除了?|除开|除去)(?P<but>[^,，。]{{2,24}}?)(?:之外|以外|外)?[,，]\\s*(?:还有|其他|其它|另外|别的)*(?P<rest>哪(?:些|几个|个){_TOWN}.+)$"
)
"""除了甲镇之外,还有哪些乡镇…."""
_OTHERS_EN = regex(
    r"^(?:besides|apart from|other than|except(?: for)?|aside from) (?P<but>[^,]{2,40}), (?P<rest>which (?:other )?town.+)$",
    re.IGNORECASE,
)
"""Besides 甲镇, which townships …."""
_EXTREMES = regex(
    f"最(?P<one>[多少])的?(?P<noun>{_NOUN})?(?:的)?(?:和|与|跟|比|同)(?P<again>[^,，最]{{0,8}})最(?P<two>[多少])的?(?P<last>{_NOUN})?"
    "(?:之间|两者|的)?[,，]?(?:项数|件数)?(?:相?差|差了|多)(?:了|出)?(?:多少|几)[项条件个]?[?？ ]*$"
)
"""配合事项最多的乡镇和最少的乡镇差多少项."""
_LACKING = regex(
    f"^(?P<head>.*?)[,，]?(?:[三四五六七八九十几]|各|所有|这几)个?{_TOWN}(?:里面?|当?中|之中)?[,，]?(?P<body>[^,，]{{2,12}}?)"
    f"(?:没有?|未)(?:挂|写|列|出现|标|在|有)[^,，。]{{0,12}}(?:是|有)?哪(?:几个|些|个|几家|家)(?:{_TOWN})?[?？ ]*$"
)
"""打击传销,五个乡镇里公安局没挂在部门栏上的是哪几个."""
_NOT_OF = regex(
    "^(?P<head>.*?)[,，]?[三四五六七八九十各两]地(?:里|中|当中)?哪(?:一家|一个|家|个|几家|几个|些)的?(?:对应|对口|牵头|上级)*(?:部门|单位)不是(?P<body>[^,，]{2,12}?)[?？ ]*$"
)
"""五地中哪一家的对应部门不是市监局."""
_DEPARTMENTS = regex(
    f"^(?P<head>.+?)[,，](?:[三四五六七八九十各两]地)?(?:比一比|相比|比)?[,，]?哪(?:一?个|家){_TOWN}(?:那|这)?(?:一?[行项条])?的?(?:挂|列|对应|涉及|牵涉|写)?的?(?:上级)?(?:部门|单位)(?:数)?最(?P<way>[多少])的?[?？ ]*$"
)
"""地方病防治,哪个乡镇那一行挂的部门最多."""
_LACKS = regex(
    "^(?P<head>.+?)[,，](?P<have>[^,，]{2,40}?)(?:都|全)(?:写|有|列|挂|标)(?:着|了|上)?[、,，]?(?:偏偏|唯独|就|只有|但|但是)*(?P<lack>[^,，、]{2,10}?)"
    "(?:没有?|未|缺)(?:写|有|列|挂|标)?(?:着|了|上)?的?(?:是|有)?哪(?:一?[个家]|些|几个|几家)(?:部门|单位|局)[?？ ]*$"
)
"""残疾人证那一条,甲、乙、丙都写着、偏偏丁没写的是哪个局."""
_ONLY = regex(
    "^(?P<head>.+?)[,，]?(?:是不是|是否)?(?:只有|仅有|就)(?P<but>[^,，。]{2,12}?)(?:这?一[家个地]|一个地方|自己)(?P<did>收回|收走|收上去|配合|要配合)(?:了|的)?(?:吗|么|嘛|吧)?[?？ ]*$"
)
"""食品小作坊登记是不是只有东城镇一家收回了."""
_ALL = regex(
    "^(?P<head>.+?)[,，](?:是不是|是否)?(?:每个|各|各个|所有|五个|全部)(?:乡镇|地方|镇)(?:是不是|是否)?都(?P<did>收回|收走|收上去|配合|要配合)了?(?:没有|没|吗|么|嘛|吧)[?？ ]*$"
)
"""工伤认定调查,每个乡镇都收上去了没有."""
_NOT_THAT = regex("[(（](?:不是|非)[^()（）]{2,12}[)）]")
"""疾控中心(不是疾控局): what is meant is named already."""
_IN_BRACKETS = regex("[(（]牵头[)）]")
"""标明了(牵头)部门的: as the list marks it."""
_SUM = regex(
    "(?:要|让|叫)?(?P<town>[^,，。:：要让叫]{2,10}?)配合的?(?:事项)?(?:加上|连同|加|还有)(?:从)?(?P=town)收回(?:去|走)?的?(?=[^。]*(?:合计|一共|总共|共|加起来))"
)
"""要甲镇配合的加上从甲镇收回去的,合计多少项."""
_AMONG = regex(
    "^(?P<head>.+?)(?:那|这)?一?[条项]?[,，](?P<body>[^,，。Ⓝ]{2,12}?)(?:也|是不是|是否)*(?:在|算)(?:里头|里面|其中|内)(?:吗|么|嘛|吧|没有|不)?[?？ ]*$"
)
"""慢性病防治那条,总工会也在里头?"""
_OF_THESE = regex(
    "^(?:请|麻烦|帮)?(?:我|忙)?(?:看看?|看一?下|查查?|查一?下)?(?:下面|以下|下列|如下)(?:这)?[Ⓝ几0-9一二三四五六七八九十]?(?:件|项|个|条)?(?:事项|事)?(?:里头|里面|里|中|当中)?[,，]?(?P<asks>[^:：]{4,30})[:：](?P<items>[^:：]+)$"
)
"""下面几件里头,甲镇哪些已经收回了:收养登记、工伤认定."""
_NUMBERED = regex(r"\s*(?:[、;；,，]|[①-⑳]|[(（]?\d{1,2}(?:[)）.．、]|(?=[\u4e00-\u9fff])))\s*")
_ITEMS = regex(
    "^(?P<town>[^:：;；,，]{2,14})[:：](?P<items>[^;；]+[;；].+?)[。 —–-]*(?P<asks>(?:分别|各|都)[^;；]+)$"
)
"""甲镇:高龄津贴发放;文物保护。——分别在哪张清单."""
_MOST, _FEWEST, _EXTREME = "most-departments", "fewest-departments", "extremes"
_NONE_ELSE, _EVERYWHERE, _LACKING_BODIES = "only", "everywhere", "lacking"
_OF = {"部门": "部门", "单位": "部门", "科局": "部门", "局": "部门", "类别": "类别", "类": "类别"}
_BY = {Ask.DEPARTMENTS: "department", Ask.TOWNSHIPS: "township", Ask.CATEGORIES: "category"}


@frozen
class Turned:
    """A question in a shape that is read, and what is then done: of all places but some, or with the figures."""

    text: str
    then: str = ""
    but: str = ""


def turned(text: str) -> Turned | None:
    """The question in another shape; None for one that is read as it stands."""
    if match := _NOT_THAT.search(text):
        return Turned(text[: match.start()] + text[match.end() :])
    if match := _IN_BRACKETS.search(text):
        return Turned(text[: match.start()] + "牵头" + text[match.end() :])
    if match := _SUM.search(text):
        lists = f"{match['town']}配合和收回的"
        return Turned(text[: match.start()] + lists + text[match.end() :])
    if match := _AMONG.match(text):
        return Turned(f"{match['head']}的部门里有没有{match['body']}")
    if match := _OF_THESE.match(text):
        items = "、".join(filter(None, _NUMBERED.split(match["items"].strip("。?？ "))))
        return Turned(f"{items}，{match['asks'].strip(',，')}")
    if match := _ITEMS.match(text):
        items = "、".join(re.split("[;；]", match["items"].strip(";；。 ")))
        return Turned(f"{match['town']}的{items}{match['asks']}")
    if match := _SECOND.match(text):
        noun = _OF.get(match["noun"] or "部门", "乡镇")
        return Turned(f"{match['what']}第{match['n']}{match['way']}的是哪个{noun}")
    if match := _OTHERS.match(text) or _OTHERS_EN.match(text):
        return Turned(match["rest"], but=match["but"])
    if match := _IN_ORDER.match(text):
        noun = "部门" if re.search("部门|单位|局", match["head"] + match["who"]) else "乡镇"
        way = "多" if match["way"] in "多大高" else "少"
        return Turned(f"{match['what']}第{match['n']}{way}的{noun}是哪个")
    match = _EXTREMES.search(text)
    if match and match["one"] != match["two"]:
        noun = match["noun"] or match["last"] or ""
        noun = _OF.get(noun, "乡镇") if noun or "部门" not in text else "部门"
        return Turned(f"{text[: match.start()]}最多的{noun}是哪个", _EXTREME)
    for pattern in (_LACKING, _NOT_OF):
        if (match := pattern.match(text)) and match["head"]:
            return Turned(f"{match['head']}，哪些乡镇的部门里没有{match['body']}")
    for pattern, then in ((_ONLY, _NONE_ELSE), (_ALL, _EVERYWHERE)):
        if match := pattern.match(text):
            did = "配合" if "配合" in match["did"] else "收回"
            but = match["but"] if then == _NONE_ELSE else ""
            return Turned(f"{match['head']}，哪些乡镇{did}了", then, but)
    if match := _LACKS.match(text):
        return Turned(
            f"{match['head']}由哪些部门负责", _LACKING_BODIES, f"{match['have']}、{match['lack']}"
        )
    if match := _DEPARTMENTS.match(text):
        way = _MOST if match["way"] == "多" else _FEWEST
        return Turned(f"{match['head']}，哪些乡镇有", way)
    return None


def asked_then(question: Question, shape: Turned, lexicon: Lexicon) -> Question:
    """The question as it was read, with what is then to be done.

    Raises:
        Refusal: it is no question that this can be done with, or a place left out is not known.
    """
    wanted = (*_BY,) if shape.then == _EXTREME else (Ask.TOWNSHIPS,)
    wanted = (Ask.DEPARTMENTS,) if shape.then == _LACKING_BODIES else wanted
    odd = question.ask not in wanted or question.other or question.each or question.negate
    if shape.then and (odd or (shape.then != _EXTREME and question.rank)):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有把握看懂问的是什么，请换个说法或说得更短")
    if shape.then == _NONE_ELSE:
        return replace(question, then=shape.then, told=_named(shape.but, lexicon))
    if shape.then == _LACKING_BODIES:
        names = [name for name in re.split("[、,，和跟与]", shape.but) if name]
        told = tuple(township for name in names for township in _named(name, lexicon))
        frame = replace(question.frame, townships=told, places=())
        return replace(question, then=shape.then, told=_named(names[-1], lexicon), frame=frame)
    if shape.but:
        return _but(question, shape.but, lexicon)
    return replace(question, then=shape.then)


def _named(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The townships of a name.

    Raises:
        Refusal: there is none.
    """
    found = lexicon.surfaces.get(match_key(name))
    inside = [t for e in found if e.kind == "place" for t in lexicon.townships_in(e.iri)]
    named = tuple(entity.iri for entity in found if entity.kind == "township") or tuple(inside)
    if not named:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{name}”在这里的意思")
    return named


def _but(question: Question, but: str, lexicon: Lexicon) -> Question:
    left_out = _named(but, lexicon)
    frame = question.frame
    if question.ask is not Ask.TOWNSHIPS or frame.townships or question.each:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{but}”在这里的意思")
    others = tuple(t for t in lexicon.townships if t not in left_out)
    return replace(question, frame=replace(frame, townships=others))


def figures_of(context: Context, question: Question, understood: str) -> Answer:
    """The answer to a question with something to be done with its figures.

    Raises:
        Refusal: the graph does not have what it is about.
    """
    if question.then == _EXTREME:
        return _between(context, question, understood)
    if question.then == _LACKING_BODIES:
        return _lacking(context, question, understood)
    if question.then in (_NONE_ELSE, _EVERYWHERE):
        return _all(context, question, understood)
    return _by_departments(context, question, understood)


def _between(context: Context, question: Question, understood: str) -> Answer:
    """How many duties the one with most has more than the one with fewest."""
    counts, sparql = context.planner.group(question.frame, _BY[question.ask])
    names = {**context.lexicon.categories}
    names |= {iri: body.label for iri, body in context.lexicon.bodies.items()}
    names |= {iri: township.name for iri, township in context.lexicon.townships.items()}
    known = {names[iri]: count for iri, count in counts.items() if iri in names}
    if len(known) < _TWO:
        raise Refusal(Status.NOT_FOUND, "只有一个，没有最多和最少可比")
    most, least = max(known.values()), min(known.values())
    told = [
        f"{'、'.join(name for name, count in known.items() if count == n)}（{n} 项）"
        for n in (most, least)
    ]
    found = context.planner.count(question.frame, EVIDENCE_LIMIT)
    evidence, total = context.cited(found.first, found.total, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        most - least,
        understood=understood,
        text=f"最多：{told[0]}；最少：{told[1]}；相差 {most - least} 项",
        evidence=evidence,
        total=total,
        sparql=sparql,
    )


def _all(context: Context, question: Question, understood: str) -> Answer:
    """Whether the townships are those that were named and no others, or all that are loaded."""
    found = townships(context, replace(question, then=""), understood)
    known = context.lexicon.townships
    meant = question.told if question.then == _NONE_ELSE else tuple(known)
    value = set(found.answer) == {known[t].name for t in meant}
    yes = "是 (yes)" if value else "否 (no)"
    return replace(found, type=Ask.BOOLEAN, answer=value, count=None, text=f"{yes}：{found.text}")


def _lacking(context: Context, question: Question, understood: str) -> Answer:
    """The departments, by what they are, that all places have in their row of a duty but the one that was told.

    Raises:
        Refusal: one of the places has no such row.
    """
    found = context.found(question)
    pairs, sparql = context.planner.edges.departments(found.duties)
    known, bodies = context.lexicon.townships, context.lexicon.bodies
    have: dict[str, set[str]] = {known[t].code: set() for t in question.frame.townships}
    for duty, body in pairs:
        have.setdefault(township_code(duty), set()).add(bodies[body].function or body)
    if not all(have.values()):
        raise Refusal(Status.NOT_FOUND, "有的地方没有这样的事项，或者没有写部门，不能相比")
    less = {known[t].code for t in question.told}
    kinds = set.intersection(*(own for code, own in have.items() if code not in less))
    kinds -= set().union(*(have[code] for code in less))
    labels = context.labels([b for _, b in sorted(pairs) if (bodies[b].function or b) in kinds])
    return answered(
        "",
        Ask.DEPARTMENTS,
        labels,
        understood=understood,
        text="、".join(labels) or "没有这样的部门 (none)",
        evidence=context.evidence(found.duties, question.frame),
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )


def _by_departments(context: Context, question: Question, understood: str) -> Answer:
    """The townships whose row of a duty has most departments, or fewest."""
    found = context.found(question)
    context.narrow(found, question.frame)
    pairs, sparql = context.planner.edges.departments(found.duties)
    counts = Counter(duty for duty, _ in set(pairs))
    rows = context.reader.rows([duty for duty in found.duties if counts[duty]])
    if not rows or len({township_code(row.iri) for row in rows}) < len(rows):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有把握说的是哪一项，不好比部门多少")
    pick = max if question.then == _MOST else min
    wanted = pick(counts[row.iri] for row in rows)
    names = [row.township for row in rows if counts[row.iri] == wanted]
    ordered = sorted(rows, key=lambda row: -counts[row.iri])
    return answered(
        "",
        Ask.TOWNSHIPS,
        names,
        understood=understood,
        text="；".join(f"{row.township}（{counts[row.iri]} 个部门）" for row in ordered),
        evidence=context.evidence([row.iri for row in rows], question.frame),
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )


_TWO = 2
