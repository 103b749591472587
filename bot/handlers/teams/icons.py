"""The two pictures of the app: two rings that meet, drawn here so that nobody's picture is needed. PNG, by hand."""

import math
import struct
import zlib
from collections.abc import Callable

COLOUR, OUTLINE = 192, 32
ACCENT = (31, 94, 91)
"""A calm green, also the manifest's accent colour."""

_WHITE = (255, 255, 255)
# The two rings, as parts of the picture's width.
_CENTRES, _RADIUS = ((0.385, 0.5), (0.615, 0.5)), 0.215

Shade = Callable[[float, float], tuple[int, int, int, int]]


def colour() -> bytes:
    """192 by 192, on the app's colour: Teams rounds its corners itself. Where the rings meet, it is lighter."""

    def shade(x: float, y: float) -> tuple[int, int, int, int]:
        ink = max(_ring(x, y, 0.032, COLOUR), 0.28 * _meeting(x, y, COLOUR))
        red, green, blue = (round(paper + (white - paper) * ink) for paper, white in zip(ACCENT, _WHITE, strict=True))
        return red, green, blue, 255

    return _png(COLOUR, shade)


def outline() -> bytes:
    """32 by 32, white on nothing, as Teams wants it."""

    def shade(x: float, y: float) -> tuple[int, int, int, int]:
        # As large as the picture has room for.
        x, y = 0.5 + (x - 0.5) * 0.86, 0.5 + (y - 0.5) * 0.86
        return (*_WHITE, round(255 * _ring(x, y, 0.036, OUTLINE)))

    return _png(OUTLINE, shade)


def _ring(x: float, y: float, half: float, pixels: int) -> float:
    """How much of a pixel the two rings cover, from 0 to 1."""
    nearest = min(abs(math.dist((x, y), centre) - _RADIUS) for centre in _CENTRES)
    return _edge(half - nearest, pixels)


def _meeting(x: float, y: float, pixels: int) -> float:
    return _edge(_RADIUS - max(math.dist((x, y), centre) for centre in _CENTRES), pixels)


def _edge(inside: float, pixels: int) -> float:
    return min(1.0, max(0.0, inside * pixels + 0.5))


def _png(pixels: int, shade: Shade) -> bytes:
    rows = bytearray()
    for row in range(pixels):
        rows.append(0)
        for column in range(pixels):
            rows += bytes(shade((column + 0.5) / pixels, (row + 0.5) / pixels))
    head = struct.pack(">IIBBBBB", pixels, pixels, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, held) for name, held in parts)


def _part(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
