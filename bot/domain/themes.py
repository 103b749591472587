"""What a themed set asks about: sub-areas by their ids. Those that a framework has not are passed over. Pure."""

from enum import StrEnum

from bot.domain.framework import Framework


class Theme(StrEnum):
    ONLINE_SAFETY = "online_safety"
    ATTENDANCE = "attendance"
    MENTAL_HEALTH = "mental_health"


PARTS: dict[Theme, tuple[str, ...]] = {
    Theme.ONLINE_SAFETY: ("A-5.6", "A-5.7", "A-7.4", "A-10.1", "A-10.2", "A-10.3", "A-11.2"),
    Theme.ATTENDANCE: ("A-3.1", "A-4.1", "A-6.3", "A-11.3", "A-11.5", "A-12.2"),
    Theme.MENTAL_HEALTH: ("A-4.1", "A-5.6", "A-6.3", "A-11.1", "A-11.2", "A-11.4"),
}


def parts_of(theme: Theme, framework: Framework) -> tuple[str, ...]:
    """The sub-areas of a theme, in the framework's own order."""
    wanted = frozenset(PARTS[theme])
    return tuple(part.id for area in framework.areas for part in area.sub_areas if part.id in wanted)
