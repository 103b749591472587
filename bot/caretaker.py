"""Looking after the queue of acts: the work of dead processes is taken over, and no open act is forgotten.

The rows of acts are the truth. Whatever became of the runs that should deliver them (lost, ended, left under another
version), an act that is still open and has no run to come is given one.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.quiet_time import QuietNow, never_quiet
from bot.slots import Slot
from store import acts
from store.acts import ActRecord
from store.engine import Store

_log = logging.getLogger(__name__)

_SWEEP_EVERY = 6  # rounds
# Younger acts are left alone: the turn that queued them may just be handing them over.
_SETTLED = timedelta(minutes=1)
_KEPT = timedelta(days=7)
_MOST = 1000


@dataclass(frozen=True)
class Run:
    """One run, as far as looking after it needs: which process has it, and for which place it is.

    `current`: of this version, so that somebody will take it up. `posting`: a run of ours, not one of the clock's.
    """

    id: str
    executor: str
    queue: str
    place: str
    current: bool
    posting: bool


class Runs(Protocol):
    """The runs of the queue, whatever keeps them."""

    def begun(self, executor: str | None = None) -> list[Run]: ...

    def waiting(self) -> list[Run]:
        """The runs still to come, oldest first: no more than one look can bear."""
        ...

    def resume(self, runs: Sequence[Run]) -> None: ...

    def begin_again(self, ids: Sequence[str]) -> None: ...

    def forget(self, before: datetime) -> None: ...


class Ticking(Protocol):
    """What ticks beside the posting, by the same engine: its workflow is registered before that is launched."""

    def register(self) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class NoClock:
    """Nothing ticks."""

    def register(self) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def place_of(act: ActRecord) -> str:
    """The place whose acts are done one after the other."""
    return f"{act.platform}:{act.place_kind}:{act.place}"


class Caretaker:
    """Makes its rounds on a thread of its own from `start` to `stop`."""

    def __init__(
        self,
        store: Store,
        slot: Slot,
        runs: Runs,
        platforms: frozenset[str],
        lost: Callable[[], None],
        seconds: float,
        quiet: QuietNow = never_quiet,
    ) -> None:
        self._store, self._slot, self._runs, self._platforms = store, slot, runs, platforms
        self._lost = lost
        self._quiet = quiet
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._make_rounds, name="peerwalk-caretaker", daemon=True)

    def start(self) -> None:
        """Look after everything once, then make rounds."""
        self.take_over()
        self.sweep(timedelta(0))
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not threading.current_thread() and self._thread.is_alive():
            self._thread.join(timeout=20)

    def _make_rounds(self) -> None:
        rounds = 0
        while not self._stopping.wait(self._seconds):
            rounds += 1
            try:
                if not self._slot.held():
                    _log.critical("this process lost its place to another and stops posting")
                    self._lost()
                    return
                self.take_over()
                if rounds % _SWEEP_EVERY == 0:
                    self.sweep(_SETTLED)
            except Exception as error:  # noqa: BLE001 the next round tries again
                _log.warning("looking after the queue: %s", type(error).__name__)

    def take_over(self) -> None:
        """Resume what dead processes left half done. While we hold a dead one's name, no other can come to it."""
        for executor in sorted({run.executor for run in self._runs.begun()} - {self._slot.executor}):
            with self._slot.taken_over(executor) as dead:
                if dead:
                    theirs = self._runs.begun(executor)
                    self._runs.resume([run for run in theirs if run.current])
                    self._runs.begin_again([run.id for run in theirs if run.posting and not run.current])
                    _log.warning("took over %d from %s", len(theirs), executor)

    def sweep(self, age: timedelta) -> None:
        """See that every open act older than `age` has a run to come, and let finished runs go after a week."""
        now = datetime.now(UTC)
        waiting = self._runs.waiting()
        # What waits under another version would wait for ever. Begun again it goes to the back: the next come to sight.
        while strays := [run.id for run in waiting if not run.current]:
            self._runs.begin_again(strays)
            waiting = self._runs.waiting()
        with self._store.reading() as session:
            found = acts.open_acts(session, platforms=self._platforms, made_before=now - age, limit=_MOST)
            # What waits for the morning has no run on purpose, and is given one when the quiet is over.
            still_open = [act for act in found if not (act.waits and self._quiet(session, act))]
        busy = {run.place for run in (*waiting, *self._runs.begun())}
        forgotten = [act.id for act in still_open if place_of(act) not in busy]
        if forgotten:
            # Each morning what waited for it; at any other time a sign that a run was lost.
            _log.info("%d open acts are given a run", len(forgotten))
            self._runs.begin_again(forgotten)
        self._runs.forget(now - _KEPT)
