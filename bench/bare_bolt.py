"""The measure to stand beside: a bare Bolt app that inserts one row for each event and then acknowledges.

python -m bench.bare_bolt PORT FILE
"""

import asyncio
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bench.load import SIGNING_SECRET, TEAM


def main(port: int, file: Path) -> None:
    """Serve until stopped."""
    database = sqlite3.connect(file, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, text TEXT)")
    lock = threading.Lock()

    def insert(event_id: str, text: str) -> None:
        with lock, database:
            database.execute("INSERT OR IGNORE INTO events VALUES (?, ?)", (event_id, text))

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_user_id="UBOT")

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

    @app.event("message")
    async def message(body: dict[str, Any], event: dict[str, Any]) -> None:
        await asyncio.to_thread(insert, body["event_id"], event["text"])

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def health(_request: Request) -> Response:
        return JSONResponse({})

    routes = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", health)]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
