"""Everything a platform may look at, by name: opens the store to read, asks who is looking, and hands back cards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import in_words, judging, kept, library, look, replies, sets, setting_up, subjects, who_may
from bot.above import above
from bot.asked import asked, question, shared, ways
from bot.came_home import came_home, my_replies, one_reply
from bot.card_way import card_way
from bot.cards import Form, form
from bot.channel import channel
from bot.conversation import Asking, replay
from bot.dialogs import DIALOGS
from bot.domain import whom
from bot.domain.acts import About
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_in_trust
from bot.domain.review import Standing
from bot.home import home, once, page
from bot.look import Looking, NotForYouError
from bot.meet import conduct, with_whom
from bot.message import Address, Button, Card, Visit
from bot.my_answers import my_answers
from bot.own_asking import about_me
from bot.own_questions import own
from bot.proof import proof
from bot.said import said_of
from bot.strengths import strengths
from bot.table import at_table
from bot.taken import taken
from bot.team import team_of
from bot.term_ahead import dry_run_of
from bot.tidy import tidy
from bot.timetable import slot_of, timetable_of
from bot.turn import utc_now
from bot.unfiled import unfiled
from bot.walking import apart, deeper, walking
from bot.wording import Wording
from store import act_rows, conversations, people, reviews
from store.engine import Store
from store.tables import ConversationRow

T = TypeVar("T")

_PAGES: dict[str, Callable[[Looking], tuple[Card, ...]]] = {
    "taken": taken,
    "channel": channel,
    "retention": kept.kept,
    "set_up": setting_up.set_up,
    "above": above,
    "people": setting_up.people_list,
    "settings": in_words.settings,
    "terms": in_words.terms,
    "proof": proof,
    "my_answers": my_answers,
    "my_replies": my_replies,
    "strengths": strengths,
}

_OF_ONE: dict[str, Callable[[Looking, str], tuple[Card, ...]]] = {
    "about_me": about_me,
    "affirmation": card_way,
    "library": library.shelf,
    "practice": library.practice,
    "asked": asked,
    "came_home": came_home,
    "reply": one_reply,
    "question": question,
    "ways": ways,
    "shared": shared,
    "own": own,
    "said": said_of,
    "timetable": timetable_of,
    "slot": slot_of,
    "notes": look.notes_of,
    "table": at_table,
    "unfiled": unfiled,
    "tidy": tidy,
    "room": look.room,
    "held": kept.held,
    "schools": setting_up.schools,
    "who_may": who_may.who_may,
    "prompts": sets.of_review,
    "school_prompts": sets.of_school,
    "dry_run": dry_run_of,
}
"""What is looked at by its id."""

_OF_TWO = {"step": apart, "conduct": conduct, "deeper": deeper, "with": with_whom}
"""What is looked at in a review, by its id and that of the sub-area or meeting."""


@dataclass(frozen=True)
class Panes:
    """What stands side by side on a wide screen. `stamp` changes when anything in them does.

    `review` is the one whose room this is; `open_reviews` are those one may write notes for, by id and school.
    """

    conversation: tuple[Card, ...]
    room: tuple[Card, ...]
    channel: tuple[Card, ...]
    stamp: str
    review: str = ""
    open_reviews: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Looks:
    """Looks for any platform. Raises StoreTroubleError when the store cannot be reached."""

    store: Store
    wording: Wording
    clock: Callable[[], datetime] = utc_now

    def person(self, who: Address) -> Person | None:
        with self.store.reading() as session:
            return people.by_address(session, who, self.clock())

    def everyone(self) -> tuple[Person, ...]:
        """All people by name: for the demo's *act as*, and for the command line."""
        with self.store.reading() as session:
            return tuple(people.directory(session).people.values())

    def trust_name(self) -> str:
        with self.store.reading() as session:
            return people.directory(session).trust

    def visit(self, who: Address, visit: Visit) -> tuple[Card, ...]:
        """The cards of one view. What somebody may not see and what is not there are answered alike."""
        found = self.found(who, visit)
        return self.not_here() if found is None else found

    def not_here(self) -> tuple[Card, ...]:
        return (replies.saying(self.wording, "not_here"),)

    def has_room(self, who: Address, review: str) -> bool:
        """Whether this is the room of a review that somebody may enter."""
        with self.store.reading() as session:
            me = people.by_address(session, who, self.clock())
            return me is not None and self._room(Looking(session, self.wording, me, self.clock()), review) == review

    def found(self, who: Address, visit: Visit) -> tuple[Card, ...] | None:
        """The same; None where there is no such thing, or it is not for whoever looks."""
        with self.store.reading() as session:
            if visit.view == "worry":
                return self._worry(session, visit.about)
            me = people.by_address(session, who, self.clock())
            if me is None:
                return (replies.saying(self.wording, "stranger", trust=people.directory(session).trust),)
            try:
                return self._cards(Looking(session, self.wording, me, self.clock()), visit)
            except NotForYouError:
                return None

    def page(self, session: Session, person: str) -> tuple[Card, ...]:
        """Somebody's Home as a page that is published, in a session that is open already."""
        me = people.directory(session).people.get(person)
        return self._page(Looking(session, self.wording, me, self.clock())) if me else ()

    def _page(self, here: Looking) -> tuple[Card, ...]:
        first, after = page(here)
        return once((*self._drafts(here), *first, *look.inbox(here), *after))

    def own_page(self, who: Address, page: Callable[[Looking], T]) -> T | None:
        """What a page of its own shows to whoever looks; None where it is not there, or not for this person."""
        with self.store.reading() as session:
            me = people.by_address(session, who, self.clock())
            try:
                return page(Looking(session, self.wording, me, self.clock())) if me else None
            except NotForYouError:
                return None

    def panes(self, who: Address, review: str = "") -> Panes:
        """Somebody's three panes; the room is that of this review, or of the one they chose last."""
        with self.store.reading() as session:
            me = people.by_address(session, who, self.clock())
            if me is None:
                return Panes(
                    (replies.saying(self.wording, "stranger", trust=people.directory(session).trust),), (), (), ""
                )
            here = Looking(session, self.wording, me, self.clock())
            room = self._room(here, review)
            may_read = may_in_trust(me, Act.READ_CHANNEL, here.now.date())
            return Panes(
                once((*self._drafts(here), *home(here), *look.inbox(here))),
                look.room(here, room) if room else (),
                channel(here) if may_read else (),
                self._stamp(session, me.id, room),
                room,
                subjects.elsewhere(session, "", me, here.now),
            )

    def stamp(self, who: Address, review: str = "") -> str:
        """A short string that changes when anything in somebody's panes may have changed."""
        with self.store.reading() as session:
            me = people.by_address(session, who, self.clock())
            if me is None:
                return ""
            return self._stamp(session, me.id, self._room(Looking(session, self.wording, me, self.clock()), review))

    def _room(self, here: Looking, review: str) -> str:
        mine = reviews.of_person(here.session, here.me.id, Standing.ACCEPTED)
        wanted = review or reviews.chosen(here.session, here.me.id)
        room = wanted if wanted in mine else next(iter(mine), "")
        if room and may(here.me, Act.ENTER_ROOM, reviews.load(here.session, room), here.now.date()):
            return room
        return ""

    def _stamp(self, session: Session, person: str, room: str) -> str:
        places = (("person", person), ("trust", "trust"), *((("room", room),) if room else ()))
        parts = [act_rows.newest(session, "web", kind, place) for kind, place in places]
        return "|".join((*parts, reviews.last_change(session, room)))

    def _cards(self, here: Looking, visit: Visit) -> tuple[Card, ...]:
        if visit.view in _PAGES:
            return _PAGES[visit.view](here)
        if visit.view in _OF_ONE:
            return _OF_ONE[visit.view](here, visit.about.id)
        if visit.view in _OF_TWO:
            return _OF_TWO[visit.view](here, *_two(visit.about))
        match visit.view:
            case "home":
                return once((*self._drafts(here), *home(here), *look.inbox(here)))
            case "page":
                return self._page(here)
            case "walk":
                return (walking(here, visit.about.id),)
            case "told":
                return (look.told(here, visit.about.id),)
            case "certificate":
                return (kept.certificate(here, visit.about.id),)
            case "team":
                return (team_of(here, visit.about.id),)
            case "schools_file" | "people_file" | "terms_file":
                return (here.card("file_on_the_web"),)
            case "meeting_pack":
                return (here.card("pack_on_the_web"),)
            case "conversation":
                return (self._conversation(here, visit.about.id),)
            case _:
                raise NotForYouError

    def _step(self, here: Looking, row: ConversationRow) -> Asking | None:
        """Where a conversation stands, or None where it is over, or this person may not go on with it."""
        if row.person != here.me.id or row.ended is not None:
            return None
        try:
            about = subjects.load_about(here.session, row, here.me, here.now, self.wording.zone)
        except KeyError:
            return None
        held = {key: value for key, value in conversations.answers(row).items() if key not in row.reopened}
        step = replay(DIALOGS[row.dialog].play, about, here.me, row.began, here.now.date(), held)
        return step if isinstance(step, Asking) else None

    def _drafts(self, here: Looking) -> tuple[Card, ...]:
        """Conversations left open after a card of them was answered, and still to go on with."""
        left = (row for row in conversations.open_of(here.session, here.me.id) if row.answers)
        return tuple(look.draft(here, row) for row in left if (step := self._step(here, row)) and step.past)

    def _conversation(self, here: Looking, conversation: str) -> Card:
        row = here.session.get(ConversationRow, conversation)
        step = self._step(here, row) if row else None
        if row is None or step is None:
            raise NotForYouError
        past = len(step.past)
        file, values = DIALOGS[row.dialog].wording, conversations.answers(row)
        return form(
            self.wording, Form(row.dialog, file, step.ask, step.told, row.id, past + 1, past > 0, values=values)
        )

    def _worry(self, session: Session, about: About) -> tuple[Card, ...]:
        """*Something worries me*: answers anyone, and keeps nothing."""
        school = people.directory(session).schools.get(about.id)
        words = self.wording.words("route", "worry")
        if school is None:
            choose = tuple(
                Button(found.name, Visit("worry", About("school", found.id)))
                for found in people.directory(session).open_schools(self.clock().date())
            )
            words = (*words, *self.wording.words("route", "no_school", schools=bool(choose)))
        else:
            listed = judging.both_contacts(self.wording, school)
            choose = (Button(self.wording.line("route", "another_school"), Visit("worry", About("trust", "trust"))),)
            named = {"school": school.name, "wanting": bool(whom.missing(school))}
            words = (*words, *self.wording.words("route", "all_contacts", **named, **listed))
        words = (*words, *self.wording.words("route", "order"))
        title = self.wording.line("route", "worry_title")
        return (Card(self.wording.line("route", "notice"), title, words, buttons=choose, urgent=True),)


def _two(about: About) -> tuple[str, str]:
    """A review, and what in it is looked at: a sub-area or a meeting."""
    review, _, inside = about.id.partition("/")
    return review, inside
