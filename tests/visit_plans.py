"""What whole visits begin with, and what holds of each: its transcript, and no words where others look."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bot.domain.acts import About
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, reply, the
from tests.scenes import accept, make_template, plan
from tests.visit_day import Day, on_slack, visit

TRANSCRIPTS = Path(__file__).parent / "transcripts"

# A made-up word in every text that anybody types, so that it is found wherever it does not belong.
MARK = "wombat"


def with_its_team(play: Play) -> About:
    """A review of three areas, its team complete; one of them and the host's DSL are in Slack."""
    review = plan(play, areas=("A-2", "A-7", "A-8"))
    accept(play, review, LEAD, REVIEWER, GUEST)
    on_slack(play.store, review.id, REVIEWER, DSL)
    return review


def of_one_day(play: Play) -> About:
    """A review of one day, by its lead alone."""
    asked = play.start(TRUST_LEAD, "plan_review")
    today = play.today.isoformat()
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-2", "A-8"), begins=today)
    play.answer(TRUST_LEAD, asked, ends=today, lead=LEAD, team=())
    review = the("review", reply(asked).conversation)
    accept(play, review, LEAD)
    return review


def of_a_fortnight(play: Play) -> About:
    """A review whose visits are spread over two weeks; one invitation is not answered yet."""
    asked = play.start(TRUST_LEAD, "plan_review")
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-2",), begins=play.today.isoformat())
    ends = (play.today + timedelta(days=14)).isoformat()
    play.answer(TRUST_LEAD, asked, ends=ends, lead=LEAD, team=(REVIEWER, GUEST))
    review = the("review", reply(asked).conversation)
    accept(play, review, LEAD, REVIEWER)
    on_slack(play.store, review.id, REVIEWER, HEAD)
    return review


@contextmanager
def on(planned: Callable[[Play], About], folder: Path, empty: Path) -> Iterator[tuple[Day, str]]:
    """A day that begins where this is planned, and the review's id."""
    template = folder / "template.db"
    shutil.copyfile(empty, template)
    review = make_template(template, planned)
    with visit(template, folder) as day:
        yield day, review.id


def reads_as(name: str, day: Day) -> None:
    """A transcript is what it was, or is written anew and read."""
    file = TRANSCRIPTS / f"{name}.txt"
    if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
        file.write_text(day.transcript)
    assert day.transcript == file.read_text(), "If meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."


def no_words_where_others_look(day: Day) -> None:
    """What a lock screen could show of any message holds nobody's words, nor what it is about."""
    shown = [str(sent["text"]) for sent in day.slack.of("chat.postMessage", "chat.postEphemeral", "response_url")]
    assert shown
    assert not [text for text in shown if MARK in text.lower() or "Larkfield" in text or "A-2" in text]


def kept_nowhere(folder: Path, *words: str) -> None:
    """What was stopped stands nowhere in the store's bytes, nor in what is written ahead of it."""
    held = b"".join(file.read_bytes() for file in folder.glob("visit.db*"))
    assert MARK.encode() in held
    assert not [word for word in words if word.encode() in held]
