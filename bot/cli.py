"""The `peerwalk` command: its result on stdout, words on stderr; exit 0 done, 1 the answer is no, 2 wrong use, 3 the world failed."""

import json
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot import cli_sign_in
from bot import settings as settings_module
from bot.cli_filing import filing_app, suggest
from bot.cli_framework import framework_app
from bot.cli_guard import guard_app
from bot.cli_people import people_app
from bot.cli_portable import add_commands, export_whole
from bot.cli_retention import retention_app
from bot.cli_schools import schools_app
from bot.cli_sign_in import Person
from bot.cli_slack import slack_app, unfit_room
from bot.cli_teams import teams_app
from bot.cli_terms import terms_app
from bot.cli_where import where
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, Demo, say, stop

STORE_AWAY = "The store cannot be reached. Check PEERWALK_DATABASE_URL, and that the database is running and not busy."

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # A prettier traceback would show the values of variables, and so words and secrets.
    pretty_exceptions_enable=False,
    help="Peerwalk: safeguarding peer reviews in conversation.",
)
rooms_app = typer.Typer(no_args_is_help=True, help="Rooms of reviews.")
app.add_typer(framework_app, name="framework")
app.add_typer(filing_app, name="filing")
app.add_typer(guard_app, name="guard")
app.add_typer(people_app, name="people")
app.add_typer(retention_app, name="retention")
app.add_typer(rooms_app, name="rooms")
app.add_typer(schools_app, name="schools")
app.add_typer(slack_app, name="slack")
app.add_typer(teams_app, name="teams")
app.add_typer(terms_app, name="terms")
people_app.command("link")(cli_sign_in.link)
people_app.command("code")(cli_sign_in.code)
add_commands(app)
app.command("suggest")(suggest)


def _settings() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


@app.command()
def serve() -> None:
    """Serve your trust. Listens on this machine only until sign-in is set up."""
    from bot.cli_store import has_trust  # noqa: PLC0415

    settings = _settings()
    cli_sign_in.ready_for_others(settings)
    if not has_trust(settings):
        say("This store has no trust in it yet. The link below sets it up, once; keep it to yourself.")
        say("To look around with an invented trust instead, run: peerwalk demo")
    _run(settings, is_demo=False)


@app.command()
def demo(
    *, reset: Annotated[bool, typer.Option("--reset", help="Begin again with a fresh demo trust.")] = False
) -> None:
    """Try Peerwalk with an invented trust, playing every part yourself."""
    settings = _settings()
    _loopback_only(settings)
    settings = settings.model_copy(update={"database_url": ""})
    if reset:
        from bot.cli_store import remove_demo  # noqa: PLC0415

        remove_demo(settings)
        say("The demo begins afresh.")
    _run(settings, is_demo=True)


def _loopback_only(settings: Settings) -> None:
    if not settings.listens_here_only:
        stop(
            f"The demo listens on this machine only, and PEERWALK_HOST is {settings.host}. "
            "Leave it out, or set it to 127.0.0.1.",
            WRONG_USE,
        )


def _run(settings: Settings, *, is_demo: bool) -> None:
    import uvicorn  # noqa: PLC0415

    from bot.app import build  # noqa: PLC0415
    from bot.slots import StoreInUseError  # noqa: PLC0415
    from store.engine import StoreTroubleError  # noqa: PLC0415

    _check_port(settings)
    try:
        application = build(settings, is_demo=is_demo)
    except StoreTroubleError:
        stop(STORE_AWAY, WORLD)
    except SettingsError as error:
        stop(str(error), WORLD)
    if is_demo:
        from bot import demo_cards  # noqa: PLC0415

        demo_cards.fill(application.store, application.host.looks.clock())
    if not is_demo and application.host.first_day.waits():
        base = settings.base or f"http://{settings.host}:{settings.port}"
        print(f"{base}/set-up/first?key={application.host.first_day.token}", flush=True)  # noqa: T201
    say(f"Peerwalk is at http://{settings.host}:{settings.port}/  (stop it with Ctrl+C)")

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            application.host.leaving.set()
            super().handle_exit(sig, frame)

    server = Server(
        uvicorn.Config(
            application.asgi,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            # Whose word we take for where a request came from, and no variable of the server's own.
            proxy_headers=True,
            forwarded_allow_ips=settings.proxies,
            timeout_graceful_shutdown=5,
        )
    )
    try:
        server.run()
    except StoreInUseError as error:
        stop(str(error), WORLD)
    finally:
        application.close()
    if not server.started:
        raise typer.Exit(WORLD)


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            stop(
                f"Port {settings.port} is taken by another program. Stop that one, or choose another port: "
                "PEERWALK_PORT=8081",
                WORLD,
            )


