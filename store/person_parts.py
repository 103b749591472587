"""Where the store holds something by or about one person: every table that names people, and how.

A table that names people and is in no list here is found by a test.
"""

from dataclasses import dataclass

from sqlalchemy import Table

from store.row import Base


@dataclass(frozen=True)
class Part:
    """One table. A row is theirs where a column of `names` holds their id, or a list in one of `lists` has it.

    `words` are columns of people's words, written by whoever stands in `writer`. `kind` is what they are told it is.
    `only` names the columns that are shown; without it, all are. `where` is what a row has to say besides.
    """

    table: str
    kind: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    writer: str = ""
    lists: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    @property
    def at(self) -> Table | None:
        return Base.metadata.tables.get(self.table)


_PROMPT = ("id", "set_id", "text", "node", "owner", "person", "delegate", "state", "asked", "nudged", "not_before")

PARTS: tuple[Part, ...] = (
    Part("people", "directory", ("id",)),
    Part("posts_held", "directory", ("person",)),
    Part("addresses", "addresses", ("person",)),
    Part("members", "reviews", ("person",)),
    Part("places", "reviews", ("person",)),
    Part("days", "reviews", ("ended_by",)),
    Part("notes", "notes", ("writer",), words=("place",), writer="writer"),
    Part("note_versions", "wordings", ("person",), words=("text",), writer="person"),
    Part("reflections", "reflections", ("person",), words=("text",), writer="person"),
    Part("affirmations", "affirmations", ("drafter", "agreed_by", "approved_by", "delegate", "contact")),
    Part(
        "affirmation_versions",
        "affirmations",
        ("person",),
        words=("title", "text", "why", "known", "took", "thanks"),
        writer="person",
    ),
    Part("library_cards", "affirmations", ("person",), words=("title", "lead", "words"), writer="person"),
    Part("namings", "affirmations", ("person",)),
    Part("practice_replies", "replies", ("person", "contact")),
    Part("practice_reply_texts", "replies", ("person",), words=("text",), writer="person"),
    Part("practice_offers", "offers", ("person",)),
    Part("comparisons", "comparisons", ("person",), words=("words",), writer="person"),
    Part("timetable_slot_versions", "timetable", ("person",), words=("place",), writer="person", lists=("who",)),
    Part("timetable_wishes", "timetable", ("person",), words=("text",), writer="person"),
    Part("prompt_sets", "prompts", ("person",)),
    Part("prompts", "prompts", ("person", "delegate"), only=_PROMPT),
    Part("prompt_routes", "prompts", ("person",)),
    Part("prompt_answers", "accounts", ("person",), words=("text", "evidence"), writer="person"),
    Part("prompt_marks", "marks", ("person",), words=("words",), writer="person"),
    Part("conversations", "forms", ("person",), words=("answers",), writer="person"),
    Part("asked", "forms", ("person",)),
    Part(
        "acts",
        "messages",
        ("place",),
        only=("kind", "platform", "notice", "about_kind", "state", "made", "done"),
        where=(("place_kind", "person"),),
    ),
    Part("asking_settings", "asking", ("person",)),
    Part("schedule", "asking", ("person",), only=("due", "spoke", "spent")),
    Part("sessions", "sign_in", ("person",), only=("began", "seen", "until", "how", "ended")),
    Part("codes", "sign_in", ("person",), only=("kind", "made", "until", "used")),
    Part("removals", "keeping", ("person",), only=("why", "at", "kinds", "state")),
    Part("holds", "keeping", ("person",), only=("kind", "why", "until", "at", "lifted")),
    Part("history", "history", ("person",), lists=("fields",)),
)

OF_PEOPLE = frozenset(
    {"person", "writer", "drafter", "agreed_by", "approved_by", "ended_by", "who", "delegate", "contact"}
)
"""What a column that names people is called, where it is no foreign key."""


def naming_people() -> dict[str, set[str]]:
    """Every table with the columns that name people, as the tables themselves say."""
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in OF_PEOPLE or any(key.column.table.name == "people" for key in column.foreign_keys):
                found.setdefault(table.name, set()).add(column.name)
    return found
