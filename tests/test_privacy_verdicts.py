"""The guard's decision: which verdict a text gets, for whom, and after which answers."""

from bot.privacy import Audience, Clean, Refuse, Vocabulary, judge


def test_a_text_about_how_a_school_works_is_clean() -> None:
    assert judge("Staff had all read Part 1 of KCSIE.", Vocabulary(), Audience.TEAM) == Clean()


def test_a_titled_name_is_refused_with_a_safe_rewrite() -> None:
    verdict = judge("Mr Plumtree keeps the log", Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert verdict.rewrite == "Staff member 1 keeps the log"
