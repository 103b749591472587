"""The end of a dialog: its changes made, recorded and announced, and the acts that follow queued, in one transaction."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import card_waits, channel_days, concerned
from bot.conversation import Offer, Tell
from bot.dialogs.announcements import Stage, announce
from bot.dialogs.library_announcements import LibraryStage, announce_library, came_to_nothing, goes_for_good
from bot.dialogs.people_announcements import HANDED_OVER, PeopleStage, announce_people
from bot.dialogs.prompt_announcements import PromptStage, announce_prompts
from bot.dialogs.set_up_announcements import SetUpStage, announce_set_up
from bot.domain.acts import QUOTING, About, Act, Notice, Post, PublishHome, ToPerson
from bot.domain.affirmation import State, Step
from bot.domain.changes import (
    NEW,
    AffirmationMoved,
    Change,
    InvitationAccepted,
    ReflectionKept,
    ReflectionRemoved,
)
from bot.domain.changes_of_keeping import OF_THE_TRUST, AffirmationRemoved
from bot.domain.changes_people import PeopleChange, PersonErased, PersonLeft, PostTaken
from bot.domain.changes_setup import ContactsAsked, SetUpChange
from bot.domain.every_change import EveryChange
from bot.domain.library_changes import LibraryChange
from bot.domain.note_changes import NoteMoved
from bot.domain.people import Job
from bot.domain.prompt import Prompt, PromptSet
from bot.domain.prompt_changes import AnswerShared, PromptChange, PromptPassedOn, PromptsAsked, PromptsNudged
from bot.domain.prompt_permission import may_read_answer
from bot.domain.trust_settings import Model
from bot.domain.unsettled import PostSettled
from bot.invitation import Invited
from bot.wording import Wording
from store import acts, affirmations, digests, history, people, prompt_routing, prompts, replies, reviews
from store.act_rows import ActRecord, Kind
from store.act_rows import State as ActState
from store.made import Made

AnyChange = TypeVar("AnyChange", Change, PeopleChange, PromptChange, LibraryChange, EveryChange)
Enqueue = Callable[[Session, Sequence[ActRecord]], None]


def make(
    session: Session,
    changes: Sequence[EveryChange],
    made: Made,
    enqueue: Enqueue,
    ids: Callable[[], str],
) -> list[ActRecord]:
    """Make all of a dialog's changes, then say who hears of them: whoever is told finds everything done.

    Returns what is to be sent in chat.
    """
    sent: list[ActRecord] = []
    asked = _left_unanswered(session, changes)
    changes = prompt_routing.instead(session, changes, made.person, made.at.date())
    concerned.look_again(session, changes, made)
    for change in changes:
        history.apply(session, change, made)
    session.flush()
    moved = prompt_routing.follow(session, changes, made.person, made.at.date())
    concerned.look_again(session, moved, made)
    for change in moved:
        history.apply(session, change, made)
    changes = [*changes, *moved]
    given = frozenset(one.to for one in moved if isinstance(one, PromptPassedOn))
    see = {made.person} - {""}
    for change in changes:
        announced, others = _announced(session, change, made.at, given)
        announced += came_to_nothing(change, asked.get(getattr(change, "affirmation", ""), ()))
        if isinstance(change, PostSettled) and (stands := acts.load(session, change.act)) is not None:
            posted(session, stands, made)
        see |= others | {act.to.person for act in announced if isinstance(act, Post) and isinstance(act.to, ToPerson)}
        sent += queue(session, announced, made, enqueue, ids)
    if changes:
        queue(session, [PublishHome(who) for who in acts.stale_homes(session, see, made.at)], made, enqueue, ids)
    return sent


def queue(
    session: Session, announced: Sequence[Act], made: Made, enqueue: Enqueue, ids: Callable[[], str]
) -> list[ActRecord]:
    """Queue acts and hand them over, in the transaction that is open. Returns what is to be sent in chat."""
    queued = [record for act in announced for record in acts.queue(session, act, made.at, ids, by=made.person)]
    to_send = [record for record in queued if record.state is ActState.QUEUED]
    enqueue(session, to_send)
    for record in queued:
        posted(session, record, made)
    return to_send


def _announced(
    session: Session, change: EveryChange, now: datetime, given: frozenset[str]
) -> tuple[list[Act], frozenset[str]]:
    """What follows from a change, and for whom besides its maker their Home may now show something else."""
    today = now.date()
    if isinstance(change, SetUpChange):
        return announce_set_up(change, _set_up_stage(session, change, today)), frozenset()
    if isinstance(change, LibraryChange):
        return announce_library(change, _library_stage(session, change, today)), frozenset()
    if isinstance(change, PromptChange):
        return announce_prompts(change, _prompt_stage(session, change, today)), frozenset()
    if isinstance(change, PeopleChange):
        return announce_people(change, _people_stage(session, change, today, given)), frozenset()
    stage = _stage(session, change, now)
    if stage is None:
        return [], frozenset()
    own = isinstance(change, (ReflectionKept, ReflectionRemoved))
    team = () if own else (stage.review.lead.id, *(who.id for who in stage.review.seated))
    everyone = () if own else (*team, *stage.heads, *stage.dsls, *stage.trust_leads)
    return announce(change, stage), frozenset(everyone)


def _left_unanswered(session: Session, changes: Sequence[EveryChange]) -> dict[str, tuple[str, ...]]:
    """By card that is about to go for good: whose questions to it will have no answer."""
    gone = [change.affirmation for change in changes if goes_for_good(change)]
    return {one: tuple(person for _, person in replies.unanswered(session, one)) for one in gone}


def _people_stage(session: Session, change: PeopleChange, today: date, given: frozenset[str]) -> PeopleStage:
    match change:
        case PersonLeft(person=person):
            leads = people.directory(session).holders(Job.TRUST_LEAD, "", today)
            named = affirmations.naming(session, person)
            again = _to_agree_again(session, person, today)
            return PeopleStage(reviews.led_by(session, person, today), leads, named=named, agree_again=again)
        case PersonErased(person=person):
            return PeopleStage(named=affirmations.naming(session, person))
        case PostTaken(person=person, job=job, school=school) if job in HANDED_OVER:
            found = reviews.of_schools(session, frozenset({school})) if school else reviews.every(session)
            return PeopleStage(is_open=bool(found) or person in given)
        case PostTaken(person=person):
            return PeopleStage(is_open=person in given)
        case _:
            return PeopleStage()


def _to_agree_again(session: Session, person: str, today: date) -> tuple[tuple[str, str], ...]:
    """Cards that waited for somebody who leaves to agree to them in the head's place, each with a head to ask."""
    waits = affirmations.handed_to(session, person)
    gone = (one for one in waits if card_waits.is_delegate_gone(session, one, today))
    return tuple((one.id, head.id) for one in gone for head in card_waits.around(session, one, today).heads)


