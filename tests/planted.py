"""A marked identifier, every way for words to come in, and the search for it in whatever form it might have stayed.

`test_every_dialog` fails when a dialog asks for words in a way that is not here, `test_guard_every_path` when an event is not.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select

from bot.domain.acts import TRUST, About
from bot.domain.depth import Owner
from bot.domain.prompt_changes import PromptAnswered, PromptDelegated
from bot.message import (
    Answered,
    AnyEvent,
    LoggedAsEvidence,
    Noted,
    Reworded,
    Routed,
    Said,
    Source,
    Started,
    Submit,
    Turned,
)
from bot.privacy import Concern
from store.engine import Store
from store.prompt_tables import PromptRow
from store.tables import NoteRow
from tests.asking import made, planned
from tests.play import DSL, GUEST, HEAD, LEAD, OTHER_HEAD, REVIEWER, Play, box, reply, the
from tests.scenes import (
    BRIDGEWATER_HEAD,
    SURE,
    answer_how,
    ask_how,
    card,
    draft,
    on_slack,
    posted,
    take_note,
    tries,
    worked,
)
from tests.test_compared import PROMPT, both
from tests.test_turn_timetable import drafted, press, slot

WORD, NUMBER = "quökka", "07700 900"
"""What every planted text has in it; a telephone's number is let past by no answer and no vocabulary."""


def planted(number: int) -> str:
    """A text that is refused whoever writes it; the number says by which way it came."""
    return f"Ring {NUMBER}{100 + number} by the {WORD}{number}"


