"""Mutated files of every container: a thousand inputs (KG_MUTATIONS=250 KG_MUTATIONS_SEED=7: more and others), no crash, no hang, no silence.

Bytes of the file are changed, and bytes of the XML inside zip files, which are packed again. What
comes back has blocks or says why not; an error of Python's own would be an error of ours.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import forms
import pytest

from kg.quality import irregularities as quality
from kg.reading.containers import open_apart
from kg.reading.documents import Source, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

ROUNDS = int(os.environ.get("KG_MUTATIONS", "100"))
SEED = os.environ.get("KG_MUTATIONS_SEED", "17")
OURS = (
    *("AttributeError", "TypeError", "KeyError", "IndexError", "AssertionError", "NameError"),
    *("UnboundLocalError", "ZeroDivisionError", "ValueError", "OverflowError", "StopIteration"),
    *("UnicodeEncodeError", "RecursionError", "SystemError", "struct.error", "error"),
)
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def small_parts(tmp_path_factory: pytest.TempPathFactory, small_text: str) -> list[forms.Section]:
    path = tmp_path_factory.mktemp("small") / "list.txt"
    path.write_text(small_text, "utf-8")
    return forms.sections(path)


Maker = Callable[[list[forms.Section]], bytes]
MAKERS: dict[str, Maker] = {
    "html": lambda parts: forms.web_page(parts).encode(),
    "mhtml": lambda parts: (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        + forms.web_page(parts).encode()
    ),
    "xlsx": forms.workbook,
    "xls": lambda parts: (DATA / "zhulin.xls").read_bytes(),
    "docx": lambda parts: forms.document(
        forms.word_body(parts, numbered=True), numbering=forms.numbering(4)
    ),
    "ofd": forms.ofd,
    "pdf": lambda parts: forms.small_pdf(),
    "csv": lambda parts: forms.separated(parts, ",").encode("gb18030"),
    "tsv": lambda parts: forms.separated(parts, "\t").encode("utf-16"),
    "md": lambda parts: forms.markdown(parts, bare=True).encode(),
}


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes with a few of them changed, taken out, doubled or cut off."""
    text = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        if not text:
            break
        at = dice.randrange(len(text))
        end = min(len(text), at + dice.choice((1, 2, 8, 60, 400)))
        match dice.randrange(7):
            case 0:
                text[at] = dice.randrange(256)
            case 1:
                text[at] ^= 1 << dice.randrange(8)
            case 2:
                del text[at:end]
            case 3:
                text[at:at] = text[at:end]
            case 4:
                text[at:at] = dice.randbytes(end - at)
            case 5:
                other = dice.randrange(len(text))
                text[at:end] = text[other : other + end - at]
            case _:
                if dice.random() < 0.2:
                    del text[at:]
                else:
                    text[at:at] = str(dice.choice((0, -1, 65536, 2**31, 10**9))).encode()
    return bytes(text)


def mutated_inside(data: bytes, dice: random.Random) -> bytes:
    """A zip file with one of its entries mutated."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        chosen = dice.choice(old.namelist())
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, mutated(text, dice) if name == chosen else text)
    return out.getvalue()


@pytest.mark.parametrize("form", MAKERS)
def test_mutated_files_are_read_or_refused(form: str, small_parts: list[forms.Section]) -> None:
    data = MAKERS[form](small_parts)
    dice = random.Random(f"{form} {SEED}")
    whole = open_apart(f"a.{form}", data)
    assert any(block.tabular for block in whole.blocks), whole.problems
    for number in range(ROUNDS):
        inside = data.startswith(b"PK") and number % 3
        broken = (mutated_inside if inside else mutated)(data, dice)

        contents = open_apart(f"a.{form}", broken, seconds=60)

        assert contents.blocks or contents.problems
        for problem in contents.problems:
            assert not any(f"（{name}）" in problem.message for name in OURS), (number, problem)
            assert "秒还没有读完" not in problem.message, number
            assert problem.message


Placed = list[tuple[object, ...]]


def placed(documents: Iterable[Document]) -> Placed:
    """Every duty by what an answer hangs on: township, list, number, departments."""
    return sorted(
        (
            document.township.code if document.township else "",
            duty.row.kind.value,
            duty.row.number,
            tuple(sorted(department.name for department in duty.departments)),
        )
        for document in documents
        for duty in document.duties
    )


@pytest.mark.parametrize("form", sorted(set(MAKERS) - {"pdf", "xls"}))
def test_a_mutated_file_moves_no_duty_in_silence(
    form: str, small_parts: list[forms.Section], tables: Vocabulary, tmp_path: Path
) -> None:
    """No duty changes its list, township, number or department without a word; every line counts."""
    data = MAKERS[form](small_parts)
    path = tmp_path / f"a.{form}"

    def read(content: bytes) -> tuple[Placed, Counter[tuple[str, str]], bool]:
        path.write_bytes(content)
        documents = read_source(Source(path.name, path), tables)
        found = [f for document in documents for f in document.findings]
        for document in documents:
            assert document.coverage.complete
            assert document.duties or document.findings
        stops = any(f.severity == "error" for f in found)
        if not stops:
            found.extend(quality.check([d for d in documents if d.duties and d.township], tables))
        said = Counter((f.kind, f.quote) for f in found if f.severity != "note")
        return placed(documents), said, stops

    sound, told, stops = read(data)
    assert not stops
    dice = random.Random(f"{form} silence {SEED}")
    silent = []
    for number in range(max(50, ROUNDS // 5)):
        broken = (mutated_inside if data.startswith(b"PK") else mutated)(data, dice)
        found, said, stopped = read(broken)
        if not (stopped or found == sound or said - told):
            silent.append((number, [row for row in sound if row not in found][:2]))
    assert silent == []
