"""Told: what a question asks where a phrase leaves no doubt, whatever was learned."""

from __future__ import annotations

from kg.asking.reading.cues import BY_FUNCTION, GONE, Cues, reports, told_lists
from kg.asking.reading.positions import more_of
from kg.asking.reading.tokens import BODY
from kg.patterns import regex

_MAY_BE_TAKEN = ("boolean/may", "boolean/reclaimed")
OF_THESE = regex(
    "Ⓣ(?:[、,和与跟及 ]*Ⓣ)+这?(?:[Ⓝ几]个?)?[家地处方](?:里[面头]?|当?中|之中|比)?[,， :：](?![^部门单位局]*(?:部门|单位|局))[^ⓉⒷ]*哪(?:[几些]个?|一?个?|Ⓝ个?)[家地处]"
)
"""Of places that were named some are asked for: 甲、乙、丙三家里，是哪几家."""
ONE_OF = regex(
    "Ⓣ(?:(?:和|与|跟|、|还是)Ⓣ)+[,， ]*(?:这?[两几Ⓝ][个地家])?(?:当中|之中|里面?|中)?的?哪(?:[一Ⓝ]?个|边|头|家|里|地)(?!部门|单位|局)"
)
"""Two places, and which of them: 甲镇和乙镇，哪一个要配合做."""
MANY = regex("多少|共几|(?<!哪)几[个类种家项条]")
EITHER_PLACE = regex("是Ⓣ(?:[、,，]Ⓣ)*(?:还是|或者?)Ⓣ[?？。 ]*$")
"""最多的是甲镇、乙镇还是丙镇: one of the places."""
_FOR_WHICH = tuple(
    "townships departments duties duties/minus departments/and_departments number/difference".split()
)
"""What *which of the two has more* may be taken for."""
_MORE_BODIES = regex(
    "Ⓣ(?:那?边|里)?比Ⓣ(?:那?边|里)?(?:还|要)?多(?:了|出|列|写|挂)?(?:了|来|出)?(?:的(?:是)?)?哪[^,，。]{0,4}(?:部门|单位|局|家)"
)
"""甲镇比乙镇多了哪类部门: what the column of one has more than that of the other."""
_TAKEN = regex("(?:收回|收走|收上)(?:去|来|走)?了?(?:吗|么|嘛|没有?|吧|是不是|对吗)?[?？。 ]*$")
"""是不是甲镇和乙镇都收回去了: whether it was taken back."""
IN_SAME_ROWS = regex(
    "(?:列|写|出现|挂|排|放|站|在)[^,，。]{0,4}同[一Ⓝ]?(?:项|条|行|件|栏|格)|同(?:列|栏|行|条)(?:的|还?有)|listed together|(?:same|those) (?:duties|rows|items|entries) as"
)
"""跟我们列在同一项上的: the bodies of the rows that one stands in."""
_TOWN_WITH_MOST = regex(
    "个(?:乡镇|街道|镇街|地方|县)(?:里头?|中|当中|之中)?[,，]?(?:是|有|都有)?哪[几些Ⓝ]家(?!部门|单位|局)|(?:Ⓝ|各|这些|几)个?(?:乡镇|街道|镇街|地方|县)(?:里头?|中|当中|之中|之间|里面)[,，]?[^Ⓑ部局单]*最[多少大](?:的)?(?:是)?哪[一Ⓝ]?[个家](?!部门|单位|局)"
)
"""五个乡镇里头,配合列得最多的是哪一家."""
_SO_MANY_EACH = regex(
    "Ⓝ[项条件](?:及|或)?(?:其)?(?:以上|以下|开外)的?(?:上级|县级)?(?:部门|单位|局)"
)
"""挂到十五项以上的部门: the departments, not the duties."""
_BESIDES = ("departments", "departments/together_with", "duties", "number/duties")
_TOGETHER_THERE = regex(
    "一起(?:署名|挂名|露面|出现|列名|落款|上榜)的?[,，]?(?:还|都|另)?(?:有|是)(?:谁|哪)|同一?(?:栏|列|格|项|条|行)[里中上]?(?:面)?[,，]?(?:还|都|另)?(?:有|是|写|挂|列)(?:着|了)?(?:谁|哪)"
    "|[同共并][列栏框桌](?![入在于出进])的?[^,，。?？Ⓝ]{0,10}(?:部门|单位)(?!那?一?栏)"
)
"""同栏还有谁, the departments listed together (同列部门)."""
_ALSO_THERE = regex(
    "(?:另外|旁边|此外|同时|除此|一起)[^,，。?？]{0,4}(?:对着|写着?了?|列着?了?|挂着?了?|站着|带着)[^,，。?？]{0,2}(?:谁|哪|什么|的(?:部门|单位))"
    "|(?:事项|条目|那[几些][项条件个]|的事|的活)[^,，。?？]{0,4}[,，]?还(?:写|列|挂|涉及|牵涉|牵扯|对应|对着|带)[着了到]*(?:谁|哪[些几]个?(?:部门|单位))"
)
"""有甲局的那几条，另外还对着谁."""
_THE_OTHERS = regex(
    "(?<![没无拉和跟与同由有含是])(?:其[他它余]|剩下|剩余|余下|另外|别)的?(?:参与|对应|列名|在列|挂名|共同|同列)?的?(?:部门|单位)(?!没有?的)"
    "|(?:除(?:了)?(?:它|他|其(?!他)|自身|本身|该局|该单位)|Ⓑ[^。?？]*除(?:了)?Ⓑ)(?:自己|本身)?(?:之外|以外|外)?[^,，。?？]{0,6}(?:部门|单位|谁|哪)"
    "|(?:挂|列|写|排|站|放|凑|摆)(?:在|到)?一[块起]儿?的[^,，。?？Ⓝ]{0,4}(?:部门|单位|谁|哪)"
)
"""其余部门, 除它之外的部门, 挂一块儿的部门."""
_BESIDE_IT = (_TOGETHER_THERE, _ALSO_THERE, _THE_OTHERS)
"""同栏还有谁: the departments in the same rows."""
_ALONE = regex("[没无](?:有)?(?:拉|叫|带|写|列|挂|让)?[上了着]?(?:别的|其[他它])的?(?:部门|单位)")
"""What says that nobody else is there: 没拉上别的单位."""
_ROWS_ASKED = regex(
    "哪[些几一Ⓝ]?[项条件]|哪些(?:配合|收回|基本)?(?:履职)?(?:事项|条目|工作|任务|事|活)|(?:事项|条目|任务)[^,，。?？部单]{0,4}(?:有|是)?(?:哪|几|多少)|(?<![那这])[几Ⓝ][项条件]|多少[项条件]|事项[^,，。?？]{0,6}(?:列[出给一下]|给我|找出|报|拉)[^,，。?？]{0,4}[。?？ ]*$"
)
"""Rows are asked for, whatever else is said of bodies."""
_WHICH_KIND = regex("(?:是|算|属于?|归)哪[一Ⓝ]?[类种](?:事项|清单)?[?？。 ]*$")
"""标准化建设在甲乡是哪一类: of the three lists."""
_WHO_OF_PLACES = regex(
    "(?i)\\bof the (?:[a-z]+|Ⓝ) (?:places|townships|towns),? who\\b|\\b(?:who|which one) has the (?:shortest|longest|biggest|smallest|largest) (?:[a-z]+ )?list\\b"
)
"""Of the five places, who has the shortest list."""
_WHOSE_LIST = regex(
    "(?:乡镇|镇街|街道|地方)里?[头面]?,?谁的(?:清单|单子|表)[里上]?(?:面)?(?:有|列|写)"
)
"""五个乡镇里谁的清单上有: which of them."""
_ONLY_HELPED = regex(
    "配合[^。?？]{0,12}?(?:(?:没有?|未|不)[^。?？]{0,6}(?:收回|承接)|(?:收回|承接)[^。?？]{0,8}(?:没有?|未|不))[^。?？]{0,10}的(?:部门|单位)[^。?？]{0,6}(?:几|多少)[家个]"
    "|(?:部门|单位)里?[^。?？]{0,6}配合[^。?？]{0,10}收回[^。?？]{0,4}没[^。?？]{0,4}的有?(?:几|多少)[家个]"
)
"""配合清单里出现、收回清单里没有的部门有几家: those of one list that are not in the other."""
_ONLY_TOOK = regex(
    "哪[个些几家]{0,2}(?:局|部门|单位)[^。?？]{0,4}[收接][^。?？]{0,16}(?:却|但|可)?[^。?？]{0,2}没有?[^。?？]{0,10}配合"
)
"""哪个局收了镇里的事,却没有一项要配合."""
_ON_ITS_OWN = regex(
    "(?:自己|自个儿|单独)[^,，。?？能可]{0,8}(?:就|便)?[能可]?以?(?:批|定|改|罚|做主|说了算|拍板|发个文)"
)
"""Whether the township decides by itself: 乡上自己能批吗."""
_WHO_FIRST = regex(
    "谁(?:来|出面|去|给|该|能|负责)[^,，。?？]*[,，][^,，]{0,2}(?:算不算|是不是|能不能)[^,，?？]{0,8}[?？。 ]*$"
)
"""谁出面去问,算不算因公: who is asked for."""
_STILL = regex("还[要得用需是能]|[要用]不[要用]|需不需|该不该")
_WITHOUT_BODY = regex("(?<!有)没有Ⓑ|没[写列]Ⓑ|缺少?Ⓑ|不含Ⓑ")
_ROWS_THEMSELVES = regex(
    "^[^,，。?？]*事项(?![^,，。?？]*(?:部门|单位))[^。?？]*的,?[都各]?[是有]哪些[?？。 ]*$"
)
"""收回事项的说明里出现“月底前”的,都是哪些: duties, of which the sentence speaks."""
_SO_MANY_ROWS = regex(
    "Ⓝ[项条件](?:事项?)?(?:都|各|分别)?(?:是|叫)(?:个)?(?:啥|什么|哪[几些Ⓝ][项条件])(?![,，][^?？]{0,12}(?:谁|哪))"
)
"""排最前面的三件是啥: rows, not bodies."""
_BOTH_LISTS = regex(
    "一边.{2,20}一边|一面.{2,20}一面|(?<!不)既(?!没|不|未)[^没不]{2,16}[又也](?!没|不|未)|又.{2,16}又"
    "|(?:配合|收回|基本)(?:履职)?(?:清单|事项)?[里上中]?[和与跟、](?:配合|收回|基本)(?:履职)?(?:清单|事项)?[里上中]?(?:[两Ⓝ][张份]?清?单?)?[里上中]?[都均同](?:时)?(?:有|在|出现|列|见)"
)
"""一边派配合任务，一边也收回了事项的部门: those of both lists."""
_BODIES_MANY = regex(
    "哪[些几个]?[^,，ⒷⓉⓀ]{0,4}(?:部门|单位)[^,，ⒷⓉⓀ]{0,12}Ⓝ[项条件](?:及|或)?(?:其)?(?:以上|以下|开外)"
)
"""哪些部门一家就接了五项以上: bodies with so many duties."""
_NAMELY = regex("[,，](?:都|具体|分别)?是哪[些几][项条件个]?[?？。 ]*$")
_RUNNING = regex(r"\b(?:running|serial|item|row) number of\b")
"""The running number of a duty is where it stands, no count."""
_EXCEPTION = regex("exception|例外|the odd one out")
_NUMBER_TOO = regex(
    "on (?:which|what) list,? (?:and )?(?:at|in) (?:what|which) (?:position|number|place|row)|(?:township|town|which list),? (?:the )?(?:list,? )?and (?:the |item |its )?number|哪个乡镇[^,，。]{0,4}哪[张个份]清单[^,，。]{0,4}第几"
)
"""Where a duty stands is asked, with its number: which township, list and number."""


