"""Wording a post at the moment it is delivered or looked at, after asking once more whether it may go.

A notice says that something is there and opens it; only an affirmation is an open card, whose words are the point.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.answer_read import answer_read
from bot.asked_notices import of_asked, of_prompt, of_set
from bot.card_notices import of_card
from bot.domain import whom
from bot.domain.acts import About, Notice
from bot.domain.note import Note
from bot.domain.people import School
from bot.domain.review import Review, Standing
from bot.domain.timetable import Agreement, Timetable, as_it_stands
from bot.handover import handover, quiet
from bot.membership import by_hand, in_room
from bot.message import Action, Begin, Button, Card, Visit
from bot.practice_card import weekly_list
from bot.reply_notices import of_home, of_reply
from bot.with_human import with_human
from bot.wording import Wording
from store import notes, people, prompts, reviews, timetables
from store.act_rows import OF_ROOMS, ActRecord, Kind

ROOM = "room"


def compose(session: Session, wording: Wording, act: ActRecord) -> Card | None:
    """The card of a post as things stand now, or None where it may not go any more."""
    if act.kind is Kind.CREATE_ROOM:
        return _room_to_make(session, act)
    if act.kind in OF_ROOMS:
        return in_room(session, act)
    if act.notice not in set(Notice):
        return None
    notice, about = Notice(act.notice), act.about
    try:
        match about.kind:
            case _ if notice is Notice.ANSWER_READ:
                return answer_read(session, wording, act)
            case _ if notice is Notice.HANDOVER:
                return handover(session, wording, act)
            case "prompt" if notice is Notice.WORDS_REMOVED:
                return _words_removed(wording, act, prompts.load(session, about.id).set.school)
            case "prompt_set" if notice is Notice.PROMPTS_WITH_HUMAN:
                return with_human(session, wording, act)
            case "review":
                return _of_review(session, wording, notice, reviews.load(session, about.id), act)
            case "school":
                return _of_school(wording, notice, people.directory(session).schools[about.id], act)
            case "note":
                return _of_note(wording, notice, notes.load(session, about.id), act)
            case "area":
                return _of_area(session, wording, about.id)
            case "timetable":
                return _of_timetable(wording, notice, timetables.named(session, about.id), act)
            case "asked":
                return of_asked(session, wording, notice, act)
            case "prompt":
                return of_prompt(session, wording, notice, act)
            case "prompt_set":
                return of_set(session, wording, notice, act)
            case "reply":
                return of_reply(session, wording, notice, act)
            case "affirmation" if notice in {Notice.CAME_HOME, Notice.CAME_TO_NOTHING}:
                return of_home(session, wording, notice, act)
            case "affirmation":
                return of_card(session, wording, act)
            case "digest":
                return weekly_list(session, wording, about.id)
    except KeyError:
        return None
    return None


def _room_to_make(session: Session, act: ActRecord) -> Card | None:
    """A room named by its school; None where the review is gone, or has a room there by now."""
    try:
        school = reviews.load(session, act.place).school.name
    except KeyError:
        return None
    return None if reviews.rooms(session, act.place, act.platform, act.tenant) else Card("", title=school)


def _of_room(session: Session, wording: Wording, notice: Notice, review: Review, platform: str) -> Card | None:
    """What stands pinned in a review's room, and what its lead is asked to do where there is none."""
    here, line = About("review", review.id), wording.line
    worry = ("something_worries_me", Visit("worry", About("school", review.school.id)))
    facts: dict[str, Any] = {"review": review, "platform": platform}
    buttons: tuple[tuple[str, Action], ...] = ()
    match notice:
        case Notice.ROOM_RULES:
            buttons = (("write_note", Begin("take_note", here)), worry)
        case Notice.WHO_HAS_WHAT:
            review = reviews.load(session, review.id, progress=True)
            walking = review.so_far.walking
            areas = [(area, walking.get(area.id, ()), review.tally(area.id)) for area in review.scope]
            facts |= {"areas": areas, "drawn": review.drawn_together}
            buttons = (("choose_area", Begin("enter_area", here)), ("write_note", Begin("take_note", here)))
        case _:
            pass
    return Card(
        notice=line(ROOM, f"{notice}_notice"),
        title=line(ROOM, f"{notice}_title"),
        words=wording.words(ROOM, notice, **facts),
        buttons=tuple(Button(line(ROOM, label), action) for label, action in buttons),
    )


