"""Who else hears of a change. A notice says that something is there, never what it says: it is worded at delivery."""

from dataclasses import dataclass
from typing import assert_never

from bot.dialogs.channel_announcements import out_of_the_channel, to_the_channel
from bot.domain import changes, note_changes, timetable_changes
from bot.domain.acts import (
    About,
    Act,
    CreateRoom,
    Delete,
    Edit,
    Invite,
    Notice,
    Place,
    Post,
    React,
    TakeOut,
    ToChannel,
    ToPerson,
    ToRoom,
)
from bot.domain.affirmation import Affirmation, State, Step
from bot.domain.changes_of_keeping import (
    AffirmationRemoved,
    HoldLifted,
    HoldSet,
    NoteRemoved,
    RetentionSet,
    WordsRemoved,
)
from bot.domain.practice_words import Named
from bot.domain.removal import Why
from bot.domain.review import Review
from bot.domain.rooms import RoomOpened
from bot.domain.team_changes import MemberAsked, TeamLeft
from bot.domain.timetable_changes import TimetableChange
from bot.domain.trust_settings import Approvers
from bot.domain.unsettled import PostSettled


@dataclass(frozen=True)
class Stage:
    """How things stand after a change: what `announce` needs to know whom to tell."""

    review: Review
    heads: tuple[str, ...] = ()
    dsls: tuple[str, ...] = ()
    trust_leads: tuple[str, ...] = ()
    affirmation: Affirmation | None = None
    posts_today: int = 0
    """How many posts of excellent practice the channel has had today."""
    delegate_gone: bool = False
    """Whether whom the head named to agree is at the school no more: then the head is asked again."""
    begun: bool = False
    """There are notes already."""
    lead_left: bool = False
    """Whoever led the review is here, or on its team, no more: what they would hear goes to the trust leads until another is named."""


def announce(change: changes.Change, stage: Stage) -> list[Act]:
    """The acts that follow from a change, in the order people should hear of it."""
    review = stage.review
    here, lead = About("review", review.id), review.lead.id
    leading = stage.trust_leads if stage.lead_left else (lead,)
    # A risk must reach somebody who has said yes to leading this review, or those who planned it.
    watching = leading if review.lead in review.seated else (*leading, *stage.trust_leads)
    match change:
        case changes.ReviewPlanned(lead=asked, team=team):
            invited = [Post(ToPerson(person), Notice.INVITED, here) for person in dict.fromkeys((asked, *team))]
            return [*invited, CreateRoom(review.id)]
        case RoomOpened(channel=channel):
            room_is = ToChannel(review.id, channel)
            posts = [Post(room_is, notice, here) for notice in (Notice.ROOM_RULES, Notice.WHO_HAS_WHAT)]
            return [*posts, *(Invite(review.id, who.id) for who in review.seated)]
        case changes.InvitationAccepted(person=person):
            room: Act = Post(ToRoom(review.id), Notice.JOINED, here, detail=person)
            private = [Post(ToPerson(who), Notice.INVITATION_ACCEPTED, here, detail=person) for who in leading]
            invite = Invite(review.id, person)
            if person != lead:
                return [*private, invite, room]
            # Whoever joins to lead what others have begun is told what is open.
            return [invite, room, *([Post(ToPerson(lead), Notice.HANDOVER, here)] if stage.begun else [])]
        case changes.InvitationDeclined(person=person):
            told = stage.trust_leads if person == lead else leading
            return [Post(ToPerson(who), Notice.INVITATION_DECLINED, here, detail=person) for who in told]
        case MemberAsked(person=person):
            return [Post(ToPerson(person), Notice.INVITED, here)]
        case TeamLeft():
            return _team_left(change, stage, leading)
        case changes.LeadNamed(person=person, asks=asks):
            if asks:
                return [Post(ToPerson(person), Notice.INVITED, here)]
            named = [Post(to, Notice.LEAD_NAMED, here, detail=person) for to in (ToPerson(person), ToRoom(review.id))]
            return [*named, Post(ToPerson(person), Notice.HANDOVER, here)]
        case note_changes.NoteTaken(note=note, urgent=urgent, said_by=said_by):
            # Somebody else's message carries no mark that all can see: they are told, in private.
            heard = Post(ToPerson(said_by), Notice.MESSAGE_LOGGED, About("note", note)) if said_by else None
            mark = heard or React(About("note", note))
            return [mark, Edit(Notice.WHO_HAS_WHAT, here), *(_risk(note, watching) if urgent else [])]
        case note_changes.NoteObjected(note=note, writer=writer):
            settle = dict.fromkeys((writer, *leading))
            return [Post(ToPerson(who), Notice.NOTE_OBJECTED, About("note", note)) for who in settle]
        case note_changes.NoteMarked(note=note, newly_urgent=True) | note_changes.NoteMoved(note=note, urgent=True):
            return [Edit(Notice.WHO_HAS_WHAT, here), *_risk(note, watching)]
        case changes.AreaDrawnTogether(area=area):
            # One notice a sitting: areas are drawn together one after another, and their readers are told once.
            places: tuple[Place, ...] = (*map(ToPerson, dict.fromkeys((*stage.heads, *stage.dsls))), ToRoom(review.id))
            drawn = [Post(to, Notice.AREA_DRAWN_TOGETHER, here, detail=area, gathers=True) for to in places]
            return [*drawn, Edit(Notice.WHO_HAS_WHAT, here)]
        case changes.AreaEntered(area=area):
            # An area has its thread in the room, where a mention is filed under it; a new day may begin another.
            thread = Post(ToChannel(review.id), Notice.AREA_THREAD, About("area", f"{review.id}/{area}"), gathers=True)
            return [thread, Edit(Notice.WHO_HAS_WHAT, here)]
        case (
            changes.WalkPaused()
            | changes.WalkResumed()
            | note_changes.NoteMarked()
            | note_changes.NoteMoved()
            | note_changes.NoteAlsoFiled()
        ):
            return [Edit(Notice.WHO_HAS_WHAT, here)]
        case changes.DayEnded():
            return _day_ended(change, stage)
        case (
            timetable_changes.SlotAdded()
            | timetable_changes.SlotRemoved()
            | timetable_changes.TimetableSent()
            | timetable_changes.TimetableAgreed()
            | timetable_changes.TimetableChangeAsked()
        ):
            return _timetable(change, stage)
        case changes.AffirmationMoved():
            return _affirmation_moved(change, stage)
        case NoteRemoved():
            return _note_removed(change, here)
        case WordsRemoved(thing=thing, why=why, person=person, writers=writers):
            others = [who for who in writers if who != person]
            return [Post(ToPerson(who), Notice.WORDS_REMOVED, here, detail=f"{thing}/{why}") for who in others]
        case AffirmationRemoved():
            return _affirmation_removed(change, stage)
        case (
            note_changes.NoteSampled()
            | note_changes.NotePlaced()
            | note_changes.NoteTimed()
            | note_changes.NoteEdited()
            | note_changes.NoteLeftUnfiled()
            | note_changes.NoteMoved()
            | note_changes.SchoolTold()
            | changes.StepPassed()
            | timetable_changes.DayPlanned()
            | changes.AnswersCompared()
            | changes.ReflectionKept()
            | changes.ReflectionRemoved()
            | changes.AffirmationDrafted()
            | PostSettled()
            | HoldSet()
            | HoldLifted()
            | RetentionSet()
        ):
            return []
        case _:
            assert_never(change)


