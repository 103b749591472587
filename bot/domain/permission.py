"""Who may see and do what: the one place where it is decided.

`grants.py` has the whole table: act by act, which roles in a review may. A role is always worked out for one person in
one review on one day. What a trust has settled may narrow it (`granted`). Four rules stand above the table: nobody reviews their own school, a host reads notes only of areas
drawn together, an affirmation is approved by somebody who neither drafted, worded nor agreed it, and what somebody takes
away is theirs alone until they share it with the team.
"""

from datetime import date

from bot.domain.affirmation import Affirmation, Step
from bot.domain.grants import GRANTS, HOST, TEAM
from bot.domain.note import Note
from bot.domain.other_words import OtherWords, Thing
from bot.domain.people import Job, Person
from bot.domain.reflection import Reflection
from bot.domain.review import Review, Seat, Standing
from bot.domain.role import Act, Role
from bot.domain.sign_in import may_come_in
from bot.domain.timetable import Slot, Timetable
from bot.domain.trust_settings import Approvers

__all__ = ["GRANTS", "HOST", "TEAM", "Act", "Role"]  # named elsewhere, and asked for here

_APPROVE = {
    Approvers.EITHER: GRANTS[Act.APPROVE_AFFIRMATION],
    Approvers.TRUST_LEAD: frozenset({Role.TRUST_LEAD}),
    Approvers.LEAD: frozenset({Role.LEAD}),
}

_SCHOOL_ROLES = (
    (Job.HEADTEACHER, Role.HEAD),
    (Job.DSL, Role.DSL),
    (Job.GOVERNOR, Role.GOVERNOR),
    (Job.CHAIR, Role.GOVERNOR),
)
_SEATS = {Seat.LEAD: Role.LEAD, Seat.REVIEWER: Role.REVIEWER, Seat.GUEST: Role.GUEST}


def trust_roles(me: Person, today: date) -> frozenset[Role]:
    """What somebody is in the trust as a whole, whatever the review."""
    if me.guest_of or me.has_left(today) or (me.until and today > me.until):
        return frozenset()
    roles = {Role.COLLEAGUE}
    if me.is_a(Job.TRUST_LEAD):
        roles.add(Role.TRUST_LEAD)
    if me.is_a(Job.TRUSTEE):
        roles.add(Role.TRUSTEE)
    if me.is_a(Job.DPO):
        roles.add(Role.DPO)
    return frozenset(roles)


def roles(me: Person, review: Review, today: date) -> frozenset[Role]:
    """What somebody is in one review, today. A guest is nothing after their last day, or once it takes no more notes.

    Whoever has left is nothing anywhere, whatever posts they held.
    """
    if me.has_left(today):
        return frozenset()
    found = set(trust_roles(me, today))
    school = review.school.id
    if not me.guest_of:
        found |= {role for job, role in _SCHOOL_ROLES if me.is_a(job, school)}
    member = review.member(me)
    over = me.until is not None and today > me.until
    guest_over = member is not None and member.seat is Seat.GUEST and not review.takes_notes(today)
    if member and not over and not guest_over and school not in me.own_schools:
        if member.standing is Standing.ACCEPTED:
            found.add(_SEATS[member.seat])
        elif member.standing is Standing.INVITED:
            found.add(Role.INVITED)
    return frozenset(found)


def granted(act: Act, approvers: Approvers) -> frozenset[Role]:
    """Who may, by the table and by what the trust has settled."""
    return _APPROVE[approvers] if act is Act.APPROVE_AFFIRMATION else GRANTS[act]


def may_at_school(me: Person, act: Act, school: str, today: date) -> bool:
    """Whether somebody may do what belongs to a school, whatever its reviews."""
    held = trust_roles(me, today)
    if held:
        held |= {role for job, role in _SCHOOL_ROLES if me.is_a(job, school)}
    return bool(GRANTS[act] & held)


def may(me: Person, act: Act, review: Review, today: date) -> bool:
    """Whether somebody may do this in this review at all."""
    return bool(granted(act, review.approvers) & roles(me, review, today))


def may_in_trust(me: Person, act: Act, today: date) -> bool:
    """Whether somebody may do what belongs to no review."""
    return bool(GRANTS[act] & trust_roles(me, today))


def may_export_person(me: Person, person: str, today: date) -> bool:
    """Whether somebody may have all that is held about a person: everybody their own."""
    return me.id == person or may_in_trust(me, Act.EXPORT_PERSON, today)


