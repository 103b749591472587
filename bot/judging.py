"""Judging what a person typed, before anything else sees it, and the cards that give it back to them.

There is no unguarded text: every typed answer goes through `weigh`. What will not do is never kept; it
stands in the reply's own form, which is the writer's box, and goes nowhere else.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from bot.cards import Form, form
from bot.conversation import Ask, Lines, Question, Text
from bot.domain import whom
from bot.domain.people import Contact, School
from bot.entry import Line as Entered
from bot.inputs import TextInput
from bot.message import Answer, Button, Card, Route, Submit, Waived
from bot.privacy import (
    Audience,
    Certainty,
    Clean,
    Concern,
    Interrupt,
    Label,
    Refuse,
    Span,
    Unsure,
    Verdict,
    Vocabulary,
    Waiver,
    folded_word,
    judge,
    quoted,
)
from bot.wording import Wording

ROUTE_BUTTONS = frozenset({"told", "next", "school"})
YOUR_WORDS = "your_words"
LONGEST_JUDGED = 4000  # longer than any text that is kept; a longer one is refused for its length alone

_PEOPLE = frozenset({Label.PERSON, Label.INITIALS})
LONGEST_HEARD = 16_000  # longer than the longest form


@dataclass(frozen=True)
class Judge:
    """Who is judging whose words: the trust's vocabulary, and the secret that seals a writer's own word."""

    vocabulary: Vocabulary
    secret: bytes
    person: str
    strict: bool = False
    is_nobody: Callable[[str], bool] = lambda _digest: False

    def digest(self, word: str) -> str:
        """What is kept of a word that is no person's: sealed with this place's secret, so that nobody can try words on it."""
        return hmac.new(self.secret, f"nobody {folded_word(word)}".encode(), hashlib.sha256).hexdigest()

    def judged(self, text: str, audience: Audience, held: frozenset[Waiver]) -> Verdict:
        return judge(
            text,
            self.vocabulary,
            audience,
            held,
            strict=self.strict,
            nobody=lambda word: self.is_nobody(self.digest(word)),
        )

    def let_by(self, text: str, waived: tuple[Waived, ...]) -> tuple[str, ...]:
        """The digests of the words that their writer says are no person's; a name that is plain is believed this once only."""
        held = self._held(text, waived)
        if Waiver.NOT_A_PERSON not in held:
            return ()
        verdict = self.judged(text, Audience.TEAM, held - {Waiver.NOT_A_PERSON})
        spans = verdict.spans if isinstance(verdict, Unsure | Refuse) else ()
        asked = [span for span in spans if span.label in _PEOPLE and span.certainty is Certainty.MAYBE]
        return tuple(self.digest(text[span.start : span.end]) for span in asked)

    def seal(self, waiver: Waiver, text: str) -> str:
        """The writer's own word on exactly this text. Holds a digest, never a word of it."""
        digest = hashlib.sha256(text.strip().encode()).hexdigest()
        return hmac.new(self.secret, f"{self.person} {waiver} {digest}".encode(), hashlib.sha256).hexdigest()

    def verdict(self, text: str, audience: Audience, waived: tuple[Waived, ...]) -> Verdict:
        """Judge a text; a waiver counts only if its seal is of this very text."""
        return self.judged(text, audience, self._held(text, waived))

    def concern(self, text: str) -> Interrupt | None:
        """The concern in words that no dialog takes, however many they are; each piece begins within the one before."""
        step = LONGEST_JUDGED // 2
        for start in range(0, max(1, min(len(text), LONGEST_HEARD) - step), step):
            verdict = self.verdict(text[start : start + LONGEST_JUDGED], Audience.TEAM, ())
            if isinstance(verdict, Interrupt):
                return verdict
        return None

    def each_line(self, text: str, question: Lines, waived: tuple[Waived, ...]) -> Verdict:
        """Judge each line as a note of its own; what is wrong with any of them is what is wrong with the text."""
        held = self._held(text, waived)
        found = question.split(text)[: question.most]
        whole = [line.words[:LONGEST_JUDGED] for line in found]
        verdicts = [self.judged(words, question.audience, held) for words in whole]
        # What somebody was told may run on to the next line: two together are read for a concern, and only for that.
        pairs = (self.judged(f"{a}\n{b}", question.audience, held) for a, b in pairwise(whole))
        concern = next((verdict for verdict in chain(verdicts, pairs) if isinstance(verdict, Interrupt)), None)
        if concern is not None:
            return concern
        spans: list[Span] = []
        for line, verdict in zip(reversed(found), reversed(verdicts), strict=True):
            if isinstance(verdict, (Unsure, Refuse)):
                at = line.start
                spans += [replace(span, start=span.start + at, end=span.end + at) for span in verdict.spans]
                # From the last line to the first, so that the places of those before stay as they are.
                text = text[:at] + " ".join(verdict.rewrite.splitlines()) + text[at + len(line.words) :]
        if not spans:
            return Clean()
        refused = any(isinstance(verdict, Refuse) for verdict in verdicts)
        return (Refuse if refused else Unsure)(tuple(sorted(spans, key=lambda span: span.start)), text)

    def answer(self, text: str, question: Text, waived: tuple[Waived, ...]) -> Verdict:
        """Judge what was typed for a question."""
        if isinstance(question, Lines):
            return self.each_line(text, question, waived)
        return self.verdict(text[:LONGEST_JUDGED], question.audience, waived)

    def _held(self, text: str, waived: tuple[Waived, ...]) -> frozenset[Waiver]:
        return frozenset(word.waiver for word in waived if self._sealed(word, text))

    def _sealed(self, word: Waived, text: str) -> bool:
        return hmac.compare_digest(word.seal.encode(errors="replace"), self.seal(word.waiver, text).encode())


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
        if isinstance(question, Entered) and isinstance(typed, str) and (concern := judging.concern(typed)):
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
    people_only = all(span.label in _PEOPLE for span in verdict.spans)
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
