"""What the school says of itself: read by its team and its own head and DSL, marked beside and never over, and told back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain import prompt_permission as permission
from bot.domain.acts import About, Notice
from bot.domain.comparison import of_roles
from bot.domain.depth import Owner
from bot.domain.prompt import Prompt, PromptState, Readers, Seen, SetSort
from bot.domain.prompt_changes import AnswerMarked, PromptAnswered
from bot.handlers.slack import limits
from bot.handlers.slack import render as slack
from bot.handlers.teams import render as teams
from bot.message import Card
from store import people
from store.act_rows import Kind
from store.prompt_tables import PromptMarkRow
from store.tables import ComparisonRow, HistoryRow
from tests.asking import SENCO, SITE, made, now
from tests.play import DSL, GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, box, labels, reply, the, words
from tests.scenes import posted, staged
from tests.teams_cards import check_message
from tests.test_turn_guard import REFUSED
from tests.told import COUNTS, HOPE, PROUD, QUIETLY, WHERE, told_at

THEIRS = "The rota by the side gate was last signed in June."
LINE = "Both speak of asking early."
NOT_HERE = "not here for you"
TEAM_ = (LEAD, REVIEWER, GUEST)


@pytest.fixture
def told_stage(tmp_path: Path):  # type: ignore[no-untyped-def]
    with staged(told_at, tmp_path / "peerwalk.db") as (play, (review, by)):
        yield play, review, by


Stage = tuple[Play, About, dict[str, Prompt]]


def within(review: About, node: str) -> About:
    return About("said", f"{review.id}/{node}")


def part(play: Play, review: About, node: str, person: str = LEAD) -> tuple[Card, ...]:
    return play.see(person, "said", within(review, node))


def answer(cards: tuple[Card, ...], text: str) -> Card:
    return next(card for card in cards if text in words(card))


# ── Who may ─────────────────────────────────────────────────────────────────────────────────

# Whose answer it is, for whom, in what state; who reads it, who knows what the team saw before and after its area is
# drawn together, who reads the team's words then, who may mark it. The reviewers' own team is always among the readers.
TABLE = [
    # owner, readers, state, reads, verdict before, words once drawn
    (HEAD, Readers.SCHOOL, PromptState.ANSWERED, {HEAD, DSL}, {HEAD}, {HEAD, DSL}),
    (SENCO, Readers.SCHOOL, PromptState.ANSWERED, {SENCO, HEAD, DSL}, {SENCO}, {HEAD, DSL}),
    (DSL, Readers.TEAM, PromptState.ANSWERED, {DSL}, {DSL}, {DSL}),
    (SITE, Readers.TEAM, PromptState.ANSWERED, {SITE}, {SITE}, set()),
]
CLOSED = [(DSL, Readers.OWN, PromptState.ANSWERED), (DSL, Readers.SCHOOL, PromptState.TO_APPROVE)]


def test_who_reads_marks_and_hears_of_an_answer_as_a_table(told_stage: Stage) -> None:
    play, _, by = told_stage
    with play.store.reading() as session:
        everybody = people.directory(session).people

    def who(may, one: Prompt) -> set[str]:  # type: ignore[no-untyped-def]
        return {who for who, person in everybody.items() if may(person, one, play.today)}

    made(play, AnswerMarked(by["A-2.1/strengths/dsl"].id, LEAD, Seen.DIFFERENTLY, THEIRS), by=LEAD)
    base = now(play, by["A-2.1/strengths/dsl"])
    assert base.answer
    assert base.set.review

    def given(owner: str, readers: Readers, state: PromptState) -> Prompt:
        said = replace(base.answer, by=everybody[owner], readers=readers)  # type: ignore[type-var]
        return replace(base, person=everybody[owner], answer=said, state=state)

    drawn = replace(base.set, review=replace(base.set.review, drawn_together=frozenset({"A-2"})))
    over = replace(base.set, review=replace(base.set.review, ended=frozenset({base.set.review.ends})))
    for owner, readers, state, reads, verdict, of_words in TABLE:
        one = given(owner, readers, state)
        assert who(permission.may_read_answer, one) == {*TEAM_, *reads}
        assert who(permission.may_mark_answer, one) == set(TEAM_)
        assert who(permission.may_read_verdict, one) == {*TEAM_, *verdict}
        assert who(permission.may_read_marks, one) == set(TEAM_)
        assert who(permission.may_read_marks, replace(one, set=drawn)) == {*TEAM_, *of_words}
        later = play.today + timedelta(days=20)
        assert not {w for w, p in everybody.items() if permission.may_mark_answer(p, replace(one, set=over), later)}
    for owner, readers, state in CLOSED:
        one = given(owner, readers, state)
        assert who(permission.may_read_answer, one) == {DSL}
        for may in (permission.may_mark_answer, permission.may_read_marks):
            assert who(may, one) == set()
    between = replace(given(SENCO, Readers.SCHOOL, PromptState.ANSWERED), set=replace(base.set, review=None))
    assert who(permission.may_mark_answer, between) == who(permission.may_read_marks, between) == set()
    own = replace(between, set=replace(between.set, sort=SetSort.PRIVATE))
    assert who(permission.may_mark_answer, own) == set()


def test_everybody_sees_what_they_may_and_nobody_else_anything(told_stage: Stage) -> None:
    play, review, _ = told_stage
    whole = play.see(LEAD, "said", review)
    assert "five answers, what is excellent first. It is the school’s own account until" in words(whole)
    assert [card.title for card in whole[1:]] == ["A-2 Safeguarding culture", "A-7 Staffing and recruitment"]
    cards = part(play, review, "A-2.1")
    assert [card.title for card in cards[1:4]] == ["The headteacher · what is excellent", "The DSL · what is excellent", "The DSL"]  # fmt: skip
    assert "Headteacher, Larkfield" not in words(cards)
    assert "for the review team alone" in words(answer(cards, QUIETLY))
    held, written = part(play, review, "A-7.3")[1:3]
    assert "Said before, and it still holds" in words(held)
    assert f"It is written down: {WHERE}" in words(written)
    for host in (HEAD, DSL):
        mine = part(play, review, "A-2.1", host)
        assert "Answered by Headteacher, Larkfield" in words(mine)
        assert (QUIETLY in words(mine)) is (host == DSL)
        assert not [card for card in mine if set(labels(card)) - {"All that the school says"}]
        assert "What the school says" in [label for card in play.home(host) for label in labels(card)]
    for other in (TRUST_LEAD, GOVERNOR, SENCO, "stanmoor-head", "nobody-we-know"):
        for about in (review, within(review, "A-2.1")):
            assert PROUD not in words(play.see(other, "said", about))
        refused = play.start(other, "mark_answer", the("prompt", told_stage[2]["A-2.1/dsl"].id))
        assert QUIETLY not in words(refused)
        assert not refused.kept
    for strange in ("A-99.1", "nothing", "A-2.1/A-2.1"):
        assert NOT_HERE in words(part(play, review, strange))
    assert "nobody" in words(part(play, review, "A-2.2")).lower()


# ── Marking ─────────────────────────────────────────────────────────────────────────────────


def test_a_mark_is_one_tap_stands_beside_and_can_be_changed_or_removed(told_stage: Stage) -> None:
    play, review, by = told_stage
    done = play.press(REVIEWER, answer(part(play, review, "A-2.1"), HOPE), "I saw this too")
    assert done.kept
    assert "Reviewer (SENCO, Stanmoor) saw this too" in words(answer(part(play, review, "A-2.1"), HOPE))
    note = play.press(REVIEWER, done, "Make a note of it")
    assert box(reply(note)) == {"node": "A-2.1", "shows": "excellent"}
    assert HOPE not in repr(reply(note))
    asked = play.press(REVIEWER, answer(part(play, review, "A-2.1", REVIEWER), HOPE), "Change what you said")
    assert box(reply(asked)) == {"seen": "too"}
    how = play.answer(REVIEWER, asked, seen="differently", words="")
    assert "Both views are kept side by side" in words(how)
    assert not play.answer(REVIEWER, how, how=" ").kept
    stopped = play.answer(REVIEWER, how, how=REFUSED)
    assert stopped.problem
    assert "quokka" not in play.dump()
    assert play.answer(REVIEWER, how, how=THEIRS).kept
    shown = answer(part(play, review, "A-2.1", REVIEWER), HOPE)
    assert f"saw it differently: ‘{THEIRS}’" in words(shown)
    assert HOPE in words(shown)
    fields = [row for (row,) in play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "AnswerMarked"))]
    assert [one["seen"] for one in fields] == ["too", "differently"]
    assert THEIRS not in str(fields)
    again = play.press(REVIEWER, shown, "Change what you said")
    assert not play.answer(REVIEWER, again, seen="differently", words=THEIRS).kept
    assert play.answer(REVIEWER, play.press(REVIEWER, shown, "Remove my words"), why="error").kept
    assert THEIRS not in play.dump()
    assert play.count(PromptMarkRow) == 1
    # A second reviewer's mark stands beside the first; the writer of the answer marks nothing.
    made(play, AnswerMarked(by["A-2.1/strengths/dsl"].id, GUEST, Seen.PARTLY, ""), by=GUEST)
    assert words(answer(part(play, review, "A-2.1"), HOPE)).count("saw it") == 2
    assert "Only the review team" in words(play.start(DSL, "mark_answer", the("prompt", by["A-2.1/dsl"].id)))
    assert "not here for you" in words(play.start(LEAD, "mark_answer", the("prompt", "gone")))


def test_what_is_not_marked_stays_the_schools_own_account_and_blocks_nothing(told_stage: Stage) -> None:
    play, review, by = told_stage
    play.start(LEAD, "mark_answer", the("prompt", by["A-2.1/dsl"].id), given={"seen": "not_seen"})
    asked = play.start(LEAD, "end_day", review)
    assert "Four of the school’s answers have no mark of the team beside them." in words(asked)
    for _ in range(2):
        assert "What is not marked by the visit’s last day stays" in words(asked)
        ends = play.answer(LEAD, asked, read="yes", first="2026-12-08")
        assert play.answer(LEAD, ends, send="not_today").kept
        play.later(days=1)
        asked = play.start(LEAD, "end_day", review)
    assert "They stay the school’s own account." in words(asked)
    ends = play.answer(LEAD, asked, read="yes", first="2026-12-08")
    assert play.answer(LEAD, ends, send="not_today").kept
    play.later(days=1)
    late = play.start(LEAD, "mark_answer", the("prompt", by["A-2.1/strengths/dsl"].id), given={"seen": "too"})
    assert "stays the school’s own account" in words(late)
    assert not late.kept
    assert "It stands as the school’s own account." in words(play.see(SITE, "my_answers"))


# ── On the walk, at a meeting, on the table ─────────────────────────────────────────────────


def test_the_walk_the_meetings_and_the_table_bring_it_at_the_right_moment(told_stage: Stage) -> None:
    play, review, by = told_stage
    step = play.answer(REVIEWER, play.start(REVIEWER, "enter_area", review), area="A-2")
    assert labels(step)[:5] == ["Write a note", "Next", "Not seen yet", "Skip", "The school says: 3 answers"]
    second = play.press(REVIEWER, step, "Next")
    assert not [label for label in labels(second) if label.startswith("The school says")]
    choose = play.see(REVIEWER, "with", review)[0]
    assert "Would rather be asked in person: the DSL." in words(choose)
    cards = play.see(REVIEWER, "with", About("meeting", f"{review.id}/dsl"))
    wish = answer(cards, "The DSL asked to be asked this in person.")
    assert by["A-7.3/dsl"].text in words(wish)
    assert words(cards).count("asked to be asked this") == 1
    taken = play.press(
        REVIEWER, play.press(REVIEWER, wish, "Note on A-7.3"), "Log this note", text="They went in June."
    )
    assert taken.note
    assert "Asked of the DSL." in words(taken)
    after = play.see(REVIEWER, "with", About("meeting", f"{review.id}/dsl"))
    assert "asked to be asked" not in words(after)
    assert "asked in person" not in words(play.see(REVIEWER, "with", review)[0])
    play.start(REVIEWER, "mark_answer", the("prompt", by["A-7.3/site_lead"].id), given={"seen": "too"})
    table = play.see(LEAD, "table", review)
    of_area = words(next(card for card in table if card.title == "What the school says · A-7"))
    marked, own = of_area.split("The school’s own account")
    assert WHERE in marked
    assert "Reviewer (SENCO, Stanmoor) saw this too" in marked
    assert COUNTS in own
    titles = [card.title for card in table]
    assert titles.index("A-7 Staffing and recruitment") + 1 == titles.index("What the school says · A-7")


def test_a_senco_who_asks_to_be_met_is_found_among_staff_and_asked_once(empty_stage: Play) -> None:
    play = empty_stage
    from tests.scenes import accept, plan  # noqa: PLC0415
    from tests.told import told  # noqa: PLC0415

    review = plan(play, areas=("A-2", "A-4", "A-7"))
    accept(play, review, LEAD)
    by = told(play, review)
    assert "the SENCO, under Staff" in words(play.see(LEAD, "with", review)[0])
    staff = About("meeting", f"{review.id}/staff")
    wish = answer(play.see(LEAD, "with", staff), "The SENCO asked to be asked this in person.")
    assert by["A-4.1/senco"].text in words(wish)
    assert play.press(LEAD, play.press(LEAD, wish, "Note on A-4.1"), "Log this note", text="They showed us.").note
    assert "asked to be asked" not in words(play.see(LEAD, "with", staff))


# ── Two roles ───────────────────────────────────────────────────────────────────────────────


def test_what_two_roles_say_is_set_side_by_side_for_the_team_and_lapses_with_their_words(told_stage: Stage) -> None:
    play, review, by = told_stage
    offer = next(card for card in part(play, review, "A-2.1") if "Do they say the same?" in labels(card))
    asked = play.press(REVIEWER, offer, "Do they say the same?")
    assert f"The headteacher: {PROUD}" in words(asked)
    assert f"The DSL: {HOPE}" in words(asked)
    assert play.answer(REVIEWER, asked, said="partly", line=LINE).kept
    shown = next(card for card in part(play, review, "A-2.1") if "Side by side" in card.title)
    assert f"The headteacher and the DSL, on what is excellent here, agree in part. ‘{LINE}’" in words(shown)
    assert LINE in words(play.see(GUEST, "table", review))
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    about = the("comparison", f"{review.id}/A-2.1:roles_strengths")
    for other in (HEAD, DSL, TRUST_LEAD, SENCO):
        seen = words(play.see(other, "table", review)) + words(part(play, review, "A-2.1", other))
        assert LINE not in seen
        assert LINE not in words(play.start(other, "compare", about))
    again = PromptAnswered(by["A-2.1/strengths/dsl"].id, DSL, "Every briefing ends with one worry, and a thank you.")
    made(play, again, by=DSL)
    assert play.count(ComparisonRow) == 0
    assert LINE not in play.dump()
    with_own = replace(now(play, by["A-2.1/dsl"]), owner=Owner.HEADTEACHER, id="other")
    found = of_roles(with_own.set.review, (with_own, now(play, by["A-2.1/dsl"])))  # type: ignore[arg-type]
    assert [one.prompt for one in found] == ["A-2.1:roles"]
    assert found[0].question == ""


# ── What became of it ───────────────────────────────────────────────────────────────────────


def test_each_answerer_hears_what_became_of_it_quietly_and_within_the_firewall(told_stage: Stage) -> None:
    play, review, by = told_stage
    for one, who, seen, said in (
        ("A-2.1/strengths/headteacher", REVIEWER, "too", ""),
        ("A-2.1/strengths/headteacher", GUEST, "differently", THEIRS),
        ("A-7.3/site_lead", REVIEWER, "not_seen", "The office was locked."),
        ("A-7.3/strengths/site_lead", REVIEWER, "partly", ""),
    ):
        asked = play.start(who, "mark_answer", the("prompt", by[one].id))
        assert play.answer(who, asked, seen=seen, words=said).kept
    # One message each, however many of their answers were marked.
    told_ = [
        (act.place, card)
        for act, card in play.notices()
        if act.kind is Kind.POST and act.notice == Notice.ANSWER_READ and card
    ]
    assert sorted(place for place, _ in told_) == [HEAD, SITE]
    for _, card in told_:
        assert THEIRS not in repr(card)
        assert card.notice == "Something to read, when you have time"
    mine = play.see(HEAD, "my_answers")
    assert "A reviewer saw this too." in words(mine)
    assert "A reviewer saw it differently. Both views are kept" in words(mine)
    assert THEIRS not in words(mine)
    assert "Guest" not in words(mine)
    of_site = words(play.see(SITE, "my_answers"))
    assert "A reviewer did not come across it. One visit sees only so much" in of_site
    assert "A reviewer saw part of it." in of_site
    assert words(play.home(HEAD)).count("Your answers were read") == 1
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2", "A-7"), sure="yes")
    posted(play, review)
    assert THEIRS in words(play.see(HEAD, "my_answers"))
    assert f"A reviewer saw it differently: ‘{THEIRS}’" in words(part(play, review, "A-2.1", DSL))
    assert "now stands in the trust channel" in words(play.see(HEAD, "my_answers"))
    # Whoever is not of those who read notes hears what was chosen, and no more.
    assert "The office was locked." not in words(play.see(SITE, "my_answers"))
    assert "You have not answered anything yet" in words(play.see(REVIEWER, "my_answers"))


def test_every_screen_of_it_keeps_the_platforms_rules(told_stage: Stage) -> None:
    play, review, by = told_stage
    made(play, AnswerMarked(by["A-2.1/strengths/dsl"].id, LEAD, Seen.DIFFERENTLY, THEIRS), by=LEAD)
    for person in (LEAD, HEAD):
        screens = [
            play.see(person, "said", about) for about in (review, within(review, "A-2.1"), within(review, "A-7"))
        ]
        for cards in (*screens, play.see(person, "my_answers"), play.see(person, "table", review)):
            assert len(slack.message(cards, slack.Labels())["blocks"]) <= limits.MESSAGE_BLOCKS
            check_message(teams.message(cards, teams.Labels()))
            assert all(card.quiet and "Larkfield" not in card.notice for card in cards)
