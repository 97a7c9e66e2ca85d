"""Shapes: what names of places and bodies look like, for names that are not in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.patterns import regex
from kg.vocabulary.peoples import plain_township

if TYPE_CHECKING:
    from kg.asking.lexicon import Body, Place

LEVEL = regex(
    r"(?:(?:各|全|本|我|咱|该)?(?:县\(市、?区?\)|县[、/]?市[、/]?区|县市|[县市区旗州盟])(?:里|上|级|直|直属)?(?:的)?|五?个县市的?)$"
)
BODY_END = "局|委员会|委|办公室|办|厅|署|大队|支队|队|法院|检察院|联合会|协会|总会|工会|中心|公司|银行|部|院|所|站"
AFTER_BODY = regex(
    r"(?=$|[^\u4e00-\u9fff]|把|将|向|给|从|要|让|叫|的|在|有|下|收|交|派|安|布|负|牵|承|配|都|一|需|管|主|能|可|还|是|和|与|、|为|对|拿|接|单|独|只|仅|也|没|不|参|同|跟|占|往|压|推|甩|塞)"
)
AFTER_KNOWN_BODY = regex(
    f"{AFTER_BODY.pattern}|(?=[挂找请列出涉发想又这那名会到去来以之前后里及或等做办当归属])"
)
"""What may stand behind the name of an office that a table knows: 人武部挂名的."""
STRONG_END = regex("(?:局|委员会|委|办公室|办|部|法院|检察院|联合会|公司|银行)$")
UNKNOWN_BODY = regex(
    rf"(?P<name>(?:(?![要把让给的是哪最多少什么几谁])[\u4e00-\u9fff]){{2,12}}?(?:{BODY_END})){AFTER_BODY.pattern}"
)
UNKNOWN_TOWNSHIP = regex(
    r"[\u4e00-\u9fff]{1,7}?(?:镇|乡(?!镇)|街道)(?!级|域|容|风|贤|土|民|情|企|村|愁|音|亲|规)"
)
TOWNSHIP_LIKE = regex(
    "[^哪个部门把给让要被的有在些何各所全都由从对到下派说不归里那这我你他是和跟与也还就为去来上管项]{1,5}(?:镇|乡|街道)"
)
BEHIND_PLACE = regex(
    "(?!里|.*部门)[^局委办哪个把给让要被的在些何各所全都由从对到派说不那这我你他是跟也还就去项几什]{1,5}(?:镇|乡|街道)"
)
"""A township by its shape right behind its county: names have characters there (石门镇, 和平街道) that elsewhere are words."""
PLACE_END = "[县市区旗镇乡道]"
AT = regex("(?:^|[,，。、;；:：!！?？ (（]|[在到从去来住给让和与跟比向们咱俺映称说是])$")
"""What stands before a place that is told."""
NO_BODY = regex("哪|什么|各|的|有|所有|上级|全部|几|多少|这|那")
NO_TOWNSHIP = regex(
    r"(?:乡|乡镇|镇乡|(?<![东西南北古])城|村|集|本|该|我|各|全|个|建制|小|重|哪|什么|哪些|这|那|两|三|四|五|六|七|八|九|十|几|多|回|返|下|家|文化名|历史名|其他|其它|别的|所有|多少|每个|我们|咱|咱们|你们|同)(?:镇|乡|街道)$"
)
IN_TOWN = regex("[在到去来回从往][镇乡][上里下头边]")
"""Where something is told to be, by no name: 开春在镇上买的."""
STRANGE_TOWNSHIP = regex(
    r"(?:^|[,。;:?!、 (]|在|从|让|给|和|与|叫|到|[我们人]是|住)(?P<name>[^哪个部门把给让要被的有在些何各所全都由从对到下派说不归里那这我你他是和跟与也还就为去来上管项,。;:?!、 ()“”]{2,4}(?:镇|乡|街道))"
    r"(?=$|[,。;:?!、 )]|的|有|要|把|被|在|和|与|能|可|还|收|配|基|自己|属|归|这|是|一共|需|该|现|已)"
)
LOOSE_TOWNSHIP = regex(
    r"(?P<name>[^哪个部门把给让要被的有在些何各所全都由从对到下派说不归里那这我你他们是和跟与也还就为去来上管项帮替往向按问查比同于请想属叫称住求\x00-\x7f，。；：？！、（）“”【】]{2,4}(?:镇|乡(?!镇)|街道))"
    r"(?![级域容风贤土民情企村愁音亲规账干政财间上里长区下内头])"
)
"""A township by its shape, wherever it stands: 往望潮街道派的任务."""

WORDS_BEFORE = regex('(?:条款|职责|名称|名字|标题|工作方式|文字|原文)[^,，。“”"]{0,8}[“"]?$')
AS_WORDS = regex('[”"]?(?:的?字样|这?[一二两三四五]个?字|这个?(?:词|字眼)|字眼)')
"""What stands before and behind quoted words that are looked for as they stand."""

SUFFIXES = ("街道办事处", "街道", "民族乡", "乡", "镇", "团场")
"""Endings of townships that people leave out."""
COUNTY_ENDS = ("自治县", "自治旗", "特区", "林区", "新区", "县", "市", "区", "旗")
"""Endings of counties that people leave out."""

_TRANSLITERATED = 4
"""A township's name of more characters is long enough to be said by its first."""


