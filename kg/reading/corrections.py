"""Corrections: what a person put right in a list as read, with who, when and why.

``corrections.csv`` lies in the store's folder and survives every rebuild; vocabulary folders may have
one, too. The list as printed stays as it is: a correction changes what is understood, and is shown.

======================  =================================  ===============  =========================
kind                    where                              printed          right
======================  =================================  ===============  =========================
body                    duty, or township code, or         name as printed  full name of the body
                        township code/edition
departments             duty                               (may be empty)   bodies of the row, with ;
same, different         duty                               (empty)          the other duty
======================  =================================  ===============  =========================

A duty is written ``652328104/2025-07/c-012`` or as its IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

from kg.bodies.names import NameReader
from kg.errors import UsageError, VocabularyError
from kg.findings import Finding
from kg.folding import guarded, match_key
from kg.values import (
    Certainty,
    Department,
    Document,
    Duty,
    ListKind,
    Mention,
    Party,
    Responsibility,
)
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table, replace_file, table_text

TABLE = "corrections"
COLUMNS = ("kind", "where", "printed", "right", "who", "when", "why")
KINDS = ("body", "departments", "same", "different")
_DUTY = re.compile(r"(?:^|/duty/)([^/\s]+)/([^/\s]+)/([bcr])-0*([1-9]\d*)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; ``where`` in its short form."""

    kind: str
    where: str
    printed: str
    right: str
    who: str
    when: str
    why: str

    @property
    def note(self) -> str:
        """The correction as people read it beside the printed text."""
        said = f"（{self.who}，{self.when}：{self.why}）"
        if self.kind == "body":
            return f"人工更正：印作“{self.printed}”，按“{self.right}”{said}"
        if self.kind == "departments":
            return f"人工更正：部门栏按“{self.right.replace(';', '、')}”{said}"
        same = "与" if self.kind == "same" else "不与"
        return f"人工判断：{same} {self.right} 为同一事项{said}"


def correction(
    kind: str, where: str, printed: str, right: str, who: str, when: str, why: str
) -> Correction:
    """Make a correction of what a person wrote.

    Raises:
        UsageError: something is missing, or no such thing can be meant.
    """
    if kind not in KINDS:
        raise UsageError(f"kind 应为 {' / '.join(KINDS)}：{kind!r} (no such kind)")
    if not (right and who and why) or not _is_day(when):
        raise UsageError("要写明 right、who、why，when 写作 2026-03-01 (all must be given)")
    if kind == "body" and not printed:
        raise UsageError("body 要写明 printed：原文印的名称 (the printed name must be given)")
    place = where.strip().strip("<>")
    duty = _DUTY.search(place)
    if duty:
        place = _key(duty)
    elif kind != "body" or not re.fullmatch(r"[\w-]+(?:/[\w.-]+)?", place):
        raise UsageError(
            f"看不懂的事项“{where}”：写成 乡镇代码/版本/清单字母-序号，如 652328104/2025-07/c-012 (not a duty)"
        )
    if kind in ("same", "different"):
        other = _DUTY.search(right.strip().strip("<>"))
        if other is None or _key(other) == place:
            raise UsageError(f"要写两件不同的事项，另一件写的是 {right} (must be another duty)")
        right = _key(other)
    return Correction(kind, place, printed.strip(), right.strip(), who, when, why)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _key(match: re.Match[str]) -> str:
    return f"{match[1]}/{match[2]}/{match[3]}-{int(match[4]):03d}"


def load(folders: Sequence[Path]) -> tuple[Correction, ...]:
    """The corrections of all folders that have a table; later ones overrule earlier ones.

    Raises:
        VocabularyError: a table cannot be used; the message lists problems as file:line.
    """
    found, problems = [], []
    for where, row in read_table(folders, TABLE, COLUMNS, 3):
        try:
            found.append(correction(*(row[column] for column in COLUMNS)))
        except UsageError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise VocabularyError("更正表有误 (corrections have errors):\n" + "\n".join(problems))
    return tuple(found)


