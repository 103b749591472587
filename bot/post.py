"""The queue of acts: handed over in the turn's own transaction, delivered in order, paced, by one process at a time.

DBOS carries ids; the rows of acts are the truth. A run of the queue delivers whatever is due first in the place of the
act it was made for, so the order is that of the rows. Only this module and the clock know DBOS.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.caretaker import Caretaker, NoClock, Run, Ticking, place_of
from bot.delivery import Outcome
from bot.quiet_time import QuietNow, never_quiet
from bot.slots import Slot, take_slot
from store import acts
from store.acts import WEB, ActRecord, PlaceKind
from store.engine import Store

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions, WorkflowStatus

# Names in the database. Changed, they would strand what waits there. The version is a constant, because the one that
# DBOS works out changes with DBOS itself.
APPLICATION = "peerwalk"
VERSION = "1"
QUEUE = "peerwalk-acts"
WORKFLOW = "peerwalk-deliver"

AT_ONCE = 10  # acts begun in any one second over all places: a platform caps a whole workspace, too
_THREADS, _CLOSING_SECONDS = 16, 20
_BATCH, _LOOKED_AT = 200, 1000
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Posts:
    """The acts of one store, delivered by this process from `launch` to `close`. There is one a process.

    `deliver_one` tries one act once. `platforms` are those that are on; acts for others wait until they are. `interval`
    is the least time between two acts in one place, `home_interval` between two of somebody's Home, and
    `round_seconds` between two looks for dead processes; all in seconds. `quiet` says where nobody is disturbed now, and
    `soon` whether that is over in a moment.
    """

    def __init__(
        self,
        store: Store,
        deliver_one: Callable[[str], Outcome],
        *,
        platforms: Iterable[str],
        interval: float = 1.0,
        home_interval: float = 60.0,
        round_seconds: float = 10.0,
        at_once: int = AT_ONCE,
        quiet: QuietNow = never_quiet,
        soon: QuietNow = never_quiet,
    ) -> None:
        self._store = store
        self.clock: Ticking = NoClock()  # one that ticks is given before `launch`
        self._deliver = deliver_one
        self._platforms = frozenset(platforms) - {WEB}
        self._interval = interval
        self._home_interval = home_interval
        self._round_seconds = round_seconds
        self._at_once = at_once
        self._quiet, self._soon = quiet, soon
        self._slot: Slot | None = None
        self._runs: _DbosRuns | None = None
        self._caretaker: Caretaker | None = None
        self._closing = threading.Event()

    @property
    def executor(self) -> str:
        """This process's name among those that serve the store; empty while it does not post."""
        return self._slot.executor if self._slot else ""

    def enqueue(self, session: Session, records: Sequence[ActRecord]) -> None:
        """Hand over acts that `store.acts.queue` has just added, in the same transaction.

        Before `launch` this does nothing: the rows are there, and are found when posting starts.
        """
        if self._runs is not None:
            for record in records:
                self._runs.enqueue(session, record)

    # ── Start and stop ──────────────────────────────────────────────────────────────────────

    def launch(self) -> None:
        """Start posting. Raises `StoreInUseError` where another process has the store to itself.

        Call it off the event loop's thread. The clock's workflows must be registered before.
        """
        self._slot = take_slot(self._store)
        try:
            self._launch(self._slot)
        except BaseException:
            self._slot.release()
            self._slot = None
            raise

    def _launch(self, slot: Slot) -> None:
        # A logger that has a handler keeps DBOS from adding its own, which would pass our logging by.
        if not (logger := logging.getLogger("dbos")).handlers:
            logger.addHandler(logging.NullHandler())

        from dbos import DBOS, DBOSClient  # noqa: PLC0415 half a second, which only a serving process should pay

        self._closing.clear()
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_engine": self._store.write,
                "application_version": VERSION,
                "executor_id": slot.executor,
                "log_level": "WARNING",
                "enable_otlp": False,
                "use_listen_notify": False,
                "max_executor_threads": _THREADS,
            }
        )
        try:
            _register(self)
            self.clock.register()
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                partition_concurrency=1,
                limiter={"limit": self._at_once, "period": 1.0},
                polling_interval_sec=min(0.25, max(0.02, self._interval / 4)),
                on_conflict="always_update",
            )
            runs = _DbosRuns(
                self._store, DBOSClient(system_database_engine=self._store.write, application_name=APPLICATION)
            )
            every = self._round_seconds
            self._caretaker = Caretaker(self._store, slot, runs, self._platforms, self.close, every, self._quiet)
            self._caretaker.start()
            self._runs = runs
            self.clock.start()
        except BaseException:
            DBOS.destroy()
            raise

    def close(self) -> None:
        """Stop posting. Acts under way are finished, within twenty seconds; what waits goes on at the next start."""
        slot, self._slot = self._slot, None
        if slot is None:
            return
        from dbos import DBOS  # noqa: PLC0415 as above

        self._closing.set()
        self.clock.stop()
        self._runs = None
        if self._caretaker is not None:
            self._caretaker.stop()
        DBOS.destroy(workflow_completion_timeout_sec=_CLOSING_SECONDS)
        slot.release()

    # ── One run of the queue ────────────────────────────────────────────────────────────────

    def attempt(self, act_id: str) -> tuple[float, bool]:
        """Try what is due first in the place of this act. Returns until when to rest, and whether to try again."""
        with self._store.reading() as session:
            act = acts.load(session, act_id)
            due = acts.oldest_open(session, act) if act else ""
            first = acts.load(session, due)
            if first is not None and first.waits and self._quiet(session, first):
                # What may go now does not wait behind what waits: for the morning, or for others to hear it first.
                due = acts.oldest_open(session, first, quiet=True) or self._may_go(session, first)
                if not due and self._soon(session, first):
                    return time.time() + self._interval, True
        if not act or not due:
            return 0.0, False
        began = time.time()
        outcome = self._deliver(due)
        if outcome.wait is not None:
            return time.time() + outcome.wait, True
        # The place is ours until this run ends: resting here paces it exactly. DBOS's own limiter counts whole
        # seconds on SQLite.
        interval = self._home_interval if act.place_kind is PlaceKind.HOME else self._interval
        return (began + interval if outcome.attempted else 0.0), False

    def _may_go(self, session: Session, first: ActRecord) -> str:
        """In the trust channel one post may wait, and the next may not."""
        if first.place_kind is not PlaceKind.TRUST:
            return ""
        here = acts.open_here(session, first, _BATCH)
        return next((one.id for one in here if not (one.waits and self._quiet(session, one))), "")

    async def rest(self, until: float, *, again: bool) -> None:
        """Wait without holding a thread. Closing ends it at once; a run that is not over is taken up again later."""
        while (left := until - time.time()) > 0:
            if self._closing.is_set():
                if again:
                    raise asyncio.CancelledError
                return
            await asyncio.sleep(min(left, 0.25))


