"""What the bot will do in chat, as ids: an act is worded at delivery, never before.

A reply goes back in the answer to a request and is never queued. Everything else the bot
does is an act: a row queued in the turn's own transaction, delivered later, tried again.
"""

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """What a post is about; each has one block of wording."""

    INVITED = "invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_DECLINED = "invitation_declined"
    JOINED = "joined"
    LEAD_NAMED = "lead_named"
    LEAD_LEFT = "lead_left"
    TEAM_LEFT = "team_left"
    LET_GO = "let_go"
    HANDOVER = "handover"
    AREA_DRAWN_TOGETHER = "area_drawn_together"
    TELL_SCHOOL_TODAY = "tell_school_today"
    DAY_ENDED = "day_ended"
    HOW_ARE_YOU = "how_are_you"
    TIMETABLE_SENT = "timetable_sent"
    TIMETABLE_AGREED = "timetable_agreed"
    TIMETABLE_CHANGE_ASKED = "timetable_change_asked"
    TIMETABLE_CHANGED = "timetable_changed"
    CONTACTS_ASKED = "contacts_asked"
    CONTACTS_OVERDUE = "contacts_overdue"
    AGREEMENT_ASKED = "agreement_asked"
    APPROVAL_ASKED = "approval_asked"
    RETURNED = "returned"
    THANKED = "thanked"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    NOTE_REMOVED = "note_removed"
    MESSAGE_LOGGED = "message_logged"
    NOTE_OBJECTED = "note_objected"
    WORDS_REMOVED = "words_removed"
    NOBODY_AGREES = "nobody_agrees"
    NAMING_ASKED = "naming_asked"
    CONTACT_CHOSEN = "contact_chosen"
    AFFIRMATION = "affirmation"
    DIGEST = "digest"
    PRACTICE_ASKED = "practice_asked"
    PRACTICE_ANSWERED = "practice_answered"
    CAME_TO_NOTHING = "came_to_nothing"
    CAME_HOME = "came_home"
    WHAT_CAME_OF_IT = "what_came_of_it"
    ROOM_RULES = "room_rules"
    WHO_HAS_WHAT = "who_has_what"
    ROOM_WANTED = "room_wanted"
    AREA_THREAD = "area_thread"
    NOT_IN_ROOM = "not_in_room"
    STILL_IN_ROOM = "still_in_room"
    PROMPTS_ASKED = "prompts_asked"
    PROMPTS_NUDGED = "prompts_nudged"
    PROMPTS_WITH_HUMAN = "prompts_with_human"
    ANSWER_TO_APPROVE = "answer_to_approve"
    ANSWER_READ = "answer_read"
    ANSWER_SHARED = "answer_shared"


@dataclass(frozen=True)
class ToPerson:
    """Somebody's private place, on the platform they used last."""

    person: str


@dataclass(frozen=True)
class ToRoom:
    """A review's shared room, on every platform where it has one."""

    review: str


@dataclass(frozen=True)
class ToChannel:
    """One channel that is a review's room, or each of them: what is posted in chat alone, as the web shows it anyway."""

    review: str
    channel: str = ""


@dataclass(frozen=True)
class ToTrust:
    """The trust-wide channel, on every platform where there is one."""


Place = ToPerson | ToRoom | ToChannel | ToTrust

ASKING = frozenset({Notice.PROMPTS_ASKED, Notice.PROMPTS_NUDGED, Notice.ANSWER_TO_APPROVE})
"""What asks somebody for something of theirs, and goes by mail, too, to whoever is nowhere else."""
QUOTING = frozenset({Notice.AFFIRMATION, Notice.DIGEST})
"""Posts that quote people: they follow edits, and are taken away with what they quote."""
PINNED = frozenset({Notice.ROOM_RULES, Notice.WHO_HAS_WHAT})
"""What stays at hand in a room."""


@dataclass(frozen=True)
class About:
    """The one thing a card, conversation or act is about, by kind and id."""

    kind: str
    id: str


TRUST = About("trust", "trust")


@dataclass(frozen=True)
class Post:
    """A new message. Met by silence it is read back before it is tried again, or becomes `unknown`.

    One that `gathers` joins the last of its kind in its place, if that is of the same sitting: nobody is pushed twice
    for what is drawn out over an afternoon. Its detail is then all of theirs, the newest first.
    """

    to: Place
    notice: Notice
    about: About
    detail: str = ""
    gathers: bool = False


@dataclass(frozen=True)
class Edit:
    """Brings the copies of a post up to how things stand. Trying twice does no harm."""

    notice: Notice
    about: About


@dataclass(frozen=True)
class Delete:
    """Takes the copies of a post away. One that is gone already counts as done."""

    notice: Notice
    about: About


@dataclass(frozen=True)
class React:
    """Marks the message a note came from: its durable receipt. Already there counts as done."""

    about: About


@dataclass(frozen=True)
class PublishHome:
    """Brings somebody's Home up to date. Only the newest matters."""

    person: str


@dataclass(frozen=True)
class CreateRoom:
    """Makes a review's room. Its name holds the review's id, so that a second try finds the first."""

    review: str


@dataclass(frozen=True)
class Invite:
    """Brings somebody into a review's room. There already counts as done."""

    review: str
    person: str


@dataclass(frozen=True)
class TakeOut:
    """Takes somebody out of a review's room who is on its team no more. Not there counts as done."""

    review: str
    person: str


Act = Post | Edit | Delete | React | PublishHome | CreateRoom | Invite | TakeOut
