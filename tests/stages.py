"""Plays to begin with, as fixtures: `review` is a review of Larkfield with its whole team, and `play` is where it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.acts import About
from store.engine import Store
from tests.play import Play
from tests.scenes import nothing_yet, review_at, seeded, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[Play, About]]:
    with staged(review_at, tmp_path / "peerwalk.db") as found:
        yield found


@pytest.fixture
def play(stage: tuple[Play, About]) -> Play:
    return stage[0]


@pytest.fixture
def review(stage: tuple[Play, About]) -> About:
    return stage[1]


@pytest.fixture
def empty_stage(tmp_path: Path) -> Iterator[Play]:
    """The demo trust with no review in it."""
    with staged(nothing_yet, tmp_path / "peerwalk.db") as (play, _nothing):
        yield play


@pytest.fixture
def any_play(any_store: Store) -> Play:
    """The same on both databases, from the first step."""
    return seeded(any_store)
