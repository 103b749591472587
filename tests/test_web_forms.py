"""A whole review by forms alone, without a script, over real HTTP; and what becomes of words that cannot be taken."""

import sqlite3

from tests.browser import Running, draft, join, plan, today
from tests.visitor import Visitor

SHARED = "Every pupil can name three adults they would go to, because the school asks them each term."


def test_a_whole_review_goes_by_forms_alone(visitor: Visitor) -> None:
    plan(visitor)
    assert "2 people have been invited" in visitor.page.words
    join(visitor, "lead-reviewer")
    visitor.press("Start the walk")
    page = visitor.press("Begin here", area="A-1")
    assert "A-1.1 Roles and responsibilities" in page.headings
    page = visitor.press("Log this note", text="The morning briefing has a safeguarding minute.")
    assert "Kept, thank you" in page.headings
    assert "A-1.1" in page.words
    page = visitor.follow("Walk on")
    assert "The morning briefing has a safeguarding minute." in page.words
    for _ in range(5):
        page = visitor.press("Next")
    assert "That is the whole area" in page.headings

    join(visitor, "reviewer")
    draft(visitor, SHARED)
    assert "Larkfield Primary is asked next" in visitor.page.words

    visitor.act_as("larkfield-head")
    page = visitor.press("Read and answer")
    assert SHARED in page.words
    visitor.press("Answer", answer="agree", recognise_these="no", get_round_these="no")
    visitor.act_as("trust-lead")
    visitor.press("Read and answer")
    visitor.press("Answer", answer="approve", recognise_these="no", get_round_these="no")

    visitor.act_as("larkfield-governor")
    assert SHARED in visitor.open("/channel").words
    visitor.act_as("larkfield-head")
    visitor.open("/channel")
    visitor.press("Withdraw")
    visitor.press("Answer", sure="yes")
    assert SHARED not in visitor.open("/channel").words


def test_what_is_wrong_is_named_at_the_top_and_at_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.act_as("trust-lead")
    visitor.press("Plan a review")
    page = visitor.press("Go on", school="larkfield")
    assert page.status == 422
    assert "2 things to put right" in page.words
    assert 'href="#answer-areas-1"' in page.html
    assert 'aria-invalid="true"' in page.html
    assert 'value="larkfield" checked' in page.html


def test_a_name_is_stopped_and_the_words_stand_in_the_box(reviewer: Visitor) -> None:
    page = reviewer.press("Log this note", text="Mrs Potter keeps the log of visitors")
    assert page.status == 422
    assert page.typed == ["Mrs Potter keeps the log of visitors"]
    page = reviewer.press("Use the safe wording")
    assert "Kept, thank you" in page.headings
    assert "Potter" not in reviewer.open("/").words


def test_a_worry_stops_everything_and_its_words_travel_from_card_to_card(reviewer: Visitor) -> None:
    page = reviewer.press("Log this note", text="a child told me\nshe is being hit")
    assert page.status == 422
    assert "Please stop here for a moment" in page.headings
    assert page.links["01632 960101"] == "tel:01632960101"
    page = reviewer.press("I cannot reach them")
    assert "01632 960102" in page.words
    assert page.typed == ["a child told me\nshe is being hit"]
    page = reviewer.press("I have told them")
    assert page.typed == ["a child told me\nshe is being hit"]
    assert "No notes" not in reviewer.open("/").words
    assert "being hit" not in reviewer.page.words


def test_the_writers_own_word_about_systems_holds_for_a_text_of_several_lines(reviewer: Visitor) -> None:
    text = "a child told me she is being hit\r\nis how the training begins"
    reviewer.press("Log this note", text=text)
    page = reviewer.press("This is about systems, go on")
    assert "Please stop here for a moment" not in page.headings


def test_what_is_sent_twice_is_taken_once(reviewer: Visitor) -> None:
    path, fields = reviewer.filled("Log this note", {"text": "The gate was locked at nine."})
    reviewer.send(path, fields)
    page = reviewer.send(path, fields)
    assert "That was sent already." in page.words
    notes = reviewer.follow("Read the notes")
    assert notes.html.count("The gate was locked at nine.") == 1


