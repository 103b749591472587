"""How the command line speaks: its result goes to stdout, words to stderr, and each exit code has one meaning.

0 done, 1 the answer is no, 2 wrong use, 3 the world failed.
"""

from typing import Annotated, NoReturn

import typer
from rich.console import Console

NO, WRONG_USE, WORLD = 1, 2, 3
Demo = Annotated[bool, typer.Option("--demo", help="Use the demo's store instead of your own.")]


def say(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, markup=False)


def stop(sentence: str, code: int) -> NoReturn:
    say(sentence)
    raise typer.Exit(code)
