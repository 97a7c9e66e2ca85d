"""The commands by name: where each lies and its line in the help, so that only the one that runs is imported."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

_LISTED: dict[str, tuple[str, str]] = {
    "build": ("build:build_command", "读清单，建图谱。不给 PATH 就读附带的五份。"),
    "inspect": (
        "inspect:inspect_command",
        "看一份文件：是什么格式，有哪些表，各列读作什么，哪些没读、为什么。读不进的以 1 结束。",
    ),
    "add": (
        "office.keep:add_command",
        "往图库里加清单，已有的不动。 Lay lists to those in the store.",
    ),
    "replace": (
        "office.keep:replace_command",
        "换掉同一乡镇同一版的清单。 Put lists in the place of those of the same township and edition.",
    ),
    "remove": (
        "office.keep:remove_command",
        "从图库移出一个乡镇的清单；kg undo 可以退回。 Take a township's lists out.",
    ),
    "correct": (
        "office.keep:correct_command",
        "人工更正：机构名称、分错的部门栏、同一事项；每次重建都照用，与原文并排显示。",
    ),
    "history": (
        "office.keep:history_command",
        "图库的历次状态，最新的在前；留最近五代。 The states of the store, the latest first.",
    ),
    "undo": (
        "office.keep:undo_command",
        "退回上一步，或退到某一步。 Go back one step, or to a step of kg history.",
    ),
    "ask": ("ask:ask_command", "用一句话提问，回答句句有出处；没有依据就直说。"),
    "check": (
        "check:check_command",
        "职责准入：这件事能不能交给乡镇，清单怎么写的。TEXT 为 - 时读标准输入。",
    ),
    "compare": (
        "office.compare:compare_command",
        "比较两个乡镇、两个县或新旧两版：相同、只有一方有、清单不同、部门不同、文字不同、拆分合并。",
    ),
    "contradictions": (
        "office.contradictions:contradictions_command",
        "清单之间和清单之内的矛盾：按做的事比，不按字面比，引文并排。",
    ),
    "load": (
        "office.load:load_command",
        "负担和结构：部门交了多少事、收回多少、谁和谁一起办、期限频次、上报反馈。",
    ),
    "impact": (
        "office.impact:impact_command",
        "部门合并、改名、撤销会动到清单里的哪些事项和文字。",
    ),
    "search": (
        "search:search_command",
        "在名称、条款和工作方式里找字词；空格分开的词都要有，引号里的连在一起。",
    ),
    "query": ("query:query_command", "运行现成的问题、SPARQL 文件或标准输入（-）。"),
    "queries": ("query:list_queries", "列出现成的问题和参数。 List the query library."),
    "export": ("export:export_command", "导出图谱，给别的程序用。"),
    "names": ("names:names", "部门名录：每个部门的各种写法和出处，以及无法识别的名称。"),
    "matters": ("matters:matters", "同一事项在各乡镇、各清单里的对应关系；存疑的和理由。"),
    "report": ("report:report", "清单质量报告：公布的清单里不合常规之处，逐条指到文件和行。"),
    "validate": (
        "validate:validate",
        "检查图谱是否合乎规则：SHACL 形状和完整性查询，逐条指到文件和行。",
    ),
    "stats": ("stats:stats", "已载入的清单和数字；csv、xlsx 是清单一份一行的表。"),
    "serve": (
        "serving.serve:serve_command",
        "网站：问答、核对来文、查找、比较、各乡镇和部门的清单；SPARQL 1.1 在 /sparql；只读。",
    ),
    "site": (
        "serving.site:site_command",
        "把网站写成一个文件夹：放到任何网站上，或双击 index.html 就能看，带查找。",
    ),
    "mcp": (
        "serving.mcp:mcp_command",
        "给智能体用的工具（MCP）：问答、核对、查找、查询、节点、比较，回答都带出处。",
    ),
    "view": ("view:view_command", "画图，存成一个文件，双击就能看，不联网。"),
    "docs": ("docs:docs_command", "本体说明：每个类和属性的中英文名称、定义、例子，一个网页。"),
    "push": (
        "push:push_command",
        "用 Graph Store Protocol 把图谱载入另一个 SPARQL 库，替换那个图里原有的内容。",
    ),
}
"""Name → module and object below kg.commands, and the first paragraph of its help (a test compares)."""

_ENGLISH = {
    "build": "Read lists into the graph.",
    "inspect": "What was recognised in a file, and whether it loads.",
    "add": "Lay lists to those in the store.",
    "replace": "Put lists in the place of older ones.",
    "remove": "Take a township's lists out.",
    "correct": "Corrections by people, kept for every build.",
    "history": "The states of the store, the latest first.",
    "undo": "Go back one step, or to a step of kg history.",
    "ask": "Ask in plain words; answers have their evidence.",
    "check": "May this be asked of the township?",
    "compare": "Two townships, counties or editions side by side.",
    "contradictions": "Where lists contradict each other or themselves.",
    "load": "Who hands down, who took back, who works with whom.",
    "impact": "What the reform of a department touches.",
    "search": "Words in names, clauses and ways of working.",
    "query": "Run a query of the library, a file or stdin (-).",
    "queries": "List the query library.",
    "export": "Write the graph for other programs.",
    "names": "Departments, their spellings, names not recognised.",
    "matters": "The same duty across townships and lists.",
    "report": "Irregularities of the lists, with file and line.",
    "validate": "SHACL shapes and completeness, with file and line.",
    "stats": "The loaded lists and their figures.",
    "serve": "The web site and the SPARQL endpoint, read only.",
    "site": "The web site as a folder of pages.",
    "mcp": "Tools for agents (MCP).",
    "view": "Draw a picture into one file, without network.",
    "docs": "The ontology as a web page.",
    "push": "Load the graph into another SPARQL store.",
}
"""What each does, in a line, for people who chose English."""


class Commands(MutableMapping[str, click.Command]):
    """All commands; each is imported when it is first taken."""

    def __init__(self) -> None:
        """Import none yet."""
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """The command.

        Raises:
            KeyError: there is none of this name.
        """
        if name not in self._loaded:
            module, _, attribute = _LISTED[name][0].partition(":")
            command = getattr(import_module(f"kg.commands.{module}"), attribute)
            assert isinstance(command, click.Command)
            self._loaded[name] = command
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Put a command in the place of another."""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """No command is ever taken away."""
        raise NotImplementedError(name)

    def __iter__(self) -> Iterator[str]:
        """The names, as listed."""
        return iter(_LISTED)

    def __len__(self) -> int:
        """How many there are."""
        return len(_LISTED)

    def short_help(self, name: str, limit: int, *, english: bool = False) -> str:
        """The command's line in the help, of ``limit`` characters at most."""
        if english:
            return _ENGLISH[name]
        return click.Command(name, help=_LISTED[name][1]).get_short_help_str(limit)
