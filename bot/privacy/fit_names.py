"""Learn which words of a text are names, and which letters stand for somebody: the linear weights. Build step only."""

from collections.abc import Iterable

from bot.privacy.fit_window import fit_window
from bot.privacy.learning import SEED, learn, write
from bot.privacy.notes_made import Notes
from bot.privacy.our_texts import BY_HANDS, Made, labelled, lines, of_frameworks
from bot.privacy.tagger import candidates
from bot.privacy.tokens import tokens
from bot.privacy.well_known import neutral

BY_HAND = ("marked.jsonl", "marked_more.jsonl", "kinds.jsonl", *BY_HANDS)
_PLAIN_OR_NAMED = (4.0, 6.0)  # how much a marked word counts that is no name, and one that is


def _rows(made: Iterable[Made], *, letters: bool = False) -> tuple[list[dict[str, float]], list[bool]]:
    rows, wanted = [], []
    for one in made:
        found = neutral(tokens(one.text))
        for place, seen in candidates(found, letters=letters):
            token = found[place]
            rows.append({f"{kind}\t{value}": 1.0 for kind, value in seen})
            wanted.append(any(start <= token.start and token.end <= end for start, end in one.names))
    return rows, wanted


def fit_names(by_hand_files: tuple[str, ...] = BY_HAND) -> None:
    """Learn the names: made texts, each hand's own shuffled anew, and those marked by hand, which count for more."""
    notes = Notes(SEED)
    made = [*notes.made("people.txt", 32), *notes.made("nobody.txt", 16)]
    # A name that is on no list: its lists are looked away from, so that the words around it are learned.
    plain = [Made(text, ()) for text in (*of_frameworks(), *lines("clean.txt.gz"))]
    lent = [Made(text, ()) for text in lines("lent.txt.gz")]
    by_hand = [*(one for name in by_hand_files for one in labelled(name)), *lent]
    anew = [notes.anew(one) for one in by_hand for _ in range(4)]
    rows, wanted = _rows([*made, *anew])
    plain_rows, plain_wanted = _rows([notes.typed(one) for one in plain] + plain)
    own, own_wanted = _rows([notes.typed(one) for _ in range(2) for one in by_hand] + by_hand)
    # There are far more notes that name nobody: they may not drown the names.
    weigh = [1.0] * (len(rows) + len(plain_rows)) + [_PLAIN_OR_NAMED[one] for one in own_wanted]
    weights = learn([*rows, *plain_rows, *own], [*wanted, *plain_wanted, *own_wanted], weigh, 0.2)
    by_letters = [*(one for name in by_hand_files for one in labelled(name, "INITIALS")), *plain, *lent]
    rows, wanted = _rows(notes.initials(4), letters=True)
    own, own_wanted = _rows(by_letters, letters=True)
    letters = learn([*rows, *own], [*wanted, *own_wanted], [1.0] * len(rows) + [3.0] * len(own), 0.4)
    recipe = {"seed": SEED, "made": len(made), "marked": len(by_hand) + len(plain), "candidates": len(weigh)}
    write("names.json.gz", {"recipe": recipe, "weights": weights, "initials": letters})
    fit_window([(made, (1.0, 1.0)), (plain, (2.0, 2.0)), (anew, (1.0, 1.5)), (by_hand, (6.0, 8.0))], notes)