def told_kinds(kind: str, cues: Cues) -> str:
    """Another kind than was read, where a phrase leaves no doubt; "" where none does."""
    text = cues.text
    if kind in _FOR_WHICH and more_of(text):
        return "townships"
    if kind in ("number/categories", "categories") and BY_FUNCTION.search(text):
        return "number/departments" if MANY.search(text) else "departments"
    if kind == "departments" and _ROWS_THEMSELVES.search(text):
        return "duties"
    if kind == "departments" and _SO_MANY_ROWS.search(text):
        return "duties"
    if kind == "departments" and reports(cues):
        return "departments/reports_to"
    if kind.startswith("departments") and _MORE_BODIES.search(text) and cues.has("compare"):
        return "departments/minus_departments"
    if kind in ("duties", "number/duties") and _SO_MANY_EACH.search(text):
        return "departments"
    rows = kind.endswith("duties") and _ROWS_ASKED.search(text)
    with_others = _ALONE.sub("", text)
    beside = any(pattern.search(with_others) for pattern in _BESIDE_IT)
    if kind in _BESIDES and not rows and BODY in text and beside:
        return "departments/together_with"
    if kind == "departments" and _WHICH_KIND.search(text):
        return "lists"
    if kind == "departments" and _WHO_OF_PLACES.search(text):
        return "townships"
    if kind in ("townships", "duties", "departments") and _WHOSE_LIST.search(text):
        return "townships"
    if kind == "boolean/may" and BODY not in text and _ON_ITS_OWN.search(text):
        return "boolean/basic"
    if kind.startswith("boolean") and _WHO_FIRST.search(text):
        return "departments"
    if kind == "departments" and BODY in text and IN_SAME_ROWS.search(text):
        return "departments/together_with"
    if kind in ("departments", "duties") and _TOWN_WITH_MOST.search(text):
        return "townships"
    if kind == "boolean/may" and cues.has("declined"):
        return "boolean/may_refuse"
    if kind in _MAY_BE_TAKEN and _TAKEN.search(text) and not _STILL.search(text):
        return "boolean/reclaimed"
    if kind == "departments" and OF_THESE.search(text):
        return "townships"
    if kind in ("duties", "departments") and cues.has("rank") and EITHER_PLACE.search(text):
        return "townships"
    if kind == "lists" and ONE_OF.search(text):
        return "townships"  # 甲镇和乙镇哪边要管
    if kind == "townships/negate" and _WITHOUT_BODY.search(text):
        return "townships"  # 部门里没有民政局的: the body is what is not there
    if kind == "townships/negate" and told_lists(cues) == {"reclaimed"}:
        return "townships" if GONE.search(text) else ""
    if told_lists(cues) == {"cooperation", "reclaimed"} and _ONLY_TOOK.search(text):
        return "departments/minus_departments"
    if told_lists(cues) == {"cooperation", "reclaimed"} and _ONLY_HELPED.search(text):
        return "number/departments/minus_departments"
    both = len(told_lists(cues)) == 2 and _BOTH_LISTS.search(text)
    if both and kind.removeprefix("number/").startswith("departments"):
        return f"{'number/' * kind.startswith('number')}departments/and_departments"
    if kind == "duties" and _BODIES_MANY.search(text):
        return "departments"
    if kind == "number/duties" and _NAMELY.search(text):
        return "duties"
    if kind == "number/duties" and _RUNNING.search(text):
        return "duties/source"
    if kind == "townships" and _EXCEPTION.search(text):
        return "townships/negate"
    if kind in ("townships", "lists") and _NUMBER_TOO.search(text):
        return "duties/source"
    return ""


_UNLIKELY = 1e-5
_BOTH = regex(
    "同时|既|都有|都写|都列|都挂|都在|都参与|都出现|(?<![放搁加合])(?<!放在|加在|合在)一起|both|and also|as well as"
)
_EITHER_ONE = regex(
    "[谁哪]家?[在有]都[行算]|也行[^。?？]*也行|任意[一Ⓝ]|或|任一|任何一|之一|合起来|合[到在]?一[块起]|[两几Ⓝ]家的?都算|沾[一Ⓝ]家|有[一Ⓝ]家(?:就[行算]|算)|其中[一Ⓝ]个|[合并][成到][一Ⓝ]个|一并列|再加|(?:满足)?其一|并集|都算(?:上|进去)|加(?:在一)?[起块]|[放搁]在?一[起块]|Ⓑ[^,，。]{0,4}加上?Ⓑ|either| or "
)


def any_of(label: str, cues: Cues) -> float:
    """One of several bodies is enough where that is said, and not where all are said to be needed."""
    both, either = bool(_BOTH.search(cues.text)), bool(_EITHER_ONE.search(cues.text))
    if both is either:
        return 1.0
    return 1.0 if (label == "any") is either else _UNLIKELY
