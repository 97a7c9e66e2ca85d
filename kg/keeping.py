"""Keeping: one list more, less or anew, and the way back: 动态调整 of a store that is there.

A store keeps the files it was built from, so that the originals need not be at hand; every step makes
a whole new generation, and the last five stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.building import Build, Check, loaded, make
from kg.building.summaries import document_figures
from kg.building.workshop import Say
from kg.errors import InputError, QueryError, StoreError
from kg.findings import Finding
from kg.folding import match_key
from kg.hashing import sha256
from kg.reading import corrections
from kg.reading.corrections import Correction
from kg.reading.documents import collect
from kg.reading.sources import Source
from kg.store import generations, ledger, originals
from kg.store.ledger import State
from kg.store.originals import Original, Originals
from kg.values import ListKind, shown_edition

_NAMED = 10
"""So many lists are named in a message."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the store as people see it: ``current`` marks the one that answers."""

    state: State
    current: bool


def add(
    paths: Iterable[Path],
    *,
    into: Path,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
    keep_going: bool = False,
    overlay: Path | None = None,
    say: Say = lambda message: None,
) -> Build:
    """Lay lists to those that are there.

    Raises:
        InputError: nothing to read, or one is there already: the same, or another one of its month.
        StoreError: there is no store, or it was built without its sources.
    """
    with generations.alone(into, say):
        kept, files, findings = _fresh(paths, into, place, edition, kind)
        before = loaded(into)

        def check(documents: Sequence[dict[str, Any]], found: Sequence[Finding]) -> None:
            there = {(d["document"], d["sha256"]) for d in before}
            fresh = [d for d in documents if (d["document"], d["sha256"]) not in there]
            if not fresh:
                given = {sha256(source.path.read_bytes()).hexdigest() for source in files}
                known = [_shown(d) for d in before if d["sha256"] in given]
                twice = (f for f in found if f.kind == "duplicate-document")  # in another encoding
                known = known or [f"{f.document} {f.message}" for f in twice]
                told = f"这些清单已经在图库里，没有变：{_listed(known)} (already there, unchanged)"
                raise InputError(told)
            clashes = [(d, old) for d in fresh for old in before if _same_edition(d, old)]
            if clashes:
                names = _listed(_shown(old) for _, old in clashes)
                told = f"图库里已有同一版的清单：{names}。要换成新的用 kg replace"
                raise InputError(f"{told} (that edition is there already: use kg replace)")

        return _make(
            kept, kept.files, files, into, findings, keep_going, overlay, check, "add", say
        )


def replace_lists(
    paths: Iterable[Path],
    *,
    into: Path,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
    keep_going: bool = False,
    overlay: Path | None = None,
    say: Say = lambda message: None,
) -> Build:
    """Put lists in the place of those of the same township and edition.

    Raises:
        InputError: nothing to read, or a list has none to replace.
        StoreError: there is no store, or it was built without its sources.
    """
    from kg.reading.documents import read_documents
    from kg.vocabulary import loading

    with generations.alone(into, say):
        kept, files, findings = _fresh(paths, into, place, edition, kind)
        tables = loading.load(_overlay(kept, overlay, say))
        read = [d for d in read_documents(files, tables) if d.duties and d.township]
        fresh = [document_figures(d) for d in read]
        before = loaded(into)
        gone = [old for old in before if any(_same_edition(d, old) for d in fresh)]
        new = [d for d in fresh if not any(_same_edition(d, old) for old in before)]
        if new or not fresh:
            names = "、".join(map(_shown, new))
            raise InputError(
                f"图库里没有可以替换的同一版清单：{names or '（没有读到清单）'}；新增用 kg add"
                " (nothing of that edition to replace: use kg add)",
                [finding for d in read for finding in d.findings],
            )
        rest = _without(kept.files, before, gone)
        return _make(kept, rest, files, into, findings, keep_going, overlay, None, "replace", say)


