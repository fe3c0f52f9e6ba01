"""One keep-alive HTTP/1.1 connection, with as little of its own as can be."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

AT_ONCE = 262144
Answer = tuple[int, bytes, bytes]
"""Status, head, body."""


class Connection:
    """Sends raw requests over one socket; opens it anew when the server closed it in between."""

    def __init__(self, host: str, port: int, timeout: float = 120) -> None:
        self.address, self.timeout = (host, port), timeout
        self.socket: socket.socket | None = None
        self.buffer = b""

    def close(self) -> None:
        if self.socket:
            self.socket.close()
        self.socket, self.buffer = None, b""

    def _open(self) -> socket.socket:
        self.socket = socket.create_connection(self.address, self.timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        return self.socket

    def _more(self, sock: socket.socket) -> bytes:
        data = sock.recv(AT_ONCE)
        if not data:
            self.close()
            raise ConnectionError("the server closed in the middle of an answer")
        return data

    def send(self, raw: bytes, *, retry: bool = True) -> Answer:
        """One request, one answer; raises OSError or ValueError when there is none."""
        fresh = self.socket is None
        sock = self.socket or self._open()
        try:
            sock.sendall(raw)
            while b"\r\n\r\n" not in self.buffer:
                data = sock.recv(AT_ONCE)
                if not data:
                    raise ConnectionError("closed")
                self.buffer += data
        except ConnectionError:
            early = not self.buffer
            self.close()
            if fresh or not retry or not early:
                raise
            return self.send(raw, retry=False)  # the server had closed an idle connection
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        return self._rest(sock, int(head[9:12]), head)

    def _rest(self, sock: socket.socket, status: int, head: bytes) -> Answer:
        low = head.lower()
        length = re.search(rb"content-length:\s*(\d+)", low)
        if b"transfer-encoding: chunked" in low:
            body = self._chunked(lambda: self._more(sock))
        elif length:
            body = self._counted(lambda: self._more(sock), int(length.group(1)))
        elif status in (204, 304):
            body = b""
        else:
            parts = [self.buffer]
            while data := sock.recv(AT_ONCE):
                parts.append(data)
            body = b"".join(parts)
            self.close()
        if b"connection: close" in low:
            self.close()
        return status, head, body

    def _counted(self, more: Callable[[], bytes], want: int) -> bytes:
        parts, have = [self.buffer], len(self.buffer)
        while have < want:
            parts.append(data := more())
            have += len(data)
        body = b"".join(parts)
        self.buffer = body[want:]
        return body[:want]

    def _chunked(self, more: Callable[[], bytes]) -> bytes:
        out, rest = [], bytearray(self.buffer)
        self.buffer = b""
        while True:
            while (end := rest.find(b"\r\n")) < 0:
                rest += more()
            size = int(bytes(rest[:end]).split(b";")[0], 16)
            while len(rest) < end + 2 + size + 2:
                rest += more()
            out.append(bytes(rest[end + 2 : end + 2 + size]))
            del rest[: end + 2 + size + 2]
            if not size:
                self.buffer = bytes(rest)
                return b"".join(out)
