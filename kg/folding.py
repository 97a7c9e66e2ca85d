"""Folding of source text: blanks and markup that are no words of the source.

OCR and page layout leave blanks inside Chinese words (``发展 和改革``); they are dropped
where both neighbours are Chinese characters or punctuation, and kept elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.patterns import regex
from kg.resources import folder

# Ideographs plus the punctuation Chinese text uses, full-width forms included.
_WIDE = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u2014\u2018-\u201d\u2026\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_BLANKS = " \t\r\n\f\v\u0085\u00a0\u00ad\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_INNER_BLANK = regex(
    rf"(?<=[{_WIDE}{_MARKS}])[{_BLANKS}]+(?=[{_WIDE}{_MARKS}(\d])"
    rf"|(?<=[)\d])[{_BLANKS}]+(?=[{_WIDE}{_MARKS}])"
)
ANY_BLANK = regex(rf"[{_BLANKS}]+")
"""A run of blanks of any kind, full-width and zero-width ones included."""
_ELEMENTS = frozenset(
    (
        "a abbr article aside b big blockquote body br button caption center cite code col colgroup dd"
        " del dfn div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3"
        " h4 h5 h6 head header hr html i iframe img input ins label legend li link main mark meta nav"
        " noscript object ol option p param pre q s script section select small source span strike strong"
        " style sub sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var"
    ).split()
)
"""Elements of HTML (https://html.spec.whatwg.org/#elements-3) that pasted texts carry."""
_OFFICE = frozenset(("o", "v", "w", "m", "st1"))
"""Prefixes of elements that word processors add: <o:p>."""
_ANGLES = regex(r"</?([A-Za-z][A-Za-z0-9]*)(:\w+)?(?:\s+[A-Za-z][^<>]*|\s*)/?>")


def tags(text: str) -> Iterator[re.Match[str]]:
    """The pieces of HTML markup as list texts carry it; group 1 is the element's name.

    A ``<`` before any other word is text: <PM 2.5>.
    """
    for match in _ANGLES.finditer(text):
        if match[1].lower() in (_OFFICE if match[2] else _ELEMENTS):
            yield match


def without_tags(text: str, mark: str) -> str:
    """``text`` with ``mark`` in the place of each piece of markup."""
    parts, end = [], 0
    for match in tags(text):
        parts.append(text[end : match.start()])
        end = match.end()
    return mark.join((*parts, text[end:]))


# Radicals that Unicode does not decompose, as PDF fonts hand them out: radical → character.
_SUPPLEMENT = dict(
    zip(
        "⺁⺆⺇⺈⺊⺋⺌⺍⺏⺐⺑⺒⺓⺕⺖⺘⺙⺛⺜⺝⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂冂几刀卜卩小小兀尢尢巳幺彐忄扌攵旡日月民氵氺灬爪爫爿牛犭王疋目示礻竹纟罒罓网网网羊羊羊耂聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食食饣食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_FORMS = {
    ord(other): folded
    for start, end in ((0x2E80, 0x2FD6), (0xF900, 0xFB00), (0xFF10, 0xFF1A), (0xFF21, 0xFF3B))
    for other in map(chr, range(start, end))
    if len(folded := unicodedata.normalize("NFKC", other)) == 1 and folded != other
} | {ord(radical): character for radical, character in _SUPPLEMENT.items()}
_FORMS.update({code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)})
_FOLDED = regex("[\u2e80-\u2fd5\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
"""Where all characters that are folded lie, and a few others."""


def fold_forms(text: str) -> str:
    """Radicals, compatibility ideographs, full-width digits and letters as usual characters.

    One character for one, so that positions in the folded text are positions in the source.
    """
    return text if _FOLDED.search(text) is None else text.translate(_FORMS)


def strip_blanks(text: str) -> str:
    """Return ``text`` without any blank: the key under which names are looked up."""
    return ANY_BLANK.sub("", text)


def fold_blanks(text: str) -> str:
    """Drop blanks inside Chinese text; elsewhere runs of blanks become one space."""
    if ANY_BLANK.search(text) is None:
        return text
    return ANY_BLANK.sub(" ", _INNER_BLANK.sub("", text)).strip()


def strip_markup(text: str) -> str:
    """Return ``text`` without HTML tags and with character references resolved."""
    if "<" in text:
        return _stripped(text) if len(text) <= USUAL else _strip(text)
    return resolve_references(text) if "&" in text else text


def _strip(text: str) -> str:
    return resolve_references(without_tags(text, " "))


_stripped = lru_cache(maxsize=1024)(_strip)
USUAL = 4000
"""Characters of a usual cell: its words are asked for a dozen times, and kept."""


def resolve_references(text: str) -> str:
    """Return ``text`` with character references (``&amp;``, ``&#12290;``) resolved."""
    if "&" not in text:
        return text
    import html

    return html.unescape(text)


def plain(text: str) -> str:
    """The words of a cell: markup and inner blanks removed."""
    return fold_blanks(strip_markup(text))


def simplified(text: str) -> str:
    """The text with the traditional characters of the table traditional.csv simplified, one for one.

    >>> simplified("縣水利局")
    '县水利局'
    """
    return text if is_simplified(text) else text.translate(_simplified())


def is_simplified(text: str) -> bool:
    """Whether a text has nothing but characters of GB 2312, in which there is no traditional one."""
    try:
        text.replace("•", "").encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simplified() -> dict[int, str]:
    lines = (folder("vocabulary") / "traditional.csv").read_text("utf-8-sig").splitlines()[1:]
    pairs = (line.partition(",") for line in lines)
    return {ord(one): plainer for ones, _, plainer in pairs for one in ones}


_IDEOGRAPHS = regex("[\u4e00-\u9fff]+")
_CHINESE = regex(rf"[{_WIDE}]")


def match_key(text: str) -> str:
    """A key for comparing wording: NFKC, no blanks, case folded, traditional characters simplified."""
    if _IDEOGRAPHS.fullmatch(text):  # as most names are: their own key
        return simplified(text)
    return simplified(strip_blanks(unicodedata.normalize("NFKC", text)).casefold())


def has_chinese(text: str) -> bool:
    """Whether the text contains a Chinese ideograph."""
    return _CHINESE.search(text) is not None


def longest_run(cell: str) -> str:
    """The longest run of a cell between tags: characters found unchanged in the source."""
    if "<" not in cell:
        return cell.strip()
    return max((run.strip() for run in without_tags(cell, "\n").splitlines()), key=len, default="")


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: object) -> str:
    """``value`` as a cell no spreadsheet takes for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
