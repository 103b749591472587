"""Which page answers what: the values that each template draws. Pure."""

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bot.domain.people import Person
from bot.handlers.web.read import TYPED, Sent
from bot.handlers.web.render import Renderer, Shell
from bot.looks import Panes
from bot.message import Begin, Card, Turned
from bot.timetable import Sheet

PANES = ("conversation", "room", "channel")


@dataclass(frozen=True)
class Place:
    """What a note is about while its sub-area is on the screen: the walk's step."""

    node: str = ""
    title: str = ""
    review: str = ""


_OF_A_NOTE = ("mark_note", "edit_note", "remove_note")


def place_of(shown: tuple[Card, ...]) -> Place:
    """The step of a walk that a card shows, from what its own button to write a note fills in. Of several, none."""
    found: set[Place] = set()
    for card in shown:
        for button in card.buttons:
            match button.action:
                case Begin(dialog="take_note", about=about, preset={"node": str(node)}):
                    found.add(Place(node, card.title, about.id))
    return found.pop() if len(found) == 1 else Place()


def _lists_notes(shown: tuple[Card, ...]) -> bool:
    """Whether notes are read here: there may be many, so the page's box to write one comes before them."""
    dialogs = {b.action.dialog for card in shown for b in card.buttons if isinstance(b.action, Begin)}
    return len(shown) > 1 and not dialogs.isdisjoint(_OF_A_NOTE)


def short(stamp: str) -> str:
    """A stamp as pages carry it: says that something changed, and not what."""
    return hashlib.sha256(stamp.encode()).hexdigest()[:16]


def words_in(sent: Sent | None) -> tuple[str, ...]:
    """What somebody had typed into a form."""
    if sent is None:
        return ()
    return tuple(values[0] for name, values in sent.fields.items() if name.startswith(TYPED) and values[0].strip())


class Pages:
    """Draws whole pages."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def panes(
        self,
        shell: Shell,
        panes: Panes,
        *,
        pane: str = "conversation",
        review: str = "",
        shown: tuple[Card, ...] = (),
        path: str = "/",
        again: bool = False,
    ) -> str:
        """Three panes; in the first stands what somebody looks at, or else their Home."""
        asking = any(card.inputs for card in shown)
        here = f"{path}?{urlencode({'review': review})}" if review else path
        return self._panes(shell, panes, pane, review, shown, asking=asking, again=again, fresh=here)

    def reply(self, shell: Shell, panes: Panes, turned: Turned, review: str = "") -> str:
        """Three panes, with the reply to what was just done on top of the first and the focus on it."""
        shown: tuple[Card, ...] = (turned.reply,) if turned.reply else ()
        conversation = shown[0].conversation if shown else ""
        stay = f"/c/{quote(conversation, safe='')}" if conversation and not shown[0].urgent else "/"
        asking = bool(shown and shown[0].inputs)
        fresh = f"/?{urlencode({'review': review})}" if review else "/"
        return self._panes(
            shell, panes, "conversation", review, shown, asking=asking, answered=True, fresh=fresh, stay=stay
        )

    def _panes(
        self,
        shell: Shell,
        panes: Panes,
        pane: str,
        review: str,
        shown: tuple[Card, ...],
        *,
        asking: bool,
        answered: bool = False,
        again: bool = False,
        fresh: str = "/",
        stay: str = "",
    ) -> str:
        place = place_of(shown)
        stream = "/stream" + (f"?{urlencode({'review': review})}" if review else "")
        return self._renderer.page(
            "panes",
            shell,
            panes=panes,
            node=place.node,
            node_title=place.title,
            node_review=place.review,
            listing=_lists_notes(shown),
            pane=pane if pane in PANES else PANES[0],
            reply=shown,
            answered=answered,
            asking=asking,
            again=again,
            title=shown[0].notice if shown and shown[0].quiet else "Home",
            stamp=short(panes.stamp),
            stream=stream,
            fresh=fresh,
            stay=stay,
            # What is only looked at may be brought up to date; a form or a reply stays as it is.
            reply_stands=bool(shown) and not asking and not answered,
            keep_review=f"&{urlencode({'review': review})}" if review else "",
        )

    def single(self, shell: Shell, cards: tuple[Card, ...], *, title: str, worried: bool = False) -> str:
        return self._renderer.page("single", shell, cards=cards, title=title, worried=worried)

    def held(self, shell: Shell, cards: tuple[Card, ...], *, of: str, others: tuple[Person, ...]) -> str:
        """What is held about somebody; `of` is empty where the file is not for whoever looks."""
        return self._renderer.page("held", shell, cards=cards, title=cards[0].notice, of=of, others=others)

    def table(self, shell: Shell, cards: tuple[Card, ...], *, review: str, stamp: str) -> str:
        """The team's table, on a page that a whole screen or a sheet of paper has room for."""
        return self._renderer.page(
            "table",
            shell,
            cards=cards,
            title=cards[0].notice,
            stamp=short(stamp),
            stream=f"/stream?{urlencode({'review': review})}",
            fresh=f"/table/{quote(review, safe='')}",
        )

    def timetable(self, shell: Shell, sheet: Sheet, *, stamp: str) -> str:
        """A day of a visit, on one sheet of paper."""
        return self._renderer.page(
            "timetable",
            shell,
            sheet=sheet,
            title=sheet.head.title,
            stamp=short(stamp),
            stream=f"/stream?{urlencode({'review': sheet.review})}",
            fresh=f"/timetable/{quote(sheet.name)}",
        )

    def welcome(self, shell: Shell, cast: tuple[Person, ...], sent: Sent | None = None) -> str:
        """For somebody we do not know yet; what they had typed is given back to them."""
        return self._renderer.page("welcome", shell, cast={person.id: person for person in cast}, words=words_in(sent))

    def page(self, template: str, shell: Shell, **facts: object) -> str:
        """A page with a template of its own."""
        return self._renderer.page(template, shell, **facts)

    def again(self, shell: Shell, sent: Sent, block: str) -> str:
        """The same form once more, with everything that was in it, and the sentence that says why."""
        return self._renderer.page("again", shell, sent=sent, block=block)

    def trouble(self, why_not: str, event: str = "", sent: Sent | None = None) -> str:
        return self._renderer.page("trouble", Shell(), why=why_not, event=event, words=words_in(sent))