def save(folder: Path, added: Iterable[Correction]) -> None:
    """Add corrections to the table of one folder; one of the same thing is overruled.

    Raises:
        VocabularyError: the table there cannot be used.
        OSError: it cannot be written.
    """
    restore(folder, overruled(load((folder,)), added))


def overruled(found: Iterable[Correction], added: Iterable[Correction]) -> tuple[Correction, ...]:
    """Corrections and others that overrule those of the same thing."""
    return tuple({(c.kind, c.where, c.printed): c for c in (*found, *added)}.values())


NEXT = f"{TABLE}.csv.next"
"""A table that is laid by until its generation is the current one: the generation, then the table."""


def kept(generation: Path) -> tuple[Correction, ...] | None:
    """The store's own corrections that a generation was made with; None where it does not say.

    Raises:
        VocabularyError: the table there cannot be used.
    """
    return load((generation,)) if (generation / f"{TABLE}.csv").is_file() else None


def restore(folder: Path, corrections: Iterable[Correction]) -> None:
    """Make these the whole table of a folder.

    Raises:
        OSError: it cannot be written.
    """
    replace_file(folder / f"{TABLE}.csv", _written(corrections))


def pend(folder: Path, corrections: Iterable[Correction], generation: str) -> None:
    """Lay by the table that a store will have once this generation is its current one (:func:`settle`).

    Raises:
        OSError: it cannot be written.
    """
    replace_file(folder / NEXT, f"{generation}\n{_written(corrections)}")


