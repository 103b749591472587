"""One attempt at one act: what a platform must be able to do, and how an act is done once and not twice.

Before a platform is called, the row says `sending`. Found so at the next attempt, nobody knows whether the post
arrived: it is looked for first, and where a platform cannot look, a person has to. An act is worded only now, from
what the store holds now, so what was withdrawn meanwhile never goes.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from bot.attempt import (
    CLOCKS_DIFFER,
    MOST_ATTEMPTS,
    MOST_MISTAKES,
    RECEIPT,
    After,
    Clock,
    Compose,
    Due,
    EndedError,
    Homes,
    Outcome,
    T,
    backoff,
)
from bot.domain.acts import ASKING, PINNED, QUOTING
from bot.posters import (
    AmbiguousError,
    NotSupportedError,
    Poster,
    RefusedError,
    RetryLaterError,
    Sent,
    Unfindable,
    Where,
)
from bot.quiet_time import QuietNow, never_quiet
from store import acts
from store.act_rows import OF_ROOMS
from store.acts import ActRecord, Kind, PlaceKind, State
from store.engine import Store, StoreTroubleError

__all__ = ["MOST_ATTEMPTS", "MOST_MISTAKES", "After", "Clock", "Compose", "Outcome", "deliver"]

_log = logging.getLogger(__name__)


# ── One attempt ─────────────────────────────────────────────────────────────────────────────


def deliver(
    store: Store,
    posters: Mapping[str, Poster],
    compose: Compose,
    clock: Clock,
    act_id: str,
    *,
    homes: Homes = lambda _session, _person: (),
    after: After | None = None,
    quiet: QuietNow = never_quiet,
    backoff: Callable[[int], float] = backoff,
) -> Outcome:
    """Try one act once. Never raises: what goes wrong is in the outcome, and in the log by its kind alone."""
    try:
        due = _take_in_hand(store, posters, act_id, clock(), quiet, after)
        if not isinstance(due, Due):
            return due
        try:
            sent = _do(store, posters[due.act.platform], compose, homes, due)
        except EndedError as ended:
            return _settle(store, due, ended, backoff(due.act.attempts), clock(), after)
        return _done(store, due, sent, clock(), after)
    except StoreTroubleError:
        _log.warning("act %s waits for the store", act_id)
        return Outcome(None, backoff(1))
    except Exception as error:  # noqa: BLE001 a mistake of ours or a driver's must not end the place's queue
        _log.error("act %s: %s", act_id, type(error).__name__)
        return Outcome(None, backoff(MOST_MISTAKES))


def _take_in_hand(
    store: Store, posters: Mapping[str, Poster], act_id: str, now: datetime, quiet: QuietNow, after: After | None
) -> Due | Outcome:
    with store.writing() as session:
        row = acts.row_for_update(session, act_id)
        if row is None or row.state not in acts.OPEN:
            return Outcome(None if row is None else State(row.state))
        if row.platform not in posters:
            # The platform is switched off for now: the act stays, and goes when it is on again.
            return Outcome(State(row.state))
        if (found := acts.record(session, row)).waits and quiet(session, found):  # it goes when the quiet is over
            return Outcome(State(row.state))
        before = State(row.state)
        if row.attempts >= MOST_ATTEMPTS:
            _log.warning("act %s given up", act_id)
            acts.mark(row, State.UNKNOWN if before is State.SENDING else State.REFUSED)
            if after is not None and row.state == State.REFUSED and row.notice in ASKING:
                after(session, acts.record(session, row), now)
            return Outcome(State(row.state))
        row.attempts += 1
        acts.mark(row, State.SENDING)
        act = acts.record(session, row)
        match act.place_kind:
            case PlaceKind.PERSON | PlaceKind.HOME:
                user = acts.user_of(session, act.platform, act.tenant, act.place, now.date())
            case PlaceKind.ROOM if act.kind is Kind.INVITE:
                user = acts.user_of(session, act.platform, act.tenant, act.about.id, now.date())
            case PlaceKind.ROOM if act.kind is Kind.TAKE_OUT:
                user = acts.account_of(session, act.platform, act.tenant, act.about.id)
            case _:
                user = ""
        copy = acts.load(session, act.copy) if act.copy else None
        return Due(act, user, before is State.SENDING, copy)


def _do(store: Store, poster: Poster, compose: Compose, homes: Homes, due: Due) -> Sent:
    """Do the act and say where it stands. Raises `EndedError` where it could not be done."""
    act = due.act
    match act.kind:
        case Kind.POST:
            where = _where(due)
            found = _look(poster, where, act.id, act.made) if due.ambiguous else None
            if found is None:
                card = _worded(store, compose, act)
                found = _call(act, lambda: poster.post(where, card, act.id))
            if act.notice in PINNED:
                _pin(poster, act, found)
            return found
        case Kind.EDIT:
            sent = _standing(poster, due)
            card = _worded(store, compose, act)
            _call(act, lambda: poster.edit(sent, card))
            return sent
        case Kind.DELETE:
            sent = _standing(poster, due)
            _call(act, lambda: poster.delete(sent))
            return sent
        case Kind.REACT:
            _call(act, lambda: poster.react(_where(due), act.message, RECEIPT))
        case Kind.HOME:
            mine = _worded(store, lambda session, one: homes(session, one.place) or None, act)
            _call(act, lambda: poster.home(_where(due), mine))
        case Kind.CREATE_ROOM:
            title = _worded(store, compose, act).title
            return _call(act, lambda: poster.create_room(act.tenant, act.place, title))
        case Kind.INVITE | Kind.TAKE_OUT:
            if not due.user:
                raise EndedError(State.STOPPED)
            _worded(store, compose, act)
            change = poster.invite if act.kind is Kind.INVITE else poster.take_out
            _call(act, lambda: change(Where(act.tenant, act.channel), due.user))
        case _:
            assert_never(act.kind)
    return Sent(act.tenant, act.channel, act.message)


def _call(act: ActRecord, call: Callable[[], T]) -> T:
    """Call the platform: from here on an error nobody foresaw leaves open whether it was done."""
    try:
        return call()
    except EndedError:
        raise
    except RetryLaterError as error:
        raise EndedError(State.QUEUED, error.seconds) from None
    except AmbiguousError:
        raise EndedError(State.SENDING) from None
    except NotSupportedError:
        raise EndedError(State.REFUSED) from None
    except RefusedError as error:
        _log.warning("act %s refused: %s", act.id, error.reason)
        raise EndedError(State.REFUSED, reason=error.reason) from None
    except Exception as error:
        _log.error("act %s: %s while calling %s", act.id, type(error).__name__, act.platform)
        raise EndedError(State.SENDING) from error


def _pin(poster: Poster, act: ActRecord, sent: Sent) -> None:
    """Keep a post at hand. It stands already: until it is pinned it is looked for again, and never posted again."""
    try:
        poster.pin(sent)
    except RetryLaterError as error:
        raise EndedError(State.SENDING, error.seconds) from None
    except AmbiguousError:
        raise EndedError(State.SENDING) from None
    except (NotSupportedError, RefusedError):
        _log.warning("act %s stands, and is not pinned", act.id)


def _look(poster: Poster, where: Where, act_id: str, made: datetime) -> Sent | None:
    """Look for a post that may have arrived. While looking fails for now, whether it arrived stays open."""
    try:
        found = poster.find(where, act_id, made - CLOCKS_DIFFER)
    except RetryLaterError as error:
        raise EndedError(State.SENDING, error.seconds) from None
    except AmbiguousError:
        raise EndedError(State.SENDING) from None
    except (RefusedError, NotSupportedError):
        found = Unfindable()
    if isinstance(found, Unfindable):
        _log.warning("act %s unknown: somebody has to look", act_id)
        raise EndedError(State.UNKNOWN)
    return found


def _standing(poster: Poster, due: Due) -> Sent:
    """Say where the post stands that this edit or deletion is about."""
    act = due.act
    if due.copy is None or due.copy.state in {State.STOPPED, State.REFUSED, State.GONE}:
        raise EndedError(State.STOPPED)
    if due.copy.state in acts.OPEN:
        raise EndedError(State.QUEUED)
    if act.message:
        return Sent(act.tenant, act.channel, act.message)
    found = _look(poster, _where(due), due.copy.id, due.copy.made)
    if found is None:
        raise EndedError(State.STOPPED)
    return found


def _worded(store: Store, compose: Callable[[Session, ActRecord], T | None], act: ActRecord) -> T:
    try:
        with store.reading() as session:
            card = compose(session, act)
    except StoreTroubleError:
        raise EndedError(State.QUEUED) from None
    except Exception as error:
        _log.error("act %s: %s while wording", act.id, type(error).__name__)
        raise EndedError(State.QUEUED if act.attempts < MOST_MISTAKES else State.REFUSED) from error
    if card is None:
        raise EndedError(State.STOPPED)
    return card


def _where(due: Due) -> Where:
    if due.act.place_kind in {PlaceKind.PERSON, PlaceKind.HOME}:
        if not due.user:
            raise EndedError(State.STOPPED)
        return Where(due.act.tenant, user=due.user)
    return Where(due.act.tenant, channel=due.act.channel)


# ── What came of it ─────────────────────────────────────────────────────────────────────────


def _settle(store: Store, due: Due, ended: EndedError, wait: float, now: datetime, after: After | None) -> Outcome:
    with store.writing() as session:
        row = acts.row_for_update(session, due.act.id)
        if row is not None:
            acts.mark(row, ended.state)
            tells = due.act.kind in OF_ROOMS or due.act.notice in ASKING
            if after is not None and tells and ended.state is State.REFUSED:
                if due.act.kind in OF_ROOMS:
                    row.detail = ended.reason
                after(session, acts.record(session, row), now)
    if ended.state not in acts.OPEN:
        return Outcome(ended.state, attempted=True)
    return Outcome(ended.state, wait if ended.seconds is None else max(ended.seconds, 0.0), attempted=True)


def _done(store: Store, due: Due, sent: Sent, now: datetime, after: After | None) -> Outcome:
    act = due.act
    with store.writing() as session:
        row = acts.row_for_update(session, act.id)
        if row is None:
            return Outcome(None, attempted=True)
        acts.mark_done(row, now, tenant=sent.tenant, channel=sent.channel, message=sent.message)
        if act.kind is Kind.CREATE_ROOM:
            acts.keep_room(session, act.platform, sent.tenant, sent.channel, act.place)
        if act.copy:
            _keep_copy(session, act, sent, now)
        told = act.kind is Kind.CREATE_ROOM or (act.kind is Kind.POST and act.notice in QUOTING)
        if after is not None and told:
            after(session, acts.record(session, row), now)
    return Outcome(State.DONE, attempted=True)


def _keep_copy(session: Session, act: ActRecord, sent: Sent, now: datetime) -> None:
    copy = acts.row_for_update(session, act.copy)
    if copy is None:
        return
    if copy.state == State.UNKNOWN:
        # It was found after all.
        acts.mark_done(copy, now, tenant=sent.tenant, channel=sent.channel, message=sent.message)
    if act.kind is Kind.DELETE:
        acts.mark(copy, State.GONE)
