"""Phrasing: sentences of clauses and ways of working that a careful reader stumbles over.

Each rule is a short pattern of how such sentences are built, whatever they are about, with an example;
more of them are a table (:mod:`kg.quality.sentences`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.folding import longest_run, strip_blanks, strip_markup
from kg.quality.sentences import SentenceReader
from kg.values import Clause, Duty, ListKind, Row

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""

VERB_DOUBLED = re.compile(
    r"(?:开展|做好|负责|加强|组织)"
    r"(?:(?![对按由向将把与为以并]|会同|根据|联合|开展|做好)[^，。；：“”])*?"
    r"(?:工作|情况|问题|行为|管理|治理|监管|保护)(?:进行|予以|实施(?!方案|监管|工作|计划|和))"
)
"""A verb before its object and another behind it: 开展取暖情况进行调查."""
COMMA_IN_LIST = re.compile(
    r"的[\u4e00-\u9fff]{2,5}，(?![对按由向将把与为以并及])[\u4e00-\u9fffA-Z]{2,6}等(?:其他|其它|(?=问题|情况|材料|工作))"
)
"""A comma where 、 belongs: 造成的路面，水渠等其他问题."""
STOP_IN_LIST = re.compile(
    r"(?<=[\u4e00-\u9fff])。(?![对按由向将把与为以并])[\u4e00-\u9fff]{4,12}，(?![对按由向将把与为以并])[\u4e00-\u9fff]{4,14}等工作"
)
"""A full stop inside a list: 日常管理。事迹宣传，遗物整理等工作."""
STOP_IN_CLAUSE = re.compile(
    r"[^，。；]{0,12}(?<=[\u4e00-\u9fff）”])。(?=[\u4e00-\u9fff“])[^，。；]{0,12}"
)
"""A full stop inside a clause that ends in a semicolon: 审批发放。对不符合条件的退回；."""
OUTSIDER = re.compile(
    r"^(?:承保机构|保险(?:公司|机构)|(?:建设|用地|施工|中标|申请|项目|用人|征占用[^，。；]{0,3}的?)(?:单位|人)(?:或(?:者)?个人)?"
    r"|企业|申请人|当事人|残疾人(?!联|就业|工作|服务)|由?本人(?:或家属)?)(?![^，。；]{0,6}的)[^，。；：]{0,16}?"
    r"(?:提出|提交|递交|提供|填写|签订|领取|缴纳|接到|到定点|交(?!由|办))(?!的)"
)
"""A clause of an office's or a township's that begins with what others do: 建设单位提出申请."""
FOR_TO = re.compile(
    r"(?:^|(?<=[，。；：、]))对(?![^，。；]*(?:进行|开展|实施|予以|给予|按|将|并|及时|依法|作出|加强))"
    r"[^，。；的]{0,12}的?[^，。；]{1,14}?(?:录入(?!信息)|推送至|推送到|移交至|报送至|上报至)(?!的)"
)
"""对 before what is moved, where 将 belongs: 对批准的人员录入系统."""
OUTSIDER_DOES = re.compile(
    r"^(?:各[乡镇村社区（）()]{0,6})?(?:承保机构|保险(?:公司|机构)|(?:辅助)?调查员|医疗机构|基础电信企业|电信企业|供电企业|运营企业"
    r"|第三方机构|物业(?:公司|企业)|(?:中标|施工|建设|用地|申请|设计|监理)单位|业主(?!委员会|大会)|经营者|申请人|当事人)"
    r"(?!的|和|、|及|等|资格|信息|管理|名单|资质|备案|登记|名录)[^，。；：]{2,}"
)
"""A clause whose doer is nobody's office: 调查员落实调查样本, 承保机构每季度提供清单."""
TOWNSHIP_DOES = re.compile(
    r"(?:^|[；。：:，]|\d[.．、] ?)由?((?:乡镇|街道)(?:人民政府|办事处)?|本[乡镇])(?![级村域内所辖上申提报未])[^，。；]{2,}"
)
"""A way of working of a reclaimed duty that gives the township something to do: ，乡镇人民政府立即报告."""
_TAKES = re.compile(
    r"^(?:由?[\u4e00-\u9fff]{2,14}(?:局|委员会|委|院|会|部|办|中心|分局|大队|支队|所|站))?"
    r"(?:负责|承担|开展|组织|进行|做好|牵头|实施)*"
)
"""How a way of working begins that goes on with the name of the duty: 由县民政局负责."""
_LEAST_SAID = 3
_NOT_WORDS = re.compile(r"[^\w]")
_LAST = re.compile(r"(?:的?工作)$")
_JOINS = re.compile(r"对|进行|予以|的")
_NUMBERED = re.compile(r"^\s*\d{1,2}\s*[.．、]")
_SECOND = re.compile(r"[；;。]\s+\d{1,2}[.．](?!\d)[^；;。]*")
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>(.*?)(?:</p>|(?=<p[\s>])|$)", re.IGNORECASE | re.DOTALL)


