"""The transport and the watch of a runner of vectors: files of a folder, or whatever a vector tells them.

Refuses the network.
"""

from __future__ import annotations

import hashlib
from typing import Any, Optional

from childfirst import Progress, Reply, Request, Transport, TransportError, Watch

from conftest import VECTORS

THROWN = {
    "offline": TransportError.Offline,
    "too_slow": TransportError.TooSlow,
    "not_secure": TransportError.NotSecure,
    "too_much": TransportError.TooMuch,
    "garbled": TransportError.Garbled,
    "stopped": TransportError.Stopped,
}
BARE = {"redirect": 302, "unchanged": 304, "missing": 404}


def reply(status: int, body: bytes = b"", **more: Any) -> Reply:
    """An answer that says nothing but what it is told to."""
    nothing = {"whole": True, "from_byte": 0, "etag": None, "last_modified": None, "retry_after_seconds": None}
    return Reply(status=status, body=body, **{**nothing, **more})


class Server(Transport):
    """A transport that answers as it was last told to."""

    def __init__(self, url: str = "https://updates.example/") -> None:
        self.url = url
        self.asked: list[Request] = []
        self.updates: Any = None
        self.told([])

    def told(self, serves: list[str], answers: str = "right", only: str = "", bytes: int = 0) -> None:
        for folder in serves:
            assert (VECTORS / "repositories" / folder).is_dir(), f"there is no repository {folder}"
        self.serves, self.answers, self.only, self.bytes = serves, answers, only, bytes

    def fetch(self, request: Request) -> Reply:
        self.asked.append(request)
        path = request.url.removeprefix(self.url)
        answers = self.answers if self.only in path else "right"
        if answers in THROWN:
            raise THROWN[answers]()
        if answers == "throws":
            raise ValueError("none of its errors")
        if answers in BARE:
            return reply(BARE[answers])
        if answers == "sign_in_page":
            return reply(200, b"<html>Sign in</html>")
        if answers == "busy":
            return reply(503, retry_after_seconds=600)
        if answers == "endless":
            return reply(200, b"{" * (request.most_bytes + 1))
        if answers == "absurd":
            return reply(65_535, whole=False, from_byte=2**64 - 1)
        if answers == "stops":
            self.updates.stop()
        right = self.right(request, path)
        if answers == "cut":
            right.body, right.whole = right.body[: self.bytes], False
        return right

    def right(self, request: Request, path: str) -> Reply:
        files = [VECTORS / "repositories" / folder / path for folder in reversed(self.serves)]
        file = next((file.read_bytes() for file in files if file.is_file()), None)
        if file is None:
            return reply(404)
        etag = f'"{hashlib.sha256(file).hexdigest()}"'
        if request.etag == etag:
            return reply(304, etag=etag)
        body = file[request.from_byte :]
        if request.from_byte + len(body) > request.most_bytes:
            raise TransportError.TooMuch()
        return reply(206 if request.from_byte else 200, body, etag=etag, from_byte=request.from_byte)


class Watching(Watch):
    """A watch that keeps what it is told, and stops at a step."""

    def __init__(self, stop_at: Optional[str] = None) -> None:
        self.told: list[Progress] = []
        self.stop_at = stop_at

    def progress(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.step.name.lower() == self.stop_at:
            raise TransportError.Stopped()
