"""人大 and its office, 政协 and its office, 党史研究室: one body or two by one rule, wherever they stand."""

from __future__ import annotations

import pytest

from kg.bodies.names import NameReader
from kg.bodies.places import locate
from kg.values import Township
from kg.vocabulary.loading import Vocabulary

BODIES = {
    "peoples-congress": ("县人大", "县人大常委会", "县人民代表大会常务委员会", "木垒县人大常务委员会"),
    "peoples-congress-office": ("县人大办", "县人大办公室", "县人大常委会办公室", "木垒县人大常委会办"),
    "cppcc": ("县政协", "木垒县政协", "县政治协商委员会", "政协木垒县委员会"),
    "cppcc-office": ("县政协办", "县政协办公室", "木垒县政治协商委员会办公室", "政协木垒县委员会办公室"),
    "party-history": (
        "县委党史研究室", "县委党史和文献研究室", "县委党史和地方志研究室", "县党史研究室", "县委党史办", "县史志办",
        "县委党史研究室（地方志办公室）",
    ),
}  # fmt: skip
WRITTEN = [(function, form) for function, forms in BODIES.items() for form in forms]


@pytest.fixture(scope="module")
def reader(tables: Vocabulary) -> NameReader:
    township = locate("昌吉州木垒县东城镇", tables)
    assert isinstance(township, Township)
    return NameReader(tables, township)


@pytest.mark.parametrize(("function", "form"), WRITTEN)
def test_a_spelling_means_one_body_in_the_column(
    reader: NameReader, function: str, form: str
) -> None:
    (department,) = reader.split(form).departments

    assert department.function == function


@pytest.mark.parametrize(("function", "form"), WRITTEN)
def test_and_the_same_in_a_clause(reader: NameReader, function: str, form: str) -> None:
    found = reader.find(f"收集情况，报{form}；做好其他工作。")

    assert {mention.department.function for mention in found} == {function}


@pytest.mark.parametrize("office", ["peoples-congress-office", "cppcc-office"])
def test_an_office_is_joined_to_the_body_it_serves(tables: Vocabulary, office: str) -> None:
    assert tables.functions[office].broader == office.removesuffix("-office")
