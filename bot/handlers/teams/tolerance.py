"""What Teams sends and the SDK's models do not take, made so that they do: first what is known, then whatever else.

Nothing of it is lost to us, because what somebody did is read before, from the activity as it came. Whatever still does
not fit passes the SDK by.
"""

import copy
from typing import Any

import structlog

_log = structlog.get_logger("teams")

Activity = dict[str, Any]

_ROUTES = frozenset({"type", "name", "conversation", "from", "recipient", "id", "value", "action"})
"""What an activity is found by: never taken away, wherever it stands."""
_TRIES = 8


def tolerated(activity: Activity) -> Activity | None:
    """A copy that the SDK takes; None where there is none."""
    return _pruned(_known(copy.deepcopy(activity)))


# ── What is known ───────────────────────────────────────────────────────────────────────────


def _known(activity: Activity) -> Activity:
    action = activity.get("action")
    if activity.get("type") == "installationUpdate" and isinstance(action, str) and action.endswith("-upgrade"):
        activity["action"] = "upgrade"  # known there: add, remove, upgrade
    value = activity.get("value")
    if activity.get("type") != "invoke" or not isinstance(value, dict):
        return activity
    if activity.get("name") == "adaptiveCard/action":
        if value.get("trigger") != "manual":
            value.pop("trigger", None)  # each refresh says `automatic`
        pressed = value.get("action")
        if isinstance(pressed, dict) and not isinstance(pressed.get("data"), dict):
            pressed["data"] = {}
    payload = value.get("messagePayload")
    if isinstance(payload, dict):
        payload.pop("reactions", None)  # Teams says reactionType where the model has type
        writer = payload.get("from")
        application = writer.get("application") if isinstance(writer, dict) else None
        if isinstance(application, dict) and application.get("applicationIdentityType") == "bot":
            application["applicationIdentityType"] = "BOT"
    return activity


# ── Whatever else ───────────────────────────────────────────────────────────────────────────


def _pruned(activity: Activity) -> Activity | None:
    """Take away exactly what the models complain of, for as long as that leads on."""
    from microsoft_teams.api.activities import ActivityTypeAdapter  # noqa: PLC0415 only where Teams is on
    from pydantic import ValidationError  # noqa: PLC0415

    dropped: list[str] = []
    for _ in range(_TRIES):
        try:
            ActivityTypeAdapter.validate_python(activity)
        except ValidationError as error:
            fresh = [
                name for each in error.errors(include_input=False, include_url=False) if (name := _mend(activity, each))
            ]
            if not fresh:
                break
            dropped += fresh
        except RecursionError:
            break
        else:
            if dropped:
                _log.info("teams_tolerated", dropped=dropped[:_TRIES])
            return activity
    _log.warning("teams_odd_payload", kind="not_taken")
    return None


def _mend(activity: Activity, error: Any) -> str:
    """Mend one complaint; the name of what was mended, or nothing."""
    if error["type"].startswith("union_tag"):
        return ""
    path = _path(activity, error["loc"])
    if error["type"] in {"missing", "dict_type"} and error["loc"][-1] == "data":
        holder: Any = path[-1][0][path[-1][1]] if error["type"] == "missing" and path else path[-1][0] if path else None
        if isinstance(holder, dict):
            holder["data"] = {}
            return "data"
        return ""
    if not path:
        return ""
    node, key = path[-1]
    if key in _ROUTES:
        return ""
    try:
        del node[key]
    except (KeyError, IndexError):
        return ""
    return str(key) if isinstance(key, int) or key.isidentifier() else "field"


def _path(activity: Activity, where: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """The way to what is complained of, in the activity itself: the model's own names of unions are passed over."""
    node: Any = activity
    found: list[tuple[Any, Any]] = []
    for part in where:
        inside = isinstance(node, dict) and part in node
        if inside or (isinstance(node, list) and isinstance(part, int) and part < len(node)):
            found.append((node, part))
            node = node[part]
    return found
