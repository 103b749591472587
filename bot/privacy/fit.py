"""The build step of the guard: packs the word lists and learns the weights, from our own texts alone.

Run by `make model`. What it writes to `data/` is shipped with a recipe: the seed, the counts, and what was learned from.
scikit-learn is needed here and nowhere at run time.
"""

import gzip
import re
import zlib
from array import array

from bot.privacy.fit_concerns import fit_concerns
from bot.privacy.fit_names import fit_names
from bot.privacy.fit_small_numbers import fit_small_numbers
from bot.privacy.learning import DATA

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


def main() -> None:
    """Pack, learn, write."""
    pack_words()
    fit_names()
    fit_concerns()
    fit_small_numbers()


if __name__ == "__main__":
    main()