def _of_area(session: Session, wording: Wording, named: str) -> Card | None:
    """The head of an area's thread in a room."""
    in_review, _, area_id = named.partition("/")
    review, line = reviews.load(session, in_review), wording.line
    area, here = review.framework.area(area_id), About("review", in_review)
    buttons: tuple[tuple[str, Action], ...] = (
        ("write_note", Begin("take_note", here, preset={"node": area.id, "shows": ""})),
        ("walk_here", Begin("enter_area", here, preset={"area": area.id})),
    )
    return Card(
        notice=line(ROOM, "area_thread_notice"),
        title=line(ROOM, "area_thread_title", area=area),
        words=wording.words(ROOM, "area_thread", area=area),
        buttons=tuple(Button(line(ROOM, label), action) for label, action in buttons),
    )


def _of_review(session: Session, wording: Wording, notice: Notice, review: Review, act: ActRecord) -> Card | None:
    here = About("review", review.id)
    match notice:
        case Notice.ROOM_RULES | Notice.WHO_HAS_WHAT | Notice.ROOM_WANTED:
            return _of_room(session, wording, notice, review, act.detail or act.platform)
        case Notice.NOT_IN_ROOM | Notice.STILL_IN_ROOM:
            return by_hand(session, wording, notice, review, act)
        case Notice.INVITED:
            member = next((member for member in review.team if member.person.id == act.place), None)
            if member is None or member.standing is not Standing.INVITED:
                return None
            buttons: tuple[tuple[str, Action], ...] = (
                ("read_and_accept", Begin("accept_invitation", here)),
                ("decline", Begin("decline_invitation", here)),
            )
            return quiet(wording, notice, buttons, review=review, member=member)
        case Notice.INVITATION_ACCEPTED | Notice.JOINED:
            who = people.person(session, act.detail)
            conflicts = next((len(m.conflicts) for m in review.team if m.person.id == who.id), 0)
            return quiet(wording, notice, (), review=review, person=who.name, conflicts=conflicts)
        case Notice.INVITATION_DECLINED:
            who = people.person(session, act.detail)
            every = (timetables.load(session, review.id, day) for day in timetables.days(session, review.id))
            stands = [day for day in every if day.of(who)]
            plans = act.place == review.lead.id
            to_days = tuple(("the_timetable", Visit("timetable", as_it_stands(day))) for day in stands[:1] if plans)
            return quiet(
                wording,
                notice,
                to_days,
                review=review,
                person=who.name,
                days=[day.day for day in stands] if plans else [],
            )
        case Notice.TEAM_LEFT:
            who = people.person(session, act.detail)
            member = review.member(who)
            if member is None or member.standing is not Standing.LEFT:
                return None
            led = review.lead == who
            to_do: tuple[str, Action] = (
                ("name_lead", Begin("name_lead", here)) if led else ("ask_instead", Begin("ask_reviewer", here))
            )
            return quiet(wording, notice, (to_do, ("the_team", Visit("team", here))), review=review, person=who.name)
        case Notice.LET_GO:
            member = next((member for member in review.team if member.person.id == act.place), None)
            still = member is not None and member.standing is Standing.LEFT
            return quiet(wording, notice, (), review=review) if still else None
        case Notice.LEAD_NAMED:
            if review.lead.id != act.detail:
                return None
            yours = act.place == act.detail
            return quiet(wording, notice, (), review=review, person=review.lead.name, yours=yours)
        case Notice.LEAD_LEFT:
            if review.lead.id != act.detail or review.lead.left is None:
                return None
            name = (("name_lead", Begin("name_lead", here)),)
            gone = review.lead.has_left(act.made.date())
            return quiet(wording, notice, name, review=review, person=review.lead.name, gone=gone)
        case Notice.AREA_DRAWN_TOGETHER:
            areas = [f"{area} {review.framework.title_of(area)}" for area in act.detail.split()]
            return quiet(wording, notice, (("read_notes", Visit("notes", here)),), review=review, areas=areas)
        case Notice.NOTE_REMOVED:
            return quiet(wording, notice, (), review=review, why=act.detail)
        case Notice.WORDS_REMOVED:
            return _words_removed(wording, act, review.school)
        case Notice.DAY_ENDED:
            first, _, day = act.detail.partition("/")
            over = date.fromisoformat(day) if day else None
            return quiet(wording, notice, (), review=review, first=date.fromisoformat(first), day=over)
        case Notice.HOW_ARE_YOU:
            worry = Visit("worry", About("school", review.school.id))
            return quiet(
                wording, notice, (("something_worries_me", worry),), review=review, leads=act.place == review.lead.id
            )
        case _:
            return None


