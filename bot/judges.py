"""Who judges whose words: the guard with what the trust knows, and the seals of a writer's own word."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from sqlalchemy.orm import Session

from bot.conversation import Lines, Text
from bot.domain.people import Job, Person
from bot.message import Waived
from bot.privacy import (
    Audience,
    Certainty,
    Clean,
    Interrupt,
    Label,
    Refuse,
    Span,
    Unsure,
    Verdict,
    Vocabulary,
    Waiver,
    folded_word,
    judge,
)
from store import guarding, people

LONGEST_JUDGED = 4000  # longer than any text that is kept; a longer one is refused for its length alone
LONGEST_HEARD = 16_000  # longer than the longest form
ABOUT_PEOPLE = frozenset({Label.PERSON, Label.INITIALS})
_GOVERNS = frozenset({Job.GOVERNOR, Job.CHAIR, Job.TRUSTEE})


@dataclass(frozen=True)
class Judge:
    """Who is judging whose words: the trust's vocabulary, and the secret that seals a writer's own word."""

    vocabulary: Vocabulary
    secret: bytes
    person: str
    strict: bool = False
    is_nobody: Callable[[str], bool] = lambda _digest: False

    def digest(self, word: str) -> str:
        """What is kept of a word that is no person's: sealed with this place's secret, so that nobody can try words on it."""
        return hmac.new(self.secret, f"nobody {folded_word(word)}".encode(), hashlib.sha256).hexdigest()

    def judged(self, text: str, audience: Audience, held: frozenset[Waiver]) -> Verdict:
        return judge(
            text,
            self.vocabulary,
            audience,
            held,
            strict=self.strict,
            nobody=lambda word: self.is_nobody(self.digest(word)),
        )

    def let_by(self, text: str, waived: tuple[Waived, ...]) -> tuple[str, ...]:
        """The digests of the words that their writer says are no person's; a name that is plain is believed this once only."""
        held = self._held(text, waived)
        if Waiver.NOT_A_PERSON not in held:
            return ()
        verdict = self.judged(text, Audience.TEAM, held - {Waiver.NOT_A_PERSON})
        spans = verdict.spans if isinstance(verdict, Unsure | Refuse) else ()
        asked = [span for span in spans if span.label in ABOUT_PEOPLE and span.certainty is Certainty.MAYBE]
        return tuple(self.digest(text[span.start : span.end]) for span in asked)

    def seal(self, waiver: Waiver, text: str) -> str:
        """The writer's own word on exactly this text. Holds a digest, never a word of it."""
        digest = hashlib.sha256(text.strip().encode()).hexdigest()
        return hmac.new(self.secret, f"{self.person} {waiver} {digest}".encode(), hashlib.sha256).hexdigest()

    def verdict(self, text: str, audience: Audience, waived: tuple[Waived, ...]) -> Verdict:
        """Judge a text; a waiver counts only if its seal is of this very text."""
        return self.judged(text, audience, self._held(text, waived))

    def concern(self, text: str) -> Interrupt | None:
        """The concern in words that no dialog takes, however many they are; each piece begins within the one before."""
        step = LONGEST_JUDGED // 2
        for start in range(0, max(1, min(len(text), LONGEST_HEARD) - step), step):
            verdict = self.verdict(text[start : start + LONGEST_JUDGED], Audience.TEAM, ())
            if isinstance(verdict, Interrupt):
                return verdict
        return None

    def each_line(self, text: str, question: Lines, waived: tuple[Waived, ...]) -> Verdict:
        """Judge each line as a note of its own; what is wrong with any of them is what is wrong with the text."""
        held = self._held(text, waived)
        found = question.split(text)[: question.most]
        whole = [line.words[:LONGEST_JUDGED] for line in found]
        verdicts = [self.judged(words, question.audience, held) for words in whole]
        # What somebody was told may run on to the next line: two together are read for a concern, and only for that.
        pairs = (self.judged(f"{a}\n{b}", question.audience, held) for a, b in pairwise(whole))
        concern = next((verdict for verdict in chain(verdicts, pairs) if isinstance(verdict, Interrupt)), None)
        if concern is not None:
            return concern
        spans: list[Span] = []
        for line, verdict in zip(reversed(found), reversed(verdicts), strict=True):
            if isinstance(verdict, (Unsure, Refuse)):
                at = line.start
                spans += [replace(span, start=span.start + at, end=span.end + at) for span in verdict.spans]
                # From the last line to the first, so that the places of those before stay as they are.
                text = text[:at] + " ".join(verdict.rewrite.splitlines()) + text[at + len(line.words) :]
        if not spans:
            return Clean()
        refused = any(isinstance(verdict, Refuse) for verdict in verdicts)
        return (Refuse if refused else Unsure)(tuple(sorted(spans, key=lambda span: span.start)), text)

    def answer(self, text: str, question: Text, waived: tuple[Waived, ...]) -> Verdict:
        """Judge what was typed for a question."""
        if isinstance(question, Lines):
            return self.each_line(text, question, waived)
        return self.verdict(text[:LONGEST_JUDGED], question.audience, waived)

    def _held(self, text: str, waived: tuple[Waived, ...]) -> frozenset[Waiver]:
        return frozenset(word.waiver for word in waived if self._sealed(word, text))

    def _sealed(self, word: Waived, text: str) -> bool:
        return hmac.compare_digest(word.seal.encode(errors="replace"), self.seal(word.waiver, text).encode())


def judge_for(session: Session, secret: bytes, me: Person) -> Judge:
    """The guard as it judges this person's words: the names of the trust and its schools are no people."""
    governs = any(held.job in _GOVERNS for held in me.posts)
    vocabulary = people.directory(session).vocabulary
    return Judge(vocabulary, secret, me.id, governs, lambda digest: guarding.is_nobody(session, digest))