class _DbosRuns:
    """The runs of the queue in DBOS's tables."""

    def __init__(self, store: Store, client: "DBOSClient") -> None:
        self._store = store
        self._client = client

    def enqueue(self, session: Session, act: ActRecord) -> None:
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": act.id,
            "queue_partition_key": place_of(act),
            "app_version": VERSION,
        }
        self._client.enqueue_in_transaction(session, options, act.id)

    def begun(self, executor: str | None = None) -> list[Run]:
        return self._list(status="PENDING", executor_id=executor)

    def waiting(self) -> list[Run]:
        # Listing them all would hold the only writer for seconds when a platform is slow and thousands wait.
        return self._list(status=["ENQUEUED", "DELAYED"], name=WORKFLOW, limit=_LOOKED_AT)

    def resume(self, runs: Sequence[Run]) -> None:
        for run in runs:
            self._client.resume_workflow(run.id, queue_name=run.queue or None)

    def begin_again(self, ids: Sequence[str]) -> None:
        # Between the two steps a run may be missing: the next sweep sees its act.
        for start in range(0, len(ids), _BATCH):
            batch = list(ids[start : start + _BATCH])
            self._client.delete_workflows(batch)
            with self._store.writing() as session:
                for act in filter(None, (acts.load(session, act_id) for act_id in batch)):
                    if act.state in acts.OPEN:
                        self.enqueue(session, act)

    def forget(self, before: datetime) -> None:
        finished = self._list(status=_FINISHED, completed_before=before.isoformat(), limit=_BATCH)
        self._client.delete_workflows([run.id for run in finished])

    def _list(self, **only: Any) -> list[Run]:
        return [_run(status) for status in self._client.list_workflows(**only, load_input=False, load_output=False)]


def _run(status: "WorkflowStatus") -> Run:
    return Run(
        status.workflow_id,
        executor=status.executor_id or "",
        queue=status.queue_name or "",
        place=status.queue_partition_key or "",
        current=status.app_version == VERSION,
        posting=status.name == WORKFLOW,
    )


# DBOS keeps one registry a process and finds a workflow in it by its name, so that one asks who posts now.
_posting: list[Posts] = []


def _register(posts: Posts) -> None:
    from dbos import DBOS  # noqa: PLC0415 as above

    _posting[:] = [posts]

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
    async def peerwalk_deliver(act_id: str) -> None:
        # A changed order of steps here would meet runs begun before it: see DBOS.patch_async.
        again = True
        while again:
            until, again = await DBOS.run_step_async({"name": "attempt"}, _attempt, act_id)
            await _posting[0].rest(until, again=again)

    del peerwalk_deliver


def _attempt(act_id: str) -> tuple[float, bool]:
    return _posting[0].attempt(act_id)
