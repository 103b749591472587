"""Which page answers what: the values that each template draws. Pure."""

import hashlib
from urllib.parse import quote, urlencode

from bot.domain.people import Job, Person
from bot.handlers.web.read import TYPED, Sent
from bot.handlers.web.render import Renderer, Shell
from bot.looks import Panes
from bot.message import Card, Turned

PANES = ("conversation", "room", "channel")

_WHY = {
    Job.TRUST_LEAD: "Plans reviews, and approves what the trust reads",
    Job.HEADTEACHER: "Agrees what may be shared about the school",
    Job.DSL: "Leads safeguarding at the school",
    Job.STAFF: "Reviews other schools, with a practice of their own",
    Job.GOVERNOR: "Reads the trust channel",
    Job.TRUSTEE: "Reads the trust channel",
}


def why(person: Person) -> str:
    """Say in a few words what there is to do in somebody's part of the demo."""
    if person.guest_of:
        return "Joins one review, for a limited time"
    if person.id == "lead-reviewer":
        return "Leads a team: accepts, walks, draws areas together"
    return next((words for job, words in _WHY.items() if any(held.job is job for held in person.posts)), "")


def short(stamp: str) -> str:
    """A stamp as pages carry it: says that something changed, and not what."""
    return hashlib.sha256(stamp.encode()).hexdigest()[:16]


def words_in(sent: Sent | None) -> tuple[str, ...]:
    """What somebody had typed into a form."""
    if sent is None:
        return ()
    return tuple(text for name, (text, *_) in sent.fields.items() if name.startswith(TYPED) and text.strip())


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
        shown = (turned.reply,) if turned.reply else ()
        conversation = shown[0].conversation if shown else ""
        stay = f"/c/{quote(conversation, safe='')}" if conversation and not shown[0].urgent else "/"
        asking = bool(shown and shown[0].inputs)
        return self._panes(shell, panes, "conversation", review, shown, asking=asking, answered=True, stay=stay)

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
        stream = "/stream" + (f"?{urlencode({'review': review})}" if review else "")
        return self._renderer.page(
            "panes",
            shell,
            panes=panes,
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

    def welcome(self, shell: Shell, cast: tuple[Person, ...], sent: Sent | None = None) -> str:
        """For somebody we do not know yet; what they had typed is given back to them."""
        people = tuple((person, why(person)) for person in cast)
        return self._renderer.page("welcome", shell, cast=people, words=words_in(sent))

    def again(self, shell: Shell, sent: Sent, block: str) -> str:
        """The same form once more, with everything that was in it, and the sentence that says why."""
        return self._renderer.page("again", shell, sent=sent, block=block)

    def trouble(self, why_not: str, event: str = "", sent: Sent | None = None) -> str:
        return self._renderer.page("trouble", Shell(), why=why_not, event=event, words=words_in(sent))