def without_end(name: str, ends: tuple[str, ...]) -> str:
    """A name without the first of these endings that it has, unless next to nothing were left."""
    found = (end for end in ends if name.endswith(end) and len(name) > len(end) + 1)
    return name.removesuffix(next(found, ""))


def township_names(
    name: str, short: str, above: Iterable[str], peoples: Sequence[str]
) -> Iterator[str]:
    """What people call a township: in full, without its county, its designator and its nationality.

    ``short`` is its name without those ``above`` it, which are the names of its county; ``peoples`` are
    nationalities, which people leave out: 云磨乡 of 云磨苗族乡.
    """
    plain = plain_township(short, peoples)
    shorts = (short, plain) if plain else (short,)
    for one in (name, *shorts):
        yield one
        stem = without_end(one, SUFFIXES)
        if len(stem) > 2:
            yield stem
    stems = [without_end(one, SUFFIXES) for one in shorts]
    for county in above:
        for head in (county, without_end(county, COUNTY_ENDS)):
            # 木垒东城: two characters are a name after the county's
            yield from (head + one for one in (*shorts, *stems) if len(one) > 1)


def initials(townships: Iterable[tuple[str, str]]) -> dict[str, str]:
    """First character and designator of long (transliterated) names → the one that has them: 喀乡.

    ``townships``: what stands for each (its IRI), and its name.
    """
    found: dict[str, list[str]] = {}
    for iri, name in townships:
        if len(name) > _TRANSLITERATED and name[-1] in "镇乡":
            found.setdefault(name[0] + name[-1], []).append(iri)
    return {short: iris[0] for short, iris in found.items() if len(iris) == 1}


_BRANCH = regex(
    "(?P<office>公安|生态环境|自然资源|市场监督管理|市场监管|税务|规划)局(?P<place>[\u4e00-\u9fff]{2,6}?)[县市区旗]?分局$"
)
"""A branch in a county of a city's office: 某市公安局某某分局."""
_GRID = regex(
    "^(?P<grid>国网|国家电网|[\u4e00-\u9fff]{2,3}电网|南方电网)(?:.*(?:公司|供电局))?(?P<place>[\u4e00-\u9fff]{2,12}?)(?P<end>供电(?:公司|局|分公司|分局))$"
)
"""A power company by the grid it belongs to: 国网某省电力公司某县供电公司."""


_JOINED = regex(
    "(?:^|[县市区旗州盟])(?P<one>(?:[\u4e00-\u9fff]{2}){1,3})[和与](?P<two>(?:[\u4e00-\u9fff]{2}){1,3})局$"
)
"""A bureau of two fields or more: 某区教育体育和科学技术局."""
_INITIALS = 3
"""So many first characters name a bureau; fewer may be another's."""


def joined(names: Iterable[str]) -> set[str]:
    """The short names of bureaus of several fields: 教体科局, 教体科技局."""
    found: set[str] = set()
    for match in filter(None, map(_JOINED.search, names)):
        one, two = match["one"][::2], match["two"][::2]
        short = (f"{one[:n]}{two[:m]}" for n, _ in enumerate(one, 1) for m, _ in enumerate(two, 1))
        found |= {f"{name}局" for name in short if len(name) >= _INITIALS}
    return found


def branches(names: Iterable[str]) -> set[str]:
    """The short names of a branch or joint bureau: 公安松沃分局, 松沃公安分局, 国网某县供电公司."""
    names = tuple(names)
    grids = (_GRID.search(name) for name in names)
    short = {f"{m['grid']}{m['place']}{m['end']}" for m in grids if m}
    found = (_BRANCH.search(name) for name in names)
    parts = {(m["office"], m["place"]) for m in found if m}
    return (
        short
        | joined(names)
        | {f"{a}{b}分局" for office, place in parts for a, b in ((office, place), (place, office))}
    )


def local_names(bodies: Iterable[Body], places: Mapping[str, Place]) -> dict[str, Body]:
    """Short names that one body alone has, of those no table knows: 县茶产业发展中心, 茶产业发展中心."""
    found: dict[str, list[Body]] = {}
    for body in bodies:
        owner = places.get(body.place)
        if owner is None or "/x-" not in body.function:
            continue
        place = max((p for p in owner.names if body.label.startswith(p)), key=len, default="")
        rest = body.label.removeprefix(place)
        if place and len(rest) >= _LOCAL:
            found.setdefault(rest, []).append(body)
        if place and len(rest) + 1 >= _LOCAL:
            found.setdefault(place[-1] + rest, []).append(body)
    return {name: of[0] for name, of in found.items() if len(of) == 1}


_LOCAL = 5
"""Characters of an office's name without its place that is told by them alone."""