def _library_stage(session: Session, change: LibraryChange, today: date) -> LibraryStage:
    """The card and the reply that a change names, and who speaks for the school."""
    card, reply = getattr(change, "affirmation", ""), getattr(change, "reply", "")
    if not card:
        return LibraryStage()
    affirmation, known = affirmations.load(session, card), people.directory(session)
    heads = known.holders(Job.HEADTEACHER, affirmation.review.school.id, today)
    said = replies.load(session, reply) if reply else None
    return LibraryStage(affirmation, said, heads, replies.who_answers(known, said, today) if said else ())


def _prompt_stage(session: Session, change: PromptChange, today: date) -> PromptStage:
    """The prompts that a change names, and by set whoever settles what the bot cannot."""
    if isinstance(change, PromptsAsked | PromptsNudged):
        return PromptStage()  # who is sent them is all that is said
    named = getattr(change, "prompts", ()) if "prompts" in change.KEPT else (getattr(change, "prompt", ""),)
    found = tuple(prompts.load(session, one) for one in named if one)
    sets = {one.set.id: one.set for one in found}
    settle = tuple((named, _coordinators(session, of, today)) for named, of in sets.items())
    shared = found[0] if isinstance(change, AnswerShared) and found[0].set.is_private else None
    return PromptStage(found, settle, _readers(session, shared, today) if shared else ())


def _readers(session: Session, shared: Prompt, today: date) -> tuple[str, ...]:
    """Who may read a private answer now that its writer has shared it."""
    known = people.directory(session).people
    return tuple(who for who, person in known.items() if may_read_answer(person, shared, today))


def _coordinators(session: Session, of: PromptSet, today: date) -> tuple[str, ...]:
    """Whoever planned a set and whoever leads its review; the trust leads, where neither is here any more."""
    leads = () if of.review is None or of.review.is_without_lead(today) else (of.review.lead,)
    here = [one.id for one in (of.by, *leads) if not one.has_left(today)]
    return tuple(dict.fromkeys(here)) or people.directory(session).holders(Job.TRUST_LEAD, "", today)


