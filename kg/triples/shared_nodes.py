"""What lists share: departments, functions, categories and places, described once."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache

from kg.bodies.places import unknown_code
from kg.frozen import frozen
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import D, W, X
from kg.values import CODE_SCHEME, Department, Level, Place
from kg.vocabulary.loading import Vocabulary

_LEVEL_CLASS = {
    Level.NATION: D.Nation,
    Level.PROVINCE: D.Province,
    Level.PREFECTURE: D.Prefecture,
    Level.COUNTY: D.County,
}


@frozen
class Met:
    """What some documents share with others: departments by name, their forms, places, categories."""

    departments: dict[Department, Counter[str]]
    forms: dict[Department, set[str]]
    places: dict[str, tuple[Place, set[str]]]
    categories: set[str]


class Shared:
    """Hands out the IRIs of what lists share and describes, at the end, what was met."""

    def __init__(self, lines: Lines, vocabulary: Vocabulary, iris: Iris) -> None:
        """Write into ``lines``."""
        self._lines = lines
        self._vocabulary = vocabulary
        self._iris = iris
        self._departments: dict[Department, Counter[str]] = {}
        self._forms: dict[Department, set[str]] = {}
        self._places: dict[str, tuple[Place, set[str]]] = {}
        self._categories: set[str] = set()
        self._parents: dict[Department, Counter[str]] = {}

    def department(self, department: Department) -> str:
        """The IRI of a department, which is described at the end."""
        self._departments.setdefault(department, Counter())[department.name] += 1
        return self._iris.department(department)

    def note(self, department: Department, written: str, citation: str) -> None:
        """Note a written form of a department and where it stands: it becomes a label with citation."""
        node = _form(self.department(department), written)
        self._forms.setdefault(department, set()).add(written)
        self._lines.link(node, D.citation, citation)

    def place(self, place: Place) -> str:
        """The IRI of a jurisdiction, which is described at the end, with its parents."""
        _, names = self._places.setdefault(place.code, (place, set()))
        names.update((place.printed, place.name))
        if place.parent:
            self.place(place.parent)
        return self._iris.place(place)

    def category(self, name: str) -> str:
        """The IRI of a category, which is described at the end."""
        self._categories.add(name)
        known = self._vocabulary.category_by_form.get(name)
        return self._iris.category(known.id if known else unknown_code(name))

    def category_name(self, printed: str) -> str:
        """The name that the vocabulary has for a printed category; what it does not know as printed."""
        known = self._vocabulary.category_by_form.get(printed)
        return known.name if known else printed

    def met(self) -> Met:
        """What was met so far, without the descriptions."""
        return Met(self._departments, self._forms, self._places, self._categories)

    def meet(self, met: Met) -> None:
        """Describe at the end also what others met, in the order of the documents."""
        for department, names in met.departments.items():
            self._departments.setdefault(department, Counter()).update(names)
        for department, forms in met.forms.items():
            self._forms.setdefault(department, set()).update(forms)
        for code, (place, spellings) in met.places.items():
            self._places.setdefault(code, (place, set()))[1].update(spellings)
        self._categories |= met.categories

    def write(self) -> None:
        """Departments, functions, categories and places met in the documents."""
        functions: set[str] = set()
        for department, names in sorted(self._departments.items()):
            self._write_department(department, names)
            functions.add(department.function)
        for parent in sorted(set(self._parents) - set(self._departments)):
            self._write_department(parent, self._parents[parent])
        for slug in sorted(functions):
            self._write_function(slug, functions)
        printed: dict[str, set[str]] = {}
        for name in self._categories:
            printed.setdefault(self.category(name), set()).add(name)
        for iri, forms in sorted(printed.items()):
            self._write_category(iri, forms)
        for code in sorted(self._places):
            self._write_place(*self._places[code])
        for scheme, label in (("functions", "部门职能"), ("categories", "事项类别")):
            self._lines.link(self._iris.scheme(scheme), W.type, W.ConceptScheme)
            self._lines.add(self._iris.scheme(scheme), W.label, zh(label))

    def _write_department(self, department: Department, names: Counter[str]) -> None:
        iri = self._iris.department(department)
        name = min(names.items(), key=lambda item: (-item[1], item[0]))[0]
        self._lines.link(iri, W.type, D.Department)
        self._lines.link(iri, W.type, W.FormalOrganization)
        self._lines.add(iri, W.label, zh(name))
        self._lines.link(iri, W.classification, self._iris.function(department.function))
        if department.jurisdiction:
            self._lines.link(iri, D.jurisdiction, self.place(department.jurisdiction))
        if department.branch:
            self._lines.add(iri, D.branch, literal(department.branch))
        if not department.known:
            self._lines.add(iri, D.unresolved, typed(True, X.boolean))
        parent = self._parent(department, name)
        if parent:
            self._lines.link(iri, W.unitOf, parent)
        forms = self._forms.get(department, set())
        for form in sorted({*names, *forms} - {name}):
            self._lines.add(iri, W.altLabel, zh(form))
        for form in sorted(forms):
            node = _form(iri, form)
            self._lines.link(node, W.type, D.WrittenForm)
            self._lines.link(node, D.formOf, iri)
            self._lines.add(node, D.asWritten, zh(form))
        self._lines.settle()

    def _parent(self, department: Department, name: str) -> str | None:
        """The body a vertical office belongs to, where its name begins with that body's place."""
        place = department.jurisdiction.parent if department.jurisdiction else None
        function = self._vocabulary.functions.get(department.function)
        while place is not None and function is not None:
            if place.level is not Level.NATION and name.startswith(place.printed + function.name):
                parent = Department(
                    place.code, function.id, place.printed + function.name, function.branch, place
                )
                self._parents[parent] = Counter({parent.name: 1})
                return self._iris.department(parent)
            place = place.parent
        return None

    def _write_function(self, slug: str, used: set[str]) -> None:
        iri = self._iris.function(slug)
        self._lines.link(iri, W.type, D.Function)
        self._lines.link(iri, W.type, W.Concept)
        self._lines.link(iri, W.inScheme, self._iris.scheme("functions"))
        function = self._vocabulary.functions.get(slug)
        if function is None:
            own = sorted((d for d in self._departments if d.function == slug), key=lambda d: d.name)
            name = own[0].name
            if len(own) > 1 and own[0].jurisdiction:  # of several counties: without the county
                name = name.removeprefix(own[0].jurisdiction.name) or name
            self._lines.add(iri, W.label, zh(name))
            self._lines.add(iri, D.unresolved, typed(True, X.boolean))
            return
        self._lines.add(iri, W.label, zh(function.name))
        if function.name_en:
            self._lines.add(iri, W.label, literal(function.name_en, "en"))
        for form in (*function.names, *function.forms):
            self._lines.add(iri, W.altLabel, zh(form))
        others = self._vocabulary.stand_ins.get(slug, ())
        for other in others:
            self._lines.link(iri, W.related, self._iris.function(other))
        if function.broader:
            self._lines.link(iri, W.broader, self._iris.function(function.broader))
        for other in filter(None, (function.broader, *others)):
            if other not in used:
                used.add(other)
                self._write_function(other, used)

    def _write_category(self, iri: str, printed: set[str]) -> None:
        """A category by the name of the table, or by the one form that all these lists print."""
        first = min(printed)
        known = self._vocabulary.category_by_form.get(first)
        name = first if known is None or len(printed) == 1 else known.name
        self._lines.link(iri, W.type, D.Category)
        self._lines.link(iri, W.type, W.Concept)
        self._lines.link(iri, W.inScheme, self._iris.scheme("categories"))
        self._lines.add(iri, W.label, zh(name))
        if known and known.name_en:
            self._lines.add(iri, W.label, literal(known.name_en, "en"))
        for form in sorted({*printed, *((known.name, *known.forms) if known else ())} - {name}):
            self._lines.add(iri, W.altLabel, zh(form))

    def _write_place(self, place: Place, names: set[str]) -> None:
        iri = self._iris.place(place)
        self._lines.link(iri, W.type, D.Jurisdiction)
        self._lines.link(iri, W.type, _LEVEL_CLASS[place.level])
        label = place.printed if place.level is Level.COUNTY else place.name
        self._lines.add(iri, W.label, zh(label))
        self._lines.add(iri, D.code, literal(place.code))
        self._lines.add(iri, D.codeScheme, literal(CODE_SCHEME if place.known else "x"))
        for name in sorted(names - {label}):
            self._lines.add(iri, W.altLabel, zh(name))
        if place.parent:
            self._lines.link(iri, D.within, self._iris.place(place.parent))


@cache
def _form(department: str, written: str) -> str:
    return f"{department}/form-{hashlib.sha256(written.encode()).hexdigest()[:8]}"
