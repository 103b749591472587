"""What a process that tests fork has read already: every module, every template of words, and the guard's nets."""

from importlib import import_module

for module in (
    "tests.swift",  # which keeps what templates compile to
    "bot.cli",
    "bot.cli_store",
    "bot.handlers.slack.home_tab",
    "bot.handlers.slack.poster",
    "bot.handlers.slack.serve",
    "bot.handlers.teams.home",
    "bot.handlers.teams.poster",
    "bot.handlers.teams.retry",
    "bot.handlers.teams.serve",
    "bot.handlers.web.serve",
    "dbos",
    "microsoft_teams.api",
    "microsoft_teams.apps",
    "microsoft_teams.common",
    "msal",
    "uvicorn",
):
    import_module(module)

from bot.privacy import Audience, Vocabulary, judge  # noqa: E402
from bot.wording import TEMPLATES, Wording  # noqa: E402

_wording = Wording()
for path in TEMPLATES.glob("*.md"):
    _wording.has(path.stem, "")
judge("Mr Plumtree said that the gate is locked at nine.", Vocabulary(), Audience.TEAM)
