"""What keeps strangers' pages out: which names we answer to, whose forms we take, and what browsers are told. Pure."""

from collections.abc import Mapping
from urllib.parse import urlsplit

LONGEST_BODY = 192 * 1024  # the longest form, were each of its characters one that travels as twelve
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(*, secure: bool, kept: str = "") -> dict[str, str]:
    """What every answer says to the browser. `kept` is what it already says about being kept."""
    found = {**_ALWAYS, "Cache-Control": kept or "no-store"}
    return found | {"Strict-Transport-Security": "max-age=31536000"} if secure else found


def is_ours(host: str, public_url: str) -> bool:
    """Whether a request was sent to a name of ours: another's name that leads to this machine is not answered."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in _LOOPBACK or bool(public_url and name == urlsplit(public_url).hostname)


def is_sent_from_here(sent: Mapping[str, str], public_url: str) -> bool:
    """Whether a form came from our own page, as far as the browser says.

    `null` is what browsers say of our own pages too, because these tell nobody where they are; the token decides then.
    """
    if sent.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = sent.get("origin", "null")
    if origin == "null":
        return True
    ours = {sent.get("host", "")} | ({urlsplit(public_url).netloc} if public_url else set())
    return urlsplit(origin).netloc in ours
