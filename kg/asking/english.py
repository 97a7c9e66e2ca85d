"""English questions: names of places, bodies, categories and duties put into Chinese.

Places are known by pinyin or the romanisation of ``english.csv``, bodies by the English name of
their function, topics by the glossary. A name that fits nothing is marked, so that it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.asking import glosses
from kg.asking.lexicon import Lexicon
from kg.asking.normal import Normaliser
from kg.asking.reading.cues import CueTable
from kg.asking.strangers import only_town, strange_name
from kg.folding import has_chinese, match_key
from kg.patterns import regex
from kg.stems import STOP_WORDS
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

if TYPE_CHECKING:
    from kg.store.graph import Graph

_WORD = regex(r"[A-Za-z][A-Za-z'’-]*")
_PLACE_WORDS = {
    "county": "县市区旗", "city": "市", "district": "区", "banner": "旗", "town": "镇乡", "township": "乡镇",
    "subdistrict": "街道", "street": "街道", "prefecture": "州",
    "zhen": "镇", "xiang": "乡", "xian": "县", "shi": "市", "qu": "区", "zhou": "州", "jiedao": "街道",
}  # fmt: skip
_BODY_WORDS = frozenset(
    "bureau commission department office committee federation administration society union court"
    " procuratorate team authority agency branch board".split()
)
_EMPTY = frozenset("of and the for s a an in".split()) | _BODY_WORDS
_NOT_NAMES = frozenset(
    "which what who whom the a an of for in on to from by with and or does do did is are was were has have"
    " how many must should can may could where when why list show all each every any county town township"
    " superior competent same other another this that these those more than several multiple one two three"
    " four five number top most fewest least responsible dear hi hello once when after before if since while as because until though although besides".split()
)
_PARTED = regex(r" (?:in|the|both)\b|\b(?:bureau|department|office|administration|court) and ")
"""What stands in no body's name: the court and the justice bureau in the department column."""
_LIKENESS, _ALONE, _ALONE_LONG = 84, 95, 88
"""How like a reading a name with *County* or *Town* must be, one without, and a long one without:
Karayagaqi is Kalayagaqi."""
_LONG = 9
_SMALL = 5
"""Letters from which on a word in small letters can be a place."""
_GLOSSED = regex(r" ?[(（“][\u4e00-\u9fff]")
"""A name with its Chinese in brackets says itself which it is."""
_LEVEL = regex(
    r"\b(?:county|city|district|banner|municipal|prefectural)(?:'s)? (?=[\u4e00-\u9fff]{2,12}(?:局|委|办|院|会|部|队|公司))"
)
"""The level before a body that was put into Chinese: the city 水利局."""
_AMPERSAND = regex(" ?& ?")
_OF_CATEGORY = regex(r"(?i)\b[a-z]+(?: [a-z]+){0,4} categor(?:y|ies)\b")
_OWNERS = regex("(?<=[a-z]s)'(?= )")
"""The apostrophe of several owners: the townships' lists."""