def forms() -> dict[str, bytes]:
    """The two marks as anything that keeps, logs or sends words might write them."""
    found: dict[str, bytes] = {}
    for mark in (WORD, NUMBER, NUMBER.replace(" ", "")):
        found |= {f"{mark} in {code}": mark.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")}
        found[f"{mark} in JSON"] = json.dumps(mark)[1:-1].encode()
        found[f"{mark} in an address"] = quote(mark).encode()
        found[f"{mark} in a form"] = quote(mark).replace("%20", "+").encode()
        found[f"{mark} in hexadecimal"] = mark.encode().hex().encode()
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + mark.encode())
            # Of the characters at either end, some bits are those of what stands beside it.
            found[f"{mark} in base64 from byte {before}"] = whole[-(-before * 8 // 6) : -4]
    return found


def traces(where: bytes) -> list[str]:
    return [name for name, form in forms().items() if form in where]


@dataclass
class Scene:
    """What there is to write about, made before anything is planted."""

    play: Play
    review: About
    note: About
    said: str
    """A message that the note was made of."""
    worth_sharing: About
    day: About
    slot: About
    affirmation: About
    returned: About
    asked: About
    answered: About
    to_approve: About
    own: About
    shared: About
    """A card that stands in the channel; and what came home to it."""
    question: About
    answer: About
    tried: About
    worked: About


def scene(play: Play, review: About) -> Scene:
    on_slack(play, GUEST, DSL)
    receipt = both(play, review)
    assert receipt.note
    worth = take_note(play, LEAD, review, "The log is clear.", node="A-2.1", shows="excellent", kind="policy")
    day = drafted(play, review)
    press(play, LEAD, day, "Send to the school")
    affirmation, returned = draft(play, review), draft(play, review)
    play.answer(HEAD, play.start(HEAD, "agree_affirmation", returned), answer="return", **SURE)
    said = play.note(REVIEWER, "The office checks badges.", message="1.1")
    assert said.note
    return Scene(
        play,
        review,
        the("note", said.note),
        "1.1",
        worth,
        day,
        slot(play, review, "staff"),
        affirmation,
        returned,
        *_asked(play, review),
        *_came_home(play, review),
    )


def _came_home(play: Play, review: About) -> tuple[About, ...]:
    """A card, a question that waits, one that is answered, what is tried and what worked."""
    shared = posted(play, review)
    question, answered = ask_how(play, shared), ask_how(play, shared, LEAD)
    answer_how(play, answered)
    return shared, question, answered, tries(play, shared), worked(play, shared)


def _asked(play: Play, review: About) -> tuple[About, ...]:
    """A question to the DSL, one that is answered, one that a colleague answered for them, and one of the head's own."""
    first, second, third = planned(play, review, owners=(Owner.DSL,))[:3]
    said = PromptAnswered(second.id, DSL, "Each new colleague is told on the first day.")
    handed = PromptDelegated(third.id, DSL, HEAD), PromptAnswered(third.id, HEAD, "On the first day.", to_approve=True)
    made(play, said, *handed, by=DSL)
    begun = play.start(HEAD, "begin_private", the("own_questions", "larkfield"))
    assert begun.kept
    own = play.rows(select(PromptRow.id).where(PromptRow.person == HEAD, PromptRow.question == "K-1.h1"))[0][0]
    return tuple(the("prompt", one) for one in (first.id, second.id, third.id, own))


Way = Callable[[Scene, str], Turned]


def _form(person: str, dialog: str, key: str, about: Callable[[Scene], About]) -> Way:
    """The words in the first card of a dialog, beside what stands there already."""

    def send(here: Scene, words: str) -> Turned:
        asked = here.play.start(person, dialog, about(here))
        return here.play.answer(person, asked, **(box(reply(asked)) | {key: words}))

    return send


def _draft(key: str) -> Way:
    return lambda here, words: here.play.answer(
        LEAD, here.play.start(LEAD, "draft_affirmation", here.worth_sharing), **card() | {key: words}
    )


def _safer(key: str) -> Way:
    def send(here: Scene, words: str) -> Turned:
        asked = here.play.start(LEAD, "draft_affirmation", here.worth_sharing)
        again = here.play.answer(LEAD, asked, **card("The log is clear to all.", recognise="maybe"))
        anew = {f"{one}_again": said for one, said in (card() | {key: words}).items()}
        return here.play.answer(LEAD, again, **anew)

    return send


def _own_words(key: str) -> Way:
    def send(here: Scene, words: str) -> Turned:
        asked = here.play.start(HEAD, "agree_affirmation", here.affirmation)
        anew = here.play.answer(HEAD, asked, answer="agree", **{**SURE, "get_round_these": "maybe"})
        return here.play.answer(HEAD, anew, **card() | {key: words})

    return send


def _of_the_school(key: str) -> Way:
    def send(here: Scene, words: str) -> Turned:
        asked = here.play.start(HEAD, "agree_affirmation", here.affirmation)
        return here.play.answer(HEAD, asked, answer="agree", **SURE | {key: words})

    return send


def _reworded(key: str) -> Way:
    return lambda here, words: here.play.answer(
        LEAD, here.play.start(LEAD, "reword_affirmation", here.returned), **card() | {key: words}
    )


def _differently(here: Scene, words: str) -> Turned:
    asked = here.play.start(REVIEWER, "mark_answer", here.answered, given={"seen": "differently"})
    return here.play.answer(REVIEWER, asked, how=words)


def _logged(here: Scene, words: str) -> Turned:
    play = here.play
    source = Source("C1", "2.2")
    form = play.take(GUEST, LoggedAsEvidence(play.key(), play.who(GUEST), words, source, play.who(DSL).user))
    return play.answer(GUEST, form, text=words)


def _written(key: str) -> Way:
    """One of the fields about a document, the others in order."""
    rest = {"document": "The policy.", "place": "On the shared drive."}

    def send(here: Scene, words: str) -> Turned:
        asked = here.play.start(DSL, "written_down", here.asked)
        return here.play.answer(DSL, asked, **{**rest, "readers": "school", key: words})

    return send


def _written_own(here: Scene, words: str) -> Turned:
    asked = here.play.start(HEAD, "write_own", here.own)
    return here.play.answer(HEAD, asked, answer="I walk the site at lunch.", evidence=words)


def _stood_by(here: Scene, words: str) -> Turned:
    asked = here.play.start(DSL, "approve_answer", here.to_approve, given={"approve": "reword"})
    return here.play.answer(DSL, asked, own_words=words)


def _came_of_it(here: Scene, words: str) -> Turned:
    asked = here.play.start(OTHER_HEAD, "what_came_of_it", here.tried)
    anew = here.play.answer(OTHER_HEAD, asked, came="worked")
    return here.play.answer(OTHER_HEAD, anew, evidence=words, kind="data")


PARTS = ("title", "words", "why", "known")

BY_DIALOG: dict[tuple[str, str], Way] = {
    ("take_note", "text"): _form(REVIEWER, "take_note", "text", lambda here: here.review),
    ("log_evidence", "text"): _logged,
    ("note_asked", "text"): _form(
        REVIEWER, "note_asked", "text", lambda here: the("asked", f"{here.review.id}/dsl/{PROMPT}")
    ),
    ("mark_note", "where"): _form(LEAD, "mark_note", "where", lambda here: here.note),
    ("change_last", "where"): _form(REVIEWER, "change_last", "where", lambda here: here.note),
    ("type_up", "lines"): lambda here, words: _form(REVIEWER, "type_up", "lines", lambda here: here.review)(
        here, f"Gates are locked.\n{words}\nThe log is read."
    ),
    ("find_practice", "words"): _form(REVIEWER, "find_practice", "words", lambda here: TRUST),
    ("edit_note", "text"): _form(REVIEWER, "edit_note", "text", lambda here: here.note),
    ("add_slot", "where"): _form(LEAD, "add_slot", "where", lambda here: here.day),
    ("change_slot", "where"): _form(LEAD, "change_slot", "where", lambda here: here.slot),
    ("ask_timetable_change", "wish"): _form(HEAD, "ask_timetable_change", "wish", lambda here: here.day),
    ("reflect", "text"): _form(REVIEWER, "reflect", "text", lambda here: the("reflection", f"{here.review.id}/A-2")),
    ("compare", "line"): _form(
        REVIEWER, "compare", "line", lambda here: the("comparison", f"{here.review.id}/{PROMPT}")
    ),
    ("answer_prompt", "answer"): _form(DSL, "answer_prompt", "answer", lambda here: here.asked),
    ("write_own", "answer"): _form(HEAD, "write_own", "answer", lambda here: here.own),
    ("change_answer", "answer"): _form(DSL, "change_answer", "answer", lambda here: here.answered),
    ("write_own", "evidence"): _written_own,
    ("written_down", "document"): _written("document"),
    ("written_down", "place"): _written("place"),
    ("written_down", "shown_by"): _written("shown_by"),
    ("approve_answer", "own_words"): _stood_by,
    ("mark_answer", "words"): _form(REVIEWER, "mark_answer", "words", lambda here: here.answered),
    ("mark_answer", "how"): _differently,
    ("ask_how", "question"): _form(REVIEWER, "ask_how", "question", lambda here: here.shared),
    ("worked_too", "evidence"): _form(OTHER_HEAD, "worked_too", "evidence", lambda here: here.shared),
    ("answer_how", "answer"): _form(HEAD, "answer_how", "answer", lambda here: here.question),
    ("ask_once_more", "more"): _form(LEAD, "ask_once_more", "more", lambda here: here.answer),
    ("what_came_of_it", "evidence"): _came_of_it,
    ("reword_reply", "evidence"): _form(BRIDGEWATER_HEAD, "reword_reply", "evidence", lambda here: here.worked),
    ("reword_reply", "said"): _form(OTHER_HEAD, "reword_reply", "said", lambda here: here.question),
    **{("draft_affirmation", key): _draft(key) for key in PARTS},
    **{("draft_affirmation", f"{key}_again"): _safer(key) for key in PARTS},
    **{("agree_affirmation", key): _of_the_school(key) for key in ("took", "thanks")},
    **{("agree_affirmation", key): _own_words(key) for key in PARTS},
    **{("reword_affirmation", key): _reworded(key) for key in PARTS},
}
"""A way for every question of every dialog that takes words."""


def _old_card(here: Scene, words: str) -> Turned:
    play = here.play
    asked = play.start(REVIEWER, "take_note", here.review)
    assert play.answer(REVIEWER, asked, text="The bins are locked away.").note
    return play.answer(REVIEWER, asked, text=words)


def _back(here: Scene, words: str) -> Turned:
    play = here.play
    anew = play.start(HEAD, "agree_affirmation", here.affirmation)
    return play.back(HEAD, anew, words=words)


def _edited_again(here: Scene, words: str) -> Turned:
    """Words that were stopped, sent a second time with the button under them."""
    stopped = _form(REVIEWER, "take_note", "text", lambda here: here.review)(here, words)
    return here.play.send(REVIEWER, stopped, Submit(), text=words)


def _in_the_box(here: Scene, words: str) -> Turned:
    play = here.play
    values = {"your_words": words}
    event = Routed(play.key(), play.who(REVIEWER), "r1", "told", Concern.LIVE_CONCERN, here.review.id, values=values)
    return play.take(REVIEWER, event)


def _message(here: Scene, words: str) -> Turned:
    return here.play.note(REVIEWER, f"note {words}", message="3.3")


def _message_changed(here: Scene, words: str) -> Turned:
    event = Reworded(here.play.key(), here.play.who(REVIEWER), Source("D1", here.said), words)
    return here.play.take(REVIEWER, event)


def _with_a_button(here: Scene, words: str) -> Turned:
    return here.play.start(REVIEWER, "take_note", here.review, given={"text": words})


BY_EVENT: dict[str, tuple[type[AnyEvent], Way]] = {
    "a message, mention or command": (Noted, _message),
    "a stranger’s message": (Noted, lambda here, words: here.play.note("nobody-we-know", words)),
    "the bot’s own place": (Said, lambda here, words: here.play.say(REVIEWER, words)),
    "a message logged as evidence": (LoggedAsEvidence, _logged),
    "a message changed": (Reworded, _message_changed),
    "words with a button": (Started, _with_a_button),
    "a form on an old card": (Answered, _old_card),
    "a form on the way back": (Answered, _back),
    "stopped words sent again": (Answered, _edited_again),
    "the box of a worry": (Routed, _in_the_box),
}
"""A way for every kind of event that may have words in it."""


def ways() -> Iterator[tuple[str, Way]]:
    yield from ((f"{dialog}: {key}", way) for (dialog, key), way in BY_DIALOG.items())
    yield from ((name, way) for name, (_, way) in BY_EVENT.items())


def notes(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(NoteRow.id)).all())
