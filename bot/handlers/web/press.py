"""How a button travels: as the one field `press` of the form it stands in, sent to the path of its kind; a look is a link."""

from typing import TypeVar, assert_never
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from bot.message import Back, Begin, Route, Submit, Visit

_BEGIN = TypeAdapter(Begin)
_ROUTE = TypeAdapter(Route)
_SUBMIT = TypeAdapter(Submit)
BACK = "back"

T = TypeVar("T")

Press = Submit | Back | Begin | Route


class UnreadableError(Exception):
    """A form that is not one of ours."""


def path_of(action: Press) -> str:
    match action:
        case Submit() | Back():
            return "/answer"
        case Begin():
            return "/begin"
        case Route():
            return "/route"
        case _:
            assert_never(action)


def written(action: Press) -> str:
    """The value of the button's field."""
    match action:
        case Submit():
            return _SUBMIT.dump_json(action).decode()
        case Back():
            return BACK
        case Begin():
            return _BEGIN.dump_json(action).decode()
        case Route():
            return _ROUTE.dump_json(action).decode()
        case _:
            assert_never(action)


def begin(press: str) -> Begin:
    return _read(_BEGIN, press)


def route(press: str) -> Route:
    return _read(_ROUTE, press)


def answer(press: str) -> Submit | Back:
    """How a form was sent; a form that went off without any button was simply sent."""
    if press == BACK:
        return Back()
    return _read(_SUBMIT, press) if press else Submit()


def _read(adapter: TypeAdapter[T], press: str) -> T:
    try:
        return adapter.validate_json(press)
    except (ValidationError, RecursionError):
        raise UnreadableError from None


def href(visit: Visit) -> str:
    """Where a look lives."""
    about = quote(visit.about.id, safe="")
    match visit.view:
        case (
            "walk"
            | "team"
            | "notes"
            | "table"
            | "tidy"
            | "unfiled"
            | "taken"
            | "prompts"
            | "school_prompts"
            | "dry_run"
            | "asked"
            | "question"
            | "ways"
            | "shared"
            | "own"
            | "room"
            | "retention"
            | "held"
            | "certificate"
            | "affirmation"
            | "came_home"
            | "reply"
            | "my_replies"
        ):
            return f"/{visit.view}/{about}"
        case "deeper" | "with" | "timetable" | "slot" | "said":
            return f"/{visit.view}/{quote(visit.about.id)}"
        case "review":
            return f"/room/{about}"
        case "conversation":
            return f"/c/{about}"
        case "my_answers":
            return f"/my-answers/{about}"
        case "about_me":
            return f"/about-me/{about}"
        case "channel":
            return "/channel"
        case "library":
            return f"/library?{visit.about.id}" if visit.about.kind == "wanted" and visit.about.id else "/library"
        case "practice":
            return f"/practice/{about}"
        case "meeting_pack":
            return "/meeting-pack"
        case "strengths":
            return "/strengths"
        case "set_up":
            return "/set-up"
        case "settings" | "terms" | "proof" | "above":
            return f"/set-up/{visit.view}"
        case "schools" | "people":
            return f"/set-up/{visit.view}" + ("?which=unsaid" if visit.about.id == "unsaid" else "")
        case "schools_file" | "people_file" | "terms_file":
            return f"/set-up/{visit.view.removesuffix('_file')}/file"
        case "who_may":
            return "/who-may-see" + ("" if visit.about.id == "trust" else f"/{about}")
        case "worry":
            return f"/worry/{about}" if visit.about.kind == "school" else "/worry"
        case _:
            return "/"
