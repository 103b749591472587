"""Home: what waits for somebody, their reviews and last notes, and the few things one does most, as cards.

What waits is worked out from how things stand, so whatever was lost on the way to somebody is here.
"""

from collections.abc import Iterator

from bot import asked as prompts_asked
from bot import came_home, card_waits, kept, my_answers, own_day, said, sets
from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.card_way import Wait
from bot.domain.note import Note
from bot.domain.permission import Act, Role
from bot.domain.review import Review, Standing
from bot.domain.whom import stand, stand_for
from bot.look import Looking, alike, filed
from bot.meet import door
from bot.message import Action, Begin, Button, Card, Visit
from bot.taken import waiting
from store import affirmations, library, notes, people, reviews, unsettled

LAST_NOTES = 3


def page(look: Looking) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Home as a page of its own: what waits comes first; what is logged where, and one's last notes, come after."""
    team = _team(look)
    own = [note for review in team for note in notes.of_writer(look.session, review, look.me.id, LAST_NOTES)]
    last = sorted(own, key=lambda note: note.at, reverse=True)[:LAST_NOTES]
    after = [_coverage(look, review) for review in team if review.takes_notes(look.now.date())]
    if last:
        after.append(look.card("my_last_notes", count=len(last)))
    return home(look, last=0), (*after, *(_last_note(look, note) for note in last))


def _team(look: Looking) -> list[Review]:
    """The reviews on whose team somebody is, newest first."""
    mine = reviews.of_person(look.session, look.me.id, Standing.ACCEPTED)
    team = [reviews.load(look.session, review, progress=True) for review in mine]
    # Whoever has left the team, as a guest does on the last day, has no more of it here.
    return [review for review in team if permission.roles(look.me, review, look.now.date()) & permission.TEAM]


def home(look: Looking, last: int = LAST_NOTES) -> tuple[Card, ...]:
    """What waits for somebody, their reviews and last notes, and the few things one does most."""
    today = look.now.date()
    team = _team(look)
    asked = [
        reviews.load(look.session, i, progress=True)
        for i in reviews.of_person(look.session, look.me.id, Standing.INVITED)
    ]
    lead = permission.may_in_trust(look.me, Act.PLAN_REVIEW, today)
    other_ids = reviews.every(look.session) if lead else reviews.of_schools(look.session, look.me.own_schools)
    seen = {review.id for review in (*team, *asked)}
    others = [reviews.load(look.session, i, progress=True) for i in other_ids if i not in seen]
    waits, doors = prompts_asked.on_home(look)
    cards = [*_invitations(look, asked), *waits, *_waiting(look, (*team, *others))]
    cards += came_home.on_home(look)
    cards += sets.on_home(look)
    cards += _unsettled(look)
    cards += [card for review in team for card in (*own_day.on_home(look, review), _own_review(look, review, last))]
    cards += [card for review in others if (card := _other_review(look, review)) is not None]
    if lead:
        cards.append(look.card("plan", ("plan_review", Begin("plan_review", TRUST))))
    cards += waiting(look)
    cards += my_answers.waiting(look)
    cards += came_home.door(look)
    cards += kept.left_in_chat(look)
    cards += sets.own_schools(look)
    cards += doors
    cards += _library(look)
    if permission.may_in_trust(look.me, Act.SEE_STRENGTHS, today):
        own_doors = ("see_strengths", Visit("strengths", TRUST)), ("see_pack", Visit("meeting_pack", TRUST))
        cards.append(alike(look.card_of("strengths", "home_door", *own_doors)))
    if permission.may_in_trust(look.me, Act.SEE_RETENTION, today):
        cards.append(look.card("what_is_kept", ("see_what_is_kept", Visit("retention", TRUST))))
    if permission.may_in_trust(look.me, Act.SET_UP, today):
        missing = _missing(look)
        line = look.card("set_up_home", ("go_set_up", Visit("set_up", TRUST)), missing=missing)
        cards.insert(0 if missing and not others else len(cards), line)
    return tuple(cards) or (look.card("nothing_waits"),)


