"""The ontology's names: a closed set, so that a misspelt term fails at once.

The namespace is fixed; only the data's base can be configured. A test proves this module and
``ontology/duty.ttl`` equal.
"""

from __future__ import annotations

NAMESPACE = "https://dutykg.example/ontology#"
"""The ontology's namespace (hash)."""

DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Licence of every graph and export: the lists are outside copyright (Art. 5, Copyright Law of the
PRC), and what the program adds to them is given up, too. The ontology itself is CC BY 4.0."""

DATA_RIGHTS = {
    "zh": "清单是国家机关公文，不受著作权法保护（《著作权法》第五条）；由清单生成的图谱和导出文件以 CC0 1.0 放弃一切权利。",
    "en": "The lists are documents of state organs, outside copyright (Art. 5, Copyright Law of the PRC);"
    " what is made of them, the graph and its exports, is given up under CC0 1.0.",
}
"""Why, in the words of the README."""

SHACL = "http://www.w3.org/ns/shacl#"
"""The namespace of shapes and of what a validation says (https://www.w3.org/TR/shacl/)."""

DEFAULT_BASE = "https://dutykg.example/"
"""The base of data IRIs unless another is configured."""

PREFIXES = {
    "": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
}
"""Prefixes the exports and the query library use; the empty one is the ontology's own."""


def _own(name: str) -> str:
    return NAMESPACE + name


class D:
    """Terms of the duty ontology."""

    # Classes
    Dataset = _own("Dataset")
    Duty = _own("Duty")
    BasicDuty = _own("BasicDuty")
    CooperationDuty = _own("CooperationDuty")
    ReclaimedDuty = _own("ReclaimedDuty")
    DutyList = _own("DutyList")
    Document = _own("Document")
    Township = _own("Township")
    Department = _own("Department")
    Jurisdiction = _own("Jurisdiction")
    Nation = _own("Nation")
    Province = _own("Province")
    Prefecture = _own("Prefecture")
    County = _own("County")
    Function = _own("Function")
    Category = _own("Category")
    Clause = _own("Clause")
    SuperiorClause = _own("SuperiorClause")
    TownshipClause = _own("TownshipClause")
    Responsibility = _own("Responsibility")
    Matter = _own("Matter")
    Citation = _own("Citation")
    ExtraColumn = _own("ExtraColumn")
    # Direct edges
    leads = _own("leads")
    convenes = _own("convenes")
    supports = _own("supports")
    cooperatesOn = _own("cooperatesOn")
    reclaimed = _own("reclaimed")
    relievedOf = _own("relievedOf")
    # Structure
    inList = _own("inList")
    inDocument = _own("inDocument")
    ofTownship = _own("ofTownship")
    listKind = _own("listKind")
    category = _own("category")
    clauseOf = _own("clauseOf")
    jurisdiction = _own("jurisdiction")
    within = _own("within")
    matter = _own("matter")
    citation = _own("citation")
    extraColumn = _own("extraColumn")
    # Responsibility
    responsibilityFor = _own("responsibilityFor")
    party = _own("party")
    role = _own("role")
    certainty = _own("certainty")
    asWritten = _own("asWritten")
    inClause = _own("inClause")
    agent = _own("agent")
    reclaimKind = _own("reclaimKind")
    actsIn = _own("actsIn")
    # Written forms of departments
    WrittenForm = _own("WrittenForm")
    formOf = _own("formOf")
    # Links between duties
    MatchLink = _own("MatchLink")
    matchSubject = _own("matchSubject")
    matchPredicate = _own("matchPredicate")
    matchObject = _own("matchObject")
    matchMethod = _own("matchMethod")
    matchScore = _own("matchScore")
    matchReason = _own("matchReason")
    # Literals
    number = _own("number")
    printedNumber = _own("printedNumber")
    printedCategory = _own("printedCategory")
    position = _own("position")
    section = _own("section")
    heading = _own("heading")
    text = _own("text")
    method = _own("method")
    discontinued = _own("discontinued")
    openEnded = _own("openEnded")
    openWords = _own("openWords")
    code = _own("code")
    codeScheme = _own("codeScheme")
    branch = _own("branch")
    unresolved = _own("unresolved")
    edition = _own("edition")
    datePrinted = _own("datePrinted")
    current = _own("current")
    path = _own("path")
    sha256 = _own("sha256")
    line = _own("line")
    locator = _own("locator")
    quote = _own("quote")
    fragment = _own("fragment")
    sourceRow = _own("sourceRow")
    sourceHeader = _own("sourceHeader")
    header = _own("header")
    value = _own("value")


class S:
    """Concept schemes of the ontology itself."""

    roles = _own("roles")
    certainties = _own("certainties")
    reclaimKinds = _own("reclaimKinds")


ROLES = {
    slug: _own(f"role-{slug}")
    for slug in (
        "leads",
        "convenes",
        "supports",
        "cooperatesOn",
        "reclaimed",
        "relievedOf",
        "acts",
        "coordinates",
        "calledOn",
        "actsWith",
        "cooperates",
        "assists",
        "participates",
        "consults",
        "guides",
        "supervises",
        "assesses",
        "reviews",
        "approves",
        "filesWith",
        "reportsTo",
        "appliesTo",
        "handsOver",
        "refersTo",
        "feedsBackTo",
        "commissions",
        "authorises",
    )
}
"""Roles a party can have in a Responsibility."""

EDGES = {slug: _own(slug) for slug in ROLES if slug != "acts"}
"""Direct edges, one a role: of the duty (party → duty) or of a clause (clause → other party)."""


def edge(role: str) -> str:
    """The direct edge of a role.

    Raises:
        KeyError: the role has none of its own (acts: see ``D.actsIn``).
    """
    return EDGES[role]


CERTAINTIES = {
    slug: _own(f"certainty-{slug}") for slug in ("stated", "column", "heading", "inferred")
}
"""What a Responsibility rests on."""

RECLAIM_KINDS = {
    slug: _own(f"reclaim-{slug}")
    for slug in ("transferred", "abolished", "assessment-dropped", "shared-not-assessed")
}
"""Ways in which a duty is taken back."""


class W:
    """Terms of other vocabularies that the graph uses."""

    type = PREFIXES["rdf"] + "type"
    label = PREFIXES["rdfs"] + "label"
    Concept = PREFIXES["skos"] + "Concept"
    ConceptScheme = PREFIXES["skos"] + "ConceptScheme"
    inScheme = PREFIXES["skos"] + "inScheme"
    prefLabel = PREFIXES["skos"] + "prefLabel"
    altLabel = PREFIXES["skos"] + "altLabel"
    editorialNote = PREFIXES["skos"] + "editorialNote"
    broader = PREFIXES["skos"] + "broader"
    related = PREFIXES["skos"] + "related"
    exactMatch = PREFIXES["skos"] + "exactMatch"
    closeMatch = PREFIXES["skos"] + "closeMatch"
    broadMatch = PREFIXES["skos"] + "broadMatch"
    narrowMatch = PREFIXES["skos"] + "narrowMatch"
    subject = PREFIXES["dcterms"] + "subject"
    issued = PREFIXES["dcterms"] + "issued"
    license = PREFIXES["dcterms"] + "license"
    identifier = PREFIXES["dcterms"] + "identifier"
    Dataset = PREFIXES["dcat"] + "Dataset"
    Distribution = PREFIXES["dcat"] + "Distribution"
    distribution = PREFIXES["dcat"] + "distribution"
    FormalOrganization = PREFIXES["org"] + "FormalOrganization"
    classification = PREFIXES["org"] + "classification"
    unitOf = PREFIXES["org"] + "unitOf"
    Entity = PREFIXES["prov"] + "Entity"
    wasDerivedFrom = PREFIXES["prov"] + "wasDerivedFrom"
    wasRevisionOf = PREFIXES["prov"] + "wasRevisionOf"
    deprecated = PREFIXES["owl"] + "deprecated"


class X:
    """Datatypes."""

    string = PREFIXES["xsd"] + "string"
    integer = PREFIXES["xsd"] + "integer"
    boolean = PREFIXES["xsd"] + "boolean"
    decimal = PREFIXES["xsd"] + "decimal"
    gYearMonth = PREFIXES["xsd"] + "gYearMonth"
