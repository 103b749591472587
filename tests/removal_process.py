"""Removes a note in a process of its own, which waits to be killed at a point on the way.

    python tests/removal_process.py STORE NOTE gone|rewritten

`gone`: the turn is over and nothing is cleared. `rewritten`: the tables are written anew, the log is still there.
"""

import sys
import time
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.forgetting import Forgetting
from store import clearing
from store.engine import Store, open_store
from tests.play import REVIEWER, Play, the


def stop_here(*_: object) -> NoReturn:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    while True:
        time.sleep(1)


def main() -> None:
    store: Store = open_store(sys.argv[1])
    play = Play(store, prefix="there-")
    asked = play.start(REVIEWER, "remove_note", the("note", sys.argv[2]))
    play.answer(REVIEWER, asked, why="error")
    if sys.argv[3] == "rewritten":
        clearing._emptied = stop_here  # type: ignore[assignment]
        Forgetting(store).clear()
    stop_here()


if __name__ == "__main__":
    main()
