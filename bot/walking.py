"""The walk as cards: its next step with what the framework says of it, and a sub-area's talking points. Reads only.

A step asks, and its buttons stand with the question: on a phone that is what one sees. What explains it is read when wanted.
"""

from dataclasses import replace

from bot.above import passed_by
from bot.domain import permission, walk
from bot.domain.acts import About
from bot.domain.framework import SubArea
from bot.domain.note import Note, Shows
from bot.domain.permission import Act
from bot.domain.review import Review
from bot.look import FILE, Looking, NotForYouError, met
from bot.meet import door, note_on
from bot.message import Action, Begin, Card, More, Visit, Words
from bot.said import on_step
from bot.taken import offered
from store import notes, reviews

MOST_PROMPTS = 3  # under the honest question
MOST_SEEN = 4  # of the team's notes on a step


def walking(look: Looking, review_id: str) -> Card:
    """The next step of somebody's walk."""
    review = look.review(review_id, Act.WALK)
    here = About("review", review.id)
    place = reviews.place(look.session, review.id, look.me.id)
    match walk.next_step(review, look.me, place):
        case walk.ChooseArea():
            return look.card("choose_area", ("choose", Begin("enter_area", here)), *door(review), review=review)
        case walk.AreaDone(area):
            title = f"{area} {review.framework.title_of(area)}"
            buttons: list[tuple[str, Action]] = [("next_area", Begin("enter_area", here)), *offered(look, review, area)]
            if (
                permission.may(look.me, Act.DRAW_TOGETHER, review, look.now.date())
                and area not in review.drawn_together
            ):
                buttons.append(("draw_together", Begin("draw_together", here, preset={"areas": (area,)})))
            buttons.append(("read_notes", Visit("notes", here)))
            return look.card("area_done", *buttons, review=review, area=title, tally=review.tally(area))
        case walk.Seek() as step:
            return asked(look, review, step)


def asked(look: Looking, review: Review, step: walk.Seek) -> Card:
    """One step as a card."""
    return (_inclusion if step.look is walk.Look.INCLUSION else _step)(look, review, step)


def _step(look: Looking, review: Review, step: walk.Seek) -> Card:
    part = review.framework.sub_area(step.node)
    shows = Shows.EXCELLENT if step.look is walk.Look.STRENGTHS else Shows.DEVELOP
    seen = notes.of_review(look.session, review, sub_areas=(part.id,), limit=MOST_SEEN)
    not_seen = () if any(note.shows is shows for note in seen) else (walk.Move.NOT_SEEN,)
    leaving = _leaving(review, step, *not_seen)
    lettered = About("sub_area", f"{review.id}/{part.id}")
    card = look.card(
        f"step_{step.look}",
        ("add_note", Begin("take_note", About("review", review.id), preset={"node": part.id, "shows": shows.value})),
        *leaving,
        *((("go_deeper", Visit("deeper", lettered)),) if part.indicators else ()),
        *_elsewhere(review),
        part=part,
        **_whereabouts(review, step),
    )
    under = _look_for(look, review, part) if step.look is walk.Look.STRENGTHS else ()
    say = look.wording.words
    apart = say(FILE, "step_apart", apart=[boundary.apart for boundary in review.framework.boundaries_of(part.id)])
    prompts = part.prompts[:MOST_PROMPTS] if step.look is walk.Look.DEVELOP else ()
    about = (*say(FILE, "step_about", part=part, prompts=prompts), *under, *apart, *say(FILE, "step_seen", seen=seen))
    # What the school says comes after the ways on, so that they stay where they are on every step.
    here = len(leaving) + 1
    buttons = (*card.buttons[:here], *on_step(look, review, part.id), *card.buttons[here:])
    words = (*card.words, *_others(look, review, step), *_passed_by(look, review, step))
    return replace(card, words=words, buttons=buttons, more=_more(look, review, step, about, seen))


