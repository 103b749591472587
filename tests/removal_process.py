"""Removes a note in a process of its own, which waits to be killed at a point on the way."""

from multiprocessing.connection import Connection
from typing import NoReturn

from bot.forgetting import Forgetting
from store import clearing
from store.engine import open_store
from tests.forked import until_closed
from tests.play import REVIEWER, Play, the


def remove(pipe: Connection, url: str, note: str, point: str) -> NoReturn:
    """Come to the point and say so. `gone`: the turn is over and nothing is cleared.

    `rewritten`: the tables are written anew, the log is still there.
    """

    def stop_here(*_: object) -> NoReturn:
        pipe.send("here")
        until_closed(pipe)
        raise SystemExit

    store = open_store(url)
    play = Play(store, prefix="there-")
    asked = play.start(REVIEWER, "remove_note", the("note", note))
    play.answer(REVIEWER, asked, why="error")
    if point == "rewritten":
        clearing._emptied = stop_here  # type: ignore[assignment]
        Forgetting(store).clear()
    stop_here()
