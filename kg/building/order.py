"""Order: what a build is asked to make, taken in and judged; the same whether a store comes of it or partitions."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.building import lists
from kg.building.parts import Part, Recipe
from kg.building.stages import Steps
from kg.building.summaries import with_findings
from kg.building.workshop import Hands, Say, Workshop
from kg.errors import InputError
from kg.findings import Finding, errors
from kg.frozen import frozen
from kg.matters.matching import Matters, Opinions, load_opinions, opinion
from kg.reading.corrections import Correction
from kg.reading.documents import Collected, Source, collect
from kg.reading.mapping import ACCEPTABLE, SUFFIX
from kg.resources import folder
from kg.values import Document, ListKind, shown_edition
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.plural import how_many

Check = Callable[[Sequence[dict[str, Any]], Sequence[Finding]], None]
"""Looks at the figures and findings of what would be built, before anything is: raises to stop it."""


def gathered(
    paths: Iterable[Path], place: str | None, edition: str | None, kind: ListKind | None
) -> Collected:
    """The files under ``paths`` (none: the bundled ones), with what is said of all of them.

    Raises:
        InputError: there is none.
    """
    given = list(paths)
    collected = collect(given) if given else collect([folder("sources")])
    if not collected.sources:
        where = "、".join(str(path) for path in given)
        raise InputError(f"没有可读的文件：{where} (no file to read)", collected.findings)
    files = tuple(
        dataclasses.replace(source, place=place, edition=edition, kind=kind)
        for source in collected.sources
    )
    return Collected(files, collected.findings)


@frozen
class Order:
    """Sources to make a graph of, and how to go about it (see :func:`kg.building.making.build`)."""

    sources: Sequence[Source]
    findings: tuple[Finding, ...] = ()
    keep_going: bool = False
    without: Mapping[str, Sequence[tuple[str, str]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    announced: bool = False

    def taken_in(
        self, workshop: Workshop, hands: Hands, put_right: Sequence[Correction], say: Say
    ) -> Intake:
        """Read what is not read yet.

        Raises:
            InputError: there are errors, or no usable list.
        """
        documents, tables = workshop.documents, workshop.vocabulary
        found = lists.read(
            self.sources,
            hands,
            workshop.shelf,
            tables,
            self.without,
            say if self.announced else None,
        )
        findings = self.findings
        unusable = found.unusable(documents)
        broken = lists.broken(unusable)
        if (broken or errors(findings)) and not self.keep_going:
            findings = (*findings, *found.findings(documents))
            count = len(errors(findings))
            raise InputError(
                f"有 {count} 处错误，没有建图，原图库未动；改正后再试，或用 --keep-going 略过有错误的文件 "
                f"({how_many(count, 'error')}, nothing was built){_as_printed(errors(findings))}",
                findings,
            )
        findings = (*findings, *(f for document in unusable for f in document.findings))
        recipes = found.recipes(put_right, workshop.iris.base, tables)
        if not recipes:
            raise InputError(
                "没有一份可用的清单，没有建图 (no usable list, nothing was built)", findings
            )
        opinions = _opinions(put_right, tables)
        return Intake(recipes, found.entries, broken, findings, tuple(put_right), opinions)


def _as_printed(found: Sequence[Finding]) -> str:
    """How a person says that the first file is printed so, if all its errors are judgements of how a list looks."""
    first = found[0].document if found else ""
    kinds = sorted({finding.kind for finding in found if finding.document == first})
    if not kinds or not ACCEPTABLE.issuperset(kinds):
        return ""
    accepted = json.dumps({"accept": kinds})
    return (
        f"；原件确实这样印的，在它旁边的 {Path(first).name}{SUFFIX} 里写 {accepted} 再建"
        " (if it is printed so, write that beside it)"
    )


@frozen
class Intake:
    """What was read: the recipes of the parts to make, the keys of the files, those left out, findings.

    ``put_right`` and ``opinions`` are what people decided.
    """

    recipes: list[Recipe]
    entries: tuple[str, ...]
    broken: tuple[Document, ...]
    findings: tuple[Finding, ...]
    put_right: tuple[Correction, ...]
    opinions: Opinions

    def judged(self, steps: Steps, check: Check | None, say: Say) -> Judged:
        """Match the parts once they are made, and look for what departs from the others."""
        parts = steps.parts
        findings = (*self.findings, *(f for part in parts for f in part.findings("reading")))
        for item in self.put_right:
            if not any(item in part.used for part in parts):
                say(
                    f"更正表 {item.where}：没有用上，清单里没有这一处 (correction fits nothing: unused)"
                )
        figures = [one for part in parts for one in part.figures]
        if check is not None:
            check(figures, findings)
        matters = steps.match(self.opinions)
        _say_undone(matters, say)
        findings = (*findings, *(f for part in parts for f in part.findings("quality")))
        findings = (*findings, *steps.slips(matters))
        findings = tuple(sorted(findings, key=lambda f: (f.document, f.line, f.kind, f.quote)))
        return Judged(with_findings(figures, findings), findings, matters)


@frozen
class Judged:
    """Figures of the documents, all findings, and the Matters."""

    figures: list[dict[str, Any]]
    findings: tuple[Finding, ...]
    matters: Matters

    def doubts(self, base: str) -> list[dict[str, Any]]:
        """Pairs of duties a person should look at, as a store keeps them."""
        return [
            {
                "first": f"{base}duty/{doubt.first.key}",
                "second": f"{base}duty/{doubt.second.key}",
                "score": round(doubt.score, 3),
                "why": doubt.why,
            }
            for doubt in self.matters.doubts
        ]


def documents_of(parts: Iterable[Part]) -> Iterator[tuple[str, str, str]]:
    """IRI, path and checksum of every document."""
    for part in parts:
        for iri, one in zip(part.values["iris"], part.figures, strict=True):
            yield iri, one["document"], one["sha256"]


def refuse_to_drop(
    directory: Path,
    loaded: Iterable[Mapping[str, Any]],
    figures: Sequence[Mapping[str, Any]],
    instead: str = "要加进去用 kg add (use kg add to add)",
) -> None:
    """See that no list that is ``loaded`` in ``directory`` is missing from the new figures.

    Raises:
        InputError: some are, and would be dropped.
    """
    fresh = {(d["township_code"], d["edition"]) for d in figures}
    dropped = [d for d in loaded if (d.get("township_code"), d.get("edition")) not in fresh]
    if not dropped:
        return
    names = "、".join(
        dict.fromkeys(f"{d['township']}（{shown_edition(d['edition'])}）" for d in dropped)
    )
    raise InputError(
        f"{directory} 里已有 {len(dropped)} 份清单不在这次的文件里，这样建会丢掉：{names}。"
        f"没有建图，原来的未动。{instead}；确实要换掉用 kg build --replace"
        " (lists that are there would be dropped: --replace drops them)"
    )


def _opinions(put_right: Sequence[Correction], tables: Vocabulary) -> Opinions:
    """What people decided about pairs of duties: matters.csv, and corrections over it."""
    found = {item.pair: item for item in load_opinions(tables.folders).items}
    for item in put_right:
        if item.kind in ("same", "different"):
            made = opinion(item.where, item.right, same=item.kind == "same", note=item.why)
            found[made.pair] = made
    return Opinions(tuple(sorted(found.values())))


def _say_undone(matters: Matters, say: Say) -> None:
    """Say what was left undone in matching, and which decisions of people had no effect."""
    if matters.unlooked:
        say(
            f"有 {matters.unlooked:,} 项不是每份清单都有，太多了，没有再按意思找换了说法的同一事项；名称相同、相近的照样归在一起"
            " (too many duties that some list lacks: other words for them were not looked for)"
        )
    for key in matters.unknown:
        say(
            f"matters.csv: {key} 不在已载入的清单里，这个决定没有用上 (not loaded: decision unused)"
        )
    for first, second in matters.contradictions:
        say(
            f"matters.csv: {first} 与 {second} 被判为不同，别的决定却使它们相同；没有分开"
            " (decisions contradict: not kept apart)"
        )