def _inclusion(look: Looking, review: Review, step: walk.Seek) -> Card:
    """Once an area: is any group of children left out? A note from here is filed under the whole area."""
    area = review.framework.area(step.node)
    card = look.card(
        "step_inclusion",
        ("add_note", Begin("take_note", About("review", review.id), preset={"node": area.id, "shows": ""})),
        *_leaving(review, step),
        *_elsewhere(review),
        **_whereabouts(review, step),
    )
    questions = look.wording.words(FILE, "step_nobody_left_out", questions=tuple(area.inclusion.values()))
    return replace(
        card, words=(*card.words, *_others(look, review, step)), more=_more(look, review, step, questions, ())
    )


def _more(look: Looking, review: Review, step: walk.Seek, words: Words, seen: tuple[Note, ...]) -> More:
    at = Visit("step", About("step", f"{review.id}/{step.id}"))
    return More(look.wording.line(FILE, f"more_{step.look}", seen=seen), words, at)


def apart(look: Looking, review_id: str, step_id: str) -> tuple[Card, ...]:
    """What a step says besides, on a card of its own, with the way back to the walk."""
    review = look.review(review_id, Act.WALK)
    step = walk.step_of(review, step_id)
    more = asked(look, review, step).more if step else None
    if more is None:
        raise NotForYouError
    card = look.card("more", ("walk_on", Visit("walk", About("review", review.id))), label=more.label)
    return (replace(card, words=(*card.words, *more.words)),)


def _leaving(review: Review, step: walk.Seek, *not_seen: walk.Move) -> tuple[tuple[str, Action], ...]:
    def leave(label: str, move: walk.Move) -> tuple[str, Action]:
        return label, Begin("pass_step", About("review", review.id), given={"step": step.id, "move": move.value})

    return (
        leave("next", walk.Move.NEXT),
        *(leave(f"not_seen_{step.look}", move) for move in not_seen),
        leave("skip", walk.Move.SKIP),
    )


def _elsewhere(review: Review) -> tuple[tuple[str, Action], ...]:
    here = About("review", review.id)
    return ("jump", Begin("enter_area", here)), *door(review), ("pause", Begin("pause_walk", here))


def _whereabouts(review: Review, step: walk.Seek) -> dict[str, object]:
    area = review.framework.area_of(step.node)
    steps = walk.steps(review, area.id)
    return {"review": review, "area": area, "number": steps.index(step) + 1, "count": len(steps)}


def _others(look: Looking, review: Review, step: walk.Seek) -> Words:
    """Who else is walking here."""
    walkers = review.so_far.walking.get(review.framework.area_of(step.node).id, ())
    others = [person.name for person in walkers if person != look.me]
    return look.wording.words(FILE, "step_team", others=others)


def _passed_by(look: Looking, review: Review, step: walk.Seek) -> Words:
    """On an area's first step: which of its parts are not asked here, since they live above the school."""
    area = review.framework.area_of(step.node)
    if step != walk.steps(review, area.id)[0]:
        return ()
    titles = {part.id: part.title for part in area.sub_areas}
    return passed_by(look, review.school.id, tuple(titles), titles)


def _look_for(look: Looking, review: Review, part: SubArea) -> Words:
    return look.wording.words(
        FILE,
        "step_look_for",
        part=part,
        evidence=[(look.wording.line(FILE, f"kind_{kind}"), words) for kind, words in part.evidence.items()],
        whom=[met(look, review.framework, meeting) for meeting in part.met_with],
    )


def deeper(look: Looking, review_id: str, part_id: str) -> tuple[Card, ...]:
    """A sub-area's indicators as talking points, each with a button that opens the note form for it."""
    review = look.review(review_id, Act.WALK)
    part = next((one for one in review.sub_areas if one.id == part_id), None)
    if part is None or not part.indicators:
        raise NotForYouError
    head = look.card("deeper", ("walk_on", Visit("walk", About("review", review.id))), part=part)
    points = (
        replace(look.card("talking_point", point=point), buttons=(note_on(look, review, point.id),))
        for point in part.indicators
    )
    return (head, *points)
