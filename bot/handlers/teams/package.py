"""The package that a trust uploads to its own Teams: the manifest, written from the table of registrations, and two pictures.

It asks for no permission to read a team's or a chat's messages (RSC): the bot is sent what mentions it, and no more.
"""

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bot.handlers.teams import icons
from bot.handlers.teams.registrations import ACTIONS, COMMANDS, SCOPES

SCHEMA: Final = "1.25"  # the first that knows private and shared channels; newer ones are taken by newer clients alone
_SCHEMAS = re.compile(r"1\.(2[5-9]|30)")
_VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}")
_PEERWALK = uuid.UUID("6b6f1c1e-6d4b-4a52-9f0c-0d5b2d3a7c11")
_LONGEST_DEVELOPER = 32

Line = Callable[[str], str]
"""A line of teams_app.md by the name of its block."""


class PackageError(Exception):
    """A setting of which no package can be made; its words say which, and what to do."""


@dataclass(frozen=True)
class Maker:
    """Who offers the app, as Teams shows it to whoever approves it, and where they say how they treat what it holds."""

    name: str
    website: str
    privacy: str = ""
    terms: str = ""


def manifest(line: Line, app_id: str, maker: Maker, *, version: str, schema: str = SCHEMA) -> dict[str, Any]:
    """The manifest of the bot with this id. Raises PackageError."""
    _check(app_id, maker, version, schema)
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{schema}/MicrosoftTeams.schema.json",
        "manifestVersion": schema,
        "version": version,
        # The same bot gives the same app, so that a package made again takes the place of the one before.
        "id": str(uuid.uuid5(_PEERWALK, app_id.lower())),
        "developer": {
            "name": maker.name,
            "websiteUrl": maker.website,
            "privacyUrl": maker.privacy or maker.website,
            "termsOfUseUrl": maker.terms or maker.website,
        },
        "name": {"short": line("product"), "full": line("product")},
        "description": {"short": line("description"), "full": line("long_description")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*icons.ACCENT),
        "bots": [
            {
                "botId": app_id,
                "scopes": list(SCOPES),
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [
                    {
                        "scopes": [scope],
                        "commands": [
                            {"title": each.name, "description": line(f"{each.name}_does")}
                            for each in COMMANDS
                            if scope in each.scopes
                        ],
                    }
                    for scope in SCOPES
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": each.name,
                        "type": "action",
                        "title": line(each.name),
                        "description": line(f"{each.name}_does"),
                        "context": list(each.context),
                        "fetchTask": True,
                    }
                    for each in ACTIONS
                ],
            }
        ],
        "validDomains": [],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "supportsChannelFeatures": "tier1",
    }


def package(found: dict[str, Any]) -> bytes:
    """The zip to upload. The same manifest gives the same bytes."""
    held = {
        "manifest.json": (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode(),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in held.items():
            whole.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


def _check(app_id: str, maker: Maker, version: str, schema: str) -> None:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", app_id):
        raise PackageError(
            "The bot’s id is missing or is none: set PEERWALK_TEAMS_APP_ID to the Application (client) ID."
        )
    if not _SCHEMAS.fullmatch(schema):
        raise PackageError("There is no such manifest that private channels work with: give --schema 1.25 to 1.30.")
    if not _VERSION.fullmatch(version):
        raise PackageError(
            "Give the version as three numbers, such as 1.0.3: Teams takes an update only with a higher one."
        )
    if not 0 < len(maker.name.strip()) <= _LONGEST_DEVELOPER:
        raise PackageError(f"Give your trust’s name in at most {_LONGEST_DEVELOPER} characters: --organisation NAME.")
    for option, url in (("website", maker.website), ("privacy", maker.privacy), ("terms", maker.terms)):
        parts = urlsplit(url)
        if (url or option == "website") and not (parts.scheme == "https" and parts.hostname):
            raise PackageError(
                f"Teams shows whoever approves it an https address: give --{option} https://trust.example.org."
            )
