"""The clock: one tick a minute, whatever there is to do. DBOS has each minute's tick taken by one process alone.

A tick that dies with its process is taken up again, and finds done what was done. Minutes that nobody saw are not made
up for: the next tick finds all that is due.
"""

from datetime import datetime
from typing import Any

from bot.timekeeper import Timekeeper, quietly

# Names in the database, as in `post.py`.
SCHEDULE = "peerwalk-clock"
WORKFLOW = "peerwalk-tick"
EVERY_MINUTE = "* * * * *"

# DBOS keeps one registry a process and finds a workflow in it by its name, so that one asks whose clock ticks now.
_ticking: list[Timekeeper] = []


class Clock:
    """Ticks from `start` on, which posting calls once DBOS is there, until `stop`."""

    def __init__(self, keeper: Timekeeper, cron: str = EVERY_MINUTE) -> None:
        self._keeper, self._cron = keeper, cron

    def register(self) -> None:
        """Make the tick known, before DBOS is launched."""
        from dbos import DBOS  # noqa: PLC0415 half a second, which only a serving process should pay

        _ticking[:] = [self._keeper]
        self._keeper.closing.clear()

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
        async def peerwalk_tick(_at: datetime, _context: Any) -> None:
            await DBOS.run_step_async({"name": "tick"}, _tick)

        self._workflow = peerwalk_tick

    def start(self) -> None:
        from dbos import DBOS  # noqa: PLC0415 as above

        DBOS.apply_schedules(
            [{"schedule_name": SCHEDULE, "workflow_fn": self._workflow, "schedule": self._cron, "context": None}]
        )

    def stop(self) -> None:
        """End what is under way after the transaction it is in."""
        self._keeper.closing.set()


def _tick() -> None:
    quietly(_ticking[0])
