"""Names that every school writes and that are nobody's here: systems, bodies, and people whom lessons are about (`known.txt`)."""

from functools import lru_cache
from importlib.resources import files

from bot.privacy.lexicon import NOTHING, known
from bot.privacy.tokens import Seen, Token, tokens

_KNOWN = Seen("<known>", "<known>", "l", NOTHING, "<known>", "k")


@lru_cache(maxsize=1)
def known_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The names of systems, bodies and great people, by their first word: they are nobody's here.

    One word alone that is a person's name as well stays a person's.
    """
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for line in files("bot.privacy").joinpath("data/known.txt").read_text(encoding="utf-8").splitlines():
        for phrase in line.split(";") if line[:1] != "#" else ():
            words = tuple(token.seen.lower for token in tokens(phrase.strip()))
            if words and (len(words) > 1 or not any(known(words[0])[:2])):
                phrases.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()}


@lru_cache(maxsize=256)
def is_known(name: str) -> bool:
    """Whether a name in small letters is one that every school writes, or the last word of one."""
    words = tuple(token.seen.lower for token in tokens(name))
    if len(words) == 1:
        return words[0] in great_surnames()
    return words in known_phrases().get(words[0], ()) if words else False


@lru_cache(maxsize=1)
def great_surnames() -> frozenset[str]:
    """The last words of the great people's names, and of the schemes that are two words."""
    return frozenset(words[-1] for found in known_phrases().values() for words in found if len(words) == 2)  # noqa: PLR2004


def neutral(found: list[Token]) -> list[Token]:
    """The tokens with the names that every school writes taken out of view."""
    phrases = known_phrases()
    place = 0
    while place < len(found):
        for words in phrases.get(found[place].seen.lower, ()):
            if all(place + n < len(found) and found[place + n].seen.lower == word for n, word in enumerate(words)):
                for n in range(len(words)):
                    one = found[place + n]
                    found[place + n] = Token(one.start, one.end, _KNOWN)
                place += len(words) - 1
                break
        place += 1
    return found