def _team_left(change: TeamLeft, stage: Stage, leading: tuple[str, ...]) -> list[Act]:
    """Who leads hears that somebody cannot come; whoever was taken off a team hears that nothing more is asked.

    Either way they are taken out of the room, where what is said is the team's.
    """
    here = About("review", stage.review.id)
    own = change.by == change.person
    told = stage.trust_leads if change.person == stage.review.lead.id else leading
    gone = [Post(ToPerson(who), Notice.TEAM_LEFT, here, detail=change.person) for who in told if who != change.by]
    let_go = [] if own else [Post(ToPerson(change.person), Notice.LET_GO, here)]
    return [*gone, *let_go, TakeOut(stage.review.id, change.person)]


def _risk(note: str, watching: tuple[str, ...]) -> list[Act]:
    return [Post(ToPerson(who), Notice.TELL_SCHOOL_TODAY, About("note", note)) for who in dict.fromkeys(watching)]


def _day_ended(change: changes.DayEnded, stage: Stage) -> list[Act]:
    """The school is thanked where the lead said so; everybody of the team is asked how they are, each in private."""
    here = About("review", stage.review.id)
    hosts = dict.fromkeys((*stage.heads, *stage.dsls)) if change.thanked else {}
    thanks: list[Act] = [
        Post(ToPerson(host), Notice.DAY_ENDED, here, detail=f"{change.first.isoformat()}/{change.day.isoformat()}")
        for host in hosts
    ]
    day = change.day.isoformat()
    return [*thanks, *(Post(ToPerson(who.id), Notice.HOW_ARE_YOU, here, detail=day) for who in stage.review.seated)]