@app.command()
def check() -> None:
    """Say whether the settings can be used and the store can be reached."""
    from bot.cli_store import has_trust  # noqa: PLC0415

    settings = _settings()
    try:
        has_trust(settings)
    except SettingsError as error:
        stop(str(error), WORLD)
    print(f"store: {'PostgreSQL' if 'postgres' in settings.url() else 'SQLite'}, reached")  # noqa: T201
    by = {"socket": "on, by Socket Mode", "http": "on, by HTTP"}
    print(f"slack: {by.get(settings.slack_transport, 'off')}")  # noqa: T201
    print(f"teams: {'on' if settings.teams_on else 'off'}")  # noqa: T201
    print(f"sign-in: {', '.join((*settings.ways_in, 'link'))}")  # noqa: T201


@people_app.command("add")
def people_add(
    person: Person,
    slack: Annotated[str, typer.Option(help="Their Slack address, as TEAM:USER.")] = "",
    teams: Annotated[str, typer.Option(help="Their Teams address, as TENANT:OBJECT, by their ids in Entra.")] = "",
    *,
    demo: Demo = False,
) -> None:
    """Say who a platform's user is, so that their messages are known as theirs."""
    from bot.cli_store import add_address  # noqa: PLC0415

    platform, tenant, user = where(slack, teams, "TEAM:USER", "TENANT:OBJECT")
    problem = add_address(_settings(), person, platform, tenant, user, is_demo=demo)
    if problem:
        stop(problem, NO)
    say(f"{person} is now known on {platform.capitalize()}.")


@people_app.command("list")
def people_list(*, demo: Demo = False) -> None:
    """List the people of the trust: id and name."""
    from bot.cli_store import every_person  # noqa: PLC0415

    for person, name in every_person(_settings(), is_demo=demo):
        print(f"{person}\t{name}")  # noqa: T201


@rooms_app.command("add")
def rooms_add(
    review: Annotated[str, typer.Argument(help="The review's id, or `trust` for the trust-wide channel.")],
    slack: Annotated[str, typer.Option(help="The Slack channel, as TEAM:CHANNEL.")] = "",
    teams: Annotated[str, typer.Option(help="The chat or channel in Teams, as TENANT:CHANNEL, or its link.")] = "",
    *,
    demo: Demo = False,
) -> None:
    """Join a channel in chat to a review as its room, or to the trust as its channel."""
    from bot.cli_store import add_room  # noqa: PLC0415

    platform, tenant, channel = where(slack, teams, "TEAM:CHANNEL", "TENANT:CHANNEL")
    unfit = unfit_room(tenant, channel) if platform == "slack" else ""
    if problem := unfit or add_room(_settings(), review, platform, tenant, channel, is_demo=demo):
        stop(problem, NO)
    say("The trust channel is joined." if review == "trust" else f"The room of review {review} is joined.")


@rooms_app.command("list")
def rooms_list(*, demo: Demo = False) -> None:
    """List the reviews: id and school."""
    from bot.cli_store import every_review  # noqa: PLC0415

    for review, school in every_review(_settings(), is_demo=demo):
        print(f"{review}\t{school}")  # noqa: T201


@app.command()
def export(
    review: Annotated[str, typer.Argument(help="The review's id.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Everything the trust has here, as a zip file.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="With --whole: the file to write.")] = None,
    demo: Demo = False,
) -> None:
    """Print a review and its notes, for the review team; or write the whole trust to a file. Keep it as the notes."""
    from bot.cli_store import exported  # noqa: PLC0415

    if whole != (out is not None) or whole == bool(review):
        stop("Give a review, as `peerwalk export REVIEW`; or `peerwalk export --whole --out FILE.zip`.", WRONG_USE)
    if out is not None:
        export_whole(_settings(), out, is_demo=demo)
        return
    found = exported(_settings(), review, is_demo=demo)
    if found is None:
        stop(f"There is no review {review}. `peerwalk rooms list` shows those there are.", NO)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201
        return
    print(f"{found['school']}: {found['count']} {'note' if found['count'] == 1 else 'notes'}")  # noqa: T201
    for note in found["notes"]:
        text = " ".join(note["text"].split())
        print(f"{note['at']}\t{note['node'] or 'not filed'}\t{note['shows'] or '-'}\t{text}")  # noqa: T201


@app.command()
def pack(
    review: Annotated[str, typer.Argument(help="The review's id.")],
    *,
    demo: Demo = False,
) -> None:
    """Print a review's paper pack as one HTML page for A4: for a visit where phones stay away."""
    from bot.cli_pack import packed  # noqa: PLC0415

    found = packed(_settings(), review, is_demo=demo)
    if found is None:
        stop(f"There is no review {review}. `peerwalk rooms list` shows those there are.", NO)
    print(found)  # noqa: T201


def main() -> None:
    """Run the command line."""
    from store.engine import StoreTroubleError  # noqa: PLC0415

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(0)
    except StoreTroubleError:
        say(STORE_AWAY)
        sys.exit(WORLD)
    except SettingsError as error:
        say(str(error))
        sys.exit(WORLD)


if __name__ == "__main__":
    main()
