"""Pages to print: the team's table, the timetable of a day, and a term ahead. Kept fresh on a screen, and fit for paper."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.domain.acts import About
from bot.handlers.web.call import Call
from bot.handlers.web.pages import Pages
from bot.handlers.web.render import Shell
from bot.held_file import HeldFiles
from bot.host import Host
from bot.message import Card, Visit
from bot.timetable import sheet_of


class Documents:
    """Answers what is looked at on a page of its own; `shell` says who looks, `door` answers whoever is not signed in."""

    def __init__(
        self,
        host: Host,
        pages: Pages,
        shell: Callable[[Call], Awaitable[Shell]],
        door: Callable[[Call], Awaitable[Response]],
    ) -> None:
        self._host = host
        self._pages = pages
        self._shell = shell
        self._door = door
        self._files = HeldFiles(host.looks.store, host.wording, host.looks.clock)

    async def _found(self, call: Call, visit: Visit) -> tuple[tuple[Card, ...], int]:
        """The cards of a look and the status of its page: what is not there says so in both."""
        looks = self._host.looks
        cards = await self._host.off(looks.found, call.who, visit)
        return (looks.not_here(), 404) if cards is None else (cards, 200)

    async def table(self, call: Call) -> Response:
        """The team's table."""
        shell, review = await self._shell(call), call.part("about")
        if call.session is None or shell.person is None:
            return await self._door(call)
        stamp = await self._host.off(self._host.looks.stamp, call.who, review)
        cards, status = await self._found(call, Visit("table", About("review", review)))
        return HTMLResponse(self._pages.table(shell, cards, review=review, stamp=stamp), status)

    async def dry_run(self, call: Call) -> Response:
        """How a school's term would go, on a page to print."""
        shell = await self._shell(call)
        if call.session is None or shell.person is None:
            return await self._door(call)
        cards, status = await self._found(call, Visit("dry_run", About("school", call.part("about"))))
        return HTMLResponse(self._pages.single(shell, cards, title=cards[0].notice), status)

    async def timetable(self, call: Call) -> Response:
        """One day of a visit, by time. What is not there, or not for this person, is answered alike."""
        shell, about = await self._shell(call), call.part("about")
        if call.session is None or shell.person is None:
            return await self._door(call)
        looks = self._host.looks
        sheet = await self._host.off(looks.own_page, call.who, partial(sheet_of, about=about))
        if sheet is None:
            cards, status = await self._found(call, Visit("timetable", About("timetable", about)))
            return HTMLResponse(self._pages.single(shell, cards, title=cards[0].notice), status)
        stamp = await self._host.off(looks.stamp, call.who, sheet.review)
        return HTMLResponse(self._pages.timetable(shell, sheet, stamp=stamp))

    async def about_me(self, call: Call) -> Response:
        """What is held about somebody, with the way to have it as a file; whoever may, chooses of whom."""
        shell, person = await self._shell(call), call.asked("person") or call.part("about")
        if call.session is None or shell.person is None:
            return await self._door(call)
        cards, status = await self._found(call, Visit("about_me", About("person", person)))
        of, others = await self._host.off(self._files.choices, call.who, person)
        return HTMLResponse(self._pages.held(shell, cards, of=of, others=others), status)

    async def about_me_file(self, call: Call) -> Response:
        """All that is held by and about somebody, as a file. That it was made is in the history."""
        person = call.sent.one("person") if call.sent else ""
        made = await self._host.off(self._files.make, call.who, person)
        if made is None:
            return RedirectResponse("/about-me/mine", 303)
        headers = {"Content-Disposition": 'attachment; filename="peerwalk-held.zip"', "Cache-Control": "no-store"}
        return Response(made, media_type="application/zip", headers=headers)
