"""The queue of acts: enqueued in the turn's own transaction, delivered in order, paced, and by one process at a time.

DBOS carries the ids; the rows of acts are the truth. A run of the queue delivers whatever is due first in the place of
the act it was made for, so order is that of the rows, and work that DBOS lost or left under another version is found
again by looking at the rows. Only this module and the clock know DBOS; it is imported when posting starts.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.delivery import After, Clock, Compose, Outcome, deliver, is_affirmation
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
from bot.slots import Slot, StoreInUseError, take_slot
from store import acts
from store.acts import WEB, ActRecord, State
from store.engine import Store
from store.tables import ActRow

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions

__all__ = [
    "After",
    "AmbiguousError",
    "Clock",
    "Compose",
    "NotSupportedError",
    "Outcome",
    "Poster",
    "Posts",
    "RefusedError",
    "RetryLaterError",
    "Sent",
    "StoreInUseError",
    "Unfindable",
    "Where",
    "deliver",
]

_log = logging.getLogger(__name__)

# Names in the database. Changed, they would strand what waits there. The version is a constant, because the one DBOS
# works out changes with DBOS itself.
APPLICATION = "peerwalk"
VERSION = "1"
QUEUE = "peerwalk-acts"
WORKFLOW = "peerwalk-deliver"

_THREADS = 16
AT_ONCE = 10  # posts begun in any one second over all places: platforms cap a whole workspace, too
_CLOSING_SECONDS = 20
_KEPT = timedelta(days=7)
_WAITING = ["ENQUEUED", "DELAYED"]
_UNFINISHED = [*_WAITING, "PENDING"]
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_BATCH = 200


class Posts:
    """The acts of one store, delivered by this process from `launch` to `close`.

    `deliver_one` tries one act once. `interval` is the least time between two acts in one place, in seconds.
    `platforms` are those that are on; acts for others wait. `round_seconds` is how often dead processes are looked for.
    """

    def __init__(
        self,
        store: Store,
        deliver_one: Callable[[str], Outcome],
        *,
        platforms: Iterable[str],
        interval: float = 1.0,
        after: After | None = None,
        round_seconds: float = 10.0,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._deliver = deliver_one
        self._platforms = frozenset(platforms) - {WEB}
        self._interval = interval
        self._after = after
        self._round_seconds = round_seconds
        self._at_once = at_once
        self._slot: Slot | None = None
        self._client: DBOSClient | None = None
        self._janitor: threading.Thread | None = None
        self._closing = threading.Event()

    @property
    def executor(self) -> str:
        """This process's name among those that serve the store; empty while it is not posting."""
        return self._slot.executor if self._slot else ""

    def enqueue(self, session: Session, ids: Sequence[str], now: datetime) -> None:
        """Hand over acts that `store.acts.queue` has just added, in the same transaction.

        Before `launch` this only keeps the rows: they are found when posting starts.
        """
        for act_id in ids:
            row = session.get(ActRow, act_id)
            if row is None:
                continue
            if row.state == State.DONE:
                if self._after is not None and is_affirmation(row):
                    self._after(session, row, now)
            elif self._client is not None:
                self._client.enqueue_in_transaction(session, _options(acts.record(session, row)), act_id)

    # ── Start and stop ──────────────────────────────────────────────────────────────────────

    def launch(self) -> None:
        """Start posting. Raises `StoreInUseError` where another process has the store to itself.

        Not on a thread that runs an event loop. Workflows of the clock must be registered before.
        """
        self._slot = take_slot(self._store)
        try:
            self._launch(self._slot.executor)
        except BaseException:
            self._slot.release()
            self._slot = None
            raise

    def _launch(self, executor: str) -> None:
        # A logger that has a handler keeps DBOS from adding its own, which would pass our logging by.
        logger = logging.getLogger("dbos")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.WARNING)

        from dbos import DBOS, DBOSClient  # noqa: PLC0415 half a second that only a serving process should pay

        DBOS(
            config={
                "name": APPLICATION,
                "system_database_engine": self._store.write,
                "application_version": VERSION,
                "executor_id": executor,
                "log_level": "WARNING",
                "enable_otlp": False,
                "use_listen_notify": False,
                "max_executor_threads": _THREADS,
            }
        )
        _register(self)
        try:
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                partition_concurrency=1,
                limiter={"limit": self._at_once, "period": 1.0},
                polling_interval_sec=min(0.25, max(0.02, self._interval / 4)),
                on_conflict="always_update",
            )
            self._client = DBOSClient(system_database_engine=self._store.write, application_name=APPLICATION)
            self.look_after(sweep=True, age=timedelta(0))
        except BaseException:
            DBOS.destroy()
            raise
        self._closing.clear()
        self._janitor = threading.Thread(target=self._look_after_always, name="peerwalk-janitor", daemon=True)
        self._janitor.start()

    def close(self) -> None:
        """Stop posting: acts under way are finished, for twenty seconds at most; what waits goes on at the next start."""
        if self._slot is None:
            return
        from dbos import DBOS  # noqa: PLC0415 as above

        self._closing.set()
        if self._janitor is not None and self._janitor is not threading.current_thread():
            self._janitor.join(timeout=_CLOSING_SECONDS)
        self._client = None
        DBOS.destroy(workflow_completion_timeout_sec=_CLOSING_SECONDS)
        self._slot.release()
        self._slot = None

    # ── One run of the queue ────────────────────────────────────────────────────────────────

    def attempt(self, act_id: str) -> tuple[float, bool]:
        """Try what is due first in the place of this act. Returns until when to rest, and whether to try again."""
        with self._store.reading() as session:
            act = acts.load(session, act_id)
            due = acts.oldest_open(session, act) if act else ""
        if not due:
            return 0.0, False
        began = time.time()
        outcome = self._deliver(due)
        if outcome.wait is not None:
            return time.time() + outcome.wait, True
        # Its place is ours until this run ends: to rest here paces the place, exactly on any database.
        return (began + self._interval if outcome.attempted else 0.0), False

    async def rest(self, until: float, *, again: bool) -> None:
        """Wait without holding a thread. Closing ends it at once; a run that is not over is taken up again later."""
        while (left := until - time.time()) > 0:
            if self._closing.is_set():
                if again:
                    raise asyncio.CancelledError
                return
            await asyncio.sleep(min(left, 0.25))

    # ── Looking after the queue ─────────────────────────────────────────────────────────────

    def look_after(self, *, sweep: bool = False, age: timedelta = timedelta(minutes=1)) -> None:
        """One round: take over from dead processes; with `sweep`, see that every open act has a run to come."""
        self._take_over()
        if sweep:
            self._adopt_other_versions()
            self._find_forgotten(age)
            self._forget_finished()

    def _look_after_always(self) -> None:
        rounds = 0
        while not self._closing.wait(self._round_seconds):
            rounds += 1
            try:
                if self._slot is None or not self._slot.held():
                    _log.critical("this process lost its place to another and stops posting")
                    self.close()
                    return
                self.look_after(sweep=rounds % 6 == 0)
            except Exception as error:  # noqa: BLE001 the next round tries again
                _log.warning("looking after the queue: %s", type(error).__name__)

    def _take_over(self) -> None:
        """Resume what dead processes left half done. Holding their name meanwhile, nobody else can come to life by it."""
        client, slot = self._client, self._slot
        if client is None or slot is None:
            return
        pending = client.list_workflows(status="PENDING", load_input=False, load_output=False)
        for executor in {row.executor_id or "" for row in pending} - {slot.executor}:
            with slot.taken_over(executor) as dead:
                if not dead:
                    continue
                theirs = client.list_workflows(
                    status="PENDING", executor_id=executor, load_input=False, load_output=False
                )
                for row in theirs:
                    if row.app_version == VERSION:
                        client.resume_workflow(row.workflow_id, queue_name=row.queue_name)
                    elif row.name == WORKFLOW:
                        self._begin_again([row.workflow_id])
                _log.warning("took over %d from %s", len(theirs), executor)

    def _adopt_other_versions(self) -> None:
        """Queue again what waits under another version: it would wait for ever."""
        client = self._client
        if client is None:
            return
        rows = client.list_workflows(status=_WAITING, name=WORKFLOW, load_input=False, load_output=False)
        self._begin_again([row.workflow_id for row in rows if row.app_version != VERSION])

    def _find_forgotten(self, age: timedelta) -> None:
        client = self._client
        if client is None:
            return
        with self._store.reading() as session:
            waiting = acts.open_acts(session, made_before=datetime.now(UTC) - age, limit=1000)
        waiting = [act for act in waiting if act.platform in self._platforms]
        if not waiting:
            return
        runs = client.list_workflows(status=_UNFINISHED, name=WORKFLOW, load_input=False, load_output=False)
        places = {run.queue_partition_key for run in runs if run.app_version == VERSION}
        self._begin_again([act.id for act in waiting if _partition(act) not in places])

    def _begin_again(self, ids: Sequence[str]) -> None:
        client = self._client
        if client is None or not ids:
            return
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            client.delete_workflows(list(batch))
            with self._store.writing() as session:
                for act_id in batch:
                    act = acts.load(session, act_id)
                    if act is not None and act.state in acts.OPEN:
                        client.enqueue_in_transaction(session, _options(act), act_id)
        _log.warning("%d acts are queued again", len(ids))

    def _forget_finished(self) -> None:
        """DBOS's own rows go after a week; the acts stay."""
        client = self._client
        if client is None:
            return
        before = (datetime.now(UTC) - _KEPT).isoformat()
        rows = client.list_workflows(
            status=_FINISHED, completed_before=before, limit=_BATCH, load_input=False, load_output=False
        )
        client.delete_workflows([row.workflow_id for row in rows])


def _partition(act: ActRecord) -> str:
    return f"{act.platform}:{act.place_kind}:{act.place}"


def _options(act: ActRecord) -> "EnqueueOptions":
    return {
        "workflow_name": WORKFLOW,
        "queue_name": QUEUE,
        "workflow_id": act.id,
        "queue_partition_key": _partition(act),
        "app_version": VERSION,
    }


# DBOS keeps one registry a process and finds workflows in it by name, so the one function asks which posts are on.
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
