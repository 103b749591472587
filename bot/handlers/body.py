"""The body of a request, read no further than it may be long, on every platform alike."""

from starlette.requests import Request


async def body_of(request: Request, most: int) -> bytes | None:
    """The body, or None where it has more bytes than that."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return bytes(body)
