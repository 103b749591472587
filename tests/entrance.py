"""A trust that is no demo, with a review under way, and its people at the door."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.domain.sign_in import Kind, Way
from bot.sign_in.entrance import Entrance
from bot.turn import utc_now
from store.engine import Store
from store.made import Made
from store.tables import PersonRow
from tests.browser import Running, running
from tests.play import Play
from tests.scenes import accept as accepting
from tests.scenes import make_template, plan
from tests.visitor import Visitor

EMAIL = "reviewer@stanmoor.example"
REVIEWER = "reviewer"


def under_way(play: Play) -> str:
    """Larkfield is being reviewed, and the reviewer has an e-mail address."""
    play.now = utc_now()
    review = plan(play, team=(REVIEWER, "guest"))
    accepting(play, review, "lead-reviewer", REVIEWER, "guest")
    with play.store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == REVIEWER).values(email=EMAIL))
    return review.id


@contextmanager
def trust(folder: Path, template: Path | None = None, **settings: Any) -> Iterator[Running]:
    """A real trust, served; a copy of the template, or one of its own."""
    folder.mkdir(exist_ok=True)
    if template:
        shutil.copyfile(template, folder / "peerwalk.db")
    else:
        make_template(folder / "peerwalk.db", under_way)
    with running(folder, is_demo=False, **settings) as site:
        with site.application.store.write.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=OFF")  # many forms, and no power cut
        yield site


def entrance(site: Running) -> Entrance:
    return site.application.host.entrance


def store(site: Running) -> Store:
    return site.application.store


def link_for(site: Running, person: str) -> str:
    """The path of a link for somebody, as the command line makes it."""
    link = entrance(site).ways.made_for(person, Kind.LINK, Made("", utc_now(), "cli"))
    return link[link.index("/sign-in/") :]


def code_for(site: Running, person: str) -> str:
    return entrance(site).ways.made_for(person, Kind.CODE, Made("", utc_now(), "cli"))


def visiting(site: Running, person: str) -> Visitor:
    """Somebody who has come in by their link."""
    visitor = Visitor(site.url)
    visitor.open(link_for(site, person))
    visitor.press("Sign in")
    assert visitor.page.status == 200
    return visitor


def signed_in(site: Running, person: str) -> Visitor:
    """Somebody who is in, without the pages before."""
    number = entrance(site).sessions.begin(person, Way.LINK)
    return Visitor(site.url, {site_cookie(site): number} if number else {})


def site_cookie(site: Running) -> str:
    secure = site.application.host.public_url.startswith("https://")
    return "__Host-peerwalk" if secure else "peerwalk"
