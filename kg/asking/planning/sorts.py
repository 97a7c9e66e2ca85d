"""Sorts: what sort of question it is, as the rules ask it by which words are not passed over."""

from __future__ import annotations

from kg.asking.frame import GROUPS, ROWS, Ask, Question


def of_a_free_whole(question: Question) -> bool:
    """Whether a share is of whole lists."""
    other = question.other
    return question.count == "percent" and other is not None and not other.narrowed


def rows(question: Question) -> bool:
    """Whether rows are asked for, in no order and as they are."""
    plain = not (question.other or question.rank or question.having)
    return question.ask is Ask.DUTIES and plain


def all_rows(question: Question) -> bool:
    """Whether all rows of lists are asked for."""
    return rows(question) and not question.frame.narrowed


def of_any(question: Question) -> bool:
    """Whether categories of some lists are asked for, wherever they are."""
    return question.ask is Ask.CATEGORIES and not (
        question.other or question.parties or question.rank
    )


def townships_by_rows(question: Question) -> bool:
    """Whether townships are ranked by how many rows they have."""
    rank = question.rank
    return question.ask is Ask.TOWNSHIPS and rank is not None and rank.by == "count"


def taken_away(question: Question) -> bool:
    """Whether something is taken away from something."""
    return question.relation.endswith("minus")


def had_by_all(question: Question) -> bool:
    """Whether other townships are to have the rows, too."""
    return bool(question.frame.in_all)


def of_one_list(question: Question) -> bool:
    """Whether rows of one list are asked for."""
    return question.ask is Ask.DUTIES and len(question.frame.lists) == 1


def groups(question: Question) -> bool:
    """Whether departments, townships or categories are asked for."""
    return question.ask in GROUPS


def plain_number(question: Question) -> bool:
    """Whether rows are counted."""
    return question.ask is Ask.NUMBER and not question.count


def mean(question: Question) -> bool:
    """Whether a mean is asked for."""
    return question.count.startswith(("average", "per_"))


def clauses(question: Question) -> bool:
    """Whether clauses are asked for."""
    return question.ask is Ask.CLAUSES


def mean_of_a_row(question: Question) -> bool:
    """Whether the mean of what a row has is asked for."""
    return question.count in ("average_departments", "average_clauses")


def of_some_rows(question: Question) -> bool:
    """Whether groups are asked for that have some rows of a kind, perhaps others besides."""
    return question.ask is Ask.CATEGORIES and question.frame.narrowed


def more(question: Question) -> bool:
    """Whether it is asked if one side has more."""
    return question.test == "more"


def exists(question: Question) -> bool:
    """Whether it is asked if there are any."""
    return question.test == "exists"


def whatever(question: Question) -> bool:
    """Whatever is asked."""
    return True


def of_all_acts(question: Question) -> bool:
    """Whether rows are taken whatever is done in them."""
    frame = question.frame
    named = frame.words or frame.topic or frame.rows or frame.numbers or question.other
    return not named and question.ask is not Ask.BOOLEAN


def numbered(question: Question) -> bool:
    """Whether rows are told by their numbers."""
    return bool(question.frame.numbers)


def ranked(question: Question) -> bool:
    """Whether something is ranked."""
    return question.rank is not None


def share(question: Question) -> bool:
    """Whether a share is asked for."""
    return question.count == "percent"


def share_of_lists(question: Question) -> bool:
    """Whether the whole of a share is a whole list."""
    return share(question) and of_a_free_whole(question)


def of_a_topic(question: Question) -> bool:
    """Whether rows of a duty are asked for."""
    return question.ask in ROWS and bool(question.frame.topic)


def ranked_bodies(question: Question) -> bool:
    """Whether departments are ranked."""
    return question.ask is Ask.DEPARTMENTS and question.rank is not None


def ranked_sizes_of_basic(question: Question) -> bool:
    """Whether basic duties are ranked by what they do not have."""
    rank = question.rank
    sized = rank is not None and rank.by in ("departments", "clauses", "upper")
    return sized and question.frame.lists == ("basic",)


def numbered_count(question: Question) -> bool:
    """Whether rows that are told by their numbers are counted."""
    return plain_number(question) and bool(question.frame.numbers)


def rows_ranked(question: Question) -> bool:
    """Whether rows are ranked."""
    return question.ask is Ask.DUTIES and question.rank is not None


def groups_of_all(question: Question) -> bool:
    """Whether departments or townships of all places are ranked."""
    frame = question.frame
    return (
        question.ask in GROUPS
        and question.rank is not None
        and not (frame.townships or frame.places)
    )


def joint_apart(question: Question) -> bool:
    """Whether one row is to have bodies of two counties."""
    frame = question.frame
    return frame.joint and len({ref.place for ref in frame.bodies if ref.place}) > 1


def alone(question: Question) -> bool:
    """Whether rows of one department are meant."""
    return question.frame.departments == (1, 1)


def townships_bounded(question: Question) -> bool:
    """Whether townships that have so many rows are asked for."""
    return question.ask is Ask.TOWNSHIPS and question.having is not None


def yes_or_no(question: Question) -> bool:
    """Whether the answer is yes or no."""
    return question.ask is Ask.BOOLEAN


def joint(question: Question) -> bool:
    """Whether each row is to have several bodies."""
    return question.frame.joint


def ranked_categories(question: Question) -> bool:
    """Whether categories are ranked."""
    return question.ask is Ask.CATEGORIES and question.rank is not None


def counted_topic(question: Question) -> bool:
    """Whether the rows of several things that are named together are counted."""
    return plain_number(question) and "、" in question.frame.topic


def difference(question: Question) -> bool:
    """Whether it is asked how many more one side has."""
    return question.count == "difference"