def _timetable(change: TimetableChange, stage: Stage) -> list[Act]:
    """The school is asked, and the team hears once that a day is agreed, or is so no longer: never slot by slot."""
    about = About("timetable", f"{change.review}/{change.day.isoformat()}")

    def tell(people: tuple[str, ...], notice: Notice, detail: str = "") -> list[Act]:
        others = (person for person in dict.fromkeys(people) if person != change.person)
        return [Post(ToPerson(person), notice, about, detail=detail) for person in others]

    team = (stage.review.lead.id, *(person.id for person in stage.review.seated))
    match change:
        case timetable_changes.TimetableSent(revision=revision):
            return tell((*stage.heads, *stage.dsls), Notice.TIMETABLE_SENT, str(revision))
        case timetable_changes.TimetableAgreed(revision=revision):
            return tell(team, Notice.TIMETABLE_AGREED, str(revision))
        case timetable_changes.TimetableChangeAsked():
            return tell((stage.review.lead.id,), Notice.TIMETABLE_CHANGE_ASKED)
        case timetable_changes.SlotAdded(reopened=True) | timetable_changes.SlotRemoved(reopened=True):
            return tell(team, Notice.TIMETABLE_CHANGED)
        case _:
            return []


def _affirmation_moved(change: changes.AffirmationMoved, stage: Stage) -> list[Act]:
    affirmation = stage.affirmation
    if affirmation is None:
        return []
    about = About("affirmation", affirmation.id)
    drafter = affirmation.drafter.id

    def tell(people: tuple[str, ...], notice: Notice) -> list[Act]:
        return [Post(ToPerson(person), notice, about) for person in dict.fromkeys(people) if person != change.person]

    match change.step:
        case Step.WORD | Step.RESUME if change.person not in _agreeing(affirmation, stage):
            asked = _agreeing(affirmation, stage)
            return tell(asked, Notice.AGREEMENT_ASKED) if asked else tell(stage.trust_leads, Notice.NOBODY_AGREES)
        case Step.AGREE:
            return tell(approvers(affirmation, stage)[:1], Notice.APPROVAL_ASKED)
        case Step.RETURN:
            return tell((drafter, *affirmation.writers), Notice.RETURNED)
        case Step.APPROVE:
            # Those whose practice it is hear it first, privately.
            thanks = tell((*_whose(affirmation, stage), drafter), Notice.THANKED)
            return [*thanks, *to_the_channel(affirmation, stage.posts_today)]
        case Step.PAUSE | Step.WITHDRAW:
            notice = Notice.PAUSED if change.step is Step.PAUSE else Notice.WITHDRAWN
            return [*out_of_the_channel(affirmation), *tell((*_whose(affirmation, stage), drafter), notice)]
        case _:
            return []


def _agreeing(affirmation: Affirmation, stage: Stage) -> tuple[str, ...]:
    """Who is asked to agree for the school: whom the head named, or else the head."""
    return (affirmation.delegate,) if affirmation.delegate and not stage.delegate_gone else stage.heads


def _whose(affirmation: Affirmation, stage: Stage) -> tuple[str, ...]:
    """Those whose practice it is, and whose notes: the head and who agreed for them, who is asked how, who is named."""
    named = (one.person.id for one in affirmation.named if one.state is Named.AGREED)
    found = (*stage.heads, affirmation.delegate, affirmation.contact, *named, *affirmation.writers)
    return tuple(one for one in dict.fromkeys(found) if one)


def _note_removed(change: NoteRemoved, here: About) -> list[Act]:
    """What pointed at the note is taken away; a writer hears when somebody else removed it."""
    gone: Act = Delete(Notice.TELL_SCHOOL_TODAY, About("note", change.note))
    told = Post(ToPerson(change.writer), Notice.NOTE_REMOVED, here, detail=change.why)
    return [gone] if change.writer == change.person else [gone, told]


def _affirmation_removed(change: AffirmationRemoved, stage: Stage) -> list[Act]:
    """Its posts are taken away everywhere, and the school is told where it had been asked; not when its time is over."""
    about = About("affirmation", change.affirmation)
    drafter = (stage.affirmation.drafter.id,) if stage.affirmation else ()
    unheard = change.why is Why.RETENTION or change.was in {State.DRAFTED, State.SAFE, State.WITHDRAWN}
    people = dict.fromkeys(() if unheard else (*stage.heads, *drafter))
    told = [Post(ToPerson(person), Notice.WITHDRAWN, about) for person in people if person != change.person]
    gone = out_of_the_channel(stage.affirmation) if stage.affirmation else [Delete(Notice.AFFIRMATION, about)]
    return [*gone, *told]


def approvers(affirmation: Affirmation, stage: Stage) -> tuple[str, ...]:
    """Who may be the second person, the first of them asked: trust leads, then the review's lead, unless they settled otherwise."""
    could = (*stage.trust_leads, stage.review.lead.id)
    if stage.review.approvers is Approvers.LEAD:
        could = (*(() if stage.lead_left else (stage.review.lead.id,)), *stage.trust_leads)
    return tuple(person for person in could if person not in affirmation.authors)