def may_settle_asking(me: Person, person: str, today: date) -> bool:
    """Whether somebody may say when a person is asked: everybody for themselves."""
    return me.id == person and not me.has_left(today)


def may_review(me: Person, school_id: str) -> bool:
    """Nobody reviews a school where they are employed or which they govern."""
    return school_id not in me.own_schools


def may_be_asked(me: Person, school_id: str, today: date) -> bool:
    """Whether somebody may be asked onto a review of this school: not their own, and they are still here."""
    return may_review(me, school_id) and not me.has_left(today)


def may_take_note(me: Person, review: Review, today: date) -> bool:
    """Whether somebody may write for a review: its team, until its last day is ended.

    Ending it says that a person has read every note, and that no risk is left unsaid: a note written after that
    would be read by nobody so. What is there can still be put right.
    """
    return may(me, Act.TAKE_NOTE, review, today) and review.takes_notes(today)


def may_leave_team(me: Person, review: Review, today: date) -> bool:
    """Whoever said yes may say that they cannot come after all, for as long as it can be of use to know."""
    member = review.member(me)
    seated = member is not None and member.standing is Standing.ACCEPTED
    return seated and review.takes_notes(today) and not me.has_left(today)


def may_be_invited(me: Person, today: date, *, arrived: bool) -> bool:
    """Whether somebody may be given a way in: a guest as long as they may come in, anybody else until they have been here.

    So nobody who gives out invitations can come in as a colleague who already has a way in of their own.
    """
    return may_come_in(me, today) and (bool(me.guest_of) or not arrived)


def may_decline(me: Person, review: Review) -> bool:
    """Whoever was invited and has not answered may say no, for whatever reason and whatever they are."""
    member = review.member(me)
    return member is not None and member.standing is Standing.INVITED


def may_read_notes(me: Person, review: Review, area: str, today: date) -> bool:
    """Whether somebody may read an area's notes: the team always, the host once it is drawn together."""
    held = roles(me, review, today)
    if held & TEAM:
        return True
    return bool(held & HOST) and area in review.drawn_together


def may_read_note(me: Person, note: Note, today: date) -> bool:
    """As for its area, or either of two; a note not yet filed is the team's alone."""
    framework = note.review.framework
    areas = {framework.area_of(node).id for node in (note.node, note.also) if node} or {""}
    return any(may_read_notes(me, note.review, area, today) for area in areas)


def may_change_note(me: Person, note: Note, today: date) -> bool:
    """Whether somebody may change a note's words: its writer, while they may still take notes."""
    return note.writer.id == me.id and may(me, Act.TAKE_NOTE, note.review, today)


def may_mark_note(me: Person, note: Note, today: date) -> bool:
    """Whether somebody may file and mark a note: its writer, and the lead."""
    return may_change_note(me, note, today) or may(me, Act.MARK_ANY_NOTE, note.review, today)


def may_be_there(person: Person, timetable: Timetable) -> bool:
    """Whether somebody who stands on a day's timetable is still of the team on that day."""
    return bool(roles(person, timetable.review, timetable.day) & TEAM)


def may_read_timetable(me: Person, timetable: Timetable, today: date) -> bool:
    """Whether somebody may read a day's timetable: the team always, the host's head and DSL once it was sent to them."""
    if roles(me, timetable.review, today) & TEAM:
        return True
    return timetable.shared and may(me, Act.READ_TIMETABLE, timetable.review, today)


def may_answer_timetable(me: Person, timetable: Timetable, today: date) -> bool:
    """Whether somebody may agree to a timetable or ask for a change: the host, once it was sent to them."""
    return timetable.shared and may(me, Act.ANSWER_TIMETABLE, timetable.review, today)


def may_change_slot(me: Person, review: Review, slot: Slot, today: date) -> bool:
    """Whether somebody may change a slot: the lead any, and others of the team their own."""
    return may(me, Act.PLAN_DAY, review, today) or (slot.has(me) and may(me, Act.WALK, review, today))


def may_read_reflection(me: Person, reflection: Reflection, today: date) -> bool:
    """Its writer, always; the review's team once its writer shares it; nobody else, whatever they are."""
    if reflection.writer.id == me.id:
        return True
    return reflection.shared and bool(roles(me, reflection.review, today) & TEAM)


