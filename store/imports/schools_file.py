"""Schools from the DfE register's own extract, or from a list that a trust made by hand.

Columns are found by name, in any order. The register also holds the names of heads; those columns are not in the list
below, so no cell of theirs is ever looked at.
"""

import csv
import difflib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from bot.domain.imports import LeftOut, LeftOutWhy, Slip, Why
from bot.domain.people import SchoolKind
from bot.domain.schools_read import Link, RegisterStatus, SchoolRead, SchoolsRead
from bot.privacy import Audience as _Audience
from bot.privacy import Clean, Label, Vocabulary
from bot.privacy import judge as _judge
from store.imports.table_file import Caps, Column, Row, UnusableError, open_table

REGISTER_CAPS = Caps(megabytes=160, rows=200_000, cell=2_000)
LIST_CAPS = Caps(megabytes=2, rows=2_000)
LINKS_CAPS = Caps(megabytes=40, rows=400_000)
LONGEST_NAME = 150
_URN_DIGITS, _CODE_DIGITS = 6, 3

REGISTER = (
    Column("urn", ("URN",), needed=True),
    Column("name", ("EstablishmentName",), needed=True),
    Column("status", ("EstablishmentStatus (name)",), needed=True),
    Column("phase", ("PhaseOfEducation (name)",), needed=True),
    Column("authority", ("LA (code)",), needed=True),
    Column("type", ("TypeOfEstablishment (name)",), needed=True),
    Column("trust", ("Trusts (code)",), needed=True),
    Column("trust_name", ("Trusts (name)",)),
    Column("authority_name", ("LA (name)",)),
    Column("closes", ("CloseDate",)),
    Column("number", ("EstablishmentNumber",)),
    Column("postcode", ("Postcode",)),
)
BY_HAND = (
    Column("name", ("Name", "School", "School name", "EstablishmentName"), needed=True),
    Column("urn", ("URN",)),
    Column("phase", ("Phase", "PhaseOfEducation (name)")),
    Column("authority", ("Authority", "Local authority", "LA", "LA (code)", "LA code")),
    Column("cluster", ("Cluster", "Hub", "Region")),
    Column("kind", ("Kind", "Type", "TypeOfEstablishment (name)")),
)
LINKS = (
    Column("urn", ("URN",), needed=True),
    Column("link", ("LinkURN",), needed=True),
    Column("type", ("LinkType",), needed=True),
)
_KINDS = (
    (SchoolKind.ALTERNATIVE_PROVISION, ("alternative provision", "pupil referral", "ap free")),
    (SchoolKind.SPECIAL, ("special",)),
    (SchoolKind.NURSERY, ("nursery",)),
    (SchoolKind.SIXTH_FORM, ("16 to 19", "16-19", "16 plus", "sixth form")),
)


@cache
def authorities() -> Mapping[str, str]:
    """Every local authority in England that has schools today, by its code."""
    with (Path(__file__).parent / "authorities.csv").open(encoding="utf-8", newline="") as file:
        return {code: name for code, name in csv.reader(file) if code.isdigit()}


def is_register(data: bytes) -> bool:
    """Whether a file is the register's, by its header."""
    header = data[:20_000].replace(b"\0", b"")  # UTF-16 has one beside each letter
    return b"Trusts (code)" in header or b"EstablishmentStatus" in header


def read_schools(data: bytes, trust: str, known_urns: Collection[str]) -> SchoolsRead:
    """Read the schools of one trust, named or by its group UID. Raises UnusableError where the file will not do."""
    if is_register(data):
        return _read_register(data, " ".join(trust.split()), known_urns)
    return _read_list(data, " ".join(trust.split()))


# ── The register ────────────────────────────────────────────────────────────────────────────


