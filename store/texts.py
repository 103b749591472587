"""What every column that can hold text holds: the one list that removal, retention and exports go by.

A new String, Text or JSON column is written here, in the line of its table, as what it is:

    WORDS     what a person wrote. It needs its own `Words`: whose it is, which retention kind it goes with, and what
              thing it belongs to, so that removing the thing removes it.
    PERSON    who somebody is, or how to reach them: a name, a number, an address on a platform.
    TRUST     the trust's own texts: the names of schools, frameworks.
    ID        ids, enums, days, and whatever else a person cannot type.

A test compares the list with the tables, so nothing that holds text is forgotten.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from sqlalchemy import JSON, ColumnElement, String, Table

from bot.domain.retention import Kind
from store import asking_tables as _asking_tables
from store import keeping_tables as _keeping_tables
from store import library_tables as _library_tables
from store import prompt_tables as _prompt_tables
from store import responsibility_tables as _responsibility_tables
from store.row import Base

del (
    _asking_tables,
    _keeping_tables,
    _library_tables,
    _prompt_tables,
    _responsibility_tables,
)  # imported so that its tables are among those below


class Holds(StrEnum):
    WORDS = "words"
    PERSON = "person"
    TRUST = "trust"
    ID = "id"


@dataclass(frozen=True)
class Words:
    """A column of people's words. `whose` names the column beside it that says who wrote them.

    `thing` is what they belong to, and `key` the column that has its id, or several whose ids, joined by a stroke, are
    its id. Removing the thing deletes the row where `row` says so, and otherwise empties the column.
    """

    table: str
    column: str
    whose: str
    retention: Kind
    thing: str
    key: str
    row: bool = False

    @property
    def at(self) -> Table:
        return Base.metadata.tables[self.table]

    @property
    def id(self) -> ColumnElement[str]:
        """The id of the thing that a row's words belong to."""
        keys: list[ColumnElement[str]] = [self.at.c[name] for name in self.key.split("/")]
        return reduce(lambda whole, key: whole + "/" + key, keys)


PERSONAL: tuple[Words, ...] = (
    Words("note_versions", "text", "person", Kind.NOTES, "note", "note", row=True),
    Words("notes", "place", "writer", Kind.NOTES, "note", "id"),
    Words("affirmation_versions", "title", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("affirmation_versions", "text", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("affirmation_versions", "why", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("affirmation_versions", "known", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("affirmation_versions", "took", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("affirmation_versions", "thanks", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("library_cards", "title", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("library_cards", "lead", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("library_cards", "words", "person", Kind.AFFIRMATIONS, "affirmation", "affirmation", row=True),
    Words("practice_reply_texts", "text", "person", Kind.REPLIES, "reply", "reply", row=True),
    Words("reflections", "text", "person", Kind.REFLECTIONS, "reflection", "review/person/area", row=True),
    Words("comparisons", "words", "person", Kind.COMPARISONS, "comparison", "review/prompt", row=True),
    Words("timetable_slot_versions", "place", "person", Kind.PLACES, "place", "slot"),
    Words("timetable_wishes", "text", "person", Kind.WISHES, "wish", "id", row=True),
    Words("prompt_answers", "text", "person", Kind.ACCOUNTS, "answer", "prompt", row=True),
    Words("prompt_answers", "evidence", "person", Kind.ACCOUNTS, "answer", "prompt", row=True),
    Words("prompt_marks", "words", "person", Kind.ACCOUNTS, "answer", "prompt", row=True),
    Words("conversations", "answers", "person", Kind.ANSWERS, "conversation", "id"),
)

_PERSON = {
    "people": "name email works_from works_to",
    "contacts": "role number hours",
    "addresses": "tenant user_id conversation account",
}
_TRUST = {
    "trusts": "name",
    "schools": "name phase phone_rule cluster former_names",
    "authorities": "name front_door front_door_hours out_of_hours lado lado_hours",
    "frameworks": "body",
    "prompts": "text",
    "people": "guest_of",
}
_ID = {
    "trusts": "id stamp",
    "schools": "id urn authority kind successor",
    "school_urns": "urn school",
    "authorities": "code",
    "contacts": "school concern",
    "people": "id chosen_review working_days expertise",
    "posts_held": "person job school",
    "addresses": "platform person service home box",
    "frameworks": "pin",
    "timetables": "review agreement",
    "timetable_slots": "id review",
    "timetable_slot_versions": "slot person what who",
    "timetable_wishes": "id review person",
    "reflections": "review person area",
    "comparisons": "review prompt person said notes",
    "sessions": "id person how",
    "codes": "id kind person detail",
    "attempts": "key",
    "reviews": "id school framework areas drawn_together",
    "members": "review person seat standing conflicts",
    "places": "review person area passed",
    "days": "review ended_by",
    "rooms": "platform tenant channel review",
    "notes": "id review writer node sub_area shows kind voice told platform tenant channel message asked_in prompt said_by also",
    "note_versions": "note person",
    "note_suggestions": "note model nodes surety",
    "filing_taps": "note node",
    "filing_versions": "framework kind base standing",
    "guard_counts": "label month outcome",
    "guard_nobody": "digest month",
    "affirmations": "id review note node drafter state agreed_by approved_by delegate contact",
    "library_cards": "affirmation person marks school node",
    "practice_replies": "id affirmation sort state person school contact kind tried",
    "practice_reply_texts": "reply person",
    "practice_offers": "person node",
    "affirmation_notes": "affirmation note",
    "namings": "affirmation person state",
    "digests": "id",
    "digest_items": "digest affirmation",
    "affirmation_versions": "affirmation person",
    "conversations": "id person dialog about_kind about reopened open_key",
    "asked": "person platform conversation",
    "inbound": "key",
    "acts": "id kind platform place_kind place notice about_kind about detail state tenant channel message",
    "routes": "id concern button",
    "history": "person platform conversation kind about fields",
    "removals": "id why person kinds ids state previous hash",
    "holds": "id kind about why person",
    "settings": "key value",
    "term_spans": "whose sort",
    "asking_settings": "person windows platform",
    "schedule": "person",
    "prompt_sets": "id sort school review pin person",
    "prompts": "id set_id question node owner person delegate state why how readers held_from shared_with",
    "prompt_answers": "prompt person",
    "prompt_marks": "prompt person seen",
    "prompt_routes": "school node owner person",
    "responsibilities": "school node level owner",
}


def declared() -> dict[tuple[str, str], Holds]:
    """Everything the lists above say, by table and column."""
    found = {(words.table, words.column): Holds.WORDS for words in PERSONAL}
    for holds, tables in ((Holds.PERSON, _PERSON), (Holds.TRUST, _TRUST), (Holds.ID, _ID)):
        found |= {(table, column): holds for table, columns in tables.items() for column in columns.split()}
    return found


def text_columns() -> set[tuple[str, str]]:
    """Every column of the tables that can hold text."""
    return {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON))
    }


def of_thing(thing: str) -> tuple[Words, ...]:
    """The columns that hold the words of a kind of thing."""
    return tuple(words for words in PERSONAL if words.thing == thing)


ABOUT_PEOPLE = (*_PERSON, "posts_held", "members", "places", "asked", "acts", "sessions", "codes")
"""The tables that hold who people are, where they are reached and what they declared."""


def tables_to_clear() -> tuple[str, ...]:
    """The tables that hold people's words or who people are, each once: what a removal takes is in these. Weights were made from words."""
    return tuple(dict.fromkeys((*(words.table for words in PERSONAL), *ABOUT_PEOPLE, "filing_versions")))