def remove(
    township: str,
    *,
    into: Path,
    edition: str | None = None,
    overlay: Path | None = None,
    say: Say = lambda message: None,
) -> Build:
    """Take the lists of a township out: all its editions, or one.

    Raises:
        QueryError: no loaded list is of that township and edition, or several townships have the name.
        InputError: nothing would be left.
        StoreError: there is no store, or it was built without its sources.
    """
    with generations.alone(into, say):
        kept = originals.read(generations.current(into).path)
        before = loaded(into)
        found = [d for d in before if _is_of(d, township)]
        codes = {d["township_code"] for d in found}
        if len(codes) > 1:
            names = "、".join(sorted({str(d["township"]) for d in found}))
            raise QueryError(f"“{township}”有多个：{names}；请写县名 (ambiguous)")
        chosen = [d for d in found if edition in (None, d["edition"], shown_edition(d["edition"]))]
        if not chosen:
            there = "、".join(_shown(d) for d in (found or before))
            raise QueryError(
                f"图库里没有“{township}”{f' {edition} 版' if edition else ''}的清单；有：{there} (not loaded)"
            )
        rest = _without(kept.files, before, chosen)
        if not rest:
            raise InputError(
                "这样图库里就一份清单也没有了，没有动 (nothing would be left: nothing was changed)"
            )
        for document in chosen:
            say(f"移出 (taking out): {_shown(document)}")
        return _make(kept, rest, (), into, (), False, overlay, None, f"remove {township}", say)


def correct(
    item: Correction,
    *,
    into: Path,
    overlay: Path | None = None,
    say: Say = lambda message: None,
) -> Build:
    """Write a correction into the store's table and build the store anew with it.

    Raises:
        VocabularyError: the table cannot be used, or a name in the correction cannot be told.
        InputError: the correction fits nothing in the store.
        StoreError: there is no store, or it was built without its sources.
    """
    with generations.alone(into, say):
        now = generations.current(into).path
        kept = originals.read(now)
        corrections.settle(into, now.name)

        def check(documents: Sequence[dict[str, Any]], findings: Sequence[Finding]) -> None:
            code = item.where.split("/")[0]
            if not any(d["township_code"] == code for d in documents):
                raise InputError(f"图库里没有 {item.where} (nothing of this in the store)")
            if not any(f.kind == "corrected" and f.message == item.note for f in findings):
                raise InputError(
                    f"{item.where}：这一处没有“{item.printed or item.right}”，没有更正 (nothing to correct there)"
                )

        try:
            return _make(
                kept,
                kept.files,
                (),
                into,
                (),
                False,
                overlay,
                check,
                f"correct {item.where}",
                say,
                [item],
            )
        except BaseException:
            # By what is current: it may be the new one already when somebody stops this.
            corrections.settle(into, generations.current(into).path.name)
            corrections.restore(into, corrections.load((into,)))
            raise


def history(directory: Path) -> tuple[Step, ...]:
    """The states of a store, the latest first.

    Raises:
        StoreMissing: there is no store.
    """
    name = generations.current(directory).path.name
    known = ledger.read(directory) or ledger.claim(directory, name)
    here = known.current(name)
    return tuple(Step(state, state == here) for state in reversed(known.states))


def undo(directory: Path, to: int | None = None, say: Say = lambda message: None) -> State:
    """Go back to the state before the current one, or to the state of a number.

    Corrections that came with what is undone leave the store's table, those that went come back; lines
    that a person wrote there since stay.

    Raises:
        StoreError: there is none, or its generation is gone.
    """
    generations.current(directory)
    with generations.writing(directory) as writing:
        known = ledger.read(directory)
        assert known is not None
        here = known.current(generations.current(directory).path.name)
        state = known.state(to if to is not None else here.before if here else 0)
        if state is None:
            there = "、".join(str(s.number) for s in known.states)
            raise StoreError(
                f"没有可以退回的那一步；还留着的：{there}（kg history） (no such state is kept)"
            )
        left = generations.current(directory).path
        corrections.settle(directory, left.name)
        to_be = directory / state.generation
        _lay_by(directory, corrections.kept(left), corrections.kept(to_be), to_be.name, say)
        found = writing.go_to(state).path
        corrections.settle(directory, found.name)
    return state


def _lay_by(
    directory: Path,
    then: Sequence[Correction] | None,
    now: Sequence[Correction] | None,
    generation: str,
    say: Say,
) -> None:
    """Lay by the table of corrections of a store that goes back to a generation."""
    if then is None or now is None:  # of an older version: its corrections are not known
        return
    own = corrections.load((directory,))
    stay = [item for item in own if item in now or item not in then]
    back = [item for item in now if item not in then]
    gone = [item.where for item in own if item not in stay]
    if gone or back:
        corrections.pend(directory, corrections.overruled(back, stay), generation)
        said = [f"退回的更正：{'、'.join(gone)}"] if gone else []
        said += [f"恢复的更正：{'、'.join(item.where for item in back)}"] if back else []
        say(f"{'；'.join(said)} (corrections that went, or came back, with it)")


