"""One conversation with a mail server, command by command, so that each step can be told apart.

`smtplib.sendmail` sends body and final dot in one go. Here the dot is a step of its own, because
until it leaves no server takes the message, and after it only the server knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Self

from ridgeway.faults import crashpoint

LOCAL_NAME = "ridgeway"


class Security(StrEnum):
    """How the conversation is protected; what is set is never given up for clear text."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail goes and how we name ourselves. `timeout` is the most that one message takes."""

    host: str
    port: int
    sender: str
    origin: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = Security.NONE
    timeout: float = 20.0
    trust: ssl.SSLContext | None = None


class Refusal(Exception):
    """What a server answered instead of yes, about this one message."""

    def __init__(self, code: int, said: bytes | str) -> None:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        super().__init__(f"{code} {' '.join(words.split())}"[:300])
        self.code = code

    @property
    def for_good(self) -> bool:
        return self.code >= 500


def _without_delay(server: smtplib.SMTP) -> None:
    """The dot follows the body in a packet of its own, which must not wait for an answer to it."""
    if server.sock is not None:
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@dataclass(slots=True)
class Line:
    """A connection that is opened when it is first needed and kept for the next message."""

    post: Post
    opened: bool = False
    _server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None and kind is None:
            try:
                with self.time_limit():
                    self._server.quit()
            except (OSError, smtplib.SMTPException):
                pass
        self.abandon()

    def open(self) -> None:
        """Connect, protect, sign in. Raises OSError or SMTPException; `opened` tells how far."""
        self.opened = self._server is not None
        if self._server is not None:
            return
        post = self.post
        trust = post.trust or ssl.create_default_context()
        if post.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                timeout=post.timeout, local_hostname=LOCAL_NAME, context=trust
            )
        else:
            server = smtplib.SMTP(timeout=post.timeout, local_hostname=LOCAL_NAME)
        self._server = server
        try:
            # The name that TLS checks; `connect` alone does not set it.
            server._host = post.host  # type: ignore[attr-defined]  # noqa: SLF001
            with self.time_limit():
                code, said = server.connect(post.host, post.port)
                if code != 220:
                    raise smtplib.SMTPConnectError(code, said)
                _without_delay(server)
                server.ehlo_or_helo_if_needed()
                if post.security is Security.STARTTLS:
                    server.starttls(context=trust)
                    server.ehlo_or_helo_if_needed()
                if post.user:
                    server.login(post.user, post.password)
        except BaseException:
            self.abandon()
            raise
        self.opened = True

    def address(self, recipient: str) -> None:
        """Say from whom and to whom. A refused sender is a matter of settings: never for good."""
        self._nothing_unasked()
        code, said = self._open.mail(self.post.sender)
        if code >= 500:
            code, said = 499, b"sender refused: " + said
        self._yes(code, said)
        self._yes(*self._open.rcpt(recipient))

    def body(self, wire: bytes) -> None:
        """Everything but the final dot."""
        self._yes(*self._open.docmd("DATA"), wanted=3)
        crashpoint("worker.data-opened")
        quoted = re.sub(rb"(?m)^\.", b"..", wire)
        self._open.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
        self._nothing_unasked()

    def end(self) -> None:
        """The dot, and the answer that settles it."""
        self._open.send(b".\r\n")
        crashpoint("worker.dot-sent")
        self._yes(*self._open.getreply())

    @contextmanager
    def time_limit(self) -> Iterator[None]:
        """End a conversation that drips: the socket's own timeout starts anew with each byte."""
        timer = threading.Timer(self.post.timeout, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def abandon(self) -> None:
        """Hang up without a word."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @property
    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._server

    def _yes(self, code: int, said: bytes, *, wanted: int = 2) -> None:
        """Go on after a yes. A no leaves the line ready for the next message; 421 ends it."""
        if code // 100 == wanted:
            return
        if not 400 <= code <= 599:
            raise smtplib.SMTPServerDisconnected(f"unreadable answer: {code} {said[:80]!r}")
        if code == 421:
            self.abandon()
        else:
            try:
                self._open.rset()
            except (OSError, smtplib.SMTPException):
                self.abandon()
        raise Refusal(code, said)

    def _nothing_unasked(self) -> None:
        """A server that answers before it is asked would have its answers mistaken for others."""
        server = self._open
        if server.sock is None or server.file is None:
            return
        server.sock.settimeout(0)
        try:
            early = server.file.peek(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            early = b""
        finally:
            server.sock.settimeout(self.post.timeout)
        if early:
            raise smtplib.SMTPServerDisconnected(f"answered unasked: {bytes(early[:80])!r}")

    def _shut(self) -> None:
        server = self._server
        found = server.sock if server is not None else None
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)
