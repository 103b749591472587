"""An OpenID Connect issuer of our own: real keys, real HTTP, and as many kinds of bad token as one asks for."""

import base64
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser import until

CLIENT, SECRET = "peerwalk-at-marlpit", "a secret / with: signs+é"
Change = Callable[[dict[str, Any]], Any]


def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Issuer:
    """One issuer. What it hands out can be spoiled: claims, header, key, or the whole answer."""

    url: str
    keys: list[RSAKey] = field(default_factory=lambda: [key("one")])
    subject: str = "subject-1"
    email: dict[str, Any] = field(default_factory=dict)
    claims: Change = lambda _claims: None
    sign: Callable[["Issuer", dict[str, Any]], str] | None = None
    about: Change = lambda _about: None
    answer: Callable[[dict[str, Any]], Response] = JSONResponse
    methods: tuple[str, ...] = ("client_secret_basic",)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    # ── What it answers ─────────────────────────────────────────────────────────────────────

    async def discovery(self, _request: Request) -> Response:
        found: dict[str, Any] = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": list(self.methods),
        }
        self.about(found)
        return JSONResponse(found)

    async def jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [each.as_dict(private=False) for each in self.keys]})

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def token(self, request: Request) -> Response:
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        right = (
            asked is not None
            and self._is_client(request, sent)
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == challenge.decode().rstrip("=")
            and asked["redirect_uri"] == sent.get("redirect_uri")
        )
        if asked is None or not right:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            **self.email,
        }
        self.claims(claims)
        signed = self.sign(self, claims) if self.sign else self.signed(claims)
        return self.answer({"id_token": signed, "access_token": "an-access-token", "token_type": "Bearer"})

    def signed(self, claims: dict[str, Any], with_key: RSAKey | None = None, **header: Any) -> str:
        own = with_key or self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": own.kid, **header}, claims, own)

    def _is_client(self, request: Request, sent: dict[str, str]) -> bool:
        if self.methods == ("client_secret_post",):
            return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        pair = base64.b64decode(given).decode().split(":")
        return [next(iter(parse_qs(f"x={part}").values()))[0] for part in pair] == [CLIENT, SECRET]


# ── Tokens nobody should believe ────────────────────────────────────────────────────────────


def unsigned(_issuer: Issuer, claims: dict[str, Any]) -> str:
    parts = (json.dumps(each).encode() for each in ({"alg": "none", "typ": "JWT"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def by_our_secret(_issuer: Issuer, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


def by_the_public_key(issuer: Issuer, claims: dict[str, Any]) -> str:
    """The old trick: the public key taken for a secret."""
    secret = OctKey.import_key(base64.b64encode(issuer.keys[0].as_pem(private=False)))
    return jwt.encode({"alg": "HS256", "kid": issuer.keys[0].kid}, claims, secret, algorithms=["HS256"])


def by_a_strangers_key(issuer: Issuer, claims: dict[str, Any]) -> str:
    stranger = key(str(issuer.keys[0].kid))
    return issuer.signed(claims, stranger)


def by_a_key_it_brings(issuer: Issuer, claims: dict[str, Any]) -> str:
    stranger = key("mine")
    return issuer.signed(claims, stranger, jwk=stranger.as_dict(private=False))


def changed_after(issuer: Issuer, claims: dict[str, Any]) -> str:
    head, _, tail = issuer.signed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "another"}).encode()).decode().rstrip("=")
    return f"{head}.{body}.{tail}"


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer that listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    issuer = Issuer(f"http://127.0.0.1:{port}")
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", issuer.discovery),
            Route("/keys", issuer.jwks),
            Route("/authorize", issuer.authorize),
            Route("/token", issuer.token, methods=["POST"]),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        yield issuer
    finally:
        server.should_exit = True
        thread.join()


def path_back(location: str) -> str:
    """The path of our own to which an issuer sends a browser."""
    parts = urlsplit(location)
    return f"{parts.path}?{parts.query}"
