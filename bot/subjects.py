"""What a conversation is about, loaded as frozen values: with more of it where its dialog asks for more."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import asked, channel_days, planned
from bot.dialogs import DIALOGS, TO_CARDS
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation
from bot.domain.library_permission import works_at
from bot.domain.logged import LoggedMessage, message
from bot.domain.meeting import asked_in
from bot.domain.own_time import OwnAsking
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may
from bot.domain.prompt import Prompt
from bot.domain.prompt_permission import own_questions_of
from bot.domain.review import Review
from bot.domain.rooms import RoomOffer
from bot.domain.whom import stand_for
from bot.message import Address, Source
from bot.wording import short_day
from store import (
    affirmations,
    asking_settings,
    comparisons,
    conversations,
    erasure,
    holds,
    keeping,
    notes,
    open_prompts,
    other_words,
    own_questions,
    people,
    prompts,
    reached,
    reflections,
    replies,
    reviews,
    standing,
    timetables,
    unsettled,
    ways_in,
)
from store.tables import ConversationRow

OF_COLLEAGUES = frozenset({"name_lead", "ask_reviewer", "add_guest"})
CHOOSE_CONTACT = frozenset({"agree_affirmation", "choose_contact"})
OF_THE_SCHOOL = CHOOSE_CONTACT | frozenset({"hand_agreement", "ask_to_name"})
LET_IN = frozenset({"invite_person", "withdraw_invitation"})


class GoneError(KeyError):
    """What a conversation is about is not there, or no more."""


def load_about(session: Session, row: ConversationRow, me: Person, now: datetime, zone: ZoneInfo) -> Any:
    """Load what a conversation is about as frozen values; raises GoneError where it is not there."""
    kind = DIALOGS[row.dialog].about
    try:
        return _load(session, kind, row, me, now, zone)
    except KeyError as error:
        raise GoneError(kind) from error


def hold(session: Session, dialog: str, about: About) -> None:
    """Let nobody else decide on the same thing until this turn is over: two who press at once are heard one by one."""
    match about.kind:
        case "timetable" | "slot" | "words":
            timetables.hold(session, about.id)
        case "affirmation":
            affirmations.hold(session, about.id)
        case "reply":
            replies.hold(session, about.id)
        case "note" if dialog == "draft_affirmation":
            notes.hold_review(session, about.id)


def _load(session: Session, kind: str, row: ConversationRow, me: Person, now: datetime, zone: ZoneInfo) -> Any:
    match kind:
        case "trust":
            return _trust(session, row, now)
        case "review":
            review = reviews.load(session, row.about, progress=DIALOGS[row.dialog].progress)
            if row.dialog in OF_COLLEAGUES:
                known = people.directory(session)
                names = {school.id: school.name for school in known.schools.values()}
                return replace(review, colleagues=tuple(known.people.values()), school_names=names)
            return review
        case "note":
            note = notes.load(session, row.about)
            if row.dialog == "move_note":
                to_move = keeping.to_remove(session, note, now.date())
                return replace(to_move, elsewhere=elsewhere(session, note.review.id, me, now))
            if row.dialog in {"mark_note", "change_last"} and note.where:
                return replace(note, held=holds.on(session, note.review.id, (note.writer.id,), now.date()))
            if row.dialog == "say_when":
                return replace(note, at=note.at.astimezone(zone))
            if row.dialog == "draft_affirmation":
                # What began while somebody words theirs is asked about only once their own words are kept.
                by = None if "words" in row.answers else row.touched
                alike = affirmations.alike(session, note, by)
                stands = affirmations.by_note(session, note.review.id).get(note.id, "")
                return replace(note, affirmation=stands, alike=alike)
            return keeping.to_remove(session, note, now.date()) if row.dialog == "remove_note" else note
        case "reply":
            return replies.in_full(session, row.about, now.date())
        case "affirmation":
            return _affirmation(session, row, me, now)
        case "hold":
            return holds.load(session, row.about)
        case "timetable":
            return timetables.named(session, row.about)
        case "slot":
            return timetables.slot_named(session, row.about)
        case "asked":
            in_review, _, asked = row.about.partition("/")
            return asked_in(reviews.load(session, in_review), *asked.partition("/")[::2])
        case "comparison":
            said = comparisons.load(session, row.about)
            wrote = (said.writer.id,) if said.writer else ()
            return replace(said, held=holds.on(session, said.review.id, wrote, now.date()))
        case "room":
            return _room(session, row, now)
        case "act":
            return unsettled.load(session, row.about)
        case "message":
            return _message(session, row, now)
        case "reflection":
            own = reflections.load(session, row.about, me)
            return replace(own, held=holds.on(session, own.review.id, (me.id,), now.date()))
        case "words":
            return other_words.load(session, row.about, now.date())
        case "prompt" if row.dialog == "mark_answer":
            return _to_mark(session, row, me, now)
        case "planning":
            return planned.named(session, row.about, now, zone)
        case "living":
            return standing.living(session, row.about, now.date())
        case "to_settle":
            return standing.to_settle(session, row.about, now.date())
        case "whole_set":
            return standing.stands(session, row.about)
        case "prompt":
            return _prompt(session, row, me, now, zone)
        case "own_questions":
            return own_questions.load(session, row.about, me, own_questions_of(me, row.about, now.date()))
        case "prompt_set":
            return prompts.load_set(session, row.about)
        case "asking":
            return _asking(session, row, me, now)
        case "school":
            return people.directory(session).schools[row.about]
        case "authority":
            return people.authority(session, row.about)
        case _:
            raise AssertionError(f"no dialog is about a {kind}")


def _affirmation(session: Session, row: ConversationRow, me: Person, now: datetime) -> Affirmation:
    """A card, with what else its dialog asks about or says."""
    found = affirmations.load(session, row.about)
    match row.dialog:
        case "remove_affirmation":
            return keeping.affirmation_to_remove(session, found, now.date())
        case "approve_affirmation":
            return replace(found, waits_for_digest=found.waits_for_list(channel_days.posts_of_day(session, now)))
        case "withdraw_affirmation":
            return replace(found, places=affirmations.places(session, found))
        case named if named in TO_CARDS:
            return replies.to_be_answered(session, found, me, now.date())
        case named if named in OF_THE_SCHOOL:
            school = found.review.school.id
            here = people.directory(session).colleagues(school, now.date())
            # How it is done is asked of those who do it, not of those who govern.
            them = tuple(one for one in here if named not in CHOOSE_CONTACT or school in works_at(one))
            return replace(found, colleagues=them)
        case _:
            return found


def _to_mark(session: Session, row: ConversationRow, me: Person, now: datetime) -> Prompt:
    """What was answered, and what keeps a reviewer's own words beside it from being replaced."""
    found = prompts.load(session, row.about)
    if found.set.review is None:
        raise KeyError(row.about)
    return replace(found, held=holds.on(session, found.set.review.id, (me.id,), now.date()))


