"""The build step of the guard: packs the word lists and learns the weights, from our own texts alone.

Run by `make model`. What it writes to `data/` is shipped with a recipe: the seed, the counts, and what was learned from.
scikit-learn is needed here and nowhere at run time.
"""

import gzip
import re
import zlib
from array import array
from collections.abc import Iterable

from bot.privacy.fit_concerns import fit_concerns
from bot.privacy.fit_small_numbers import fit_small_numbers
from bot.privacy.learning import DATA, SEED, learn, write
from bot.privacy.notes_made import Notes
from bot.privacy.our_texts import Made, labelled, lines, of_frameworks
from bot.privacy.tagger import candidates, neutral
from bot.privacy.tokens import tokens

_PLAIN_OR_NAMED = (4.0, 6.0)  # how much a marked word counts that is no name, and one that is
_BY_HAND = ("marked.jsonl", "marked_more.jsonl", "kinds.jsonl")
_ROW = re.compile(rb"(\S+) (\d{4})")


def pack_words() -> None:
    """Write the readable word list as the two rows of numbers that are read at run time."""
    keys, kinds = array("I"), array("H")
    for row in _ROW.finditer(gzip.decompress((DATA / "words.txt.gz").read_bytes())):
        keys.append(zlib.crc32(row[1]))
        kinds.append(int(row[2]))
    if list(keys) != sorted(keys):
        raise ValueError("words.txt.gz is not in the order of its checksums")
    (DATA / "words.bin").write_bytes(keys.tobytes() + kinds.tobytes())


def _rows(made: Iterable[Made], *, letters: bool = False) -> tuple[list[dict[str, float]], list[bool]]:
    rows, wanted = [], []
    for one in made:
        found = neutral(tokens(one.text))
        for place, seen in candidates(found, letters=letters):
            token = found[place]
            rows.append({f"{kind}\t{value}": 1.0 for kind, value in seen})
            wanted.append(any(start <= token.start and token.end <= end for start, end in one.names))
    return rows, wanted


def fit_names() -> None:
    """Learn the names: made texts, each hand's own shuffled anew, and those marked by hand, which count for more."""
    notes = Notes(SEED)
    made = [*notes.made("people.txt", 32), *notes.made("nobody.txt", 16)]
    # A name that is on no list: its lists are looked away from, so that the words around it are learned.
    plain = [Made(text, ()) for text in (*of_frameworks(), *lines("clean.txt.gz"))]
    lent = [Made(text, ()) for text in lines("lent.txt.gz")]
    by_hand = [*(one for name in _BY_HAND for one in labelled(name)), *lent]
    rows, wanted = _rows(made)
    plain_rows, plain_wanted = _rows([notes.typed(one) for one in plain] + plain)
    own, own_wanted = _rows([notes.typed(one) for _ in range(2) for one in by_hand] + by_hand)
    # There are far more notes that name nobody: they may not drown the names.
    weigh = [1.0] * (len(rows) + len(plain_rows)) + [_PLAIN_OR_NAMED[one] for one in own_wanted]
    weights = learn([*rows, *plain_rows, *own], [*wanted, *plain_wanted, *own_wanted], weigh, 0.2)
    by_letters = [*(one for name in _BY_HAND for one in labelled(name, "INITIALS")), *plain, *lent]
    rows, wanted = _rows(notes.initials(4), letters=True)
    own, own_wanted = _rows(by_letters, letters=True)
    letters = learn([*rows, *own], [*wanted, *own_wanted], [1.0] * len(rows) + [3.0] * len(own), 0.4)
    recipe = {"seed": SEED, "made": len(made), "marked": len(by_hand) + len(plain), "candidates": len(weigh)}
    write("names.json.gz", {"recipe": recipe, "weights": weights, "initials": letters})


def main() -> None:
    """Pack, learn, write."""
    pack_words()
    fit_names()
    fit_concerns()
    fit_small_numbers()


if __name__ == "__main__":
    main()