def _library(look: Looking) -> Iterator[Card]:
    """The way to excellent practice, for everybody of the trust, once there is any."""
    if permission.may_in_trust(look.me, Act.READ_CHANNEL, look.now.date()) and not library.is_empty(look.session):
        ways = (("find_some", Begin("find_practice", TRUST)), ("see_newest", Visit("library", About("wanted", ""))))
        yield alike(look.card_of("library", "home_door", *ways))


def _missing(look: Looking) -> bool:
    """Whether something of the set-up is left to do before every school can be reviewed."""
    today = look.now.date()
    schools = people.directory(look.session).open_schools(today)
    return not schools or not all(stand(school, today) for school in schools)


def _invitations(look: Looking, asked: list[Review]) -> Iterator[Card]:
    for review in asked:
        here = About("review", review.id)
        if permission.may(look.me, Act.ANSWER_INVITATION, review, look.now.date()):
            yield look.card(
                "invitation",
                ("read_and_accept", Begin("accept_invitation", here)),
                ("decline", Begin("decline_invitation", here)),
                review=review,
                leads=look.me.id == review.lead.id,
            )


_WAITING = {
    Wait.AGREEMENT: ("read_and_answer", "agree_affirmation", "agreement_waits"),
    Wait.SOMEBODY_TO_AGREE: ("say_who_agrees", "hand_agreement", "nobody_agrees_waits"),
    Wait.APPROVAL: ("read_and_answer", "approve_affirmation", "approval_waits"),
    Wait.WORDS: ("read_and_answer", "reword_affirmation", "rewording_waits"),
    Wait.SCHOOL: ("resume_affirmation", "resume_affirmation", "paused_waits"),
}


def _unsettled(look: Looking) -> Iterator[Card]:
    """Posts of which nobody knows whether they stand in chat, for whoever can say."""
    for found in unsettled.every(look.session):
        if permission.may(look.me, Act.OPEN_ROOM, found.review, look.now.date()):
            say = tuple((f"post_{one}", one) for one in found.options)
            ways = ((label, Begin("settle_post", About("act", found.act), {"stands": one.value})) for label, one in say)
            yield look.card("post_waits", *ways, unsettled=found)


def _waiting(look: Looking, mine: tuple[Review, ...]) -> Iterator[Card]:
    today = look.now.date()
    for review in mine:
        if review.so_far.urgent_open and permission.may(look.me, Act.SAY_SCHOOL_TOLD, review, today):
            for note in notes.urgent(look.session, review):
                say = Begin("school_told", About("note", note.id))
                yield look.card("risk_waits", ("say_who_was_told", say), review=review, note=note)
        yield from own_day.for_host(look, review)
    for found in affirmations.waiting(look.session, reviews_of=tuple(review.id for review in mine)):
        wait = card_waits.waiting(look.session, found, today)
        if wait.what in _WAITING and wait.is_for(look.me):
            label, dialog, block = _WAITING[wait.what]
            about = About("affirmation", found.id)
            stands = ("where_it_stands", Visit("affirmation", about))
            instead = wait.person.name if wait.person and wait.person != look.me else ""
            yield look.card(
                block,
                (label, Begin(dialog, about)),
                stands,
                review=found.review,
                title=found.practice.title,
                instead=instead,
            )


def _own_review(look: Looking, review: Review, last: int) -> Card:
    here = About("review", review.id)
    place = reviews.place(look.session, review.id, look.me.id)
    untidy = notes.impressions(look.session, review, look.me.id, 1)
    today = look.now.date()
    end: tuple[tuple[str, Action], ...] = ()
    if permission.may(look.me, Act.END_DAY, review, today) and review.days_to_end(today):
        end = (("end_the_day", Begin("end_day", here)),)
    writes = permission.may_take_note(look.me, review, today)
    return look.card(
        "my_review",
        *((("add_note", Begin("take_note", here)),) if writes else ()),
        ("walk_on" if place.area else "start_walk", Visit("walk", here)),
        *door(review),
        *own_day.door(look, review),
        ("read_notes", Visit("notes", here)),
        ("the_table", Visit("table", here)),
        *said.door(look, review),
        *((("type_up", Begin("type_up", here)),) if writes else ()),
        ("the_team", Visit("team", here)),
        *_questions(look, review),
        *((("tidy_notes", Visit("tidy", here)),) if untidy else ()),
        *end,
        review=review,
        leads=look.me.id == review.lead.id,
        last=notes.of_writer(look.session, review, look.me.id, last) if last else (),
        part=review.framework.title_of(place.area) if place.area else "",
        unsaid=not stand_for(review.school, review.begins, today),
    )