def _set_up_stage(session: Session, change: SetUpChange, today: date) -> SetUpStage:
    known = people.directory(session)
    leads = known.holders(Job.TRUST_LEAD, "", today)
    if not isinstance(change, ContactsAsked):
        return SetUpStage(leads)
    heads, dsls = (known.holders(job, change.school, today) for job in (Job.HEADTEACHER, Job.DSL))
    return SetUpStage(leads, heads or dsls, known.settings.model is Model.TRUST_TEAM)


def _stage(session: Session, change: Change, now: datetime) -> Stage | None:
    """What those who hear of a change need to be known; nothing where it belongs to no review, and nobody is told."""
    if isinstance(change, OF_THE_TRUST):
        return None
    known, affirmation, today = people.directory(session), None, now.date()
    if isinstance(change, (AffirmationMoved, AffirmationRemoved)):
        affirmation = affirmations.load(session, change.affirmation)
    here = change.to_review if isinstance(change, NoteMoved) else change.review
    joins = isinstance(change, InvitationAccepted)
    approves = isinstance(change, AffirmationMoved) and change.step is Step.APPROVE
    review = affirmation.review if affirmation else reviews.load(session, here, progress=joins)
    heads, dsls = (known.holders(job, review.school.id, today) for job in (Job.HEADTEACHER, Job.DSL))
    leads = known.holders(Job.TRUST_LEAD, "", today)
    return Stage(
        review,
        heads,
        dsls,
        leads,
        affirmation,
        delegate_gone=affirmation is not None and card_waits.is_delegate_gone(session, affirmation, today),
        begun=joins and bool(review.so_far.tallies),
        lead_left=review.is_without_lead(today),
        posts_today=channel_days.posts_of_day(session, now, hold=True) if approves else 0,
    )


def posted(session: Session, record: ActRecord, made: Made) -> None:
    """Record that an approved affirmation stands in a channel, with the act that put it there."""
    stands = record.kind in {Kind.POST, Kind.EDIT} and record.state is ActState.DONE
    if record.notice not in QUOTING or not stands:
        return
    listed = digests.items(session, record.about.id) if record.notice == Notice.DIGEST else (record.about.id,)
    for affirmation in (affirmations.load(session, one, hold=True) for one in listed):
        if affirmation.state is State.APPROVED:
            step = AffirmationMoved(affirmation.id, affirmation.review.id, Step.POST, "")
            history.apply(session, step, dataclasses.replace(made, person="", conversation=""))


def named(change: AnyChange, own: str, zone: ZoneInfo) -> AnyChange:
    """Give a new thing its id, that of the conversation it came from, and a time on the wall its moment.

    Ids are among what the history may keep: a person's words are never taken for one.
    """
    fresh: dict[str, Any] = {}
    for name in change.KEPT:
        match getattr(change, name):
            case str() as held if held == NEW or held.startswith(f"{NEW}:"):
                fresh[name] = own + held.removeprefix(NEW).replace(":", "-", 1)
            case datetime(tzinfo=None) as held:
                fresh[name] = held.replace(tzinfo=zone)
    return dataclasses.replace(change, **fresh) if fresh else change


# ── What is said at the end ──────────────────────────────────────────────────────────────────


def owned(tell: Tell, fresh: str) -> Tell:
    """What is offered at the end, about the new thing that the dialog has made."""
    offers = tuple(
        dataclasses.replace(
            offer,
            about=own(offer.about, fresh),
            given={key: fresh if value == NEW else value for key, value in offer.given.items()},
        )
        if isinstance(offer, Offer)
        else dataclasses.replace(offer, to=dataclasses.replace(offer.to, about=own(offer.to.about, fresh)))
        for offer in tell.offers
    )
    return Tell(tell.block, *offers, **tell.facts)


def worded(change: EveryChange, wording: Wording) -> EveryChange:
    """Give whoever is erased the word that all such are called by."""
    if isinstance(change, PersonErased):
        return dataclasses.replace(change, name=wording.line("portable", "erased_name"))
    return change


def came_of(told: tuple[Tell, ...], invited: list[Invited]) -> tuple[Tell, ...]:
    """What a dialog tells, and what came of the invitations that it asked for; if none came, only that."""
    said = tuple(Tell(came.block, **came.facts) for came in invited)
    return (*told, *said)


def own(about: About, fresh: str) -> About:
    """What is new, by the id that it was given."""
    return About(about.kind, fresh if about.id == NEW else about.id)
