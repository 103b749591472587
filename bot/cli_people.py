"""`peerwalk people …`: bringing people in from a file, a file to begin with, and saying that somebody leaves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_schools import Demo, Go, New, Same, SkipBad
from bot.terminal import NO, say, stop

if TYPE_CHECKING:
    from bot.domain.people import Person
    from store.engine import Store

people_app = typer.Typer(no_args_is_help=True, help="People and their addresses.")


@people_app.command("import")
def people_import(
    file: Annotated[Path, typer.Argument(help="A CSV file; `peerwalk people template` prints one to begin with.")],
    same: Same = None,
    new: New = None,
    *,
    leavers: Annotated[bool, typer.Option("--leavers", help="Whoever is not in the file has left.")] = False,
    skip_bad: SkipBad = False,
    go: Go = False,
    demo: Demo = False,
) -> None:
    """Bring in people and their posts. Shows what would be done; with --go it is done. Twice changes nothing."""
    from bot import cli_imports  # noqa: PLC0415
    from store.imports import planning  # noqa: PLC0415

    data, said = cli_imports.bytes_of(file), cli_imports.answers(same or [], new or [])
    cli_imports.import_file(
        lambda session, now: planning.people_plan(data, now, planning.areas(session), answers=said, leavers=leavers),
        go=go,
        skip_bad=skip_bad,
        demo=demo,
    )


@people_app.command("template")
def people_template() -> None:
    """Print a file of people to fill in. Its example rows are passed over when it is brought in."""
    from store.imports.people_file import TEMPLATE  # noqa: PLC0415

    for line in TEMPLATE:
        print(line)  # noqa: T201


PersonArgument = Annotated[str, typer.Argument(help="The person, by id, e-mail address or exact name.")]


@people_app.command("leave")
def people_leave(
    person: PersonArgument,
    on: Annotated[str, typer.Option(help="The first day on which they are here no more. Today, if not given.")] = "",
    *,
    demo: Demo = False,
) -> None:
    """Say that somebody leaves: from that day they hold no post and sign in no more. What they wrote stays."""
    from bot import cli_imports  # noqa: PLC0415
    from bot.domain.changes_people import PersonLeft  # noqa: PLC0415
    from bot.domain.people import Held, Job  # noqa: PLC0415
    from store import people, reviews  # noqa: PLC0415

    day = cli_imports.day(on)
    with cli_imports.opened(demo=demo) as store:
        who = _find(store, person)
        with store.reading() as session:
            now = people.directory(session)
            led = [reviews.load(session, found).school.name for found in reviews.led_by(session, who.id, day)]
            leads = [one for one in now.posts.get(Held(Job.TRUST_LEAD), ()) if not now.people[one].left]
        if who.id in leads and len(leads) == 1:
            stop(f"{who.name} is the only trust safeguarding lead. Name another first.", NO)
        if who.left == day:
            say(f"{who.name} is known to leave on {day.isoformat()}.")
            return
        cli_imports.make(store, PersonLeft(who.id, day))
    say(f"{who.name} leaves on {day.isoformat()}. What they wrote stays; whoever holds the post next finds it.")
    for school in led:
        say(f"They lead the review of {school}: the trust safeguarding lead is asked to name another lead.")


@people_app.command("back")
def people_back(person: PersonArgument, *, demo: Demo = False) -> None:
    """Say that somebody who had left is back, or does not leave. Whoever had left comes back without posts."""
    from bot import cli_imports  # noqa: PLC0415
    from bot.domain.changes_people import PersonReturned  # noqa: PLC0415
    from bot.turn import utc_now  # noqa: PLC0415

    with cli_imports.opened(demo=demo) as store:
        who = _find(store, person)
        if who.erased:
            stop("They were erased, and nobody can be brought back from that.", NO)
        if who.left is None:
            say(f"{who.name} has not left.")
            return
        cli_imports.make(store, PersonReturned(who.id, keeps_posts=not who.has_left(utc_now().date())))
    say(f"{who.name} is here. Bring in their posts with a file of people.")


def _find(store: "Store", wanted: str) -> "Person":
    from bot import cli_imports  # noqa: PLC0415
    from store import people  # noqa: PLC0415

    with store.reading() as session:
        now = people.directory(session).people
    names = {one.id: (one.name.casefold(), one.email) for one in now.values()}
    return now[cli_imports.one_of(names, " ".join(wanted.split()), "person", "people")]
