"""Posting in a process of its own, for tests that kill it."""

from multiprocessing.connection import Connection

from bot.slots import StoreInUseError
from store.engine import open_store
from tests.fake_chat import HttpPoster
from tests.forked import until_closed
from tests.posting import launched, posts_of

IN_USE = 7


def post(pipe: Connection, url: str, chat: str) -> int:
    """Say the executor's name, and post until the pipe is closed. `IN_USE`, with the sentence said: the store is."""
    try:
        with launched(posts_of(open_store(url), HttpPoster(chat))) as posts:
            pipe.send(posts.executor)
            until_closed(pipe)
    except StoreInUseError as error:
        pipe.send(str(error))
        return IN_USE
    return 0
