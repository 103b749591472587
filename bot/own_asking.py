"""*About me*: what is planned for somebody, and the switches by which they are asked. Reads only."""

from bot.dialogs.settle_asking import said
from bot.domain.acts import About
from bot.domain.asking import lay_out
from bot.domain.own_time import HORIZON
from bot.held import MINE, held_card
from bot.look import Looking
from bot.message import Begin, Button, Card
from bot.whose_time import asked, open_for
from store import asking_settings

FILE = "asking"


def about_me(look: Looking, of: str) -> tuple[Card, ...]:
    """What is held about somebody; before one's own, the questions to them and their switches."""
    held = held_card(look, of)
    return (asking_card(look), held) if of in {MINE, look.me.id} else (held,)


def asking_card(look: Looking) -> Card:
    """What waits for whoever looks, when the next of it comes, and when, how much and where they are asked."""
    me, line = look.me, look.wording.line
    who, open_ = asked(look.session, me.id, look.wording.zone), open_for(look.session, [me.id])[me.id]
    today = who.here(look.now).date()
    coming = lay_out(who, open_, look.now, today + HORIZON, only_first=True).messages if who.reachable else ()
    waits = [one for one in open_ if one.waits]
    settings = asking_settings.of(look.session, me.id)
    facts = said(me, settings, today) | {
        "here": len(open_) - len(waits),
        "coming": len(waits),
        "minutes_waiting": sum(one.minutes for one in waits),
        "next": coming[0].at if coming and waits else None,
        "reachable": who.reachable,
    }
    about = About("asking", me.id)
    buttons = [Button(line(FILE, "change_this"), Begin("change_asking", about))]
    if settings.pauses(today):
        buttons.insert(0, Button(line(FILE, "go_on"), Begin("end_pause", about)))
    return Card(
        line(FILE, "your_questions_notice"),
        line(FILE, "your_questions_title"),
        look.wording.words(FILE, "your_questions", **facts),
        buttons=tuple(buttons),
    )
