"""A mail server that fails as servers fail, and keeps a journal of what it took.

Each recipient may have a script: one step for each time the recipient is named to the server;
after the last step all is well. A `pattern` tells the steps of all recipients instead. The journal
holds what the server accepted, whether or not the client ever heard so: it is the truth that the
ledger of deliveries is compared with.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum


class Step(StrEnum):
    """What happens to one attempt."""

    OK = "ok"
    RCPT_421 = "421 at RCPT, then the line is cut"
    RCPT_450 = "450 at RCPT"
    RCPT_452 = "452 at RCPT"
    RCPT_550 = "550 at RCPT"
    DATA_451 = "451 at DATA"
    END_451 = "451 after the dot"
    END_452 = "452 after the dot"
    END_552 = "552 after the dot"
    END_550 = "550 after the dot"
    DROP_AT_RCPT = "line cut at RCPT"
    DROP_BEFORE_DOT = "line cut inside the body"
    DROP_AFTER_DOT = "taken, line cut without an answer"
    DRIP = "answers at one byte every tenth of a second"
    HANG = "no answer after the dot, not taken"
    GARBAGE = "taken, answered with no SMTP at all"
    EARLY = "answers before it is asked"


TAKEN = frozenset({Step.OK, Step.DROP_AFTER_DOT, Step.GARBAGE, Step.DRIP})
GREETING = b"220 sink ESMTP\r\n"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message that the server took."""

    recipient: str
    message_id: str
    digest: str
    wire: bytes
    answered: bool
    secure: bool

    def told(self) -> dict[str, str | bool]:
        """Without the bytes, for another process."""
        names = ("recipient", "message_id", "digest", "answered", "secure")
        return {name: getattr(self, name) for name in names}

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.wire, policy=default)


@dataclass
class Sink:
    """The server's script and its journal; `port` is set while it runs."""

    scripts: dict[str, list[Step]] = field(default_factory=dict)
    pattern: Callable[[str, int], Step] | None = None
    greeting: bytes = GREETING
    tls: ssl.SSLContext | None = None
    port: int = 0
    journal: list[Accepted] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    commands: list[bytes] = field(default_factory=list)
    drip: float = 0.1

    def counts(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(one.message_id for one in self.journal)

    def step(self, recipient: str) -> Step:
        self.attempts[recipient] += 1
        number = self.attempts[recipient] - 1
        if self.pattern is not None:
            return self.pattern(recipient, number)
        script = self.scripts.get(recipient, [])
        return script[number] if number < len(script) else Step.OK

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Talk(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort() if self.tls is None else writer.close()


class _Talk:
    """One connection."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.recipient, self.step, self.secure = "", Step.OK, False

    async def say(self, line: bytes) -> None:
        if self.step is Step.DRIP:
            for byte in line:
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(self.sink.drip)
            return
        self.writer.write(line)
        await self.writer.drain()

    async def run(self) -> None:
        await self.say(self.sink.greeting)
        while line := await self.reader.readline():
            self.sink.commands.append(line.strip())
            verb = line[:4].upper()
            if verb == b"QUIT":
                await self.say(b"221 bye\r\n")
                return
            if not await self.answer(verb, line):
                return

    async def answer(self, verb: bytes, line: bytes) -> bool:
        if verb == b"EHLO":
            offers = b"250-STARTTLS\r\n" if self.sink.tls and not self.secure else b""
            await self.say(b"250-sink\r\n" + offers + b"250 SIZE 10000000\r\n")
        elif verb == b"STAR" and self.sink.tls:
            await self.say(b"220 go on\r\n")
            await self.writer.start_tls(self.sink.tls)
            self.secure = True
        elif verb == b"MAIL":
            self.step = Step.OK
            await self.say(b"250 ok\r\n")
        elif verb == b"RCPT":
            self.recipient = line.decode().partition("<")[2].partition(">")[0]
            return await self.addressed()
        elif verb == b"DATA":
            return await self.body()
        elif verb == b"RSET":
            self.step = Step.OK
            await self.say(b"250 ok\r\n")
        else:
            await self.say(b"500 what?\r\n")
        return True

    async def addressed(self) -> bool:
        self.step = self.sink.step(self.recipient)
        if self.step is Step.DROP_AT_RCPT:
            return False
        if self.step.value[:3] in ("421", "450", "452", "550") and "RCPT" in self.step.value:
            code = self.step.value[:3].encode()
            await self.say(code + b" no\r\n")
            return code != b"421"
        await self.say(b"250 ok\r\n")
        return True

    async def body(self) -> bool:
        if self.step is Step.DATA_451:
            await self.say(b"451 no\r\n")
            return True
        if self.step is Step.EARLY:
            await self.say(b"354 go on\r\n250 taken, says the liar\r\n")
        else:
            await self.say(b"354 go on\r\n")
        if self.step is Step.DROP_BEFORE_DOT:
            await self.reader.read(64)
            return False
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        return await self.ended(b"".join(lines))

    async def ended(self, wire: bytes) -> bool:
        if self.step in TAKEN:
            self.take(wire, answered=self.step in (Step.OK, Step.DRIP))
        if self.step is Step.DROP_AFTER_DOT:
            return False
        if self.step is Step.GARBAGE:
            await self.say(b"HTTP/1.1 200 OK\r\n")
            return False
        if self.step is Step.HANG:
            await asyncio.sleep(60)
            return False
        code = self.step.value[:3].encode() if "after the dot" in self.step.value else b""
        await self.say(
            code + b" no\r\n" if code in (b"451", b"452", b"550", b"552") else b"250 ok\r\n"
        )
        return True

    def take(self, wire: bytes, *, answered: bool) -> None:
        mail = message_from_bytes(wire, policy=default)
        self.sink.journal.append(
            Accepted(
                recipient=self.recipient,
                message_id=str(mail["Message-ID"]),
                digest=hashlib.sha256(wire).hexdigest(),
                wire=wire,
                answered=answered,
                secure=self.secure,
            )
        )


@contextlib.contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """The sink on a port of its own, on the loopback only, in a thread of its own."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    tasks: list[asyncio.AbstractServer] = []

    async def start() -> None:
        server = await asyncio.start_server(sink.serve, "127.0.0.1", sink.port)
        sink.port = server.sockets[0].getsockname()[1]
        tasks.append(server)
        ready.set()

    def work() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(_stop, loop, tasks)
        thread.join(10)
        loop.close()


def _stop(loop: asyncio.AbstractEventLoop, servers: list[asyncio.AbstractServer]) -> None:
    for server in servers:
        server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.call_later(0.05, loop.stop)
