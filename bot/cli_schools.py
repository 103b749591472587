"""`peerwalk schools …`: bringing schools in from the DfE register or a list, listing them, and closing one."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import NO, say, stop

schools_app = typer.Typer(no_args_is_help=True, help="The schools of the trust.")
Demo = Annotated[bool, typer.Option("--demo", help="Use the demo's store instead of your own.")]
Go = Annotated[bool, typer.Option("--go", help="Do it. Without this, only what would be done is shown.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Take the good rows and name the others.")]
Same = Annotated[list[str] | None, typer.Option(help="An answer, as LINE=ID: this row is that one of ours.")]
New = Annotated[list[str] | None, typer.Option(help="An answer: the row of this line or URN is a new one.")]


@schools_app.command("import")
def schools_import(
    file: Annotated[Path, typer.Argument(help="The register's extract, or a list with a column Name.")],
    trust: Annotated[str, typer.Option(help="Your trust, by its name or its group UID in the register.")] = "",
    links: Annotated[
        Path | None, typer.Option(help="The register's file of links, for schools that converted.")
    ] = None,
    same: Same = None,
    new: New = None,
    *,
    leavers: Annotated[bool, typer.Option("--leavers", help="Close the schools that are not in the file.")] = False,
    skip_bad: SkipBad = False,
    go: Go = False,
    demo: Demo = False,
) -> None:
    """Bring in the schools of your trust. Shows what would be done; with --go it is done. Twice changes nothing."""
    from bot import cli_imports  # noqa: PLC0415
    from store.imports import planning  # noqa: PLC0415

    data, linked = cli_imports.bytes_of(file), cli_imports.bytes_of(links) if links else b""
    said = cli_imports.answers(same or [], new or [])
    cli_imports.import_file(
        lambda _session, now: planning.schools_plan(
            data, now, trust=trust, links=linked, answers=said, leavers=leavers
        ),
        go=go,
        skip_bad=skip_bad,
        demo=demo,
    )


@schools_app.command("list")
def schools_list(*, demo: Demo = False) -> None:
    """List the schools: id, URN, name, phase, local authority, and since or until when one is open."""
    from bot import cli_imports  # noqa: PLC0415
    from bot.turn import utc_now  # noqa: PLC0415
    from store import people  # noqa: PLC0415

    with cli_imports.opened(demo=demo) as store, store.reading() as session:
        now = people.directory(session)
        today = utc_now().date()
        for school in now.schools.values():
            authority = now.authorities.get(school.authority)
            state = "open"
            if school.closed:
                state = f"{'closed' if school.has_closed(today) else 'open until'} {school.closed.isoformat()}"
            cells = (school.id, school.urn or "-", school.name, school.phase or "-", authority, state)
            print("\t".join(cell if isinstance(cell, str) else cell.name if cell else "-" for cell in cells))  # noqa: T201


@schools_app.command("close")
def schools_close(
    school: Annotated[str, typer.Argument(help="The school, by id, URN or name.")],
    on: Annotated[str, typer.Option(help="The first day on which it is open no more. Today, if not given.")] = "",
    into: Annotated[str, typer.Option(help="The school that it became a part of, if it did.")] = "",
    *,
    demo: Demo = False,
) -> None:
    """Say that a school closes or leaves the trust. No review can begin there then; its reviews stay."""
    from bot import cli_imports  # noqa: PLC0415
    from bot.domain.changes_people import SchoolClosed  # noqa: PLC0415
    from store import people  # noqa: PLC0415

    day = cli_imports.day(on)
    with cli_imports.opened(demo=demo) as store:
        with store.reading() as session:
            now = people.directory(session).schools
        names = {s.id: (s.name.casefold(), *s.urns, s.urn) for s in now.values()}
        closing = cli_imports.one_of(names, school, "school", "schools")
        target = cli_imports.one_of(names, into, "school", "schools") if into else ""
        if target == closing:
            stop("A school cannot become part of itself. Name the other one.", NO)
        cli_imports.make(store, SchoolClosed(closing, day, target))
    say(f"{now[closing].name} is closed from {day.isoformat()}. Its reviews stay.")
