"""Leftovers: what copying, searching and replacing, and programs leave in a cell beside its own words.

A mark before a name, a page number or a question behind it, 同上 or nan where duties stand, tags that became
words, the number of a clause that was misread, a township that calls itself by another noun: each is kept as
printed, and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup, tags
from kg.reading.rows import RowProblem
from kg.values import Clause, Duty, ListKind, Mention, Row

_NUMBER_LAST = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z）)”》 ])[\d./-]*\d$")
"""A number behind a name that counts nothing: a page, a date, a mark: ``巡查工作14``."""
_HOTLINE = re.compile(r"11[09]|12[0-9]|12\d{3}|9[56]\d{3}")
_LABEL = re.compile(r"^[^，。；：:]{1,8}[：:]|[：:]")
"""What stands before a colon is the label of a column, or another cell: ``事项名称：``."""
_STROKE = re.compile(r"(?<=[\u4e00-\u9fff”）])\s?[/／|｜\\]\s?(?=[\u4e00-\u9fff“（])")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z ]{6,60}[A-Za-z]")
"""Words of another language, the name of an application is shorter: ``management work``."""
_STRAY_LETTER = re.compile(
    r"(?<=[\u4e00-\u9fff])[a-df-z][a-z]{0,2}(?=[\u4e00-\u9fff])|[\u00c0-\u024f]"
)
"""Small letters between characters, or letters with a tone: ``农j业``, ``(zhèn)``; not ``社区e站``."""
_SAYS_NOTHING = re.compile(
    r"(?:做好|负责|开展|予以)?(?:有关|相关)?(?:配合|协助|协同)(?:上级|有关|相关)?(?:部门)?(?:做好|开展)?(?:有关|相关)?(?:工作)?"
)
_WORK = "工作"
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_FEWEST_WORDS = 4
_ADDRESS = re.compile(
    r"https?:|www\.|\w[\w.]{1,30}@\w{2}|\.(?:gov|com|org)\b", re.ASCII | re.IGNORECASE
)
_ESCAPES = re.compile(r"\\[nrt]|_x000D_")
"""Line ends as programs write them."""
_BRACKET_LAST = re.compile(r"[（(]([^（）()]{3,30})[）)]$")
_PLACEHOLDER = re.compile(
    r"[XxＸ×✕＊*○〇]{2,}(?=[\u4e00-\u9fff])|[_＿]{2,}"
    r"|[（(\[【](?:单位|部门|乡镇|乡|镇|街道|县|市|区|事项|地)(?:名称?|全称)[)）\]】](?=[\u4e00-\u9fff])"
)
"""What a model text leaves to be filled in: ``XX县民政局``, ``（乡镇名）``."""
_TO_DO = re.compile(
    r"(?<![A-Za-z])(?:TBD|TODO|FIXME|XXX+|xxx+)(?![A-Za-z])|[（(【\[](?:此处)?待[^（）()]{1,6}[)）】\]]|【\s*】"
)
"""What a writer leaves to be done later: ``TBD``, ``（此处待核实）``, ``【】``."""
_LETTER = re.compile(r"[A-Za-z\\]")
_LETTER_FOR_DIGIT = re.compile(
    r"(?<![A-Za-z\d.])(?:[OolZ]\d{0,3}|\d{1,3}[Ool]\d{0,2})(?=(?:个?工作)?日|个?小时|天|个月|周?岁|年|[户人名元吨米%]|万元|分钟)"
)
"""A letter where the first figure of a number is meant: ``O日内``, ``Z4小时``."""
_TYPED = re.compile(r"(?<![A-Za-z\d.%/_-])[b-df-hj-np-z]?h?[aeiou][a-z]{0,4}(?=[\u4e00-\u9fff])")
"""A syllable left as it was typed: ``nong业``; not the name of a programme or a unit."""
_SYLLABLES = re.compile(
    r"(?:[bpmfdtnlgkhjqxrwyzcs]|[zcs]h)?[iu]?(?:ang|eng|ing|ong|an|en|in|un|ai|ei|ao|ou|ie|ue|a|e|i|o|u)"
)
_ILLEGIBLE = re.compile(r"(?<=[\u4e00-\u9fff□▢■█〓◻◼])[□▢■█〓◻◼]|[□▢■█〓◻◼](?=[□▢■█〓◻◼])")
"""What stands for a character that could not be read."""
_TICK = re.compile(r"[√✓✔×✕]$|[（(][是否有无][）)]$|N/A$|(?<=[\u4e00-\u9fff])[×√]")
"""A tick or a yes from another column."""
_ASKED = re.compile(
    r"请(?![示假销])|建议(?!提案|办理|征集|答复|意见)|要求|拟(?!定|订|制)|希望|申请(?:取消|收回|增加|调整)"
)
"""How one asks for a change of a list; no duty begins so."""
_UNITS = frozenset("℃№㎡㎥°%‰™®©")
_OR = re.compile(r"(?<=[局委办部会院队])或者?(?=[\u4e00-\u9fff])")
_QUESTION = re.compile(r"[?？]")
_QUOTED = re.compile("“[^“”]{1,30}”")
_JOINED = re.compile(
    r"(?:(?<![参给赋授予以普触涉波危遍兼缓调温共总柔饱平祥中附])[和与及]|(?<![平同均相高中初优上下])等)$"
)
"""A word behind which more stands: ``乡镇企业和``, ``稻飞虱等``, but ``参与``, ``普及``, ``调和``."""
_REMARKED = re.compile(
    r"[（(\[【](?=请|[^（）()]*(?:[：:]|核实|删除|待定|确认|修改|存疑|意见|第\d|\d年|移交|并入)|[^（）()]{0,4}由[^（）()]{2,20}(?:实施|负责|承担|办理|承接|执行)[）)])[^（）()]*[）)\]】]$"
)
"""What an editor writes behind a name: ``（请农业农村局核实）``, ``（王主任意见：删除）``."""
_OPENING = frozenset(("Ps", "Pi"))
_QUOTES = frozenset("\"'")
_WORDS = frozenset("LMN")
_MARK_BEHIND = re.compile(r"[，,:：。]|(?=[\u4e00-\u9fff])")
_LETTER_FOR_NUMBER = re.compile(
    r"(?:^|[；;。]\s*)(?:<p>\s*)?([A-Za-z|])\s?[.．、，](?=\s*[\u4e00-\u9fff])"
)
"""A letter where the number of a clause stands: ``；Z.反馈``."""
_REPORTS_TO_NOBODY = re.compile(
    r"(?<![上申举填预通海汇日周月直速快简年补呈续瞒谎漏误电转播发情测壁警捷即])报(?=[。；;，,]|$)"
)
"""A report whose receiver is gone: ``收集意见报；``, but ``及时上报。``."""
_COUNTED = frozenset(
    "个日月年天周时分秒小人名户口家项条次元万千百亿亩级类期届岁位号处米度种间台件份批套只头栋层座段"
    "章部所辆张页倍成折斤克吨升热以至及多大公平立第"
)
"""What stands behind a number that counts."""
_SELF = re.compile(r"[本我](街道|镇(?!乡|街|村)|乡(?!镇|村|土|情|音|间))")
"""How a township calls itself: ``本镇``; not ``本乡镇``, ``本乡本土``."""
_NOUNS = ("街道", "镇", "乡")
_NAMED_TOWNSHIP = re.compile(r"[\u4e00-\u9fff][^\W本全各乡村](?:镇|(?<!城)乡(?![镇村])|街道)")
"""A township by the end of its name: ``负责东城镇``; not ``负责本镇``, ``住房和城乡建设``."""
_MANY_NAMED = 20
_TEXTS = ("name", "departments", "superior", "township", "taker", "taker-and-method", "method")
_BETWEEN = ("、", "，", ",")
_MOST = 3
_LONGEST, _TAIL = 300, 80
"""Characters of a name that are looked at, from its beginning and from its end: a hostile one has thousands."""
_QUOTE = 60


def judge_leftovers(
    duties: Sequence[Duty],
    instead: Collection[str],
    watermarks: Sequence[str],
    township: str,
    bodies: Callable[[str], Sequence[Mention]],
    problems: list[RowProblem],
    hollow: Sequence[str] = (),
) -> None:
    """Add what was left in cells to ``problems``.

    ``instead`` are words that stand where others should and say nothing, ``watermarks`` what a file says
    over its pages, ``township`` is the list's; ``bodies`` reads a text that names bodies and nothing else; a name of
    ``hollow`` words only says nothing.
    """
    hollow = sorted(hollow, key=len, reverse=True)
    said = {p.line for p in problems if p.kind in ("row-shifted", "name-doubtful", "remark-inside")}
    for duty in duties:
        what = "" if duty.row.line in said else next(_beside_name(duty, bodies), "")
        if not what and duty.row.line not in said and _is_hollow(duty.row.name, hollow):
            what = "事项名称没有说是什么事"
        if what:
            what = f"{what}：“{shorten(duty.row.name, 30)}”；照原样保留，请核对"
            problems.append(
                RowProblem("name-doubtful", duty.row.line, what, duty.row.name, duty.row)
            )
        problems.extend(_instead_of_duties(duty.row, instead))
        problems.extend(_more_bodies(duty.row))
        problems.extend(_of_the_file(duty.row, tuple(watermarks)))
        for clauses in (duty.superior, duty.township):
            problems.extend(_in_clauses(duty.row, clauses))
    _judge_own_noun(duties, township, problems)
    _judge_own_name(duties, township, problems)


def _beside_name(duty: Duty, bodies: Callable[[str], Sequence[Mention]]) -> Iterator[str]:
    name = duty.row.name[:_LONGEST]
    end = duty.row.name[-_TAIL:]
    first = unicodedata.category(name[:1] or "a")
    if (
        name[:1] not in _QUOTES
        and first not in _OPENING
        and (first[0] not in _WORDS or first == "No")
    ):
        yield f"事项名称前面有一个标记“{name[:1]}”"
    number = _NUMBER_LAST.search(fold_forms(end))
    if number and not _HOTLINE.fullmatch(number[0]):
        yield f"事项名称末尾有一个数字“{number[0]}”，像是页码或注号"
    if _QUESTION.search(name):
        yield "事项名称里有问号，像是批注"
    if label := _LABEL.search(name):
        yield f"事项名称里的“{label[0]}”像是表头的字，或别的一格"
    if _STROKE.search(name):
        yield "事项名称里用斜线、竖线隔开了两截，像是两项"
    if foreign := _FOREIGN.search(name):
        yield f"事项名称里夹着外文“{shorten(foreign[0], 20)}”"
    if name.endswith(_WORK) and bodies(name.removesuffix(_WORK)):
        yield "事项名称只写了部门，没有写是什么事"
    if stray := _STRAY_LETTER.search(name):
        yield f"事项名称里夹着字母“{stray[0]}”"
    if bracket := _BRACKET_LAST.search(end):
        named = {mention.department.name for mention in bodies(bracket[1])}
        if named - {department.name for department in duty.departments}:
            yield f"事项名称后面的“{bracket[1]}”不在这一项的部门里"
    if tick := _TICK.search(end):
        yield f"事项名称后面的“{tick[0]}”像是别的一栏的"
    if sign := next((c for c in name if c not in _UNITS and unicodedata.category(c) == "So"), ""):
        yield f"事项名称里夹着记号“{sign}”"
    if asked := _ASKED.match(name):
        yield f"事项名称以“{asked[0]}”开头，像是对清单的意见"
    if remark := _REMARKED.search(end):
        yield f"事项名称后面像是批注“{shorten(remark[0], 20)}”"
    if joined := _JOINED.search(end):
        yield f"事项名称以“{joined[0]}”结尾，没有写完，或前后两行写颠倒了"


def _is_hollow(name: str, hollow: Sequence[str]) -> bool:
    """Whether a name has no words but those that any name may have: 其他工作, 做好上级交办的任务."""
    words = _NOT_WORDS.sub("", name[:_LONGEST])
    for word in hollow:
        words = words.replace(word, "")
    return bool(hollow) and not words


def _instead_of_duties(row: Row, instead: Collection[str]) -> Iterator[RowProblem]:
    """同上, nan, 配合: the cell of duties does not say what is done."""
    for role in ("superior", "township", "method"):
        words = strip_blanks(strip_markup(row.cell(role) or "")).strip("。.；;：:，,")
        bare = _NOT_WORDS.sub("", words)
        says_nothing = role != "method" and (
            len(bare) < _FEWEST_WORDS or _SAYS_NOTHING.fullmatch(bare)
        )
        if words and (words in instead or says_nothing):
            what = f"职责一格只写了“{words}”，没有写做什么；照原样保留，请核对"
            yield RowProblem("cell-unfinished", row.line, what, words, row)


def _more_bodies(row: Row) -> Iterator[RowProblem]:
    """A cell of bodies that begins or ends with the mark between two, or leaves open which it is."""
    for role in ("departments", "supporting", "taker"):
        text = strip_markup(row.cell(role) or "").strip()
        if text.endswith(_BETWEEN) or text.startswith(_BETWEEN):
            what = "部门一格以顿号、逗号开头或结尾，可能少了部门；照原样保留，请核对"
            yield RowProblem("cell-unfinished", row.line, what, text[-_QUOTE:], row)
        elif role != "taker" and _OR.search(text):
            what = "部门之间写的是“或”，由谁负责不确定；照原样都读入，请核对"
            yield RowProblem("name-separator", row.line, what, text[:_QUOTE], row)


def _of_the_file(row: Row, watermarks: tuple[str, ...]) -> Iterator[RowProblem]:
    """The address of a page, a watermark, a line end of a program: words of the file, not of the list."""
    for role in _TEXTS:
        text = strip_markup(row.cell(role) or "").strip()
        lettered = _LETTER.search(text) is not None
        found = (_ADDRESS.search(text) or _ESCAPES.search(text)) if lettered else None
        if blank := _PLACEHOLDER.search(text):
            what = f"像是样表里留着没有填的空“{blank[0]}”；照原样保留，请核对"
            yield RowProblem("cell-unfinished", row.line, what, text[:_QUOTE], row)
            return
        may = lettered or "待" in text or "【" in text  # most texts are passed over
        if left := _TO_DO.search(text) if may else None:
            what = f"像是留着以后再写的“{left[0]}”；照原样保留，请核对"
            yield RowProblem(
                "cell-unfinished", row.line, what, text[max(0, left.start() - 8) :][:_QUOTE], row
            )
            return
        if wrong := _typed_wrongly(text) if lettered else None:
            near = text[max(0, wrong.start() - 8) :]
            what = f"文字里的“{wrong[0]}”像是数字认成了字母，或没有转换的拼音：“{shorten(near, 20)}”；照原样保留，请核对"
            yield RowProblem("word-doubtful", row.line, what, near[:_QUOTE], row)
            return
        if lost := _ILLEGIBLE.search(text):
            what = (
                f"一格里有认不出的字“{lost[0]}”：“{shorten(text[max(0, lost.start() - 8) :], 20)}”"
            )
            yield RowProblem("cell-garbled", row.line, what, text[:_QUOTE], row)
            return
        words = found[0] if found else next((w for w in watermarks if text.endswith(w)), "")
        if (
            not words
            and lettered
            and role != "name"
            and (found := _FOREIGN.search(fold_forms(text)))
        ):
            words = found[0]
        if words and words != text:
            what = f"文字里像是夹着文件、网页或程序的字“{shorten(words, 20)}”；照原样保留，请核对"
            yield RowProblem("furniture-inside", row.line, what, text[-_QUOTE:], row)
            return


def _typed_wrongly(text: str) -> re.Match[str] | None:
    """A letter that should be a figure, or a syllable that should be a character."""
    words = fold_forms(text)
    if figure := _LETTER_FOR_DIGIT.search(words):
        return figure
    return next(
        (m for m in _TYPED.finditer(words) if len(m[0]) > 1 and _SYLLABLES.fullmatch(m[0])), None
    )


def _in_clauses(row: Row, clauses: Sequence[Clause]) -> Iterator[RowProblem]:
    """Tags that were read as words, numbers that were read as none, a mark that no duty has."""
    for place, clause in enumerate(clauses, 1):
        text = fold_forms(clause.text)
        if _QUESTION.search(_QUOTED.sub("", text)):
            what = f"条款里有问号，像是认错或丢了的字：“{shorten(text, 30)}”；照原样保留，请核对"
            yield RowProblem("cell-garbled", row.line, what, text[:_QUOTE], row)
            return
        if next(tags(text), None):
            what = f"条款里夹着网页标记：“{shorten(text, 30)}”；照原样保留"
            yield RowProblem("cell-garbled", row.line, what, text[:_QUOTE], row)
            return
        if bare := _REPORTS_TO_NOBODY.search(text):
            what = f"“报”后面没有写报给谁，像是少了字：“{shorten(text[max(0, bare.start() - 12) :], 24)}”；照原样保留，请核对"
            yield RowProblem("cell-unfinished", row.line, what, text[:_QUOTE], row)
            return
        if found := _number_misread(text, place):
            what = f"条款里的“{found}”像是认错了的编号，两条可能连成了一条；照原样保留，请核对"
            yield RowProblem("clause-number-slip", row.line, what, text[:_QUOTE], row)
            return


def _number_misread(text: str, place: int) -> str:
    """What stands in a clause where its own number, or that of the next one, should."""
    if letter := _LETTER_FOR_NUMBER.search(text):
        return letter[1]
    if glued := re.search(rf"(?<=[\u4e00-\u9fff]){place + 1}[.．、](?=[\u4e00-\u9fff])", text):
        return glued[0]
    for pattern, number in ((rf"^{place}", place), (rf"[；;。]\s*{place + 1}", place + 1)):
        for match in re.finditer(pattern, text):
            behind = text[match.end() : match.end() + 1]
            if _MARK_BEHIND.match(text, match.end()) and behind not in _COUNTED:
                return f"{number}{behind}"
    return ""


def _judge_own_noun(duties: Sequence[Duty], township: str, problems: list[RowProblem]) -> None:
    """A town that calls itself a street: 本街道 in the list of a 镇."""
    own = next((noun for noun in _NOUNS if township.endswith(noun)), "")
    if not own:
        return
    for kind in ListKind:
        other = [
            (duty.row, match[0])
            for duty in duties
            if duty.row.kind is kind and (match := _other_noun(duty.row, own))
        ]
        for row, words in other[:_MOST]:
            what = f"这是{township}的清单，这里写的是“{words}”（本清单 {len(other)} 项）；照原样保留，请核对"
            problems.append(RowProblem("place-varies", row.line, what, words, row))


def _other_noun(row: Row, own: str) -> re.Match[str] | None:
    return next(
        (m for text in row.texts for m in _SELF.finditer(strip_markup(text)) if m[1] != own), None
    )


def _judge_own_name(duties: Sequence[Duty], township: str, problems: list[RowProblem]) -> None:
    """Rows that speak of a township by a name of theirs, and never by that of the cover.

    Of 71 lists four print their township's name in forty rows each, the others in none; no other words stand
    before 镇 in more than twelve rows.
    """
    rows: dict[str, list[Row]] = {}
    for duty in duties:
        text = strip_markup("。".join(duty.row.texts))
        if township in text:
            return
        for name in {match[0] for match in _NAMED_TOWNSHIP.finditer(text)}:
            rows.setdefault(name, []).append(duty.row)
    name, found = max(rows.items(), key=lambda item: len(item[1]), default=("", []))
    if township and len(found) >= _MANY_NAMED:
        what = (
            f"有 {len(found)} 项写的是“{name}”，封面和标题写的是“{township}”，各项里从没有写到；"
            "封面可能是别的乡镇的，请核对"
        )
        problems.append(RowProblem("place-varies", found[0].line, what, name, found[0]))
