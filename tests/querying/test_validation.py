"""A good graph passes; a graph broken in any of many ways is caught, with file and line."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg.commands.validate import render
from kg.querying import shapes, validation
from kg.querying.validation import Validation, validate
from kg.rdf import terms
from kg.resources import folder
from kg.store.graph import Graph

PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in terms.PREFIXES.items())


def duty(letter: str, number: int) -> str:
    """A pattern that binds ?x to a duty of the small list."""
    kind = {"b": "BasicDuty", "c": "CooperationDuty", "r": "ReclaimedDuty"}[letter]
    return f"?x a :{kind} ; :number {number}"


def clause(number: int) -> str:
    """A pattern that binds ?x to a superior clause of the first cooperation duty."""
    return f"{duty('c', 1).replace('?x', '?d')} . ?x :clauseOf ?d ; a :SuperiorClause ; :number {number}"


def replace(where: str, prop: str, value: str) -> str:
    return f"DELETE {{ ?x {prop} ?v }} INSERT {{ ?x {prop} {value} }} WHERE {{ {where} . ?x {prop} ?v }}"


def remove(where: str, prop: str) -> str:
    return f"DELETE {{ ?x {prop} ?v }} WHERE {{ {where} . ?x {prop} ?v }}"


def insert(where: str, triples: str) -> str:
    return f"INSERT {{ {triples} }} WHERE {{ {where} }}"


LEADS = "?x :role :role-leads ; :party ?p . ?p a :Department"

BROKEN = {
    # name: (update, rule that catches it, whether it can name a line)
    "a duty without name": (remove(duty("c", 1), "rdfs:label"), "Duty-label", True),
    "a duty with two names": (insert(duty("c", 1), '?x rdfs:label "又名"@zh'), "Duty-label", True),
    "a name in no language": (replace(duty("b", 1), "rdfs:label", '"加强"'), "Duty-label", True),
    "a number that is text": (replace(duty("b", 1), ":number", '"1"'), "Duty-number", True),
    "number nought": (replace(duty("b", 1), ":number", "0"), "Duty-number", True),
    "a number repeated": (replace(duty("b", 2), ":number", "1"), "serial-repeated", True),
    "a number missing": (replace(duty("b", 2), ":number", "3"), "serial-gap", True),
    "another number than the IRI": (
        replace(duty("c", 2), ":number", "7"),
        "number-differs-from-iri",
        True,
    ),
    "a duty of two kinds": (insert(duty("c", 1), "?x a :ReclaimedDuty"), "Duty", True),
    "a duty of no kind": (
        remove(duty("b", 1), "rdf:type").replace("?v }", ":BasicDuty }", 1),
        "Duty",
        True,
    ),
    "a kind without being a duty": (
        "DELETE { ?x a :Duty } WHERE { ?x a :BasicDuty }",
        "BasicDuty",
        True,
    ),
    "a duty in no list": (remove(duty("r", 1), ":inList"), "Duty-inList", True),
    "a duty in two lists": (
        insert(f'{duty("r", 1)} . ?l :listKind "basic"', "?x :inList ?l"),
        "Duty-inList",
        True,
    ),
    "a list of another kind": (
        'DELETE { ?x :listKind ?v } INSERT { ?x :listKind "basic" } WHERE { ?x :listKind ?v }',
        "list-differs",
        True,
    ),
    "an unknown kind of list": (
        'DELETE { ?x :listKind ?v } INSERT { ?x :listKind "else" } WHERE { ?x :listKind ?v }',
        "DutyList-listKind",
        True,
    ),
    "a duty without citation": (remove(duty("b", 2), ":citation"), "Duty-citation", False),
    "a clause without citation": (remove(clause(1), ":citation"), "citation-missing", True),
    "a citation without line": (
        remove(f"{duty('b', 1)[0:0]}?x a :Citation ; :sourceRow ?row", ":line"),
        "Citation-line",
        False,
    ),
    "a citation of line nought": (replace("?x a :Citation", ":line", "0"), "Citation-line", False),
    "a citation without quote": (remove("?x a :Citation", ":quote"), "Citation-quote", True),
    "a quote that is not in the row": (
        replace(f"{duty('c', 1).replace('?x', '?d')} . ?d :citation ?x", ":quote", '"别的文字"'),
        "quote-not-in-row",
        True,
    ),
    "a clause cited at another line": (
        replace(f"{clause(1).replace('?x', '?k')} . ?k :citation ?x", ":line", "999"),
        "citation-elsewhere",
        True,
    ),
    "lines out of order": (
        replace(f"{duty('b', 1).replace('?x', '?d')} . ?d :citation ?x", ":line", "99"),
        "line-order",
        True,
    ),
    "a source row lost": (remove("?x a :Citation", ":sourceRow"), "source-row-missing", True),
    "a cell lost from a row": (
        (
            "DELETE { ?x :sourceRow ?v } INSERT { ?x :sourceRow ?w } WHERE"
            ' { ?x :sourceRow ?v BIND(REPLACE(?v, "\\t[^\\t]*$", "") AS ?w) }'
        ),
        "row-and-header",
        True,
    ),
    "a citation nobody leads to": (
        insert(
            "?d a :Document",
            "<https://dutykg.example/y> a :Citation ; :inDocument ?d ; :line 3 ; "
            ':locator "第3行"@zh ; :quote "文字"',
        ),
        "orphan",
        True,
    ),
    "a link to nothing": (
        replace(duty("b", 1), ":category", "<https://dutykg.example/category/none>"),
        "dangling-link",
        True,
    ),
    "a category that is a township": (
        "DELETE { ?x :category ?v } INSERT { ?x :category ?t } WHERE { ?x :category ?v . ?t a :Township }",
        "Duty-category",
        True,
    ),
    "a subject that is not the category": (
        remove(duty("b", 1), "dcterms:subject"),
        "Duty-subject",
        True,
    ),
    "a clause number repeated": (
        replace(clause(2), ":number", "1"),
        "clause-number-repeated",
        True,
    ),
    "a clause number missing": (replace(clause(2), ":number", "5"), "clause-number-gap", True),
    "a clause without text": (remove(clause(1), ":text"), "Clause-text", True),
    "a clause of both sides": (insert(clause(1), "?x a :TownshipClause"), "Clause-type", True),
    "a clause of no duty": (remove(clause(1), ":clauseOf"), "Clause-clauseOf", True),
    "a clause of a basic duty": (
        f"DELETE {{ ?x :clauseOf ?d }} INSERT {{ ?x :clauseOf ?b }} WHERE {{ {clause(1)} . ?b a :BasicDuty }}",
        "Clause-clauseOf",
        True,
    ),
    "an edge without responsibility": (
        insert(f"{duty('c', 2)} . ?p a :Department", "?p :leads ?x"),
        "edge-without-responsibility",
        True,
    ),
    "a responsibility without edge": (
        "DELETE { ?p :leads ?x } WHERE { ?p :leads ?x }",
        "responsibility-without-edge",
        True,
    ),
    "a clause's edge without responsibility": (
        insert(f"{clause(1)} . ?p a :Township", "?x :handsOver ?p"),
        "edge-without-responsibility",
        True,
    ),
    "an unknown role": (replace(LEADS, ":role", ":role-laeds"), "Responsibility-role", True),
    "an unknown certainty": (
        replace(LEADS, ":certainty", '"sure"'),
        "Responsibility-certainty",
        True,
    ),
    "a responsibility of nobody": (remove(LEADS, ":party"), "Responsibility", True),
    "a place with a responsibility": (
        "DELETE { ?x :party ?v } INSERT { ?x :party ?c } WHERE { ?x :party ?v . ?c a :County }",
        "Responsibility-party",
        True,
    ),
    "a clause of another duty in a responsibility": (
        (
            f"DELETE {{ ?x :inClause ?v }} INSERT {{ ?x :inClause ?k }} WHERE {{ ?x :inClause ?v ."
            f" {duty('c', 2).replace('?x', '?d')} . ?k :clauseOf ?d ; :number 1 ; a :SuperiorClause }}"
        ),
        "responsibility-in-another-duty",
        True,
    ),
    "a place in order repeated": (
        "DELETE { ?x :position ?v } INSERT { ?x :position 1 } WHERE { ?x :responsibilityFor ?d ; :position ?v }",
        "position-repeated",
        True,
    ),
    "a basic duty without holder": (
        "DELETE { ?t :leads ?x } WHERE { ?t a :Township ; :leads ?x }",
        "basic-without-holder",
        True,
    ),
    "a cooperation duty without lead": (
        f"DELETE {{ ?t :leads ?x }} WHERE {{ {duty('c', 2)} . ?t :leads ?x }}",
        "cooperation-without-lead",
        True,
    ),
    "a cooperation duty without township": (
        "DELETE { ?t :cooperatesOn ?x } WHERE { ?t :cooperatesOn ?x }",
        "cooperation-without-township",
        True,
    ),
    "a reclaimed duty without holder": (
        "DELETE { ?t :reclaimed ?x } WHERE { ?t :reclaimed ?x }",
        "reclaimed-without-holder",
        True,
    ),
    "a discontinued duty with holder": (
        insert("?x :discontinued true . ?p a :Department", "?p :reclaimed ?x"),
        "discontinued-with-holder",
        True,
    ),
    "a reclaimed duty still held": (
        "DELETE { ?t :relievedOf ?x } WHERE { ?t :relievedOf ?x }",
        "reclaimed-without-township",
        True,
    ),
    "a department that cooperates": (
        insert(f"{duty('c', 1)} . ?p a :Department", "?p :cooperatesOn ?x"),
        "cooperatesOn-from",
        True,
    ),
    "a department that leads a reclaimed duty": (
        insert(f"{duty('r', 1)} . ?p a :Department", "?p :leads ?x"),
        "leads-to",
        True,
    ),
    "a department without function": (
        remove("?x a :Department", "org:classification"),
        "Department-classification",
        True,
    ),
    "a department twice": (
        insert(
            "?d a :Department ; :jurisdiction ?j ; org:classification ?f",
            "<https://dutykg.example/org/z/z> a :Department ; :jurisdiction ?j ; org:classification ?f",
        ),
        "department-twice",
        False,
    ),
    "a dataset without checksum": (remove("?x a :Dataset", ":sha256"), "Dataset-sha256", False),
    "a checksum cut off": (replace("?x a :Document", ":sha256", '"abc"'), "Document-sha256", False),
    "no current edition": (
        replace("?x a :Document", ":current", "false"),
        "current-edition",
        False,
    ),
    "a written form of nobody": (
        remove("?x a :WrittenForm", ":formOf"),
        "WrittenForm-formOf",
        True,
    ),
    "an unknown code scheme": (
        replace("?x a :Township", ":codeScheme", '"nbs"'),
        "Township-codeScheme",
        False,
    ),
    "a county above itself": (insert("?x a :County", "?x :within ?x"), "cycle", False),
    "a duty of no matter": (remove(duty("b", 1), ":matter"), "matter-missing", True),
    "a match without evidence": (
        insert(f"{duty('b', 1)} . ?y a :BasicDuty ; :number 2", "?x skos:closeMatch ?y"),
        "match-without-link",
        True,
    ),
    "a misspelt property": (insert(duty("b", 1), '?x :printedNumbr "1"'), "unknown-term", True),
    "a thing without type": (
        insert(duty("b", 1), '<https://dutykg.example/w> rdfs:label "无"@zh'),
        "untyped",
        False,
    ),
    "an IRI in Chinese": (
        insert("?x a :Category", "<https://dutykg.example/category/民政> a :Category"),
        "iri-form",
        False,
    ),
    "a blank node": (insert("?x a :Category", "_:b a :Category"), "iri-form", False),
    "a triple in a named graph": (
        "INSERT DATA { GRAPH <https://dutykg.example/g> { <https://dutykg.example/a> a :Duty } }",
        "named-graph",
        False,
    ),
}


def copy(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(graph.store.quads_for_pattern(None, None, None, None))
    return store


@pytest.fixture(scope="module")
def good(small_graph: Graph) -> Validation:
    return validate(small_graph.store)


def test_a_good_graph_passes(good: Validation) -> None:
    assert [problem.render() for problem in good.problems] == []
    assert good.conforms
    assert good.coverage.complete


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_graph_is_caught(name: str, small_graph: Graph) -> None:
    update, rule, has_line = BROKEN[name]
    broken = copy(small_graph)
    before = set(broken)
    broken.update(PREFIXES + update)
    assert set(broken) != before, "the mutation changed nothing"
    found = [problem for problem in validate(broken).problems if problem.rule == rule]
    assert found, sorted({problem.rule for problem in validate(broken).problems})
    if has_line:
        assert any(re.fullmatch(r"zhulin\.txt:[1-9][0-9]*", problem.place()) for problem in found)
    for problem in found:
        assert re.search(r"[\u4e00-\u9fff]", problem.message)
        assert re.search(r"[a-z]{3}", problem.message_en)
        assert "{" not in problem.message + problem.message_en


def test_there_are_at_least_thirty_broken_graphs_and_they_differ() -> None:
    assert len({update for update, _, _ in BROKEN.values()}) == len(BROKEN) >= 30


def test_a_problem_names_the_line_of_its_duty(small_graph: Graph) -> None:
    broken = copy(small_graph)
    broken.update(PREFIXES + remove(clause(2), ":text"))
    problem = next(p for p in validate(broken).problems if p.rule == "Clause-text")
    assert problem.place() == "zhulin.txt:16"
    found = problem.to_json()
    assert json.loads(json.dumps(found)) == found
    assert (found["list"], found["number"], found["township"]) == ("cooperation", 1, "云溪县竹林镇")
    assert "安排资金" in found["quote"]


def test_a_sample_says_what_it_covered_and_is_the_same_every_time(small_graph: Graph) -> None:
    one, two = validate(small_graph.store, sample=2), validate(small_graph.store, sample=2)
    assert one == two
    assert one.conforms
    assert (one.coverage.duties_in_shapes, one.coverage.duties) == (2, 6)
    text = "\n".join(render(one))
    assert "6 个事项中的 2 个" in text
    assert "抽查" in text


def test_a_sample_of_all_finds_what_the_whole_finds(small_graph: Graph) -> None:
    broken = copy(small_graph)
    broken.update(PREFIXES + remove("?x a :Duty", "prov:wasDerivedFrom"))
    whole = validate(broken)
    assert whole.problems
    part = validate(broken, sample=5)
    assert set(part.problems) <= set(whole.problems)
    assert len([p for p in part.problems if p.rule == "Duty-source"]) == 5


def test_many_problems_of_one_kind_are_shown_in_part(small_graph: Graph) -> None:
    broken = copy(small_graph)
    broken.update(PREFIXES + remove("?x a :Duty", "rdfs:label"))
    lines = list(render(validate(broken), limit=2))
    assert len([line for line in lines if line.endswith(">") and "[Duty-label]" in line]) == 2
    assert any("还有 4 处" in line for line in lines)


def test_the_shapes_are_valid_shacl() -> None:
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_the_shapes_keep_to_shacl_core_and_speak_both_languages() -> None:
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    assert not list(shapes.subjects(SH.sparql))
    for shape in shapes.subjects(SH.property):
        for part in shapes.objects(shape, SH.property):
            if "/shapes#Has" not in str(part):
                languages = sorted(text.language for text in shapes.objects(part, SH.message))
                assert languages == ["en", "zh"], part


def test_shapes_and_checks_use_only_terms_of_the_ontology() -> None:
    known = {str(s) for s in rdflib.Graph().parse(folder("ontology") / "duty.ttl").subjects()}
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    used = {str(node) for node in shapes.all_nodes() if str(node).startswith(terms.NAMESPACE)}
    for check in validation.checks():
        body = re.sub(r'#.*|"[^"]*"', "", check.text)
        used |= {
            terms.NAMESPACE + name for name in re.findall(r"(?<![\w>]):([A-Za-z][\w-]*)", body)
        }
    assert used <= known


def test_every_class_of_the_ontology_has_a_shape() -> None:
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    aimed = {str(target) for target in shapes.objects(None, SH.targetClass)}
    levels = {terms.D.Nation, terms.D.Province, terms.D.Prefecture, terms.D.County}
    classes = {v for k, v in vars(terms.D).items() if k[0].isupper()}
    assert classes - aimed == levels


def test_taking_property_shapes_together_changes_no_result(small_graph: Graph) -> None:
    broken = copy(small_graph)
    broken.update(PREFIXES + remove("?x a :Duty", "rdfs:label"))
    broken.update(PREFIXES + replace("?x a :Citation", ":line", "0"))
    data = small_graph.to_rdflib().__class__()
    data.parse(
        data=broken.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt"
    )
    plain = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=plain)
    expected = {
        (
            str(report.value(r, SH.sourceShape)).removeprefix(validation.SHAPES),
            str(report.value(r, SH.focusNode)),
        )
        for r in report.subjects(RDF.type, SH.ValidationResult)
    }
    names = {check.name for check in validation.checks()} | {"unknown-term", "named-graph"}
    found = {(p.rule, p.node) for p in validate(broken).problems if p.rule not in names}
    assert found == expected


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_to_conform_conforms_for_pyshacl_too(small_graph: Graph, seed: int) -> None:
    chance = random.Random(seed)
    quads = sorted(small_graph.store.quads_for_pattern(None, None, None), key=str)
    changed, other = chance.choice(quads), chance.choice(quads)
    store = ox.Store()
    store.extend(quads)
    store.remove(changed)
    value = chance.choice([other.object, ox.Literal("x"), ox.Literal("", language="zh")])
    store.add(ox.Quad(changed.subject, chance.choice([changed, other]).predicate, value))
    data = rdflib.Graph()
    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    data.parse(data=text, format="nt")
    plain = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")

    assert shapes.conform(shapes.triples(store)) == pyshacl.validate(data, shacl_graph=plain)[0]


def test_a_shape_that_is_not_understood_is_left_to_pyshacl(
    small_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strange(self: shapes.Shapes, name: str, told: str) -> object:
        raise shapes.Unknown(name)

    monkeypatch.setattr(shapes.Shapes, "_single", strange)

    assert not shapes.conform(shapes.triples(small_graph.store))
    assert validate(small_graph.store).conforms


def test_importing_the_module_loads_no_heavy_library() -> None:
    code = "import sys, kg.querying.validation; print({'rdflib', 'pyshacl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