class English:
    """Puts the names of an English question into Chinese."""

    def __init__(
        self,
        graph: Graph,
        lexicon: Lexicon,
        normal: Normaliser,
        vocabulary: Vocabulary,
        cues: CueTable,
    ) -> None:
        """Prepare; tables are read with the first English question."""
        self._graph, self._lexicon, self._normal = graph, lexicon, normal
        self._folders, self._cues = vocabulary.folders, cues

    def __call__(self, text: str) -> str:
        """The question with its names in Chinese; text that is mostly Chinese stays."""
        if not is_english(text):
            return text
        text = self._plainly(_OWNERS.sub("", text))
        text = glosses.opened(_AMPERSAND.sub(" and ", text), self._asking)
        text = glosses.described(text, self._kinds, self.formal)
        chinese_topic = has_chinese(text)
        words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        changes: list[tuple[int, int, str]] = []
        position = 0
        while position < len(words):
            for found in self._named(text, words, position):
                last, chinese = found
                changes.append((words[position][0], words[last][1], chinese))
                position = last
                break
            position += 1
        for start, end, chinese in reversed(changes):
            text = f"{text[:start]}{chinese}{text[end:]}"
        text = glosses.once(text, self._kinds, _NOT_NAMES)
        if not chinese_topic:
            text = self._glossed(text)
        text = _OF_CATEGORY.sub(lambda match: self._glossed(match[0]), text)
        text = _LEVEL.sub("", text)
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?:'s|’s)?\s+(?=[\u4e00-\u9fff])", "", text)
        return re.sub(r"(?<=[\u4e00-\u9fff])(?:'s|’s)", "", text)

    @cached_property
    def _plainly(self) -> Callable[[str], str]:
        return glosses.plainly(row for row in self._rows if row["kind"] == "plain")

    def _kinds(self, written: str) -> list[str]:
        """What a Chinese name can mean."""
        return [entity.kind for entity in self._lexicon.surfaces.get(match_key(written), ())]

    @cached_property
    def _asking(self) -> frozenset[str]:
        """Chinese words that ask, or name a list: in brackets they only say again what the English says."""
        return self._cues.listed | self._cues.generic

    def formal(self, text: str) -> list[str]:
        """The lists' words that English words may stand for, by the glossary: first those that two make together."""
        return glosses.together(self.parts(text)[0], self._graph.text.has)

    def parts(self, text: str) -> tuple[list[list[str]], list[str]]:
        """What each phrase of the glossary in English words stands for, and the words it does not have."""
        words = [word.casefold() for word in _WORD.findall(text)]
        found: list[list[str]] = []
        rest: list[str] = []
        at = 0
        while at < len(words):
            for end in range(min(at + 5, len(words)), at, -1):
                phrase = " ".join(words[at:end])
                chinese = self._phrases.get(phrase) or self._phrases.get(phrase.removesuffix("s"))
                if chinese:
                    found.append(chinese)
                    at = end - 1
                    break
            else:
                rest.append(words[at])
            at += 1
        return found, [word for word in rest if word not in STOP_WORDS]

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        """English phrase → the lists' words for it."""
        found: dict[str, list[str]] = {}
        for _, row in read_table(self._folders, "glossary", ("english", "chinese", "note"), 1):
            chinese = [word for word in re.split("[;；]", row["chinese"]) if word]
            for phrase in re.split("[;；]", row["english"]):
                if phrase:
                    found.setdefault(phrase.casefold(), []).extend(chinese)
        return found

    def _glossed(self, text: str) -> str:
        for pattern, chinese in self._glossary:
            text = pattern.sub(f" {chinese} ", text)
        return text

    def _named(
        self, text: str, words: list[tuple[int, int, str]], start: int
    ) -> Iterator[tuple[int, str]]:
        """A name that begins at a word: (its last word, Chinese).

        Raises:
            Refusal: it is written like a name, and nothing loaded has it.
        """
        strange: tuple[int, str] | None = None
        for last in range(min(start + 8, len(words)) - 1, start, -1):
            if any(words[i][1] + 1 < words[i + 1][0] for i in range(start, last)):
                continue
            head = re.sub("['’]?s$", "", words[last][2].casefold())
            inner = [word[2].casefold() for word in words[start:last]]
            if inner[0] in _NOT_NAMES or _PARTED.search(" ".join(inner)):
                continue
            if head in _PLACE_WORDS and len(inner) <= 4:
                place = self._place("".join(inner), _PLACE_WORDS[head])
                if not place and len(inner) == 1:
                    # The Yining township: the one of that county.
                    place = only_town(self._alone(words[start][2]), self._lexicon)
                if place:
                    yield last, place
                elif all(word[2][0].isupper() for word in words[start:last]) and (
                    (words[last][2][0].isupper() or glosses.within(text, words[start][0]))
                    and not _GLOSSED.match(text, words[last][1])
                ):
                    strange = strange or (last, "place")
            if head in _BODY_WORDS and not set(inner) & set(_PLACE_WORDS):
                # Changji City Management Bureau: "Changji City" was taken for the place.
                city = ("city",) if start and words[start - 1][2] == "City" else ("",)
                body = self._departments.get(" ".join((*city, *inner, head)), "")
                body = body or self._function(inner, head) or self._placed(words[start:last], head)
                if body:
                    yield last, body
                elif len(inner) == 1 and self._alone(words[start][2]):
                    continue  # which Qitai office: the place alone
                elif not _GLOSSED.match(text, words[last][1]) and all(
                    w[2][0].isupper() or w[2] in _EMPTY for w in words[start : last + 1]
                ):
                    strange = strange or (last, "body")
        yield from self._department(text, words, start)
        if strange:
            strange_name(" ".join(word[2] for word in words[start : strange[0] + 1]), strange[1])
        yield from self._spelt(text, words, start)
        place = self._alone(words[start][2])
        if place:
            yield start, place

    def _spelt(
        self, text: str, words: list[tuple[int, int, str]], start: int
    ) -> Iterator[tuple[int, str]]:
        """A place written syllable by syllable: *Xi Bei Wan*, *Kala Yagaqi*."""
        for last in range(min(start + 4, len(words)) - 1, start, -1):
            parts = words[start : last + 1]
            together = all(text[a[1] : b[0]] in (" ", "-") for a, b in pairwise(parts))
            if together and all(map(_is_syllable, parts)):
                place = self._alone("".join(w[2] for w in parts))
                if place:
                    yield last, place

    def _alone(self, word: str) -> str:
        """The place that one word names; in small letters only by exactly its reading: *liuhudi*."""
        alone = re.sub("['’]s$", "", word)
        if alone.casefold() in _NOT_NAMES:
            return ""
        if alone[0].isupper():
            return self._bare(self._place(alone.casefold(), ""))
        return self._bare(self._exactly.get(alone, "")) if len(alone) >= _SMALL else ""

    def _bare(self, name: str) -> str:
        """A place, or the one that its name without designator names in Chinese: 昌吉 is the city, not its prefecture."""
        meant = self._lexicon.surfaces.get(_DESIGNATOR.sub("", name), ())
        named = [self._lexicon.places[e.iri] for e in meant if e.kind == "place"]
        if len(named) != 1 or name in named[0].names:
            return name
        whole = (n for n in named[0].names if _DESIGNATOR.search(n) and self._kinds(n))
        return min(whole, key=len, default=name)

    @cached_property
    def _exactly(self) -> dict[str, str]:
        """Reading without its designator → the one place or township that has it, the longest name."""
        found: dict[str, str] = {}
        for reading, name in self._readings:
            found[reading] = max(found.get(reading, ""), name, key=len)
        return found

    def _department(
        self, text: str, words: list[tuple[int, int, str]], start: int
    ) -> Iterator[tuple[int, str]]:
        """A body by a name of the glossary; a single word only with its article: the police."""
        for last in range(min(start + 9, len(words)) - 1, start - 1, -1):
            phrase = " ".join(
                re.sub("['’]s$", "", w[2].casefold()) for w in words[start : last + 1]
            )
            name = self._departments.get(phrase)
            if name == "" and last > start and words[last][2] in _BODY_WORDS:
                strange_name(phrase, "body")  # the foreign affairs office: in none of the lists
            article = start and words[start - 1][2].casefold() in _ARTICLES
            if name and (last > start or article) and not self._inside(words, start, last):
                yield last, name
                return

    def _inside(self, words: list[tuple[int, int, str]], start: int, last: int) -> bool:
        """Whether a body's name is part of a thing's: *fire station* in *mini fire station*."""
        return any(
            phrase in self._phrases and not self._departments.get(phrase)
            for back in (1, 2)
            for phrase in (
                " ".join(w[2].casefold() for w in words[max(0, start - back) : last + 1]),
            )
            if start >= back
        )

    @cached_property
    def _departments(self) -> dict[str, str]:
        """English name → short name of the bodies that the glossary knows; "" of one that is not loaded."""
        known = {name.removeprefix("委") for name in self._lexicon.functions.values()}
        found: dict[str, str] = {}
        for _, row in read_table(self._folders, "glossary", ("english", "chinese", "note"), 1):
            if row["note"] != "department":
                continue
            chinese = row["chinese"].split(";")[0]
            loaded = chinese in known or "function" in self._kinds(chinese)
            for phrase in row["english"].split(";"):
                name = phrase.strip().casefold().replace(",", "")
                found[name] = found.get(name) or (chinese if loaded else "")
        return found

    def _place(self, written: str, ends: str) -> str:
        from rapidfuzz import fuzz

        best, label = 0.0, ""
        for reading, name in self._readings:
            if ends and name[-1] not in ends:
                continue
            likeness = fuzz.ratio(written.replace("-", "").replace("'", ""), reading)
            if likeness > best:
                best, label = likeness, name
        alone = _ALONE_LONG if len(written) >= _LONG else _ALONE
        return label if best >= (_LIKENESS if ends else alone) else ""

    @cached_property
    def _readings(self) -> list[tuple[str, str]]:
        """(reading without its designator, name) of the loaded townships and places."""
        found: list[tuple[str, str]] = []
        romanised = {row["chinese"]: row["english"] for row in self._rows if row["kind"] == "place"}
        names = [t.short for t in self._lexicon.townships.values()]
        names += [n for p in self._lexicon.places.values() if p.level != "nation" for n in p.names]
        for name in sorted(set(names)):
            stem = _DESIGNATOR.sub("", name)
            if len(stem) > 1:
                found += ((reading, name) for reading in self._normal.readings(stem))
                for other in re.split("[;；]", romanised.get(stem, "")):
                    if other:
                        found.append((other.casefold().replace(" ", ""), name))
        return found

    def _placed(self, words: Sequence[tuple[int, int, str]], head: str) -> str:
        """A body right behind its place's name: *Changji Water Conservancy Bureau*."""
        place = self._alone(words[0][2]) if len(words) > 1 else ""
        inner = [word[2].casefold() for word in words[1:]]
        body = self._function(inner, head) or self._departments.get(" ".join((*inner, head)), "")
        return f"{place}{body}" if place and body else ""

    def _function(self, inner: list[str], head: str) -> str:
        """The function whose English name has all these words and the fewest beside them."""
        wanted = {glosses.stem(word) for word in inner} - _EMPTY
        have = [(c, label) for c, label in self._functions if wanted and wanted <= c]
        least = min((len(content) for content, _ in have), default=0)
        best = [label for content, label in have if len(content) == least]
        only = len(best) == 1 or len(wanted) > 1  # affairs: of several
        return min(best) if best and only else ""

    @cached_property
    def _functions(self) -> list[tuple[frozenset[str], str]]:
        query = """SELECT ?f ?name WHERE { ?f a :Function ; rdfs:label ?name
          FILTER(lang(?name) = "en") }"""
        found = []
        for row in self._graph.rows(query):
            if row["f"] in self._lexicon.functions:
                words = {glosses.stem(w) for w in _WORD.findall(row["name"].casefold())} - _EMPTY
                found.append(
                    (frozenset(words), self._lexicon.functions[row["f"]].removeprefix("委"))
                )
        return sorted(found, key=lambda item: item[1])

    @cached_property
    def _glossary(self) -> list[tuple[re.Pattern[str], str]]:
        """Phrases for duties and categories, the longest first."""
        told = ("topic", "category")
        phrases = {row["english"]: row["chinese"] for row in self._rows if row["kind"] in told}
        known = set(self._lexicon.categories.values())
        words = {r["english"] for r in self._rows if r["kind"] == "category"}
        for phrase in [p for p in words if phrases[p] not in known]:
            del phrases[phrase]
        query = """SELECT ?k ?name WHERE { ?k a :Category ; rdfs:label ?name FILTER(lang(?name) = "en") }"""
        for row in self._graph.rows(query):
            if row["k"] in self._lexicon.categories:
                phrases[row["name"]] = self._lexicon.categories[row["k"]]
                if " " not in row["name"]:
                    words.add(row["name"])
        return [
            (
                regex(
                    (_AS_CATEGORY if phrase in words else r"\b{}\b").format(glosses.loose(phrase)),
                    re.IGNORECASE,
                ),
                chinese,
            )
            for phrase, chinese in sorted(
                phrases.items(), key=lambda item: (-len(item[0]), item[0])
            )
        ]

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        columns = ("english", "chinese", "kind")
        return [row for _, row in read_table(self._folders, "english", columns, 1)]


_AS_CATEGORY = r"(?:(?<=category )|(?<=category ['\"“‘])|(?<=category of ))\b{0}\b|\b{0}\b(?=[\s-]+(?:(?:cooperation|reclaimed|basic|own) )?(?:categor|dut|matters|items|section|field|area|class))"
"""A category of one word, or by another name, is one only where that is said: *for health reasons* is none."""

_DESIGNATOR = regex("(?:街道办事处|街道|自治县|县|市|区|旗|镇|乡|自治州|州)$")
"""What kind of place a name ends with: 某某市."""

_ARTICLES = ("the", "which", "county", "city", "town", "township", "our", "local")
"""What stands before a body of one word: the police, the county court."""


def is_english(text: str) -> bool:
    """Whether a question is mostly written in Latin words."""
    letters = sum(len(word) for word in _WORD.findall(text))
    return letters * 2 >= len(text.replace(" ", ""))


def _is_syllable(word: tuple[int, int, str]) -> bool:
    """Whether a word can be a piece of a name that is written in pieces."""
    return word[2][0].isupper() and len(word[2]) > 1 and word[2].casefold() not in _NOT_NAMES