def _questions(look: Looking, review: Review) -> tuple[tuple[str, Action], ...]:
    """The way to what the school is asked, for whoever asks it."""
    asks = permission.may(look.me, Act.PLAN_PROMPTS, review, look.now.date())
    return (("the_questions", Visit("prompts", About("review", review.id))),) if asks else ()


def _coverage(look: Looking, review: Review) -> Card:
    """What is logged where, in words: what is excellent first."""
    tallies = [(area, review.tally(area.id)) for area in review.scope]
    card = look.card(
        "coverage",
        ("who_is_where", Visit("room", About("review", review.id))),
        review=review,
        excellent=[area for area, tally in tallies if tally.excellent],
        others=[area for area, tally in tallies if tally.all and not tally.excellent],
        none=[area for area, tally in tallies if not tally.all],
    )
    return alike(card)


def _last_note(look: Looking, note: Note) -> Card:
    """One of somebody's last notes, with all that its receipt offers."""
    about, today = About("note", note.id), look.now.date()
    buttons: list[tuple[str, Action]] = []
    if permission.may_mark_note(look.me, note, today):
        buttons.append(("change_area" if note.node else "choose_area_of_note", Begin("mark_note", about)))
        if note.shows is None:
            buttons.append(("mark_excellent", Begin("mark_excellent", about)))
        if note.impression:
            buttons.append(("add_kind", Begin("add_kind", about)))
    if permission.may_change_note(look.me, note, today):
        buttons.append(("edit", Begin("edit_note", about)))
    if permission.may_remove_note(look.me, note, today):
        buttons.append(("remove_for_good", Begin("remove_note", about)))
    return alike(look.card("my_note", *buttons, note=note, node=filed(note)))


def _other_review(look: Looking, review: Review) -> Card | None:
    held = permission.roles(look.me, review, look.now.date())
    here = About("review", review.id)
    if held & permission.HOST:
        drawn = [area.id for area in review.scope if area.id in review.drawn_together]
        views = (("read_notes", "notes"), ("the_table", "table")) if drawn else ()
        buttons = [*((label, Visit(view, here)) for label, view in views), *said.door(look, review)]
        buttons += own_day.door(look, review)
        return look.card("hosted_review", *buttons, review=review, drawn=drawn)
    if Role.TRUST_LEAD in held:
        today = look.now.date()
        invited = [
            m.person.name for m in review.team if m.standing is Standing.INVITED and not m.person.has_left(today)
        ]
        gone = review.is_without_lead(today)
        name = (("name_lead", Begin("name_lead", here)),) if gone or review.lead.left else ()
        team: tuple[str, Action] = ("the_team", Visit("team", here))
        return look.card(
            "planned_review", *name, team, *_questions(look, review), review=review, invited=invited, gone=gone
        )
    return None


def once(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Without the cards that only ask again what one above them asks: a thing that waits was also told of."""
    asked: list[Begin | Visit] = []
    kept: list[Card] = []
    for card in cards:
        asks = [action for button in card.buttons if (action := _asking(button))]
        if not asks or not all(action in asked for action in asks):
            kept.append(card)
        asked += asks
    return tuple(kept)


def _asking(button: Button) -> Begin | Visit | None:
    """What a button asks somebody to do; of looks, those at a day that waits for an answer, and at what became of theirs."""
    match button.action:
        case Begin() as begin:
            return begin
        case Visit("timetable", About(id=day)) as visit if "/" in day:
            return visit
        case Visit("my_answers") as visit:
            return visit
        case _:
            return None
