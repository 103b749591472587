"""`peerwalk terms …`: bringing terms and holidays in from a calendar or a table, and showing what is known."""

from pathlib import Path
from typing import Annotated

import typer

from bot.domain.imports import Known
from bot.terminal import NO, stop

terms_app = typer.Typer(no_args_is_help=True, help="Terms, holidays, inset days and bank holidays.")
Demo = Annotated[bool, typer.Option("--demo", help="Use the demo's store instead of your own.")]
Whose = Annotated[
    list[str] | None,
    typer.Option(
        "--for", help="An authority or a school whose days these are; again for another. Else the whole trust."
    ),
]


@terms_app.command("import")
def terms_import(
    file: Annotated[
        Path, typer.Argument(help="A calendar (.ics), or a list with the columns Name, First day, Last day.")
    ],
    whose: Whose = None,
    *,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Take the good rows and name the others.")] = False,
    go: Annotated[bool, typer.Option("--go", help="Do it. Without this, only what would be done is shown.")] = False,
    demo: Demo = False,
) -> None:
    """Bring in terms and holidays. Shows what would be done; with --go it is done. Twice changes nothing."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from bot import cli_imports  # noqa: PLC0415
    from store.imports import planning  # noqa: PLC0415

    data, zone = cli_imports.bytes_of(file), ZoneInfo(cli_imports.settings().time_zone)
    cli_imports.import_file(
        lambda _session, now: planning.terms_plan(data, now, _sets(now, whose or []), zone),
        go=go,
        skip_bad=skip_bad,
        demo=demo,
    )


@terms_app.command("show")
def terms_show(*, demo: Demo = False) -> None:
    """Show what is known: whose days, what they are, the first day and the last."""
    from bot import cli_imports  # noqa: PLC0415
    from bot.domain.terms import called  # noqa: PLC0415
    from bot.term_words import whose_words  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415
    from store import people  # noqa: PLC0415

    wording = Wording(cli_imports.settings().templates_dir)
    with cli_imports.opened(demo=demo) as store, store.reading() as session:
        known = people.directory(session)
        for of, spans in known.calendar.sets.items():
            whose = whose_words(wording, of, known.schools, known.authorities)
            for span in spans:
                name = wording.line("settings", f"called_{called(span)}")
                print(f"{whose}\t{name}\t{span.first.isoformat()}\t{span.last.isoformat()}")  # noqa: T201


def _sets(now: Known, wanted: list[str]) -> tuple[str, ...]:
    """Whose days are meant, each by its name, code or id."""
    from bot.domain.terms import WHOLE_TRUST, of_authority, of_school  # noqa: PLC0415

    if not wanted:
        return (WHOLE_TRUST,)
    there = {of_school(s.id): (s.id.casefold(), s.name.casefold(), *s.urns, s.urn) for s in now.schools.values()}
    served = {school.authority for school in now.schools.values() if school.authority}
    for code in served:
        name = now.authorities[code].name if code in now.authorities else code
        there[of_authority(code)] = (code, name.casefold())
    found = []
    for one in wanted:
        meant = sorted(of for of, names in there.items() if one.casefold() in names)
        if len(meant) != 1:
            known = "Several schools go" if meant else "No school or authority of yours goes"
            stop(f"{known} by {one!r}. `peerwalk schools list` shows them.", NO)
        found += meant
    return tuple(found)
