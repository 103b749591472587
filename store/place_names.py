"""Which names of a trust are plainly those of places: what the guard lets pass, because it names nobody.

A school or cluster can be called like a person. Such a name is asked about in a note as any person's is.
"""

from collections.abc import Iterable

_LEFT_OUT = frozenset({"school", "academy", "college"})  # what a school's name ends with, and people leave out
_OF_A_PLACE = frozenset(
    """
    school schools academy academies primary infant infants junior juniors secondary grammar college trust trusts
    federation nursery sixth cluster hub network partnership education educational learning special multi pru c.e. ce rc
    """.split()  # noqa: SIM905 a list of words reads better so
)
_BEGINS_A_PLACE = frozenset({"st", "st.", "saint", "ss", "holy", "sacred", "blessed", "our", "the", "all"})
_WORDS_OF_A_PERSON = 3


def names_of_places(names: Iterable[str]) -> frozenset[str]:
    """Those of these names that are no person's, and what people shorten them to, in small letters."""
    found: set[str] = set()
    for name in names:
        first = name.partition(",")[0].split()  # "Holy Trinity Primary School, Larkfield"
        short = first[:-1] if first and first[-1].casefold() in _LEFT_OUT else []
        found |= {name, " ".join(first), " ".join(short) if len(short) > 1 else ""}
    return frozenset(name.casefold() for name in found if len(name) > 2 and not may_be_a_person(name))  # noqa: PLR2004 no stray letters


def may_be_a_person(name: str) -> bool:
    """Whether nothing in a name says that it is a place's."""
    words = [word.strip(",()'’").casefold() for word in name.split()]
    if not words or len(words) > _WORDS_OF_A_PERSON or any(letter.isdigit() for letter in name):
        return False
    return words[0] not in _BEGINS_A_PLACE and not _OF_A_PLACE.intersection(words)
