"""docs/parity.md as data: each way in on each platform, with what comes in there; and each dialog.

`python -m tests.parity` writes the page anew; test_parity.py plays every row of it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cards import Form, form
from bot.conversation import Asking
from bot.dialogs import DIALOGS
from bot.wording import Wording
from tests.dialog_paths import distinct
from tests.slack_driver import BOT, TEAM

PAGE = Path(__file__).parents[1] / "docs" / "parity.md"
WORDING = Wording()


def on_slack(text: str = "", **more: Any) -> dict[str, Any]:
    """A command, as Slack sends it."""
    held = {"command": "/peerwalk", "team_id": TEAM, "user_id": "U1", "channel_id": "G1", "trigger_id": "1.2.a"}
    return {**held, "text": text, **more}


def said_on_slack(text: str, **more: Any) -> dict[str, Any]:
    event = {"type": "message", "channel_type": "im", "user": "U1", "channel": "G1", "ts": "1.2", "text": text, **more}
    authorised = [{"user_id": BOT, "is_bot": True}]
    return {"type": "event_callback", "event_id": "E1", "team_id": TEAM, "event": event, "authorizations": authorised}


def shortcut(kind: str, name: str, **more: Any) -> dict[str, Any]:
    held = {"type": kind, "callback_id": name, "trigger_id": "1.2.a", "team": {"id": TEAM}, "user": {"id": "U1"}}
    return {**held, **more}


def on_teams(text: str = "", kind: str = "personal", **more: Any) -> dict[str, Any]:
    """A message, as Teams sends it; in a room, one that mentions the bot."""
    bot = {"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>Peerwalk</at>"}
    mine = kind == "personal"
    return {
        "type": "message",
        "id": "1.2",
        "text": text if mine else f"<at>Peerwalk</at> {text}",
        "entities": [] if mine else [bot],
        "from": {"id": "29:a", "aadObjectId": "U1"},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": "G1", "conversationType": kind, "tenantId": TEAM},
        "channelData": {"tenant": {"id": TEAM}},
        "serviceUrl": "https://smba.trafficmanager.net/uk/",
        **more,
    }


def invoked(context: str, **value: Any) -> dict[str, Any]:
    return on_teams(type="invoke", name="composeExtension/fetchTask", value={"commandContext": context, **value})


@dataclass(frozen=True)
class Way:
    """One job: how it is begun on each platform, what comes in there, and the page of the web it has."""

    job: str
    slack: str
    teams: str
    web: str
    from_slack: dict[str, Any]
    from_teams: dict[str, Any]
    route: str


_WORDS = "The gate is locked at nine."
_MESSAGE = {"ts": "1.2", "user": "U2", "text": _WORDS}
_PAYLOAD = {"id": "1.2", "body": {"contentType": "text", "content": _WORDS}, "from": {"user": {"id": "U2"}}}

WAYS = (
    Way("See Home: what waits, my reviews, my last notes", "the Home tab; `/peerwalk`", "`home` in one’s own chat; a card kept fresh", "the first page", on_slack(), on_teams("home"), "/"),
    Way("Write a note in a message", "a direct message", "a message in one’s own chat", "the box on the first page", said_on_slack(_WORDS), on_teams(_WORDS), "/note"),
    Way("Write a note in a form", "`/peerwalk note`; the shortcut *Write a note*; a button", "`note`; the action *Write a note*; a button", "a button", on_slack("note"), on_teams("note"), "/begin"),
    Way("Look for excellent practice in plain words", "`/peerwalk find` and the words; a button on Home", "`find` and the words; a button on Home", "the practice library’s page; a button on Home", on_slack("find late arrivals"), on_teams("find late arrivals"), "/begin"),
    Way("Write a note from where one writes", "the shortcut *Write a note*", "the action *Write a note*", "the box on the first page", shortcut("shortcut", "write_note"), invoked("compose"), "/note"),
    Way("Write a note in the review’s room", "a mention of the bot", "a mention of the bot", "the box, with the room beside it", said_on_slack(f"<@{BOT}> {_WORDS}", type="app_mention", channel_type="group"), on_teams(_WORDS, "channel"), "/note"),
    Way("Make a note of somebody’s message", "the shortcut *Log as evidence*", "the action *Log as evidence*", "copied into the box", shortcut("message_action", "log_as_evidence", channel={"id": "G1"}, message=_MESSAGE), invoked("message", messagePayload=_PAYLOAD), "/note"),
    Way("Make a conversation the review’s room", "`/peerwalk room` in a private channel; or Peerwalk makes one", "`@Peerwalk room` in a group chat or private channel", "each review has its room", on_slack("room"), on_teams("room", "groupChat"), "/room/{about}"),
    Way("Know whom to tell when something worries me", "`/peerwalk worry`; a button on Home", "`worry`; a button on Home", "a link on every page", on_slack("worry"), on_teams("worry"), "/worry"),
    Way("See what Peerwalk holds about me", "`/peerwalk me`; a button on Home", "`me`; a button on Home", "a link on every page", on_slack("me"), on_teams("me"), "/about-me/{about}"),
    Way("Go on on the web", "`/peerwalk web`", "`web`", "one is there", on_slack("web"), on_teams("web"), "/c/{about}"),
    Way("Get a code for another place", "`/peerwalk code`", "`code`", "*Link an account*", on_slack("code"), on_teams("code"), "/begin"),
    Way("Say that this account is mine", "`/peerwalk link` and the code", "`link` and the code", "a link or a code", on_slack("link ABCD2345"), on_teams("link ABCD2345"), "/begin"),
    Way("Say that it no longer is", "`/peerwalk unlink`", "`unlink`", "a button", on_slack("unlink"), on_teams("unlink"), "/begin"),
)  # fmt: skip

DIFFERENT = (
    ("Where a form stands", "a window over the chat", "a card in the chat; a dialog from *Log as evidence* and *Write a note*", "the page"),
    ("An answer to a message", "beside it, for its writer’s eyes only", "in its writer’s own chat with Peerwalk", "the page"),
    ("News", "a message; a lock screen shows one line without a fact", "a message that is closed until it is opened", "in the stream, and on Home"),
    ("A review’s room", "Peerwalk makes a private channel, or takes one", "Peerwalk takes a group chat or a private channel", "there for each review"),
    ("Longest text in a form", "3,000 characters", "12,000 characters", "12,000 characters"),
    ("Many people to choose from", "a menu under their schools", "a menu searched by typing", "a list under their schools"),
    ("What is too long", "cut in view; the web shows all", "cut in view; the web shows all", "shown whole"),
    ("Files to bring in: schools, people, terms", "on the web", "on the web", "here"),
    ("Pictures, recordings, files as evidence", "not taken", "not taken", "not taken"),
)  # fmt: skip


def jobs() -> list[tuple[str, str, str]]:
    """Every dialog: its title, its name, and what its first card asks."""
    found = []
    for name, registered in DIALOGS.items():
        asked = (step.now for step in distinct(name) if isinstance(step.now, Asking) and not step.now.past)
        if first := next(asked, None):
            card = form(WORDING, Form(name, registered.wording, first.ask, first.told))
            found.append((card.title, name, "; ".join(dict.fromkeys(item.label for item in card.inputs))))
        else:
            found.append((name.replace("_", " ").capitalize(), name, "nothing: one tap"))
    return sorted(found)


def written() -> str:
    """The page."""
    lines = [
        "# Each job, and its way on Slack, Teams and the web",
        "",
        "Parity of jobs, wording and permissions, not of gestures: what one can do, what it says, and who may, is the same everywhere;",
        "how one gets there is each platform’s own. Who may is decided in one place, which no platform’s code sees. This page is made from the code,",
        "and a test plays every row of it: what comes in on Slack and on Teams means the same, the web has the page, and every card says",
        "the same words and brings back the same answers on all three.",
        "",
        "## Ways in",
        "",
        "| Job | Slack | Teams | Web |",
        "|---|---|---|---|",
        *(f"| {way.job} | {way.slack} | {way.teams} | {way.web} |" for way in WAYS),
        "",
        "## What is done in a form",
        "",
        "Each of these is begun by a button on a card, which stands on the same card on all three. Slack opens a window for it, Teams draws it in the",
        "card’s place, the web on its page.",
        "",
        "| Job | Name | It asks |",
        "|---|---|---|",
        *(f"| {title} | `{name}` | {asks} |" for title, name, asks in jobs()),
        "",
        "## What differs, on purpose",
        "",
        "| What | Slack | Teams | Web |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in DIFFERENT),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(written())
