"""Posting in a process of its own, for tests that kill it.

    python tests/posting_process.py STORE CHAT [another DBOS version]

Says its executor's name once it posts; stops in good order when its input ends. Exit 7: the store is in use.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.post import StoreInUseError
from store.engine import open_store
from tests.fake_chat import HttpPoster
from tests.posting import launched, posts_of


def main() -> int:
    store = open_store(sys.argv[1])
    if len(sys.argv) > 3:
        from dbos._utils import GlobalParams  # noqa: PLC0415 slow, and seldom asked for

        GlobalParams.dbos_version = sys.argv[3]
    try:
        with launched(posts_of(store, HttpPoster(sys.argv[2]))) as posts:
            sys.stdout.write(f"{posts.executor}\n")
            sys.stdout.flush()
            sys.stdin.read()
    except StoreInUseError as error:
        sys.stderr.write(f"{error}\n")
        return 7
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
