"""The five lists in every form they are published in: the same duties as the originals."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import forms
import pytest
from forms import Section, told
from unjudging import unjudged

from kg.folding import strip_blanks
from kg.reading.documents import Source, read_document, read_documents
from kg.resources import folder
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

LISTS = sorted(folder("sources").glob("*.txt"))
NAMES = [path.stem for path in LISTS]
ALL = os.environ.get("KG_FORMS") == "all"
"""Every list in every form; else each form has some of them, and each list some forms."""
OFFICE_FORMS = {
    ("xlsx", "xls"): "mulei", ("xlsx", "ods"): "yining", ("xlsx", "pdf"): "mulei",
    ("docx", "odt"): "mulei", ("docx", "doc"): "yining", ("docx", "rtf"): "mulei", ("docx", "pdf"): "yining",
}  # fmt: skip
"""What LibreOffice makes of what, and of which list: it is slow. There are two editions of the lists."""
needs_office = pytest.mark.skipif(forms.OFFICE is None, reason="needs LibreOffice")


@pytest.fixture(scope="module")
def gold(tables: Vocabulary) -> dict[str, list[tuple[object, ...]]]:
    with unjudged():
        return {path.stem: told(read_document(Source(path.name, path), tables)) for path in LISTS}


@pytest.fixture(scope="module")
def parts() -> dict[str, list[Section]]:
    return {path.stem: forms.sections(path) for path in LISTS}


@pytest.fixture
def rows_only() -> Iterator[None]:
    """What is implausible in a list is looked for in its three files only: the words are the same here."""
    with unjudged():
        yield


Writer = Callable[[list[Section]], bytes]
Convert = Callable[[str, str], dict[str, Path]]
FORMS: dict[str, tuple[str, Writer]] = {
    "a web page with spans": (".html", lambda s: forms.web_page(s).encode()),
    "a web page named .doc": (".doc", lambda s: forms.web_page(s).encode("gb18030")),
    "a workbook": (".xlsx", forms.workbook),
    "a workbook named .xls": (".xls", forms.workbook),
    "a Word document": (".docx", lambda s: forms.document(forms.word_body(s))),
    "a Word document whose serials Word numbers": (
        ".docx",
        lambda s: forms.document(
            forms.word_body(s, numbered=True), numbering=forms.numbering(len(s))
        ),
    ),
    "Markdown": (".md", lambda s: forms.markdown(s).encode()),
    "Markdown without outer pipes": (".md", lambda s: forms.markdown(s, bare=True).encode()),
    "CSV in GB18030": (".csv", lambda s: forms.separated(s, ",").encode("gb18030")),
    "CSV with semicolons": (".csv", lambda s: forms.separated(s, ";").encode("utf-8-sig")),
    "tab-separated UTF-16": (".tsv", lambda s: forms.separated(s, "\t").encode("utf-16")),
    "one flat table with a column of list types": (".csv", lambda s: forms.flat(s).encode()),
    "UTF-16 without its mark": (".txt", lambda s: forms.separated(s, "\t").encode("utf-16-le")),
}


def pairs() -> list[tuple[str, str]]:
    """A form with one of the lists, in turn; with all if that is asked for."""
    if ALL:
        return [(form, name) for form in FORMS for name in NAMES]
    return [(form, NAMES[2 * at % len(NAMES)]) for at, form in enumerate(FORMS)]


@pytest.mark.usefixtures("rows_only")
@pytest.mark.parametrize(("form", "name"), pairs())
def test_a_list_is_the_same_in_every_form(
    form: str,
    name: str,
    gold: dict[str, list[tuple[object, ...]]],
    parts: dict[str, list[Section]],
    tables: Vocabulary,
    tmp_path: Path,
) -> None:
    suffix, write = FORMS[form]
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(write(parts[name]))

    document = read_document(Source(path.name, path), tables)

    assert [f.render() for f in document.findings if f.severity == "error"] == []
    assert told(document) == gold[name]


@pytest.mark.parametrize("name", NAMES)
def test_three_files_of_a_township_are_its_three_lists(
    name: str,
    gold: dict[str, list[tuple[object, ...]]],
    parts: dict[str, list[Section]],
    tables: Vocabulary,
    tmp_path: Path,
) -> None:
    sources = []
    for number, part in enumerate(parts[name]):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(forms.separated([Section(part.lines[-1:], part.rows)], ",").encode())
        sources.append(Source(path.name, path))

    documents = read_documents(sources, tables)

    found = sorted(told(d)[0][1] for d in documents)  # type: ignore[type-var]
    assert found == ["basic", "cooperation", "reclaimed"]
    names = {row[1:6] for document in documents for row in told(document)}
    assert names == {row[1:6] for row in gold[name]}


@pytest.mark.usefixtures("rows_only")
@pytest.mark.parametrize("name", NAMES)
def test_fixed_pages_of_the_national_standard_are_read(
    name: str,
    gold: dict[str, list[tuple[object, ...]]],
    parts: dict[str, list[Section]],
    tables: Vocabulary,
    tmp_path: Path,
) -> None:
    path = tmp_path / f"{name}.ofd"
    path.write_bytes(forms.ofd(parts[name]))

    same_as_printed(read_document(Source(path.name, path), tables), gold[name])


def same_as_printed(document: Document, gold: list[tuple[object, ...]]) -> None:
    """A page prints no blanks at the ends of lines: words are compared without blanks.

    Where a paragraph fills its last line the page does not tell that it ended: a few clauses of a
    thousand are read as one.
    """
    found = told(document)
    assert [f.render() for f in document.findings if f.severity == "error"] == []
    assert [bare(row[:7]) for row in found] == [bare(row[:7]) for row in gold]
    assert [words(row) for row in found] == [words(row) for row in gold]
    assert [bare(row[9:]) for row in found] == [bare(row[9:]) for row in gold]
    exact = sum(bare(a[7:9]) == bare(b[7:9]) for a, b in zip(found, gold, strict=True))
    assert exact >= 0.99 * len(gold)


def bare(value: object) -> object:
    if isinstance(value, str):
        return strip_blanks(value)
    if isinstance(value, tuple | list):
        return [bare(inner) for inner in value]
    return value


def words(row: tuple[object, ...]) -> str:
    """All words of the clauses of a row, headings once, without numbers and blanks."""
    clauses = [*row[7], *row[8]]  # type: ignore[misc]
    text = "".join(
        f"{section or ''}{heading or ''}{words}" for _, section, heading, words in clauses
    )
    return "".join(sorted(set(strip_blanks(text))))


# -- by LibreOffice -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(parts: dict[str, list[Section]], tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Lists as LibreOffice saves them, from a workbook or a document."""
    home = tmp_path_factory.mktemp("office")
    write = {"xlsx": forms.workbook, "docx": lambda part: forms.document(forms.word_body(part))}

    def convert(source: str, form: str) -> dict[str, Path]:
        names = [n for n in NAMES if ALL or n.startswith(OFFICE_FORMS[source, form])]
        files = [home / f"{name}.{source}" for name in names]
        for file in files:
            file.write_bytes(write[source](parts[file.stem]))
        return dict(zip(names, forms.convert(files, form, home / f"{source}-{form}"), strict=True))

    return convert