def _trust(session: Session, row: ConversationRow, now: datetime) -> Trust:
    found = reviews.trust(session)
    if row.dialog in LET_IN:
        waiting = frozenset(ways_in.invited(session, now))
        return replace(found, arrived=ways_in.arrived(session), invited=waiting)
    if row.dialog == "erase_person" and (whom := str(conversations.answers(row).get("whom", ""))):
        return replace(found, erasing=erasure.foreseen(session, whom, now.date()))
    return found


def _prompt(session: Session, row: ConversationRow, me: Person, now: datetime, zone: ZoneInfo) -> Prompt:
    """A question, with what else its dialog asks about."""
    today = now.date()
    found = other_words.with_hold(session, prompts.load(session, row.about), today)
    school = found.set.school.id
    match row.dialog:
        case "not_mine" | "delegate_prompt":
            return replace(
                found, others=tuple(one for one in people.directory(session).colleagues(school, today) if one != me)
            )
        case "answer_held":
            return replace(found, earlier=open_prompts.held_for(session, found, me, today))
        case "answer_prompt" | "change_answer" | "not_this_week":
            too = (one for one in open_prompts.open_to(session, me.id) if one.id != found.id)
            return replace(found, open_too=tuple(too))
        case "put_off":
            return replace(found, later=tuple(asked.later_of(session, found, me, now, zone).items()))
        case "share_answer" if found.set.is_private:
            of_school = (reviews.load(session, one) for one in reviews.of_schools(session, frozenset({school})))
            return replace(found, reviews=tuple(one for one in of_school if one.takes_notes(today)))
        case _:
            return found


def _asking(session: Session, row: ConversationRow, me: Person, now: datetime) -> OwnAsking:
    if row.about != me.id:
        raise KeyError(row.about)
    settled, platforms = asking_settings.of(session, me.id), reached.places(session, me.id, now.date())
    return OwnAsking(me, settled, platforms, people.directory(session).settings.quiet)


def _room(session: Session, row: ConversationRow, now: datetime) -> RoomOffer:
    parts = row.about.split("/")
    if len(parts) != len(("platform", "tenant", "channel")) or not all(parts):
        raise KeyError(row.about)
    platform, tenant, channel = parts
    led = [reviews.load(session, one) for one in reviews.every(session)]
    free = (one for one in led if one.takes_notes(now.date()))
    without = (one for one in free if not reviews.rooms(session, one.id, platform, tenant))
    return RoomOffer(platform, tenant, channel, tuple(without))


def _message(session: Session, row: ConversationRow, now: datetime) -> LoggedMessage:
    in_review, one = message(row.about)
    writer = people.by_address(session, Address(one.platform, one.tenant, one.user), now)
    if writer is None:
        raise KeyError(row.about)
    return LoggedMessage(reviews.load(session, in_review), writer)


def elsewhere(session: Session, here: str, me: Person, now: datetime) -> tuple[tuple[str, str], ...]:
    """Other open reviews in which somebody may take notes: id and school, with a day where a school has several."""
    today = now.date()
    found = [reviews.load(session, one) for one in reviews.open_of(session, me.id, today)]
    mine = [
        review
        for review in found
        if may(me, Act.TAKE_NOTE, review, today) and stand_for(review.school, review.begins, today)
    ]
    schools = Counter(review.school.id for review in mine)

    def name(review: Review) -> str:
        alike = schools[review.school.id] > 1
        return f"{review.school.name}, {short_day(review.begins)}" if alike else review.school.name

    return tuple((review.id, name(review)) for review in mine if review.id != here)


def source_of(row: ConversationRow, who: Address) -> Source | None:
    """The message that a conversation is about, where it is the writer's own: that is where its receipt stands."""
    if row.about_kind != "message":
        return None
    _, found = message(row.about)
    own = (found.platform, found.tenant, found.user) == (who.platform, who.tenant, who.user)
    return Source(found.channel, found.stamp) if own else None
