"""A backup: one moment of the whole trust, as its export, sealed while it is written, so that no plain byte meets a disk.

It is made of rows and not of the database's pages: what was removed for good before is in none of them, and a backup of
one database can be restored into the other.
"""

from datetime import datetime
from typing import IO, cast

from store.archive import HostileFileError, Manifest
from store.engine import Store
from store.sealing import DamagedError, Sealer, WrongPassphraseError, opened
from store.whole import check_whole, read_whole, write_whole

SHORTEST = 12  # characters of a passphrase; a backup lies about for longer than a sign-in


def back_up(store: Store, out: IO[bytes], passphrase: str, made: datetime) -> dict[str, int]:
    """Write a sealed backup, and return how many rows of each table are in it. People may go on writing meanwhile."""
    sealer = Sealer(out, passphrase)
    counts = write_whole(store, cast("IO[bytes]", sealer), made)
    sealer.finish()
    return counts


def restore(store: Store, sealed: IO[bytes], passphrase: str) -> dict[str, int]:
    """Fill an empty store from a backup, all of it or nothing; raises as `check` does, or `NotEmptyError`."""
    return read_whole(store, _opened(sealed, passphrase))


def check(sealed: IO[bytes], passphrase: str) -> Manifest:
    """Open a backup, read it to its end and store nothing; raises HostileFileError with one sentence."""
    return check_whole(_opened(sealed, passphrase))


def _opened(sealed: IO[bytes], passphrase: str) -> IO[bytes]:
    try:
        return opened(sealed, passphrase)
    except WrongPassphraseError:
        raise HostileFileError(
            "The passphrase does not open this backup. Nothing was restored. If you are sure of it, the beginning of "
            "the file is damaged: try another copy."
        ) from None
    except DamagedError:
        raise HostileFileError(
            "The file is not a whole backup: it was cut short, or changed since it was made. Nothing was restored. "
            "Try another copy."
        ) from None