def _words_removed(wording: Wording, act: ActRecord, school: School) -> Card:
    thing, _, why = act.detail.partition("/")
    return quiet(wording, Notice.WORDS_REMOVED, (), school=school, thing=thing, why=why)


def _of_school(wording: Wording, notice: Notice, school: School, act: ActRecord) -> Card | None:
    """Whom to tell: asked for as long as the school's word does not hold."""
    here = About("school", school.id)
    if notice not in {Notice.CONTACTS_ASKED, Notice.CONTACTS_OVERDUE} or whom.stand(school, act.made.date()):
        return None
    if school.confirmed is not None and school.confirmed >= act.made.date() and not whom.own_missing(school):
        return None
    dialog = "school_contacts" if whom.own_missing(school) else "confirm_contacts"
    return quiet(wording, notice, (("say_whom_to_tell", Begin(dialog, here)),), school=school)


def _of_note(wording: Wording, notice: Notice, note: Note, act: ActRecord) -> Card | None:
    here = About("note", note.id)
    if notice is Notice.MESSAGE_LOGGED and note.said_by:
        again = () if note.objected else (("object_to_note", Begin("object_to_note", here)),)
        card = quiet(wording, notice, again, review=note.review, note=note)
        # No answer is nudged.
        return replace(card, buttons=tuple(replace(button, primary=False) for button in card.buttons))
    if notice is Notice.NOTE_OBJECTED and note.said_by:
        mine = (("edit_words", Begin("edit_note", here)),) if note.writer.id == act.place else ()
        return quiet(
            wording,
            notice,
            (*mine, ("remove_for_good", Begin("remove_note", here))),
            review=note.review,
            note=note,
            mine=bool(mine),
        )
    if notice is not Notice.TELL_SCHOOL_TODAY or not note.urgent or note.told:
        return None
    buttons: tuple[tuple[str, Action], ...] = (
        ("say_who_was_told", Begin("school_told", About("note", note.id))),
        ("read_notes", Visit("notes", About("review", note.review.id))),
    )
    return quiet(wording, notice, buttons, review=note.review)


def _of_timetable(wording: Wording, notice: Notice, timetable: Timetable, act: ActRecord) -> Card | None:
    """Shown for as long as it is so: what was answered, sent again or agreed again is no news any more."""
    stands = {
        Notice.TIMETABLE_SENT: timetable.agreement is Agreement.SENT and act.detail == str(timetable.sent),
        Notice.TIMETABLE_AGREED: timetable.settled and act.detail == str(timetable.answered),
        Notice.TIMETABLE_CHANGE_ASKED: timetable.agreement is Agreement.CHANGE_ASKED,
        Notice.TIMETABLE_CHANGED: timetable.changed_since_agreed,
    }
    if not stands.get(notice, False):
        return None
    read = "read_and_answer" if notice is Notice.TIMETABLE_SENT else "the_timetable"
    return quiet(wording, notice, ((read, Visit("timetable", act.about)),), timetable=timetable)
