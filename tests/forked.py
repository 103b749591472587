"""Processes of their own, for tests that kill them: real ones, but forked from one that has read every module already.

Starting Python and reading what a serving Peerwalk needs takes seconds of work each time; forking takes none. The one
that they are forked from does nothing else, so that nothing of a test's own is in them.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.read_before"])
PATIENCE = 120.0

Main = Callable[..., int | None]


@dataclass(frozen=True)
class Forked:
    """A process, and the pipe through which it says things. It may end once that pipe is closed."""

    process: BaseProcess
    pipe: Connection

    def says(self) -> str:
        """What it says next, once it does; raises `EOFError` where it has ended instead."""
        assert self.pipe.poll(PATIENCE), "the other process said nothing"
        return str(self.pipe.recv())

    def runs(self) -> bool:
        return self.process.is_alive()

    def kill(self) -> None:
        self.process.kill()
        self.ended()

    def terminate(self) -> None:
        self.process.terminate()

    def ended(self) -> int:
        """Wait for its end, to which it is now free; gives its exit code."""
        self.pipe.close()
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, "the other process goes on and on"
        return self.process.exitcode


@contextmanager
def forked(main: Main, *arguments: object) -> Iterator[Forked]:
    """Run `main(pipe, *arguments)` in a process of its own; it is killed where it is still there at the end."""
    ours, theirs = _FORKING.Pipe()
    process = _FORKING.Process(target=_run, args=(main, theirs, *arguments))
    process.start()
    theirs.close()
    try:
        yield Forked(process, ours)
    finally:
        if process.is_alive():
            process.kill()
        process.join(PATIENCE)
        ours.close()


def until_closed(pipe: Connection) -> None:
    """Wait until the other end of a pipe is closed."""
    with suppress(EOFError, ConnectionResetError):  # the latter where something said there was never read
        pipe.recv()


def _run(main: Main, pipe: Connection, *arguments: object) -> None:
    sys.exit(main(pipe, *arguments))


def command(_pipe: Connection, arguments: list[str], environment: dict[str, str], folder: Path, log: Path) -> None:
    """The whole command as `peerwalk …` runs it, in these surroundings; all that it says goes to the log."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    sys.argv = ["peerwalk", *arguments]

    from bot.cli import main  # noqa: PLC0415 with these surroundings
    from tests.swift import swift_dbos  # noqa: PLC0415 as above; to be killed is no power cut

    with swift_dbos():
        main()
