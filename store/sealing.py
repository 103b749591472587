"""Sealing a file with a passphrase, in the age format (age-encryption.org/v1), so that any age program opens it too.

Scrypt makes a key of the passphrase; ChaCha20-Poly1305 seals pieces of 64 KiB, each with its number and whether it is
the last, so that a file that was cut, changed or put together from parts does not open.
"""

import base64
import io
import os
import re
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORK = 17  # scrypt's N as a power of two: 128 MiB and about half a second
MOST_WORK = 21  # a file may ask for no more than this, 2 GiB, before anything of it is known to be true
PIECE = 64 * 1024
_TAG = 16
_VERSION = b"age-encryption.org/v1"
_LABEL = b"age-encryption.org/v1/scrypt"
_HEADER = re.compile(
    rb"\Aage-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n\Z"
)
_LONGEST_LINE = 100


class WrongPassphraseError(Exception):
    """The passphrase does not open the file."""


class DamagedError(Exception):
    """The file is not one that was sealed here, or not as it was: cut short, changed, or put together from parts."""


class Sealer(io.RawIOBase):
    """A stream that seals what is written to it and passes it on. `finish` must be called, or the file will not open."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._out, self._waiting, self._number, work = out, bytearray(), 0, WORK
        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
        head = b"%s\n-> scrypt %s %d\n%s\n---" % (_VERSION, _b64(salt), work, _b64(wrapped))
        out.write(b"%s %s\n%s" % (head, _b64(_mac(file_key, head)), nonce))
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))

    def writable(self) -> bool:
        return True

    def write(self, chunk: object) -> int:
        given = bytes(memoryview(chunk))  # type: ignore[arg-type]
        self._waiting += given
        # A full piece waits until there is more: only then is it known not to be the last.
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(given)

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


def opened(sealed: IO[bytes], passphrase: str) -> io.BytesIO:
    """What was sealed, whole and in memory; raises WrongPassphraseError or DamagedError and gives nothing."""
    lines = [sealed.readline(_LONGEST_LINE) for _ in range(4)]
    found = _HEADER.match(b"".join(lines))
    if found is None or int(found[2]) > MOST_WORK:
        raise DamagedError
    salt, work, wrapped, mac = _from_b64(found[1]), int(found[2]), _from_b64(found[3]), _from_b64(found[4])
    try:
        file_key = ChaCha20Poly1305(_wrapping_key(passphrase, salt, work)).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        raise WrongPassphraseError from None
    head = b"".join(lines[:3]) + b"---"
    if not bytes_eq(mac, _mac(file_key, head)):
        raise DamagedError
    nonce = sealed.read(16)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    whole, number = io.BytesIO(), 0
    piece, following = sealed.read(PIECE + _TAG), b""
    while True:
        following = sealed.read(PIECE + _TAG)
        try:
            plain = cipher.decrypt(_nonce(number, last=not following), piece, None)
        except (InvalidTag, ValueError):
            raise DamagedError from None
        if not plain and number:
            raise DamagedError
        whole.write(plain)
        if not following:
            whole.seek(0)
            return whole
        piece, number = following, number + 1


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _mac(file_key: bytes, head: bytes) -> bytes:
    mac = HMAC(_derived(file_key, b"", b"header"), SHA256())
    mac.update(head)
    return mac.finalize()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _b64(value: bytes) -> bytes:
    return base64.b64encode(value).rstrip(b"=")


def _from_b64(text: bytes) -> bytes:
    found = base64.b64decode(text + b"=" * (-len(text) % 4))
    # The last letter has bits to spare: only the one way to write a value is taken, so that no letter can be changed.
    if _b64(found) != text:
        raise DamagedError
    return found