def may_change_reflection(me: Person, reflection: Reflection, today: date) -> bool:
    """Its writer alone: whoever is on the team may begin one, and what is written stays theirs when they leave."""
    begun = bool(reflection.text) or may(me, Act.REFLECT, reflection.review, today)
    return reflection.writer.id == me.id and begun


def may_remove_note(me: Person, note: Note, today: date) -> bool:
    """Whether somebody may remove a note for good: its writer, on the team or not, the lead, and the DPO."""
    return _still_here(me, note.writer.id, today) or may(me, Act.REMOVE_NOTE, note.review, today)


def may_remove_affirmation(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody may remove an affirmation for good: who drafted or last worded it, the lead, and the DPO."""
    wrote = me.id if me.id in {affirmation.drafter.id, affirmation.worded_by} else ""
    return _still_here(me, wrote, today) or may(me, Act.REMOVE_AFFIRMATION, affirmation.review, today)


def may_remove_words(me: Person, found: OtherWords, today: date) -> bool:
    """Whether somebody may remove what stands beside the notes: who wrote it, the lead, and the DPO."""
    wrote = me.id if me.id in found.writers else ""
    return _still_here(me, wrote, today) or (found.review is not None and may(me, Act.REMOVE_NOTE, found.review, today))


def may_object(me: Person, note: Note, today: date) -> bool:
    """Whether somebody may object to a note: whoever wrote the message it was made of, on the team or not."""
    return note.said_by is not None and _still_here(me, note.said_by.id, today)


def may_read_words(me: Person, found: OtherWords, today: date) -> bool:
    """Whether somebody may read them: whoever wrote some, the team; and the host, but for what the team compared."""
    held = roles(me, found.review, today) if found.review else frozenset()
    if found.thing is Thing.REPLY:
        # What is said to a card may be for the two who wrote it: it is read where it stands, by whoever may there.
        return me.id in found.writers
    return me.id in found.writers or bool(held & (TEAM if found.thing is Thing.COMPARISON else TEAM | HOST))


def _still_here(me: Person, writer: str, today: date) -> bool:
    return me.id == writer and not me.has_left(today) and not (me.until and today > me.until)


_STEP_ACTS = {
    Step.AGREE: Act.AGREE_AFFIRMATION,
    Step.APPROVE: Act.APPROVE_AFFIRMATION,
    Step.PAUSE: Act.PAUSE_AFFIRMATION,
    Step.RESUME: Act.PAUSE_AFFIRMATION,
    Step.WITHDRAW: Act.WITHDRAW_AFFIRMATION,
}


def _had_a_hand(affirmation: Affirmation, today: date) -> bool:
    """Whether whoever is to approve it wrote some of it, or leads no more: then the other may, so that none is stuck."""
    lead = affirmation.review.lead
    match affirmation.review.approvers:
        case Approvers.LEAD:
            return lead.id in affirmation.authors or Role.LEAD not in roles(lead, affirmation.review, today)
        case Approvers.TRUST_LEAD:
            return affirmation.drafter.is_a(Job.TRUST_LEAD)
        case Approvers.EITHER:
            return True


def is_delegate(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether the head has handed the agreement to them, and they are still at the school."""
    here = affirmation.review.school.id in me.own_schools
    return bool(affirmation.delegate) and me.id == affirmation.delegate and here and not me.has_left(today)


def may_take_step(me: Person, affirmation: Affirmation, step: Step, today: date) -> bool:
    """Whether somebody may move an affirmation on; `Step.POST` is the bot's own, once approved."""
    review = affirmation.review
    mine = affirmation.drafter.id == me.id and may(me, Act.DRAFT_AFFIRMATION, review, today)
    delegate = is_delegate(me, affirmation, today)
    agrees = delegate or may(me, Act.AGREE_AFFIRMATION, review, today)
    match step:
        case Step.POST:
            return False
        case Step.WORD | Step.EDIT | Step.MAKE_SAFE:
            return mine or agrees
        case Step.RETURN:
            return agrees or may_take_step(me, affirmation, Step.APPROVE, today)
        case Step.APPROVE:
            second = me.id not in affirmation.authors
            either = Approvers.EITHER if _had_a_hand(affirmation, today) else review.approvers
            return second and bool(granted(Act.APPROVE_AFFIRMATION, either) & roles(me, review, today))
        case Step.WITHDRAW if mine and not affirmation.agreed_by:
            return True
        case Step.AGREE:
            return agrees
        case Step.PAUSE | Step.RESUME if delegate:
            return True
        case _:
            return may(me, _STEP_ACTS[step], review, today)
