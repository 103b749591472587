"""The end of a dialog: its changes made, recorded and announced, and the acts that follow queued, in one transaction."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.dialogs.announcements import Stage, announce
from bot.domain.acts import Notice
from bot.domain.affirmation import State, Step
from bot.domain.changes import NEW, AffirmationMoved, Change
from bot.domain.note_changes import NoteMoved
from bot.domain.people import Job
from store import acts, affirmations, history, people, reviews
from store.act_rows import ActRecord
from store.act_rows import State as ActState
from store.made import Made

Enqueue = Callable[[Session, Sequence[ActRecord]], None]


def make(session: Session, changes: Sequence[Change], made: Made, enqueue: Enqueue, ids: Callable[[], str]) -> None:
    """Make all of a dialog's changes, then say who hears of them: whoever is told finds everything done."""
    for change in changes:
        history.apply(session, change, made)
    for change in changes:
        queued = [
            record
            for act in announce(change, _stage(session, change))
            for record in acts.queue(session, act, made.at, ids)
        ]
        enqueue(session, [record for record in queued if record.state is ActState.QUEUED])
        for record in queued:
            posted(session, record, made)


def _stage(session: Session, change: Change) -> Stage:
    known, affirmation = people.directory(session), None
    if isinstance(change, AffirmationMoved):
        affirmation = affirmations.load(session, change.affirmation)
    here = change.to_review if isinstance(change, NoteMoved) else change.review
    review = affirmation.review if affirmation else reviews.load(session, here)
    heads, dsls = (known.holders(job, review.school.id) for job in (Job.HEADTEACHER, Job.DSL))
    return Stage(review, heads, dsls, known.holders(Job.TRUST_LEAD), affirmation)


def posted(session: Session, record: ActRecord, made: Made) -> None:
    """Record that an approved affirmation stands in a channel, with the act that put it there."""
    if record.notice != Notice.AFFIRMATION or record.state is not ActState.DONE:
        return
    affirmation = affirmations.load(session, record.about.id)
    if affirmation.state is State.APPROVED:
        step = AffirmationMoved(affirmation.id, affirmation.review.id, Step.POST, "")
        history.apply(session, step, dataclasses.replace(made, person="", conversation=""))


def named(change: Change, own: str, zone: ZoneInfo) -> Change:
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
