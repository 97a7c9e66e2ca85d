"""What happens to lists in offices by accident is said, in a list of a place that the program does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import doctored
import doctored_in_offices
import forms
import pytest
from doctored_in_offices import IN_OFFICES, SOUND

from kg.quality import irregularities as quality
from kg.reading.containers.odf import odf_blocks
from kg.reading.documents import Source, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]


def said(path: Path, data: bytes, tables: Vocabulary) -> Counter[tuple[str, str, str]]:
    path.write_bytes(data)
    documents = read_source(Source(path.name, path), tables)
    found = [finding for document in documents for finding in document.findings]
    if not any(finding.severity == "error" for finding in found):
        found.extend(quality.check([d for d in documents if d.duties], tables))
    return Counter((f.kind, f.message, f.quote) for f in found if f.severity != "note")


@pytest.fixture
def paper(tmp_path: Path) -> doctored.Paper:
    path = tmp_path / "sound.txt"
    path.write_text(SOUND, "utf-8")
    return forms.sections(path)


def test_the_sound_list_is_read_with_hardly_a_warning(
    paper: doctored.Paper, tables: Vocabulary, tmp_path: Path
) -> None:
    found = said(tmp_path / "list.txt", doctored.text(paper), tables)

    assert Counter(kind for kind, *_ in found) == {"place-unknown": 1, "category-doubtful": 2}


@pytest.mark.parametrize("name", IN_OFFICES)
def test_what_happens_in_offices_is_said(
    name: str, paper: doctored.Paper, tables: Vocabulary, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    before = said(path, doctored.text(doctored.copy(paper)), tables)
    kind, alter = IN_OFFICES[name]
    alter(paper)

    new = said(path, doctored.text(paper), tables) - before

    assert kind in {found for found, *_ in new}, new


def test_a_town_in_the_list_of_a_street_is_said(
    paper: doctored.Paper, tables: Vocabulary, tmp_path: Path
) -> None:
    street = [
        forms.Section(
            [line.replace("白石铺镇", "白石铺街道") for line in part.lines],
            [
                [cell.replace("本镇", "本街道").replace("镇级", "街道") for cell in row]
                for row in part.rows
            ],
        )
        for part in paper
    ]
    doctored.tables(street)[0].rows[-1][2] = "管理镇便民服务中心，落实值班值守"

    found = said(tmp_path / "list.txt", doctored.text(street), tables)

    assert any(kind == "level-word" and "镇便民服务中心" in words for kind, words, _ in found)


ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles>
 <style:style style:name="base" style:family="table-cell">
  <style:text-properties style:text-line-through-style="{line}"/></style:style>
 <style:style style:name="ce1" style:family="table-cell" style:parent-style-name="base"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="a">
<table:table-column{column}/>
<table:table-row><table:table-cell{cell}><text:p>甲局</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.mark.parametrize(
    ("line", "column", "cell", "kinds"),
    [
        ("solid", "", ' table:style-name="ce1"', ["struck-read"]),
        ("solid", ' table:default-cell-style-name="ce1"', "", ["struck-read"]),
        ("none", "", ' table:style-name="ce1"', []),
        ("solid", "", "", []),
    ],
)
def test_struck_cells_of_an_ods_are_read_and_said(
    line: str, column: str, cell: str, kinds: list[str]
) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(line=line, column=column, cell=cell))

    blocks, problems = odf_blocks(out.getvalue())

    assert [block.cells for block in blocks] == [("甲局",)]
    assert [problem.kind for problem in problems] == kinds


def test_the_ways_are_of_a_list_that_no_table_knows(tables: Vocabulary) -> None:
    assert "雾溪县" not in {place.name for place in tables.places.values()}
    assert doctored_in_offices.SOUND.count("\n") > 40