# -- how ----------------------------------------------------------------------------------


def _fresh(
    paths: Iterable[Path],
    into: Path,
    place: str | None,
    edition: str | None,
    kind: ListKind | None,
) -> tuple[Originals, tuple[Source, ...], tuple[Any, ...]]:
    kept = originals.read(generations.current(into).path)
    collected = collect(list(paths))
    if not collected.sources:
        raise InputError("没有可读的文件 (no file to read)", collected.findings)
    files = tuple(replace(s, place=place, edition=edition, kind=kind) for s in collected.sources)
    return kept, files, collected.findings


def _make(
    kept: Originals,
    old: Sequence[Original],
    new: Sequence[Source],
    into: Path,
    findings: tuple[Any, ...],
    keep_going: bool,
    overlay: Path | None,
    check: Check | None,
    what: str,
    say: Say,
    put_right: Sequence[Correction] = (),
) -> Build:
    sources = [
        Source(o.name, kept.path(o), o.place, o.edition, ListKind(o.kind) if o.kind else None)
        for o in old
    ]
    names = "、".join(source.name for source in new)
    return make(
        [*sources, *_named_apart(new, {o.name for o in old})],
        into=into,
        findings=findings,
        keep_going=keep_going,
        overlay=_overlay(kept, overlay, say),
        base=kept.base,
        without={o.sha256: o.without for o in old if o.without},
        check=check,
        what=f"{what} {names}".strip(),
        put_right=put_right,
        say=say,
    )


def _named_apart(new: Sequence[Source], taken: set[str]) -> list[Source]:
    """The new files, none under a name that is cited already: ``a.txt`` becomes ``a (2).txt``."""
    found = []
    for source in new:
        name, number = source.name, 1
        while name in taken:
            number += 1
            path = Path(source.name)
            name = path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()
        taken = taken | {name}
        found.append(replace(source, name=name))
    return found


def _overlay(kept: Originals, given: Path | None, say: Say) -> Path | None:
    """The tables to lay over: those given now, else those of the last build, if they are there."""
    if given is not None or kept.overlay is None:
        return given
    path = Path(kept.overlay)
    if path.is_dir():
        return path
    raise StoreError(
        f"上次建图用的词表文件夹不在了：{path}；请用 --vocabulary 指明"
        " (the tables of the last build are gone: name them with --vocabulary)"
    )


def _without(
    files: Sequence[Original], before: Sequence[dict[str, Any]], gone: Sequence[dict[str, Any]]
) -> list[Original]:
    """The files that are left when documents go: a file with others in it stays, without these.

    The second list of a month stays the second when the first one goes: its name is kept with it.
    """
    rest = []
    for original in files:
        own = [d for d in before if d["sha256"] == original.sha256]
        editions = {str(d["edition"]) for d in own}
        if len(editions) == 1 and any("." in edition for edition in editions):
            original = replace(original, edition=editions.pop())
        leave = {(d["township_code"], d["edition"]) for d in gone if d in own}
        if not leave:
            rest.append(original)
        elif len(leave) < len({(d["township_code"], d["edition"]) for d in own}):
            rest.append(replace(original, without=tuple(sorted({*original.without, *leave}))))
    return rest


def _same_edition(new: dict[str, Any], old: dict[str, Any]) -> bool:
    """Whether a document is of the township and month of a loaded one, with a list that one has."""
    if new["township_code"] != old["township_code"]:
        return False
    months = {_month(new["edition"]), _month(old["edition"])}
    kinds = [kind for kind in ListKind if new[kind.value] and old[kind.value]]
    return len(months) == 1 and bool(kinds)


def _month(edition: str) -> str:
    return "" if edition.startswith("u-") else edition.partition(".")[0]


def _is_of(document: dict[str, Any], name: str) -> bool:
    township, county = str(document["township"] or ""), str(document["county"] or "")
    names = {township, township.removeprefix(county), str(document["township_code"])}
    return match_key(name) in {match_key(known) for known in names if known}


def _listed(names: Iterable[str]) -> str:
    """Names in a message: of many the first and their number."""
    found = list(dict.fromkeys(names))
    more = f" 等 {len(found)} 份" if len(found) > _NAMED else ""
    return "、".join(found[:_NAMED]) + more


def _shown(document: dict[str, Any]) -> str:
    return f"{document['township']}（{shown_edition(document['edition'])}）"
