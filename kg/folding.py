"""Folding of source text: blanks and markup that are no words of the source.

OCR and page layout leave blanks inside Chinese words (``发展 和改革``); they are dropped
where both neighbours are Chinese characters or punctuation, and kept elsewhere.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Ideographs plus the punctuation Chinese text uses, full-width forms included.
_WIDE = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u2014\u2018-\u201d\u2026\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_BLANKS = " \t\r\n\f\v\u00a0\u2000-\u200d\u202f\u205f\u3000\ufeff"
_INNER_BLANK = re.compile(
    rf"(?<=[{_WIDE}{_MARKS}])[{_BLANKS}]+(?=[{_WIDE}{_MARKS}(\d])"
    rf"|(?<=[)\d])[{_BLANKS}]+(?=[{_WIDE}{_MARKS}])"
)
ANY_BLANK = re.compile(rf"[{_BLANKS}]+")
"""A run of blanks of any kind, full-width and zero-width ones included."""
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
"""A piece of HTML markup as list texts carry it."""


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
_HAS_FORM = re.compile("[" + "".join(map(chr, sorted(_FORMS))) + "]")


def fold_forms(text: str) -> str:
    """Radicals, compatibility ideographs, full-width digits and letters as usual characters.

    One character for one, so that positions in the folded text are positions in the source.
    """
    return text.translate(_FORMS) if _HAS_FORM.search(text) else text


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
        text = TAG.sub(" ", text)
    return resolve_references(text)


def resolve_references(text: str) -> str:
    """Return ``text`` with character references (``&amp;``, ``&#12290;``) resolved."""
    return html.unescape(text) if "&" in text else text


def plain(text: str) -> str:
    """The words of a cell: markup and inner blanks removed."""
    return fold_blanks(strip_markup(text))


def match_key(text: str) -> str:
    """A key for comparing wording: NFKC, no blanks, case folded."""
    return strip_blanks(unicodedata.normalize("NFKC", text)).casefold()


def has_chinese(text: str) -> bool:
    """Whether the text contains a Chinese ideograph."""
    return re.search(rf"[{_WIDE}]", text) is not None


def longest_run(cell: str) -> str:
    """The longest run of a cell between tags: characters found unchanged in the source."""
    if "<" not in cell:
        return cell.strip()
    return max((run.strip() for run in TAG.sub("\n", cell).splitlines()), key=len, default="")
