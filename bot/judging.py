"""Judging what a person typed, before anything else sees it, and the cards that give it back to them.

There is no unguarded text: every typed answer goes through `weigh`. What will not do is never kept; it
stands in the reply's own form, which is the writer's box, and goes nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.cards import Form, Listed, form
from bot.conversation import Ask, Lines, Question, Text
from bot.domain import whom
from bot.domain.people import Contact, School
from bot.entry import Line as Entered
from bot.inputs import TextInput, sought
from bot.judges import ABOUT_PEOPLE, LONGEST_JUDGED, Judge
from bot.message import Answer, Button, Card, Route, Submit, Waived
from bot.privacy import (
    Audience,
    Clean,
    Concern,
    Interrupt,
    Refuse,
    Unsure,
    Verdict,
    Waiver,
    quoted,
)
from bot.wording import Wording

ROUTE_BUTTONS = frozenset({"told", "next", "school"})
YOUR_WORDS = "your_words"


@dataclass(frozen=True)
class Weighed:
    """A card's answers after judging: `values` to keep, or what is wrong with them."""

    values: Mapping[str, Answer]
    errors: Mapping[str, str]
    verdict: Verdict = field(default_factory=Clean)
    key: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """What kinds of thing it was stopped for."""
        spans = self.verdict.spans if isinstance(self.verdict, Unsure | Refuse) else ()
        return tuple(span.label.value for span in spans)


def _storable(value: Answer) -> Answer:
    """Without what no database holds: NUL, and halves of characters. Nobody types them."""
    if isinstance(value, tuple):
        return value
    return value.replace("\0", "").encode(errors="ignore").decode()


def weigh(
    judging: Judge, ask: Ask, values: Mapping[str, Answer], *, masked: bool, waived: tuple[Waived, ...]
) -> Weighed:
    """Judge a whole card's answers. All of them are kept or none; the form gives everything back."""
    here = {question.key: _storable(values.get(question.key, "")) for question in ask.questions}
    errors = ask.problems(here)
    for question in ask.questions:
        typed = here[question.key]
        # What is sought among options is typed, too: it is never kept, but a worry may stand in it.
        heard = typed if isinstance(question, Entered) else sought(typed) if isinstance(question, Listed) else None
        if isinstance(heard, str) and (concern := judging.concern(heard)):
            return Weighed(here, errors, concern, question.key)
        if not isinstance(question, Text) or not isinstance(typed, str):
            continue
        # A longer text is refused for its length; its beginning is judged all the same, for a worry may stand in it.
        verdict = judging.answer(typed, question, waived)
        if len(typed) > max(LONGEST_JUDGED, question.longest) and not isinstance(verdict, Interrupt):
            continue
        if masked and isinstance(verdict, (Unsure, Refuse)):
            here[question.key] = verdict.rewrite
            verdict = judging.answer(verdict.rewrite, question, ())
        if not isinstance(verdict, Clean):
            return Weighed(here, errors, verdict, question.key)
    return Weighed(here, errors)


def guard_card(
    wording: Wording, judging: Judge, shown: Form, weighed: Weighed, waived: tuple[Waived, ...], *, in_chat: bool
) -> Card:
    """The writer's own form again, saying which words it stopped at and offering a safe wording.

    What was typed `in_chat` stands there still, and only its writer can delete it.
    """
    verdict, text = weighed.verdict, str(weighed.values[weighed.key])
    if not isinstance(verdict, (Unsure, Refuse)):
        raise TypeError("only a doubtful or refused text has a guard card")
    question = next(question for question in shown.ask.questions if question.key == weighed.key)
    public = isinstance(question, Text) and question.audience is Audience.PUBLIC
    found = ", ".join(f"“{words}”" for words in dict.fromkeys(quoted(text, verdict.spans)))
    block = "refused" if isinstance(verdict, Refuse) else "unsure"
    people_only = all(span.label in ABOUT_PEOPLE for span in verdict.spans)
    lines = _stopped_lines(question, text, verdict)
    shown_block = {"refused": "refused_lines", "unsure": "unsure_lines"}[block] if lines else block
    safe = "use_safe_lines" if lines else "use_safe_wording"
    buttons = [Button(wording.line("guard", safe), Submit(masked=True, waived=waived), primary=True)]
    if people_only and not public:
        mine = Waived(Waiver.NOT_A_PERSON, judging.seal(Waiver.NOT_A_PERSON, text))
        buttons.append(Button(wording.line("guard", "not_a_person"), Submit(waived=(*waived, mine))))
    buttons.append(Button(wording.line("guard", "send_edited"), Submit(waived=waived)))
    card = form(wording, replace(shown, values=weighed.values, errors={}))
    return replace(
        card,
        title=wording.line("guard", f"{block}_title"),
        notice=wording.line("guard", "notice"),
        words=wording.words("guard", shown_block, found=found, rewrite=verdict.rewrite, in_chat=in_chat, lines=lines),
        buttons=tuple(buttons),
    )


