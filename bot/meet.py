"""The second door as cards: *Who are you with?*, and a few prompts for that meeting. Reads only.

Where pupils are asked, how the adult goes about it comes before any question; care is said once, before what needs it.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot import own_day
from bot.domain.acts import About
from bot.domain.depth import MeetWith, Owner
from bot.domain.framework import SubArea
from bot.domain.meeting import MOST, Prompt, for_pupils, meetings, met_at, prompts, wished
from bot.domain.note import Shows
from bot.domain.permission import Act
from bot.domain.prompt import PromptState
from bot.domain.review import Review
from bot.domain.walk import Look
from bot.look import FILE, Looking, NotForYouError, met
from bot.message import Begin, Button, Card, More, Visit
from store import notes
from store import prompts as asked_before


def door(review: Review) -> tuple[tuple[str, Visit], ...]:
    """The button that opens the second door, where this review's scope has anything behind it."""
    return (("with", Visit("with", About("meeting", review.id))),) if meetings(review) else ()


def note_on(look: Looking, review: Review, node: str) -> Button:
    """A button that opens the note form with the node filled in."""
    # What is open is said too: a form left open since another place must not bring that one's mark along.
    preset = {"node": node, "shows": ""}
    return Button(
        look.wording.line(FILE, "note_on", node=node), Begin("take_note", About("review", review.id), {}, preset)
    )


def _note_asked(look: Looking, review: Review, meeting: MeetWith, prompt: Prompt) -> Button:
    """A button that opens the note form for this very prompt: the note will know what was asked, and of whom."""
    about = About("asked", f"{review.id}/{meeting}/{prompt.id}")
    shows = Shows.EXCELLENT.value if prompt.look is Look.STRENGTHS else ""
    label = look.wording.line(FILE, "note_on", node=prompt.node)
    return Button(label, Begin("note_asked", about, {}, {"node": prompt.node, "shows": shows}))


def with_whom(look: Looking, review_id: str, meeting: str = "") -> tuple[Card, ...]:
    """The meetings to choose from; or for one of them, its prompts."""
    review = look.review(review_id, Act.WALK)
    offered = meetings(review)
    if not offered or (meeting and meeting not in offered):
        raise NotForYouError
    if meeting:
        return tuple(_asked(look, review, MeetWith(meeting)))
    mine, planned = own_day.mine(look, review)
    kept = {
        review.framework.role(owner): _headed(met(look, review.framework, where))
        for where, wishes in _in_person(look, review).items()
        for owner in wishes.values()
    }
    head = look.card("with_others" if mine else "with_whom", review=review, kept=kept)
    others = tuple(_choice(look, review, one) for one in offered if one not in planned)
    return (*mine, replace(head, buttons=others)) if others else mine


def _choice(look: Looking, review: Review, meeting: MeetWith) -> Button:
    return Button(
        _headed(met(look, review.framework, meeting)), Visit("with", About("meeting", f"{review.id}/{meeting}"))
    )


def _in_person(look: Looking, review: Review) -> dict[MeetWith, dict[Prompt, Owner]]:
    """What practice owners would rather be asked in person, by where they are met, until there is a note of it."""
    wishes = asked_before.of_review(look.session, review.id, state=PromptState.IN_PERSON)
    asked = {(note.asked_in, note.prompt) for note in notes.asked(look.session, review)} if wishes else set()
    parts, found = {part.id: part for part in review.sub_areas}, dict[MeetWith, dict[Prompt, Owner]]()
    for one in (one for one in wishes if one.node in parts):
        prompt, meeting = wished(parts[one.node], one.owner, strengths=one.is_strengths), met_at(review, one.owner)
        if meeting and (meeting, prompt.id) not in asked:
            found.setdefault(meeting, {})[prompt] = one.owner
    return found


def _headed(words: str) -> str:
    return words[:1].upper() + words[1:]


def _asked(look: Looking, review: Review, meeting: MeetWith) -> Iterator[Card]:
    pupils = meeting is MeetWith.PUPIL_GROUP
    # Pupils are asked only what is theirs; what is excellent is for the adult to listen for, and stands before it.
    found = for_pupils(review) if pupils else prompts(review, meeting)
    yield _opening(look, review, meeting, _conduct(review, found) if pupils else ())
    kept = _in_person(look, review).get(meeting, {})
    # What somebody asked to be asked is among them for certain; what is excellent comes before all else.
    others = [one for one in found if one not in kept][: max(MOST - len(kept), 0)]
    every = sorted((*kept, *others), key=lambda one: one.look is not Look.STRENGTHS)
    opened = {one.node for one in every if one.look is Look.STRENGTHS}
    for prompt in every:
        part = review.framework.sub_area(prompt.node)
        alone = prompt in kept and part.id not in opened
        card = look.card(
            "with_prompt",
            part=part,
            prompt=prompt.text,
            care=part.care if alone or prompt.look is Look.STRENGTHS else "",
            listen=part.strengths if pupils or alone else "",
            kept=review.framework.role(kept[prompt]) if prompt in kept else "",
        )
        yield replace(card, buttons=(_note_asked(look, review, meeting, prompt),))

    yield look.card(
        "with_more",
        ("with_another", Visit("with", About("meeting", review.id))),
        ("walk_on", Visit("walk", About("review", review.id))),
    )


def _opening(look: Looking, review: Review, meeting: MeetWith, parts: tuple[SubArea, ...]) -> Card:
    """What is read before anything is asked; of pupils, how to ask, and then part by part."""
    card = look.card(
        "with_meeting",
        review=review,
        meeting=_headed(met(look, review.framework, meeting)),
        conduct=parts[0].conduct if parts else "",
    )
    if not parts[1:]:
        return card
    at = Visit("conduct", About("meeting", f"{review.id}/{meeting}"))
    words = look.wording.words(FILE, "with_conduct", parts=parts[1:])
    return replace(card, more=More(look.wording.line(FILE, "more_conduct"), words, at))


def conduct(look: Looking, review_id: str, meeting: str) -> tuple[Card, ...]:
    """How pupils are asked about each part, on a card of its own, with the way back to the questions."""
    more = with_whom(look, review_id, meeting)[0].more
    if more is None:
        raise NotForYouError
    card = look.card("more", ("with_back", Visit("with", About("meeting", f"{review_id}/{meeting}"))), label=more.label)
    return (replace(card, words=more.words),)


def _conduct(review: Review, found: tuple[Prompt, ...]) -> tuple[SubArea, ...]:
    """The parts that say how the adult asks pupils, in the order they are asked about; what is alike is said once."""
    parts = (review.framework.sub_area(node) for node in dict.fromkeys(prompt.node for prompt in found))
    return tuple({part.conduct: part for part in parts if part.conduct}.values())