def _read_register(data: bytes, trust: str, known_urns: Collection[str]) -> SchoolsRead:
    if not trust:
        raise UnusableError(Slip(0, "", Why.WHICH_TRUST))
    table = open_table(data, REGISTER, REGISTER_CAPS)
    by_uid = trust.isdigit()
    if not by_uid and "trust_name" not in table.heads:
        raise UnusableError(Slip(0, "Trusts (name)", Why.COLUMN_MISSING))
    wanted, named = trust.casefold(), ""
    found: list[Row] = []
    slips: list[Slip] = []
    trusts: dict[str, str] = {}
    for row in table.rows():
        if isinstance(row, Slip):
            slips.append(row)
            continue
        is_ours = (row["trust"] if by_uid else row["trust_name"].casefold()) == wanted
        if row["trust_name"]:
            trusts[row["trust"]] = row["trust_name"]
        if is_ours or row["urn"] in known_urns:
            found.append(row)
        if is_ours:
            named = named or row["trust_name"]
    uids = {uid for uid, name in trusts.items() if name.casefold() == wanted}
    if len(uids) > 1:
        raise UnusableError(Slip(0, "Trusts (code)", Why.WHICH_TRUST, {"uids": ", ".join(sorted(uids))}))
    ours = [row for row in found if (row["trust"] if by_uid else row["trust_name"].casefold()) == wanted]
    if not ours:
        near = difflib.get_close_matches(trust, sorted(set(trusts.values()))[:20_000], n=1, cutoff=0.7)
        raise UnusableError(Slip(0, "Trusts (code)", Why.NO_SUCH_TRUST, {"trust": trust[:80], "near": "".join(near)}))
    read, wrong, left_out = _schools(found, {id(row) for row in ours}, table.heads)
    # Rows of others are no concern of ours; one whose cells do not stand under the header may be anybody's.
    return SchoolsRead(named, True, read, tuple(sorted((*slips, *wrong), key=lambda slip: slip.line)), left_out)


def _schools(
    rows: list[Row], ours: set[int], heads: Mapping[str, str]
) -> tuple[tuple[SchoolRead, ...], list[Slip], tuple[LeftOut, ...]]:
    read: list[SchoolRead] = []
    slips: list[Slip] = []
    left_out: list[LeftOut] = []
    seen: dict[str, int] = {}
    for row in rows:
        wrong = _wrong(row, heads, seen)
        if wrong:
            slips.append(wrong)
            continue
        seen[row["urn"]] = row.line
        status = RegisterStatus(row["status"])
        if status is RegisterStatus.TO_OPEN:
            left_out.append(LeftOut(row.line, row["name"], LeftOutWhy.STILL_TO_OPEN))
            continue
        read.append(
            SchoolRead(
                row.line,
                row["urn"],
                row["name"],
                "" if row["phase"].casefold() == "not applicable" else row["phase"],
                row["authority"],
                row["authority_name"],
                "",
                _kind(row["type"], row["phase"]),
                status,
                _day(row["closes"]),
                row["number"],
                row["postcode"],
                ours=id(row) in ours,
            )
        )
    return tuple(read), slips, tuple(left_out)


def _wrong(row: Row, heads: Mapping[str, str], seen: Mapping[str, int]) -> Slip | None:
    """What is wrong with a row of the register, in words that quote nothing of it."""

    def slip(key: str, why: Why, **facts: str) -> Slip:
        return Slip(row.line, heads[key], why, facts)

    if not _is_number(row["urn"], _URN_DIGITS):
        return slip("urn", Why.NOT_A_URN)
    if row["urn"] in seen:
        return slip("urn", Why.URN_TWICE, line=str(seen[row["urn"]]))
    if not row["name"]:
        return slip("name", Why.EMPTY_CELL)
    if len(row["name"]) > LONGEST_NAME:
        return slip("name", Why.CELL_TOO_LONG, most=str(LONGEST_NAME))
    for key in ("name", "phase"):
        if about_a_child(row[key]):
            return slip(key, Why.ABOUT_A_CHILD)
    if not _is_number(row["authority"], _CODE_DIGITS):
        return slip("authority", Why.NOT_AN_AUTHORITY)
    if row["status"] not in set(RegisterStatus):
        return slip("status", Why.NOT_A_STATUS)
    if row["closes"] and _day(row["closes"]) is None:
        return slip("closes", Why.NOT_A_REGISTER_DAY)
    return None


def _is_number(cell: str, digits: int) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) == digits


def _day(cell: str) -> date | None:
    try:
        return datetime.strptime(cell, "%d-%m-%Y").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None


def _kind(type_name: str, phase: str = "") -> str:
    words = f"{type_name} {phase}".casefold()
    found = next((kind for kind, signs in _KINDS if any(sign in words for sign in signs)), SchoolKind.MAINSTREAM)
    return found if type_name else ""


