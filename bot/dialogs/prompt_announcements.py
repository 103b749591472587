"""Who hears of what becomes of prompts. A notice says that something is there, never what it asks or says."""

from dataclasses import dataclass
from typing import assert_never

from bot.domain import prompt_changes as changes
from bot.domain.acts import About, Act, Notice, Post, ToPerson
from bot.domain.other_words import Thing
from bot.domain.prompt import Prompt

ASKED = "asked"
"""What a notice to whoever is asked is about: them, and all that waits for them."""


@dataclass(frozen=True)
class PromptStage:
    """How things stand after a change: the prompts it names, and by set whoever settles what the bot cannot."""

    prompts: tuple[Prompt, ...] = ()
    coordinators: tuple[tuple[str, tuple[str, ...]], ...] = ()
    readers: tuple[str, ...] = ()
    """With whom a private answer has just been shared."""


def announce_prompts(change: changes.PromptChange, stage: PromptStage) -> list[Act]:
    """The acts that follow. Nobody is written to about what they did themselves."""
    match change:
        case changes.PromptsAsked(person=person, prompts=prompts):
            return [Post(ToPerson(person), Notice.PROMPTS_ASKED, About(ASKED, person), detail=" ".join(prompts))]
        case changes.PromptsNudged(person=person, prompts=prompts, alone=True):
            return [Post(ToPerson(person), Notice.PROMPTS_NUDGED, About(ASKED, person), detail=" ".join(prompts))]
        case changes.PromptsToHuman():
            return _to_human(stage, "")
        case changes.PromptPassedOn(to="", person=person):
            return _to_human(stage, person)
        case changes.PromptAnswered(to_approve=True):
            return [
                Post(ToPerson(one.person.id), Notice.ANSWER_TO_APPROVE, About("prompt", one.id))
                for one in stage.prompts
                if one.person is not None
            ]
        case changes.AnswerRemoved(prompt=prompt, person=person, why=why, mark=mark, writers=writers):
            about, detail = About("prompt", prompt), f"{Thing.MARK if mark else Thing.ANSWER}/{why}"
            return [Post(ToPerson(who), Notice.WORDS_REMOVED, about, detail) for who in writers if who != person]
        case changes.AnswerShared(prompt=prompt, person=person):
            others = [who for who in stage.readers if who != person]
            return [Post(ToPerson(who), Notice.ANSWER_SHARED, About("prompt", prompt)) for who in others]
        case changes.AnswerMarked(person=person):
            wrote = [(one, one.answer.by.id) for one in stage.prompts if one.answer is not None]
            return [
                Post(ToPerson(who), Notice.ANSWER_READ, About("prompt_set", one.set.id), gathers=True)
                for one, who in wrote
                if who != person
            ]
        case (
            changes.PromptsPlanned()
            | changes.PromptsNudged()
            | changes.PromptsClosed()
            | changes.PromptAnswered()
            | changes.AnswerApproved()
            | changes.PromptPutOff()
            | changes.PromptSkipped()
            | changes.PromptForVisit()
            | changes.PromptPassedOn()
            | changes.PromptDelegated()
        ):
            return []
        case _:
            assert_never(change)


def _to_human(stage: PromptStage, by: str) -> list[Act]:
    return [
        Post(ToPerson(who), Notice.PROMPTS_WITH_HUMAN, About("prompt_set", of), gathers=True)
        for of, people in stage.coordinators
        for who in people
        if who != by
    ]
