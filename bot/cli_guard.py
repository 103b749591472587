"""`peerwalk guard`: judge texts from standard input, a line each; `peerwalk guard proof`: what it stopped, by month."""

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any, TextIO

import typer

from bot import settings as settings_module
from bot.terminal import NO, Demo, say

LONGEST_LINE = 64_000  # characters; the text in it may have far fewer
LONGEST_TEXT = 8_000

guard_app = typer.Typer(help="Judge texts as the bot does, or show how often it stopped something.")

Public = Annotated[bool, typer.Option("--public", help="Judge as for anything that may be read beyond the school.")]


@guard_app.callback(invoke_without_command=True)
def guard(context: typer.Context, *, public: Public = False) -> None:
    """Read {"text": …} a line from standard input; print the verdict and its spans a line each, in the same order."""
    if context.invoked_subcommand:
        return
    bad = False
    for line in _lines(sys.stdin):
        found = judged(line, public=public)
        bad = bad or "error" in found
        print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201
    if bad:
        say("Some lines could not be read; each says why.")
        raise typer.Exit(NO)


def _lines(source: TextIO) -> Iterator[str | None]:
    """Each line, or None for one that is too long, of which no more than so much is ever held."""
    while line := source.readline(LONGEST_LINE):
        if line.endswith("\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while (more := source.readline(LONGEST_LINE)) and not more.endswith("\n"):
            pass
        yield None


def judged(line: str | None, *, public: bool) -> dict[str, Any]:
    """One line's answer. What is wrong with a line is said without a word of it."""
    from bot.privacy import Audience, Clean, Interrupt, Refuse, Unsure, Vocabulary, judge  # noqa: PLC0415 slow to load

    if line is None:
        return {"error": f"a line has more than {LONGEST_LINE} characters"}
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        return {"error": 'give {"text": "…"}'}
    if len(text) > LONGEST_TEXT:
        return {"error": f"a text has more than {LONGEST_TEXT} characters"}
    verdict = judge(text, Vocabulary(), Audience.PUBLIC if public else Audience.TEAM)
    match verdict:
        case Interrupt(concern=concern):
            return {"verdict": concern.value, "spans": []}
        case Refuse(spans=spans) | Unsure(spans=spans):
            said = "refuse" if isinstance(verdict, Refuse) else "ask"
            return {
                "verdict": said,
                "spans": [[one.start, one.end, one.label.name, one.certainty.value] for one in spans],
            }
        case Clean():
            return {"verdict": "clean", "spans": []}


@guard_app.command()
def proof(*, demo: Demo = False) -> None:
    """Print the proof sheet: what was stopped, by month and kind, and that none of it was stored."""
    from bot.app import open_settings_store  # noqa: PLC0415
    from bot.message import plain  # noqa: PLC0415
    from bot.proof import proof_words  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415

    settings = settings_module.load()
    store = open_settings_store(settings, is_demo=demo)
    wording = Wording(settings.templates_dir, settings.time_zone)
    try:
        with store.reading() as session:
            sheet = [plain(words) for words in proof_words(session, wording)]
    finally:
        store.close()
    print("\n\n".join(sheet or [plain(wording.words("guard", "no_proof"))]))  # noqa: T201