# ── A list made by hand ─────────────────────────────────────────────────────────────────────


def _read_list(data: bytes, trust: str) -> SchoolsRead:
    table = open_table(data, BY_HAND, LIST_CAPS)
    read: list[SchoolRead] = []
    slips: list[Slip] = []
    urns: dict[str, int] = {}
    names: dict[str, int] = {}
    codes = {name.casefold(): code for code, name in authorities().items()}
    for row in table.rows():
        if isinstance(row, Slip):
            slips.append(row)
            continue
        wrong = _wrong_by_hand(row, table.heads, urns, names, codes)
        if wrong:
            slips.append(wrong)
            continue
        names[row["name"].casefold()] = row.line
        if row["urn"]:
            urns[row["urn"]] = row.line
        authority = codes.get(row["authority"].casefold(), row["authority"])
        kind = row["kind"].casefold().replace(" ", "_")
        read.append(
            SchoolRead(
                row.line,
                row["urn"],
                " ".join(row["name"].split()),
                " ".join(row["phase"].split()),
                authority,
                authorities().get(authority, authority),
                " ".join(row["cluster"].split()),
                kind if kind in set(SchoolKind) else _kind(row["kind"]),
            )
        )
    return SchoolsRead(trust, False, tuple(read), tuple(slips))


def _wrong_by_hand(
    row: Row, heads: Mapping[str, str], urns: Mapping[str, int], names: Mapping[str, int], codes: Mapping[str, str]
) -> Slip | None:
    def slip(key: str, why: Why, **facts: str) -> Slip:
        return Slip(row.line, heads[key], why, facts)

    if not row["name"]:
        return slip("name", Why.EMPTY_CELL)
    for key in ("name", "phase", "cluster", "kind"):
        if len(row[key]) > LONGEST_NAME:
            return slip(key, Why.CELL_TOO_LONG, most=str(LONGEST_NAME))
        if key != "kind" and about_a_child(row[key]):
            return slip(key, Why.ABOUT_A_CHILD)
    if row["urn"] and not _is_number(row["urn"], _URN_DIGITS):
        return slip("urn", Why.NOT_A_URN)
    if row["urn"] in urns:
        return slip("urn", Why.URN_TWICE, line=str(urns[row["urn"]]))
    if row["name"].casefold() in names:
        return slip("name", Why.SCHOOL_TWICE, line=str(names[row["name"].casefold()]))
    if row["authority"] and row["authority"].casefold() not in codes and not _is_number(row["authority"], _CODE_DIGITS):
        return slip("authority", Why.NOT_AN_AUTHORITY)
    return None


# Names of grown people and of schools are what these files are for, and a number in one may be a year or a site.
_NAMES = frozenset({Label.PERSON, Label.INITIALS, Label.SMALL_NUMBER, Label.HANDLE, Label.ADDRESS, Label.POSTCODE})


def about_a_child(words: str) -> bool:
    """Whether the guard sees more in a name than a name: a date of birth, a pupil's number, a concern."""
    verdict = _judge(words, Vocabulary(), _Audience.TEAM)
    spans = getattr(verdict, "spans", None)
    if spans is None:
        return not isinstance(verdict, Clean)
    return any(span.label not in _NAMES for span in spans)


# ── Links ───────────────────────────────────────────────────────────────────────────────────


def read_links(data: bytes) -> tuple[Link, ...]:
    """The register's links between old schools and new. Rows of other kinds, or damaged, are passed over."""
    found: dict[Link, None] = {}
    for row in open_table(data, LINKS, LINKS_CAPS).rows():
        if isinstance(row, Slip) or not (_is_number(row["urn"], _URN_DIGITS) and _is_number(row["link"], _URN_DIGITS)):
            continue
        kind = row["type"].casefold()
        merges = "merge" in kind or "amalgam" in kind
        if "split" in kind:
            continue  # one became several: which of them goes on with its history, only a human can say
        if kind.startswith("predecessor"):
            found[Link(row["link"], row["urn"], merges)] = None
        elif kind.startswith("successor"):
            found[Link(row["urn"], row["link"], merges)] = None
    return tuple(found)
