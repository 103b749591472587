"""A text as the plain words by which it is found: the same for a card and for whoever looks for it, on both databases.

Each database stems them as English; nothing else is left to it, since each reads punctuation in its own way. Pure.
"""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_BEGINNING = 3
"""Letters of which a word may be the beginning of another."""

_SAID_EVERYWHERE = frozenset(
    [
        "i",
        "me",
        "my",
        "myself",
        "we",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "what",
        "which",
        "who",
        "whom",
        "this",
        "that",
        "these",
        "those",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "having",
        "do",
        "does",
        "did",
        "doing",
        "a",
        "an",
        "the",
        "and",
        "but",
        "if",
        "or",
        "because",
        "as",
        "until",
        "while",
        "of",
        "at",
        "by",
        "for",
        "with",
        "about",
        "against",
        "between",
        "into",
        "through",
        "during",
        "before",
        "after",
        "above",
        "below",
        "to",
        "from",
        "up",
        "down",
        "in",
        "out",
        "on",
        "off",
        "over",
        "under",
        "again",
        "further",
        "then",
        "once",
        "here",
        "there",
        "when",
        "where",
        "why",
        "how",
        "all",
        "any",
        "both",
        "each",
        "few",
        "more",
        "most",
        "other",
        "some",
        "such",
        "no",
        "nor",
        "not",
        "only",
        "own",
        "same",
        "so",
        "than",
        "too",
        "very",
        "s",
        "t",
        "can",
        "will",
        "just",
        "don",
        "should",
        "now",
    ]
)
"""What PostgreSQL passes over in English."""


def folded(text: str) -> str:
    """Small letters without accents, in ASCII as far as that goes."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def plain_words(text: str) -> tuple[str, ...]:
    """The words that mean something, in their order; a single letter means nothing."""
    found = _WORD.findall(folded(text))
    return tuple(one for one in found if one not in _SAID_EVERYWHERE and (len(one) > 1 or one.isdigit()))


def may_go_on(word: str) -> bool:
    """Whether a word may be the beginning of a longer one, as the last that somebody types may."""
    return len(word) >= _SHORTEST_BEGINNING