@pytest.mark.usefixtures("rows_only")
@needs_office
@pytest.mark.parametrize(
    ("source", "form"), [("xlsx", "xls"), ("xlsx", "ods"), ("docx", "odt")], ids=lambda v: v
)
def test_what_an_office_program_saves_is_the_same(
    source: str,
    form: str,
    office: Convert,
    gold: dict[str, list[tuple[object, ...]]],
    tables: Vocabulary,
) -> None:
    for name, path in office(source, form).items():
        document = read_document(Source(path.name, path), tables)
        assert [f.render() for f in document.findings if f.severity == "error"] == []
        assert told(document) == gold[name]


@pytest.mark.usefixtures("rows_only")
@needs_office
def test_old_word_documents_are_read_with_an_office_program(
    office: Convert,
    gold: dict[str, list[tuple[object, ...]]],
    tables: Vocabulary,
) -> None:
    for form in ("doc", "rtf"):
        for name, path in office("docx", form).items():
            assert told(read_document(Source(path.name, path), tables)) == gold[name]


@pytest.mark.usefixtures("rows_only")
@needs_office
def test_pdf_with_text_is_the_same(
    office: Convert,
    gold: dict[str, list[tuple[object, ...]]],
    tables: Vocabulary,
) -> None:
    for name, path in office("docx", "pdf").items():
        same_as_printed(read_document(Source(path.name, path), tables), gold[name])


@pytest.mark.usefixtures("rows_only")
@needs_office
def test_a_pdf_of_a_workbook_is_the_same_or_refused(
    office: Convert,
    gold: dict[str, list[tuple[object, ...]]],
    tables: Vocabulary,
) -> None:
    for name, path in office("xlsx", "pdf").items():
        document = read_document(Source(path.name, path), tables)
        if any(f.severity == "error" for f in document.findings):
            continue
        found = told(document)
        assert [bare(row[:4]) for row in found] == [bare(row[:4]) for row in gold[name]]
        assert [bare(row[5:7]) for row in found] == [bare(row[5:7]) for row in gold[name]]
        kinds = {f.kind for f in document.findings}
        same = [bare(row[4]) for row in found] == [bare(row[4]) for row in gold[name]]
        assert same or kinds & {"category-unclear", "category-over-page"}


def test_the_writers_of_this_test_lose_nothing(parts: dict[str, list[Section]]) -> None:
    rows = sum(len(part.rows) - 1 for sections in parts.values() for part in sections if part.rows)
    assert rows == 1258
    text = forms.separated(parts[NAMES[0]], ",")
    assert len(list(csv.reader(io.StringIO(text)))) > 200
