"""Finding kinds: what may be found about a source: an id, how much it matters, and what it means in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; the order of the members is the order of reports."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def zh(self) -> str:
        """The word a report uses."""
        return {"error": "错误", "warning": "提醒", "note": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its id, severity and explanation in Chinese and English."""

    id: str
    severity: Severity
    zh: str
    en: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("unreadable", _E, "文件读不到", "the file cannot be read"),
        Kind("too-large", _E, "文件、行或单元格超过上限", "a file, line or cell exceeds the limit"),
        Kind("empty", _E, "文件是空的", "the file is empty"),
        Kind("undecodable", _E, "不是文本，或编码不明", "not text, or of unknown encoding"),
        Kind("unknown-format", _E, "不认识的文件格式", "a file format this program does not read"),
        Kind("damaged", _E, "文件损坏，打不开", "a damaged file that cannot be opened"),
        Kind("encrypted", _E, "文件有密码", "a file with a password"),
        Kind("scanned", _E, "扫描件或图片，没有文字", "a scan or picture: no text in it"),
        Kind("borderless", _E, "表没有框线，分不清各栏", "a table without ruling lines"),
        Kind("order-differs", _N, "几张清单的类别先后不同", "categories in different orders"),
        Kind("order-reversed", _W, "类别的先后与别的清单相反", "categories in reverse order"),
        Kind("columns-by-gaps", _W, "表没有竖线，按空白分栏", "columns told by blanks only"),
        Kind("text-overlaps", _E, "字压在表格线或别的字上", "text over lines or other text"),
        Kind("recognised", _W, "文字是识别出来的，不是印的", "text recognised, not printed"),
        Kind(
            "recognised-unsure",
            _W,
            "识别得没有把握的字",
            "characters that were recognised without being sure",
        ),
        Kind("illegible", _E, "图片不清楚，认不出文字", "a picture too unclear to be recognised"),
        Kind(
            "page-unclosed", _W, "网页没有结束标记", "a web page without its end, perhaps cut off"
        ),
        Kind("hidden-text", _W, "不显示的内容，没有读入", "what is not shown was not read"),
        Kind("hidden-read", _W, "隐藏的行，照样读入", "hidden rows that were read all the same"),
        Kind("struck-read", _W, "划掉的字，照样读入", "struck text that was read all the same"),
        Kind("deleted-text", _W, "删除或划掉的文字，没有读入", "deleted text was not read"),
        Kind("cells-merged", _W, "一行里几格合并成一格", "cells of a row merged into one"),
        Kind("row-joined", _W, "跨页的一行已接上", "a row over a page end, put together"),
        Kind("category-over-page", _N, "事项类别印在下一页", "a category printed on the next page"),
        Kind("category-unclear", _W, "看不出是哪一类事项", "a category that is printed nowhere"),
        Kind("running-head", _N, "页眉页脚只算一次", "running heads counted once"),
        Kind("corrected", _N, "按人工更正读入", "read as a person corrected it"),
        Kind("file-skipped", _W, "文件没有读入", "a file that was not read"),
        Kind(
            "list-skipped",
            _E,
            "可能是清单的文件没有读入",
            "a file that may be a list was not read",
        ),
        Kind("no-list", _E, "没有找到履职事项清单", "no duty list was recognised"),
        Kind("other-document", _E, "是另一种清单（权责清单等）", "another kind of list"),
        Kind("no-place", _E, "看不出是哪个乡镇的清单", "the township cannot be told"),
        Kind("duplicate-document", _W, "同一份清单给了两次", "the same list was given twice"),
        Kind("row-too-short", _E, "这一行的格数比表头少", "a row has fewer cells than its header"),
        Kind("row-too-long", _E, "这一行的格数比表头多", "a row has more cells than its header"),
        Kind("row-without-name", _E, "这一行没有事项名称", "a row has no duty name"),
        Kind("row-without-header", _E, "表头之前就出现了表行", "a row stands before any header"),
        Kind("row-broken", _E, "表格中间断开的文字", "text broken off in the middle of a table"),
        Kind("row-unclear", _E, "看不出属于哪一行的文字", "cells that may belong to several rows"),
        Kind("row-shifted", _E, "格子错位", "the cells of a row stand in the wrong columns"),
        Kind("row-joined", _W, "断开的一行已接上", "a row broken over lines was joined"),
        Kind("header-unread", _E, "像表头而认不出", "a row looks like a header and is not known"),
        Kind(
            "header-misread",
            _W,
            "重复的表头里有认错的字",
            "a repeated header with misread characters",
        ),
        Kind("title-unknown", _E, "不认识的清单标题", "the title names a list that is not known"),
        Kind("list-unnamed", _E, "看不出是哪张清单", "nothing says which list a table is"),
        Kind("list-unknown", _E, "清单类型不认识", "a cell names a list that is not known"),
        Kind("list-twice", _E, "一张清单出现两次", "a list stands there twice"),
        Kind("page-information", _N, "表上面的信息栏", "the page information above a list"),
        Kind("table-aside", _W, "另一种清单的表没有读入", "a table of another list was left out"),
        Kind("title-header-differ", _E, "标题与表头不符", "title and header contradict each other"),
        Kind(
            "holder-column-missing",
            _E,
            "收回清单没有写由谁承接的一列",
            "a reclaimed list without a column of holders",
        ),
        Kind(
            "holder-unclear",
            _E,
            "收回后由谁承接不清楚",
            "it is not clear who holds a reclaimed duty",
        ),
        Kind(
            "department-column-missing",
            _E,
            "配合清单没有上级部门一列",
            "a cooperation list without a column of departments",
        ),
        Kind(
            "department-odd",
            _E,
            "部门一格写的不是部门",
            "a cell of departments names no department",
        ),
        Kind(
            "duty-column-missing",
            _E,
            "配合清单没有找到职责一列",
            "a cooperation list without a column of duties",
        ),
        Kind("column-missing", _W, "缺少一列", "a column is missing"),
        Kind("columns-swapped", _E, "两列或两格对调", "columns or cells were exchanged"),
        Kind("cells-exchanged", _W, "职责两格像是对调了", "the two cells of duties seem exchanged"),
        Kind("cells-repeated", _W, "两格文字相同", "two cells of a row with the same words"),
        Kind(
            "department-doubtful",
            _W,
            "部门可能填错",
            "a row that seems to be another body's matter",
        ),
        Kind("list-doubtful", _W, "可能列错清单", "a duty that known lists have in another list"),
        Kind(
            "category-doubtful",
            _W,
            "类别可能归错",
            "a row that seems to be of the category beside it",
        ),
        Kind(
            "category-own",
            _N,
            "类别的分法与已知清单不同",
            "duties filed otherwise than in known lists",
        ),
        Kind("furniture-inside", _W, "文字里夹着页码或页眉", "furniture of a page inside a text"),
        Kind("remark-inside", _W, "文字里夹着批注", "a remark of an editor inside a text"),
        Kind("name-doubtful", _W, "事项名称可疑", "a name that begins or ends as no name does"),
        Kind("department-elsewhere", _W, "写的是别处的部门", "the body of another county or city"),
        Kind("cell-garbled", _W, "一格里有乱码", "a cell that was decoded wrongly"),
        Kind("cell-unfinished", _W, "一格没有写完", "a cell seems to break off"),
        Kind("holder-in-text", _W, "承接部门从文字里读出", "the holder was read from running text"),
        Kind(
            "holder-contradicted",
            _W,
            "又写承接部门，又写不再开展",
            "a holder is named and the duty is said to be given up",
        ),
        Kind("method-missing", _W, "没有写工作方式", "a reclaimed duty without a way of working"),
        Kind("category-returns", _W, "类别分成几处", "a category that comes back after another"),
        Kind(
            "rows-crossed", _W, "相邻两项像是对调了一格", "two rows seem to have exchanged a cell"
        ),
        Kind(
            "cell-misplaced", _W, "一格像是别的行的", "a cell that seems to belong to another row"
        ),
        Kind(
            "control-character",
            _W,
            "文字里有控制字符",
            "a control character inside a text, a blank in XML",
        ),
        Kind("row-mirrored", _W, "部门一方的同一事项", "a duty again, seen from the department"),
        Kind(
            "holder-open", _W, "承接部门没有写明是哪个", "the holder is named only in general words"
        ),
        Kind(
            "category-odd", _E, "事项类别一格不像类别", "a cell of categories holds something else"
        ),
        Kind("category-unknown", _W, "类别表里没有的类别", "a category that is not in the table"),
        Kind("category-empty", _W, "没有写事项类别", "a row without category among rows with one"),
        Kind("serial-start", _E, "清单不从第 1 项开始", "a list does not begin at number 1"),
        Kind("serial-odd", _W, "序号写法与别行不同", "a number unlike the others"),
        Kind("count-differs", _W, "项数与标题写的不符", "the number of rows is not what is said"),
        Kind("count-unprinted", _N, "没有写明共几项", "nothing says how many rows a list has"),
        Kind(
            "row-missing", _W, "比同一版清单少一项", "a row that the known list of this edition has"
        ),
        Kind("page-missing", _W, "可能缺了一页", "a page may have been lost"),
        Kind("mapping-wrong", _E, "对应文件有误", "a mapping file cannot be used"),
        Kind("accepted", _W, "已由人认可", "accepted by a person"),
        Kind("village-list", _E, "是村（社区）的清单", "the list of a village or community"),
        Kind("cut-off", _E, "文件似乎被截断", "the document seems to be cut off"),
        Kind("list-empty", _E, "有标题而没有事项", "a list has a title and no rows"),
        Kind("list-missing", _W, "缺少三张清单之一", "one of the three lists is missing"),
        Kind(
            "loose-text",
            _W,
            "表外文字，未作为事项读入",
            "text outside the tables, not read as a duty",
        ),
        Kind("cover-missing", _W, "没有封面", "the document has no cover"),
        Kind("date-missing", _W, "没有印制日期", "no date is printed"),
        Kind("date-impossible", _W, "历书上没有的日期", "a date that no calendar has"),
        Kind("edition-again", _W, "同一版又有一份，内容不同", "the same edition in other words"),
        Kind("date-differs", _W, "指明的版本与印的日期不同", "another edition given than printed"),
        Kind(
            "title-missing",
            _W,
            "清单没有标题，按表头判断",
            "a list without title, told by its header",
        ),
        Kind(
            "place-unknown", _W, "地名不在行政区划表中", "a place is not in the table of divisions"
        ),
        Kind("place-ambiguous", _E, "地名有多种可能", "a place name fits several places"),
        Kind("place-unused", _W, "指明的地方没有用上", "the place that was given was not needed"),
        Kind("place-differs", _E, "各处写的是不同的地方", "different places are named"),
        Kind("place-varies", _W, "同一地名几种写法", "one place is written in several ways"),
        Kind("serial-missing", _W, "没有序号", "a row has no printed number"),
        Kind("serial-jump", _W, "序号跳号", "printed numbers jump"),
        Kind("serial-repeat", _W, "序号重复", "a printed number is repeated"),
        Kind("serial-restart", _N, "序号重新开始", "printed numbers start again"),
        Kind("category-carried", _N, "事项类别沿用上一行", "the category is that of the row above"),
        Kind(
            "category-from-sheet",
            _N,
            "类别取自工作表的名称",
            "categories taken from the names of sheets",
        ),
        Kind(
            "category-from-name",
            _N,
            "类别取自事项名称前面的词",
            "categories taken from the front of the names",
        ),
        Kind("columns-beside", _W, "左右并排的几栏接成一栏", "columns side by side put in order"),
        Kind("columns-ticked", _N, "打勾的各栏读作部门", "departments read from columns of ticks"),
        Kind(
            "offices-parted", _N, "一格里的部门和职责已分开", "departments told from their duties"
        ),
        Kind("category-blank", _N, "类别名称里有空格", "a blank inside a category"),
        Kind("word-blank", _W, "词语中间有空格", "a blank inside a word"),
        Kind("name-unresolved", _W, "部门名称无法识别", "a department name cannot be resolved"),
        Kind(
            "name-unlisted",
            _N,
            "词表里没有的部门，清单自己认它",
            "a department that no table has and the list itself names again",
        ),
        Kind("name-glued", _W, "两个部门之间缺少顿号", "two bodies without a separator"),
        Kind("name-separator", _W, "部门之间用了别的标点", "an unusual separator between bodies"),
        Kind("name-repeated", _W, "同一部门写了两次", "the same body twice"),
        Kind("name-broken", _W, "部门名称被空格断开", "a body's name is broken by a blank"),
        Kind(
            "name-place-lost",
            _W,
            "部门名称缺少“县/市”字",
            "the word for county or city is missing in a body's name",
        ),
        Kind("department-missing", _W, "没有写部门", "no department is given"),
        Kind("markup-unclosed", _N, "标记没有闭合", "markup is not closed"),
        Kind("clause-number-slip", _W, "条款编号有误", "a slip in the numbering of clauses"),
        Kind("clause-unnumbered", _N, "条款没有编号", "clauses without numbers"),
        Kind("clause-missing", _W, "职责一格是空的", "a clause cell is empty"),
        Kind("clause-repeated", _W, "条款重复", "the same clause twice"),
        Kind("duty-repeated", _W, "一张清单里事项重复", "the same duty twice in a list"),
        Kind(
            "duty-in-two-lists", _W, "同一事项列在两张清单里", "a duty in two lists of one township"
        ),
        Kind(
            "actor-not-in-column",
            _W,
            "做事的部门不在部门栏里",
            "an acting body is missing from the column",
        ),
        Kind(
            "partner-not-in-column",
            _N,
            "条款里会同的部门不在部门栏",
            "a clause's partner is not among the listed bodies",
        ),
        Kind(
            "department-without-clause",
            _N,
            "列了部门而条款没有提到",
            "a listed body no clause names",
        ),
        Kind(
            "no-actor-named",
            _W,
            "多个部门而条款没写谁做",
            "several bodies and no clause says who acts",
        ),
        Kind(
            "outsider-acts",
            _N,
            "职责里做事的不是部门或乡镇",
            "a clause begins with what neither departments nor township do",
        ),
        Kind(
            "method-says-nothing",
            _N,
            "工作方式、条款只重复事项名称",
            "a way of working or clause that only repeats the name",
        ),
        Kind("verb-doubled", _W, "一句里两个动词", "a sentence with two verbs for one object"),
        Kind("word-missing", _W, "像是少了字", "a word seems to be missing"),
        Kind("word-doubtful", _W, "字词可能印错", "a character that seems to be another one"),
        Kind("word-misused", _N, "用词可能不对", "a word that seems to be another, or ill placed"),
        Kind(
            "wrong-preposition",
            _N,
            "“对”像是“将”",
            "a preposition (dui) where another one (jiang) belongs",
        ),
        Kind("list-mark", _W, "词句之间标点不对", "a wrong mark between words or sentences"),
        Kind(
            "lead-without-clause",
            _N,
            "牵头部门在条款里没有事做",
            "a department marked as leading stands in no clause",
        ),
        Kind("name-variants", _N, "同一部门有几种写法", "several spellings of one body"),
        Kind("foreign-place", _W, "写了别处的地名", "the name of another place"),
        Kind("level-word", _W, "县市、乡镇用字与本地不符", "a word for another level of place"),
        Kind("name-and-clauses", _N, "名称与条款对不上", "name and clauses do not go together"),
        Kind("report-to-nobody", _N, "没有写报给谁", "a report without a receiver"),
        Kind("latin-word", _W, "中文里夹外文词", "a foreign word inside Chinese text"),
        Kind("word-repeated", _W, "字词重复", "a word written twice"),
        Kind("mark-unpaired", _W, "括号或引号没有配对", "an unpaired bracket or quotation mark"),
        Kind(
            "wording-differs",
            _N,
            "与其他乡镇同一事项的文字不同，疑似笔误",
            "wording that departs from the others, perhaps a slip",
        ),
        Kind("open-set", _N, "部门栏没有写全（等部门、其他部门）", "an open set of departments"),
        Kind("no-holder", _N, "收回后没有承接部门", "a reclaimed duty nobody holds"),
        Kind(
            "assessment-dropped", _N, "收回的是考核，事情照做", "only the assessment is taken back"
        ),
        Kind(
            "clause-number-restart", _N, "一格之内编号重新开始", "numbering restarts within a cell"
        ),
        Kind(
            "clause-glued", _N, "两条条款之间没有空格", "two clauses without a blank between them"
        ),
        Kind("half-width", _N, "中文里用了半角标点", "half-width punctuation in Chinese text"),
        Kind(
            "header-own-name",
            _N,
            "表头里写了本乡镇的名字",
            "a header carries the township's own name",
        ),
        Kind(
            "title-general",
            _W,
            "标题写的是各乡镇，不是一个",
            "a title that names all townships, not one",
        ),
        Kind("header-other-name", _W, "表头里写的是别的乡镇", "a header names another township"),
        Kind("title-mark", _N, "标题前有 # 号", "a title begins with #"),
        Kind("stray-mark", _W, "多余的标点", "a stray punctuation mark"),
        Kind("read-from-text", _N, "没有表格，由文字读成行", "items in running text read as rows"),
        Kind(
            "sides-parted", _N, "一格里的两边职责已分开", "both sides' duties of a cell were parted"
        ),
        Kind(
            "departments-from-clauses",
            _W,
            "部门取自职责各条的主语",
            "departments taken from the subjects of the clauses",
        ),
        Kind("header-unknown", _W, "不认识的列，原样保留", "an unknown column, kept as it is"),
    )
}