def test_a_changed_text_from_the_same_page_is_heard(reviewer: Visitor) -> None:
    """Somebody goes back to a page, writes something else there and sends it."""
    path, fields = reviewer.filled("Log this note", {"text": "The gate was locked at nine."})
    other = [(name, "The gate was locked at ten." if name == "typed.text" else value) for name, value in fields]
    reviewer.send(path, fields)
    assert "Kept, thank you" in reviewer.send(path, other).headings


def test_an_old_card_changes_nothing_and_says_when_it_was_answered(visitor: Visitor) -> None:
    visitor.act_as("trust-lead")
    visitor.press("Plan a review")
    path, fields = visitor.filled("Go on", {"school": "larkfield", "areas": "A-1", "begins": today()})
    visitor.send(path, fields)
    old = [(name, "stanmoor" if name == "one.school" else value) for name, value in fields]
    page = visitor.send(path, old)
    assert page.status == 422
    assert "on another card" in page.words
    assert "Who will review Larkfield Primary?" in page.words
    visitor.press("Go on", lead="lead-reviewer")
    page = visitor.send(path, [*old, ("nonce", "again")])
    assert page.status == 422
    assert "That was done on" in page.words


def test_a_form_of_another_persons_is_refused_and_tells_nothing(visitor: Visitor) -> None:
    visitor.act_as("trust-lead")
    visitor.press("Plan a review")
    _, fields = visitor.filled("Go on", {"school": "larkfield"})
    other = Visitor(visitor.url)
    other.act_as("larkfield-head")
    other.open("/")
    csrf = next(value for form in other.page.forms for name, value in form.fields if name == "csrf")
    page = other.send("/answer", [("csrf", csrf), *(field for field in fields if field[0] != "csrf")])
    assert page.status == 422
    assert "That is not here for you" in page.words
    conversation = dict(fields)["conversation"]
    assert "That is not here for you" in other.open(f"/c/{conversation}").words


def test_a_text_that_is_too_long_for_a_note_comes_back_whole(reviewer: Visitor) -> None:
    page = reviewer.press("Log this note", text="word " * 700)
    assert page.status == 422
    assert page.typed == ["word " * 700]


def test_when_the_store_is_locked_nothing_is_said_to_be_saved_and_the_words_stay(
    under_way: Running, reviewer: Visitor
) -> None:
    with under_way.application.store.write.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    path, fields = reviewer.filled("Log this note", {"text": "The gate was locked."})
    holder = sqlite3.connect(under_way.data / "demo.db")
    holder.execute("BEGIN IMMEDIATE")
    page = reviewer.send(path, fields)
    assert page.status == 503
    assert "cannot reach its store just now" in page.words
    assert page.typed == ["The gate was locked."]
    holder.rollback()
    holder.close()
    assert "Kept, thank you" in reviewer.press("Send it again").headings


def test_something_worries_me_is_on_every_page_and_answers_anyone(visitor: Visitor) -> None:
    for path in ("/", "/nothing", "/worry"):
        assert "Something worries me" in visitor.open(path).links
    page = visitor.follow("Larkfield Primary")
    assert "About a child at Larkfield Primary" in page.words
    assert page.links["999"] == "tel:999"


def test_with_two_reviews_a_note_goes_to_the_one_that_was_chosen(reviewer: Visitor) -> None:
    plan(reviewer, "bridgewater", lead="trust-lead")
    join(reviewer, "reviewer")
    page = reviewer.open("/")
    assert {"Larkfield Primary", "Bridgewater High"} <= set(page.links)
    bridgewater = page.links["Bridgewater High"].rsplit("=", 1)[1]
    page = reviewer.press("Log this note", text="The gate was locked.", review=bridgewater)
    assert "For the review of Bridgewater High" in page.words
    assert "Bridgewater High: who is where" in page.headings
    page = reviewer.press("Log this note", text="")
    assert page.status == 200
    assert "A short fact about how" in page.words
