"""The manifest from which a trust makes its own app in Slack: written from the table of registrations, and nothing else."""

import re
from collections.abc import Callable
from typing import Any

import yaml

from bot.handlers.slack.registrations import ADDRESSES, Kind, of, scopes

Line = Callable[[str], str]
"""A line of slack_app.md by the name of its block."""


def manifest(line: Line, base: str = "") -> dict[str, Any]:
    """The manifest for Socket Mode, or with a base such as `https://peerwalk.example.org` for HTTP."""
    events, commands, interactivity = ({"request_url": f"{base}/slack/{each}"} if base else {} for each in ADDRESSES)
    command_url = {"url": commands["request_url"]} if base else {}
    return {
        "display_information": {
            "name": line("product"),
            "description": line("description"),
            "long_description": line("long_description"),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": line("product"), "always_online": True},
            "shortcuts": [
                {
                    "name": line(each.name),
                    "type": each.kind.value,
                    "callback_id": each.name,
                    "description": line(f"{each.name}_does"),
                }
                for each in of(Kind.MESSAGE_SHORTCUT, Kind.GLOBAL_SHORTCUT)
            ],
            "slash_commands": [
                {
                    "command": each.name,
                    **command_url,
                    "description": line("command"),
                    "usage_hint": line("command_hint"),
                    "should_escape": False,
                }
                for each in of(Kind.COMMAND)
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes())}},
        "settings": {
            "event_subscriptions": {**events, "bot_events": [each.name for each in of(Kind.EVENT)]},
            "interactivity": {"is_enabled": True, **interactivity},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(found: dict[str, Any]) -> str:
    """The manifest as YAML, with each scope's reason beside it."""
    reasons = scopes()
    written: str = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=1000)

    def reasoned(line: re.Match[str]) -> str:
        return f"{line[0]}  # {'; '.join(reasons[line[1]])}" if line[1] in reasons else line[0]

    return re.sub(r"^ *- (\S+)$", reasoned, written, flags=re.MULTILINE)
