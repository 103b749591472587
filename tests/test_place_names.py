"""Names of schools and clusters that are plainly places pass the guard; one that could be a person's does not."""

import pytest

from bot.domain.changes_people import SchoolAdded, SchoolClosed, SchoolFacts
from bot.moving_in import make_changes
from bot.privacy import Audience, Clean, Vocabulary, judge
from store.made import Made
from store.place_names import names_of_places
from tests.play import LEAD, REVIEWER, Play, labels
from tests.scenes import take_note

NAMES = [
    # as it is typed by hand; whether "told us" after it is let pass
    ("Larkfield Primary School", "Larkfield Primary", True),
    ("Tom Baker Academy", "Tom Baker Academy", True),
    ("Tom Baker Academy", "Tom Baker", False),
    ("Tom Baker", "Tom Baker", False),
    ("Tom", "Tom", False),
    ("Anne-Marie O'Neill", "Anne-Marie O'Neill", False),
    ("St Anne's", "St Anne's", True),
    ("Holy Trinity School, Larkfield", "Holy Trinity", True),
    ("Ruby Marlowe", "Ruby Marlowe", False),
    ("Tom Baker Cluster", "Tom Baker Cluster", True),
    ("Key Stage 2", "Key Stage 2", True),
]


@pytest.mark.parametrize(("name", "said", "passes"), NAMES)
def test_a_name_made_by_hand_passes_where_it_says_that_it_is_a_place(name: str, said: str, passes: bool) -> None:
    known = Vocabulary(names_of_places([name]))
    text = f"I spoke to {said} about the rota."
    assert isinstance(judge(text, known, Audience.TEAM), Clean) is passes
    if not passes:
        assert not isinstance(judge(text, Vocabulary(frozenset()), Audience.TEAM), Clean), "the guard sees it by itself"


def test_a_school_or_cluster_called_like_a_person_leaves_the_guard_on_for_everybody(play: Play, review: object) -> None:
    facts = SchoolFacts("Tom Baker", cluster="Ann Ashby")
    with play.store.writing() as session:
        made = Made("", play.now, "command_line")
        make_changes(session, [SchoolAdded("tom-baker", "", facts)], made, play.fresh)
    for named in ("Tom Baker", "Ann Ashby"):
        asked = play.start(REVIEWER, "take_note", review)  # type: ignore[arg-type]
        stopped = play.answer(REVIEWER, asked, text=f"I spoke to {named} about the rota.")
        assert stopped.problem
        assert not stopped.kept
    assert take_note(play, LEAD, review, "I spoke to Larkfield Primary about the rota.")  # type: ignore[arg-type]


def test_a_worry_lists_no_school_that_has_closed(play: Play, review: object) -> None:
    def listed() -> set[str]:
        shown = play.note("trust-lead", "A pupil told me dad hits him every night")
        named = {label for label in labels(shown) if "Stanmoor" in label or "Larkfield" in label}
        return {"Stanmoor" if "Stanmoor" in label else "Larkfield" for label in named}

    assert listed() == {"Stanmoor", "Larkfield"}
    with play.store.writing() as session:
        made = Made("", play.now, "command_line")
        make_changes(session, [SchoolClosed("stanmoor", play.today, "")], made, play.fresh)
    assert listed() == {"Larkfield"}
    # A stranger, who is asked at which school, sees it no more either.
    shown = play.note("nobody-we-know", "A pupil told me dad hits him every night")
    assert not any("Stanmoor" in label for label in labels(shown))