def settle(folder: Path, generation: str | None) -> None:
    """Make the table that was laid by the store's, or drop it if its generation did not become current.

    Whoever was killed in between leaves that to the next who writes.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / NEXT
    if not path.is_file():
        return
    name, _, table = path.read_text("utf-8").partition("\n")
    if name == generation:
        replace_file(folder / f"{TABLE}.csv", table)
    path.unlink()


def _written(corrections: Iterable[Correction]) -> str:
    return table_text(
        COLUMNS, (tuple(map(guarded, row)) for row in sorted(map(astuple, corrections)))
    )


@dataclass(frozen=True, slots=True)
class Corrected:
    """Documents put right, the notes of each duty by its key, and corrections that fitted nothing."""

    documents: tuple[Document, ...]
    notes: dict[str, tuple[str, ...]]
    unused: tuple[Correction, ...]


def apply(
    documents: Sequence[Document], corrections: Sequence[Correction], vocabulary: Vocabulary
) -> Corrected:
    """Put the documents right; each correction that was used is a finding of its row.

    Raises:
        VocabularyError: a name in ``right`` cannot be told.
    """
    notes: dict[str, list[str]] = {}
    used: set[Correction] = set()
    found = []
    for document in documents:
        township = document.township
        if township is None or not corrections:
            found.append(document)
            continue
        code, edition = township.code, document.edition
        names = NameReader(vocabulary, township)
        duties, findings = [], list(document.findings)
        for duty in document.duties:
            key = f"{code}/{edition}/{duty.row.kind.letter}-{duty.row.number:03d}"
            for item in corrections:
                if item.where not in (key, code, f"{code}/{edition}"):
                    if item.kind in ("same", "different") and item.right == key:
                        used.add(item)
                    continue
                fresh = _put_right(duty, item, names)
                if fresh is None:
                    continue
                duty = fresh
                used.add(item)
                notes.setdefault(key, []).append(item.note)
                findings = [f for f in findings if not _settled(f, duty, item)]
                findings.append(_finding(document, duty, item))
            duties.append(duty)
        found.append(replace(document, duties=tuple(duties), findings=tuple(findings)))
    unused = tuple(item for item in corrections if item not in used)
    return Corrected(tuple(found), {key: tuple(said) for key, said in notes.items()}, unused)


def _settled(finding: Finding, duty: Duty, item: Correction) -> bool:
    """Whether a finding about an unknown name of this row is answered by the correction."""
    return (
        finding.kind in ("name-unresolved", "name-unlisted")
        and (finding.list, finding.number) == (duty.row.kind.value, duty.row.number)
        and (item.kind == "departments" or item.printed in f"{finding.quote}{finding.message}")
    )


def _finding(document: Document, duty: Duty, item: Correction) -> Finding:
    row = duty.row
    quote = item.printed if item.printed and any(item.printed in t for t in row.texts) else ""
    return Finding(
        document.path,
        row.line,
        "corrected",
        item.note,
        quote,
        document.township.name if document.township else None,
        row.kind.value,
        row.number,
        row.locator,
    )


def _put_right(duty: Duty, item: Correction, names: NameReader) -> Duty | None:
    """The duty with the correction; None where that does not concern it."""
    if item.kind in ("same", "different"):
        return duty
    right = [_department(name.strip(), item, names) for name in re.split("[;；]", item.right)]
    if item.kind == "departments":
        return _other_departments(duty, item, right)
    wrong = {
        mention.department
        for mention in duty.mentions
        if match_key(item.printed)
        in (match_key(mention.written), match_key(mention.department.name))
    }
    wrong |= {
        body for body, written, _ in duty.named if match_key(written) == match_key(item.printed)
    }
    wrong -= {right[0]}
    return _renamed(duty, wrong, right[0]) if wrong else None


def _department(name: str, item: Correction, names: NameReader) -> Department:
    found = names.split(name).departments
    if len(found) != 1:
        raise VocabularyError(
            f"更正表 {item.where}：认不出“{name}”是哪个部门；请写全名 (no single body of this name)"
        )
    return found[0]


def _renamed(duty: Duty, wrong: set[Department], right: Department) -> Duty:
    def one(party: Party) -> Party:
        return right if isinstance(party, Department) and party in wrong else party

    def several(bodies: Sequence[Department]) -> tuple[Department, ...]:
        return tuple(dict.fromkeys(right if body in wrong else body for body in bodies))

    responsibilities: dict[Responsibility, None] = {}
    for item in duty.responsibilities:
        party = one(item.party) if item.party is not None else None
        fresh = replace(item, party=party, agents=tuple(dict.fromkeys(map(one, item.agents))))
        responsibilities[fresh] = None
    return replace(
        duty,
        departments=several(duty.departments),
        supporting=several(duty.supporting),
        conveners=several(duty.conveners),
        mentions=tuple(
            replace(m, department=right) if m.department in wrong else m for m in duty.mentions
        ),
        responsibilities=tuple(responsibilities),
        named=tuple((right if b in wrong else b, w, c) for b, w, c in duty.named),
    )


def _other_departments(duty: Duty, item: Correction, right: Sequence[Department]) -> Duty:
    role = "reclaimed" if duty.row.kind is ListKind.RECLAIMED else "leads"
    old = [r for r in duty.responsibilities if r.clause is None and r.role == role]
    kept = {r.party: r for r in old if isinstance(r.party, Department)}
    reclaim = next((r.reclaim for r in old if r.reclaim), None)
    words = item.printed or (duty.mentions[0].written if duty.mentions else "")
    lead = [
        kept.get(body) or Responsibility(role, body, Certainty.COLUMN, words, reclaim=reclaim)
        for body in dict.fromkeys(right)
    ]
    # Conveners that are no longer in the row went with the wrong reading of its cell.
    rest = [
        r
        for r in duty.responsibilities
        if r not in old
        and not (
            r.clause is None
            and r.role in ("convenes", "supports")
            and r.party not in right
            and isinstance(r.party, Department)
        )
    ]
    mentions: tuple[Mention, ...] = tuple(m for m in duty.mentions if m.department in right)
    return replace(
        duty,
        departments=tuple(dict.fromkeys(right)),
        supporting=tuple(b for b in duty.supporting if b not in right),
        conveners=tuple(b for b in duty.conveners if b in right),
        mentions=mentions,
        discontinued=False,
        responsibilities=(*lead, *rest),
    )
