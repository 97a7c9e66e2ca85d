"""Undone: what questions ask for and no plan carries out; such a question is refused, with how to ask."""

from __future__ import annotations

from kg.asking.frame import Refusal, Status
from kg.patterns import regex

_NUMBER = "Ⓝ"


def not_done(kind: str, text: str) -> None:
    """Pass a question (what is asked, and its skeleton) that asks for nothing that is never done.

    Raises:
        Refusal: it does; what, and how to ask.
    """
    for starts, pattern, told in _NOT_DONE:
        if kind.startswith(starts) and (match := pattern.search(text)):
            word = match[0].replace(f"{_NUMBER}样", "一样").translate(_MARKED).replace("“”", "")
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{word}”，{told}")


_NOT_DONE = (
    (
        ("duties", "departments"),
        regex(r"\b(?:(?:second|third|next|Ⓝ)[- ]to[- ]last|penultimate|last but (?:one|two|Ⓝ))\b"),
        "请写明是第几项",
    ),
    (
        "",
        regex("的(?:一|Ⓝ)?半(?!年|天|数)|[三四五Ⓝ]分之[一二两三四Ⓝ]|half (?:of|as)"),
        "这里不算一半、几分之几",
    ),
    ("", regex("(?:多少|[几Ⓝ两])倍|(?:how many|twice|[Ⓝ]) times as many"), "这里不算倍数"),
    (
        "number/percent",
        regex("(?:比例|占比|比重|占得?)[^,，]{0,6}[高低大小](?:还是|一?些|一?点)"),
        "占比一次只能算一个",
    ),
    (
        "townships",
        regex("(?:占比|比例|比重|占的百分比)[^,，]{0,4}[最更高低]"),
        "占比一次只能算一个",
    ),
    (
        ("duties", "departments", "townships", "number/duties"),
        regex("[多少](?:一些|一点|些|点)?,?还是[^,，。?？]{1,16}[多少]"),
        "请分别问两边的数",
    ),
    (
        ("duties", "departments", "lists", "number"),
        regex(
            "第?Ⓝ[项条][和与、及跟][^,，。?？]{0,2}(?:最后|末尾|倒数)|(?:最后|末尾|倒数第?)Ⓝ[项条][和与、及跟]"
        ),
        "请分开问",
    ),
    (
        ("duties", "departments", "townships", "categories"),
        regex(
            "最(?:多|大|高)的?[和与跟、]?(?:以及)?最(?:少|小|低)|最(?:少|小|低)的?[和与跟、]?(?:以及)?最(?:多|大|高)"
            "|最[多大高][^,，。?？]{0,4}[,，][^,，。?？]{0,6}最[少小低]|最[少小低][^,，。?？]{0,4}[,，][^,，。?？]{0,6}最[多大高]"
        ),
        "请分开问",
    ),
    (
        ("duties", "number/duties"),
        regex(
            '(?:部门|单位)(?:那?一?栏)?(?:名称?)?[里中]?(?:带|含|有|写)[有着了]?[“"]?Ⓚ[”"]?(?:这个?)?字'
        ),
        "部门名称里的字不能这样找，请写部门的名称",
    ),
    ("categories", regex("(?:最后|倒数|第)[一Ⓝ]?个(?:事项)?类别"), "类别没有编号，请问有哪些类别"),
    (
        ("duties", "number/duties", "townships"),
        regex(
            '(?:名称|名字|标题)[^,，。?？]{0,4}(?:最[长短]|字数)|字数最?[多少]|以[“"]?Ⓚ[”"]?(?:[两二Ⓝ]个?字)?(?:开头|打头|起头|结尾|收尾)'
        ),
        "这里只看名称里有没有某个词",
    ),
    (
        "departments",
        regex(
            "收回[^,，。?？]{0,8}比[^,，。?？]{0,10}配合[^,，。?？]{0,8}多|配合[^,，。?？]{0,8}比[^,，。?？]{0,10}收回[^,，。?？]{0,8}多"
        ),
        "请逐个部门问收回的是不是比配合的多",
    ),
    (
        ("duties", "number/duties"),
        regex("(?:名称|标题)[和与、及跟](?:条款|职责)[^,，。?？]{0,6}[都均同]"),
        "请写成“名称里有某词、条款里有某词”",
    ),
    (
        ("departments", "duties", "categories", "number"),
        regex("[只仅](?:在|出现在|存在于|见于)[一Ⓝ]个(?:乡镇|镇街|镇|乡|街道|地方)"),
        "请写明是哪个乡镇",
    ),
    (
        ("duties", "number/duties"),
        regex(
            "\\b(?:keep|keeps|kept|retain(?:s|ed)?)\\b[^.?]*\\b(?:lost|loses|gave (?:up|away)|handed over)\\b"
        ),
        "请写明各在哪张清单",
    ),
    (
        ("duties", "number", "departments", "townships"),
        regex(
            "\\b(?:the|under|in|outside) Ⓚ(?:,? and Ⓚ)? (?:category|categories)\\b|\\b(?:the|in) category (?:of |called |named )?['\"“]? ?Ⓚ"
        ),
        "没有这一类；请写清单上的类别",
    ),
    (
        ("duties", "number/duties", "departments"),
        regex("每[一Ⓝ]?个?(?:事项)?(?:类别?|部门|单位|局)[^,，。?？]{0,4}第?[一Ⓝ][项条]"),
        "请一类一类（一个一个部门）地问",
    ),
    (
        "lists",
        regex("^(?!.*(?:乡镇|镇街|各镇|Ⓣ.*Ⓣ)).*(?:各|分别)自?(?:是|列)?在哪"),
        "请一件一件地问",
    ),
    (
        ("departments", "number/departments"),
        regex("[都均](?:是|排)?[^,，。?？多少]{0,6}最[多少高低]"),
        "请逐个乡镇问",
    ),
    (
        ("duties", "number/duties", "townships"),
        regex(
            "(?:要|需要?|必须|应)(?:向[^,，。?？Ⓑ]{1,8})?(?:上报|报告|汇报|报送)(?!给?(?:谁|哪|Ⓑ))"
        ),
        "要报告的事项请用条款里的字来找，例如：职责里写到“上报”的有哪些",
    ),
    (
        ("duties", "number/duties", "departments", "townships", "categories"),
        regex(
            "[三Ⓝ]张?(?:清单|表)(?:[里中上]|当中)?[^,，。?？]{0,10}[都均](?:有|出现|在|列(?![给出一])|写)(?!着?(?:哪|什么|几|多少|谁))"
        ),
        "请逐张清单问",
    ),
    (
        ("duties", "number/duties"),
        regex(
            "(?<=Ⓑ)[^,，]{0,8}(?:[排列写]在?(?:最前|头|第[一Ⓝ])|头一[个家位])|[排列写]在?(?:最前|头|首|第[一Ⓝ])[^,，]{0,8}Ⓑ"
        ),
        "部门在栏里的先后不算",
    ),
    ("number/duties", regex("[几Ⓝ多]少?[张份]清单(?:里|中|上)?[?？ ]*$"), "请问“在哪几张清单”"),
    (
        "boolean/may",
        regex(
            "(?:[要用]不[要用]|需不需要|需要)(?![镇乡街村政])[^,，]{1,8}批(?:准)?(?:吗|不)?[?？ ]*$"
        ),
        "请问由哪个部门审批",
    ),
    (
        ("duties", "number/duties"),
        regex(
            "(?<=Ⓣ)(?:需要|[须需](?!要)|要|得|应当|应(?!当)|必须)(?!(?:自己|自行|一起|共同|去|来|帮[着忙]?)*(?:做|干|办|管|承担|负责|完成|履行|落实|配合|协助|协同"
            "|参与|牵头|打下手|搭把?手|帮忙|收回|交|接|承办|出力|跟着)+(?:好|完|起来|下来)?的)[^,，。ⒷⓀⒸⓃⓉⓅ的比]{2,10}的(?=(?:配合|收回|基本|主责)?(?:履职)?(?:事项|清单|任务))"
        ),
        "请写明事项或条款里的词",
    ),
    (
        ("duties", "number/duties", "townships", "departments", "categories"),
        regex(
            "(?:从|由)(?:[多高大](?:到|往|至)[少低小]|[少低小](?:到|往|至)[多高大])(?!.*(?:第|前|头|首|谁|哪|最|几))(?<!第)|from (?:most to (?:fewest|least)|fewest to most)|(?i:^(?:rank|sort|order|arrange) (?!.*(?:top|first|which|who|most|fewest|Ⓝ)))"
        ),
        "请问最多或最少的是哪个",
    ),
    (
        "townships",
        regex(
            r"(?:相同|一样|共同|共有|重合|重叠|雷同)[^,，。]{0,8}最[多少]|(?i:\bshared?\b.*(?:most|fewest)|(?:most|fewest)\b.*\bin common)"
        ),
        "这里不比哪几个乡镇共有多少",
    ),
    (
        ("duties", "number/duties", "departments", "categories"),
        regex(
            r"(?:大?多数|大部分|半数以上|过半数?|一半以上)的?(?:乡镇|镇街|街道|地方|镇)|(?i:\b(?:most|majority) (?:of )?(?:the )?(?:townships?|towns|places)\b)"
        ),
        "请写明是几个乡镇",
    ),
    (
        ("duties", "number/duties"),
        regex(
            "(?:部门|单位|职责|条款|写法|说法)[^,，。]{0,4}(?:完全|全都|都|全)?(?:Ⓝ样|一样|相同|一致)的"
        ),
        "两地的同一事项请看比较页或 kg compare",
    ),
    (
        "boolean/exists",
        regex("[只仅](?:出现|列|有|见|在)(?:在|于)?[^,，。]{0,4}Ⓒ"),
        "请问不是这一类的有哪些",
    ),
    (
        ("duties", "number/duties", "departments"),
        regex("(?:写|列|出现|挂|重复)了?(?:[两Ⓝ](?:遍|回)|重复)|重复(?:写|列|出现|挂)"),
        "一项里同一个部门写了几遍，这里不数",
    ),
    (
        "townships",
        regex("\\bneither\\b[^.?]*\\bnor\\b|既(?:没|不|未)[^,，]{0,16}[,，]?[也又](?:没|不|未)"),
        "请分开问",
    ),
    (
        ("townships", "duties", "departments"),
        regex(
            "\\band (?:in )?(?:which|what|who)(?: ones?)? (?:is|are|do|does|has|have)(?: it| they)?(?: not|n't)\\b|哪些[^,，。?？]{1,12}[,，、]?哪些(?:不|没)"
        ),
        "请分开问",
    ),
    (
        "boolean/exists",
        regex(
            "\\b(?:any|some) (?:townships?|town|department|category|bureau|office)\\b.*\\b(?:more|fewer|less|least|most|over|under)\\b"
            "|有没有哪?一?个(?:乡镇|镇|乡|部门|局|类别)[^,，。?？]*(?:超过|多于|不到|少于|不足|以上|以下)"
        ),
        "请问哪几个超过（或不到）多少项",
    ),
    (
        "departments",
        regex(
            "(?:条款|职责|清单)[^。?？]{0,16}(?:部门|单位)(?:那?一?栏)[里中上]?[^,，。?？]{0,4}(?:没|不|未|缺)"
            "|(?:部门|单位)(?:那?一?栏)[里中上]?[^,，。?？]{0,4}(?:没|不|未|缺)[^。?？]{0,16}(?:条款|职责)"
        ),
        "请分别问条款里谁来做、部门栏里有谁",
    ),
    ("departments", regex("既(?:没|不|未)[^,，]{0,16}[,，]?[也又](?:没|不|未)"), "请分开问"),
)
"""What is not done, by what is asked: 甲镇是乙镇的几倍, 占的比例哪个高, 应急局在几项里排头一个."""
_MARKED = str.maketrans({_NUMBER: "几", "Ⓑ": "", "Ⓣ": "", "Ⓚ": "", "Ⓒ": ""})
