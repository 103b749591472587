"""The trust lead says by hand what a file did not: an inset day, a holiday; or takes days out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Day, Offer, Tell, Way
from bot.domain.acts import TRUST
from bot.domain.changes_setup import TermsChanged
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.terms import WHOLE_TRUST, Sort, Span, of_authority, of_school, overlapping
from bot.fitting import Fitting
from bot.message import Visit

FURTHEST = timedelta(days=3 * 365)
LONGEST = timedelta(days=149)
LATELY = timedelta(days=120)
MOST = 90
"""Spans in one list, those to come last."""
BACK = Way("see_terms", Visit("terms", TRUST))


@dataclass(frozen=True)
class FitsTheYear:
    """The last day is not before the first, no span is longer than a term, and no term runs into another."""

    terms: Mapping[str, tuple[Span, ...]]

    def problems(self, answers: Answers) -> dict[str, str]:
        first = date.fromisoformat(str(answers["first"]))
        last = date.fromisoformat(str(answers.get("last") or answers["first"]))
        if last < first:
            return {"last": "ends_before"}
        if last - first > LONGEST:
            return {"last": "too_many_days"}
        span = Span(first, last, Sort(str(answers["sort"])))
        held = self.terms.get(str(answers["whose"]), ())
        if span not in held and any(span in pair for pair in overlapping((*held, span))):
            return {"first": "runs_into_a_term"}
        return {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def add_days(trust: Trust, me: Person, began: date) -> Conversation:
    """Say that some days are a term, a holiday, inset or bank holidays."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    whose = _whose(trust, began)
    answers = yield Fitting(
        Choice("sort", options=(Sort.INSET, Sort.HOLIDAY, Sort.TERM, Sort.BANK_HOLIDAY)),
        Day("first", earliest=began - FURTHEST, latest=began + FURTHEST),
        Day("last", earliest=began - FURTHEST, latest=began + FURTHEST, optional=True),
        Choice("whose", options=(WHOLE_TRUST, *whose), labels=whose, initial=WHOLE_TRUST),
        intro="new_days",
        fit=FitsTheYear(trust.terms),
    )
    first = date.fromisoformat(str(answers["first"]))
    last = date.fromisoformat(str(answers["last"] or answers["first"]))
    span, of = Span(first, last, Sort(str(answers["sort"]))), str(answers["whose"])
    if span in trust.terms.get(of, ()):
        yield Tell("as_it_was", BACK)
        return []
    yield Tell("days_kept", BACK, Offer("more_days", "add_days", TRUST), first=first, last=last)
    return [TermsChanged(of, added=(str(span),))]


def remove_days(trust: Trust, me: Person, began: date) -> Conversation:
    """Take days out of a set again."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    names = {WHOLE_TRUST: "", **_whose(trust, date.min)}
    there = {of: tuple(s for s in spans if s.last >= began - LATELY)[-MOST:] for of, spans in trust.terms.items()}
    there = {of: spans for of, spans in there.items() if spans}
    if not there:
        yield Tell("no_days_yet", BACK)
        return []
    labels = {of: names.get(of) or of for of in there if of != WHOLE_TRUST}
    answers = yield Ask(Choice("whose", options=tuple(there), labels=labels))
    of = str(answers["whose"])
    spans = {str(span): span for span in there.get(of, ())}
    answers = yield Ask(Choices("which", options=tuple(spans), labels={key: _said(s) for key, s in spans.items()}))
    gone = tuple(sorted(str(one) for one in answers["which"]))
    yield Tell("days_removed", BACK, count=len(gone))
    return [TermsChanged(of, gone=gone)]


def _whose(trust: Trust, today: date) -> dict[str, str]:
    """The authorities that have a school of ours, and the schools, by what their days go by."""
    here = [school for school in trust.schools if not school.has_closed(today)]
    names = {one.code: one.name for one in trust.authorities}
    served = {school.authority for school in here if school.authority}
    councils = {
        of_authority(code): f"Schools in {names.get(code) or trust.councils.get(code, code)}" for code in sorted(served)
    }
    return {**councils, **{of_school(school.id): school.name for school in here}}


def _said(span: Span) -> str:
    """Days told apart in a list, the longest of which have two."""
    first, last = (f"{day.day} {day:%b %Y}" for day in (span.first, span.last))
    sort = str(span.sort).replace("_", " ").capitalize()
    return f"{sort}, {first}" if span.first == span.last else f"{sort}, {first} to {last}"