def phrases(duty: Duty, sentences: SentenceReader) -> Iterator[Slip]:
    """The slips in the name, the clauses and the way of working of a duty."""
    yield from sentences.slips(longest_run(duty.row.name))
    for clause in (*duty.superior, *duty.township):
        yield from _sentence(clause.quote)
        yield from _stops(clause)
        yield from sentences.slips(clause.quote)
    for clause in duty.superior:
        yield from _outsider(clause, "上级部门职责", "部门")
    for clause in duty.township:
        yield from _outsider(clause, "乡镇职责", "乡镇和村")
    if duty.row.kind is ListKind.RECLAIMED and duty.method:
        yield from _sentence(duty.method)
        yield from sentences.slips(duty.method)
        for match in TOWNSHIP_DOES.finditer(duty.method):
            message = f"收回事项的工作方式里，做事的还有{match[1]}；照原样保留"
            yield "outsider-acts", message, match[0].lstrip("；。：:，")
        if not duty.discontinued and says_nothing(duty.row.name, duty.method):
            message = "工作方式只重复了事项名称，没有写怎么做"
            yield "method-says-nothing", message, _verbatim(duty)


def _sentence(text: str) -> Iterator[Slip]:
    for match in VERB_DOUBLED.finditer(text):
        first, second = match[0][:2], match[0][-2:]
        message = f"“{first}……{second}”，一句里有两个动词，或者少了“对”；照原样保留"
        yield "verb-doubled", message, match[0]
    for match in FOR_TO.finditer(text):
        yield "wrong-preposition", "“对”后面没有怎样对待，像是“将”；照原样保留", match[0]
    for match in COMMA_IN_LIST.finditer(text):
        yield "list-mark", "并列的词之间用了逗号，没有用顿号；照原样保留", match[0]
    for match in STOP_IN_LIST.finditer(text):
        yield "list-mark", "句号断在并列的几项中间；照原样保留", match[0]


def _stops(clause: Clause) -> Iterator[Slip]:
    if clause.printed and clause.quote.endswith(("；", ";")):
        for match in STOP_IN_CLAUSE.finditer(clause.quote):
            if not STOP_IN_LIST.search(clause.quote):
                message = "以分号结尾的一条，中间用了句号；照样算一条"
                yield "list-mark", message, match[0]


def _outsider(clause: Clause, cell: str, whose: str) -> Iterator[Slip]:
    match = OUTSIDER.match(clause.text) or OUTSIDER_DOES.match(clause.text)
    if match and not clause.heading:
        message = f"写在{cell}里，开头做事的却不是{whose}；照原样归在这一边"
        yield "outsider-acts", message, clause.quote


def says_nothing(name: str, method: str) -> bool:
    """Whether a way of working says no more than the name of the duty, with or without who does it."""
    said = _bare(_TAKES.sub("", _NOT_WORDS.sub("", method), count=1))
    own = _NOT_WORDS.sub("", name)
    return said in {_bare(own), _bare(_TAKES.sub("", own, count=1))} and len(said) >= _LEAST_SAID


def _bare(words: str) -> str:
    """Words without those that only join an act to its object: 对补贴进行审核 is 补贴审核."""
    return _JOINS.sub("", _LAST.sub("", words))


def _verbatim(duty: Duty) -> str:
    """The way of working as the cell has it, where it stands there in one piece."""
    cell = duty.row.cell("method") or duty.row.cell("taker-and-method") or ""
    return duty.method if duty.method in cell else duty.row.name


def shared_paragraphs(row: Row) -> Iterator[Slip]:
    """Two numbered clauses in one paragraph of a cell whose others have one each."""
    for cell in row.cells:
        if cell.role not in {"superior", "township"}:
            continue
        paragraphs = [found[1] for found in _PARAGRAPH.finditer(cell.text)]
        own = [text for text in paragraphs if _NUMBERED.match(strip_markup(text))]
        several = [text for text in own if _SECOND.search(text)]
        if len(own) - len(several) < 2:  # the cell's own way is not one paragraph a clause
            continue
        for text in several:
            for match in _SECOND.finditer(text):
                quote = match[0].lstrip("；;。").strip()
                message = "两条条款写在一段里，别的各占一段；照样分开"
                if strip_blanks(quote):
                    yield "clause-glued", message, quote
