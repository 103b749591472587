"""Days of the school year in words: “Autumn half-term, 26 to 30 October 2026”, and whose they are."""

from collections.abc import Mapping

from bot.domain.people import Authority, School
from bot.domain.terms import Span, called
from bot.wording import Wording

FILE = "settings"


def span_words(wording: Wording, span: Span) -> str:
    """A span by the name it goes by and its days."""
    same_year, same_month = span.first.year == span.last.year, span.first.month == span.last.month
    return wording.line(
        FILE,
        "span",
        name=wording.line(FILE, f"called_{called(span)}"),
        first=span.first,
        last=span.last,
        one=span.first == span.last,
        begins=f"{span.first.day}" if same_year and same_month else f"{span.first.day} {span.first:%B}",
        year="" if same_year else f" {span.first.year}",
        ends=f"{span.last.day} {span.last:%B} {span.last.year}",
    )


def whose_words(
    wording: Wording, whose: str, schools: Mapping[str, School], authorities: Mapping[str, Authority]
) -> str:
    """Whose days these are: the whole trust's, those of the schools of an authority, or one school's."""
    kind, _, of = whose.partition(":")
    if kind == "school":
        return schools[of].name if of in schools else wording.line(FILE, "a_school_of_before")
    if kind == "authority":
        return wording.line(FILE, "schools_in", council=authorities[of].name if of in authorities else of)
    return wording.line(FILE, "the_whole_trust")
