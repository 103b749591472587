"""What a school says of itself, as it is read: by sub-area, what is excellent before all else. Pure.

An answer is the school's own account until somebody of the team marks it; after that it is still the school's, with
what the team saw beside it.
"""

from collections.abc import Iterable

from bot.domain.depth import Owner
from bot.domain.framework import Framework
from bot.domain.prompt import Prompt, PromptState

_OWNERS = list(Owner)


def said(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """Those of a review's prompts that are answered, and not waiting for an owner's word."""
    return tuple(one for one in prompts if one.answer is not None and one.state is PromptState.ANSWERED)


def strengths_first(framework: Framework, prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """What is excellent, then the rest; each in the framework's order, and by whose post it is."""
    places = {part.id: number for number, part in enumerate(p for area in framework.areas for p in area.sub_areas)}

    def place(one: Prompt) -> tuple[bool, int, int, str]:
        return not one.is_strengths, places.get(one.node, len(places)), _OWNERS.index(one.owner), one.id

    return tuple(sorted(prompts, key=place))


def by_part(framework: Framework, prompts: Iterable[Prompt]) -> dict[str, tuple[Prompt, ...]]:
    """The same by sub-area, in the framework's order: each opens with what is excellent there."""
    ordered = strengths_first(framework, prompts)
    parts = (part.id for area in framework.areas for part in area.sub_areas)
    return {node: of for node in parts if (of := tuple(one for one in ordered if one.node == node))}