def _stopped_lines(question: Question, text: str, verdict: Unsure | Refuse) -> tuple[tuple[int, str, str], ...]:
    """Of a text of several lines, those that were stopped: the number, the words in question and the safe wording."""
    if not isinstance(question, Lines):
        return ()
    safe = {line.number: line.words for line in question.split(verdict.rewrite)}
    stopped = []
    for line in question.split(text):
        spans = [span for span in verdict.spans if line.start <= span.start < line.start + len(line.words)]
        if spans:
            found = ", ".join(f"“{words}”" for words in quoted(text, spans))
            stopped.append((line.number, found, safe.get(line.number, "")))
    return tuple(stopped)


def contacts(wording: Wording, school: School | None, concern: Concern) -> tuple[Contact, ...]:
    """Whom to tell, in the order to try, each by a role that can be read."""
    if school is None:
        return ()
    listed = whom.about_adult(school) if concern is Concern.ADULT_ALLEGATION else whom.about_child(school)
    return tuple(called(wording, contact) for contact in listed)


def called(wording: Wording, contact: Contact) -> Contact:
    """A contact under the words of its role, where it goes by one of ours."""
    if contact.role not in set(whom.Role):
        return contact
    hours = wording.line("route", "evenings") if contact.role == whom.Role.OUT_OF_HOURS else contact.hours
    return replace(contact, role=wording.line("route", f"role_{contact.role}"), hours=hours)


def both_contacts(wording: Wording, school: School) -> dict[str, tuple[Contact, ...]]:
    """Whom to tell of a child and of an adult, as the facts of one card."""
    return {
        "children": contacts(wording, school, Concern.LIVE_CONCERN),
        "adults": contacts(wording, school, Concern.ADULT_ALLEGATION),
    }


@dataclass(frozen=True)
class RouteShown:
    """One route card: for which concern, at which school, and how many contacts could not be reached."""

    id: str
    concern: Concern
    school: School | None = None
    schools: tuple[School, ...] = ()
    tried: int = 0


def route_card(wording: Wording, shown: RouteShown, box: Card | None = None, systems: Submit | None = None) -> Card:
    """Whom to tell, now. `box` is the writer's form, whose words stay there to copy; nothing of them is kept."""
    listed = contacts(wording, shown.school, shown.concern)
    first = listed[shown.tried :] or listed
    block = shown.concern.value
    words = wording.words("route", block, tried=shown.tried, copying=box is not None)
    if listed:
        school = shown.school.name if shown.school else ""
        words = (*words, *wording.words("route", "contacts", contacts=first, school=school))
    else:
        block = "none_yet" if shown.school else "no_school"
        named = {"school": shown.school.name} if shown.school else {}
        words = (*words, *wording.words("route", block, schools=bool(shown.schools), **named))
    words = (*words, *wording.words("route", "order"))

    def press(button: str, school: str = "", tried: int = 0) -> Route:
        return Route(shown.id, button, shown.concern, school or (shown.school.id if shown.school else ""), tried)

    buttons = [Button(wording.line("route", "told"), press("told", tried=shown.tried), primary=True)]
    if listed:
        buttons.append(Button(wording.line("route", "next"), press("next", tried=shown.tried + 1)))
    else:
        buttons += [
            Button(wording.line("route", "at_school", school=school.name), press("school", school.id))
            for school in shown.schools
        ]
    if systems is not None:
        buttons.append(Button(wording.line("route", "about_systems"), systems))
    card = Card(
        notice=wording.line("route", "notice"),
        title=wording.line("route", "title"),
        words=words,
        buttons=tuple(buttons),
        urgent=True,
    )
    if box is None:
        return card
    # How to fill in the box is of no use now: what to do stands alone.
    plainly = tuple(replace(item, hint="") for item in box.inputs)
    return replace(card, inputs=plainly, conversation=box.conversation, asking=box.asking)


def systems_submit(judging: Judge, weighed: Weighed, waived: tuple[Waived, ...]) -> Submit:
    """*This is about systems, go on*: honoured for this very text only."""
    return about_systems(judging, str(weighed.values[weighed.key]), waived)


def about_systems(judging: Judge, text: str, waived: tuple[Waived, ...] = ()) -> Submit:
    mine = Waived(Waiver.ABOUT_SYSTEMS, judging.seal(Waiver.ABOUT_SYSTEMS, text))
    return Submit(waived=(*waived, mine))


def holding(card: Card | None, text: str) -> Card | None:
    """The card, if it is a form in which these words stand already."""
    return card if card and card.conversation and any(item.value == text for item in card.inputs) else None


def bare_box(wording: Wording, text: str) -> Card:
    """A box for words that belong to no form any more, so that their writer can copy them."""
    box = TextInput(YOUR_WORDS, wording.line("route", YOUR_WORDS), optional=True, value=text)
    return Card(notice=wording.line("route", "notice"), inputs=(box,))
