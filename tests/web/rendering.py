"""Our templates as Django builds them, and a loopback server that sends the strict policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.template.backends.jinja2 import Jinja2
from jinja2 import FileSystemLoader

from ridgeway.web.environment import STATIC_DIR, TEMPLATE_DIR, environment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


def render(name: str, context: Mapping[str, Any]) -> str:
    """A template with our environment, without a request."""
    made = environment(loader=FileSystemLoader(TEMPLATE_DIR))
    return made.get_template(name).render(**context)


def backend() -> Jinja2:
    """Django's own backend with the options that the settings give it."""
    return Jinja2(
        {
            "NAME": "ours",
            "DIRS": [TEMPLATE_DIR],
            "APP_DIRS": False,
            "OPTIONS": {"environment": "ridgeway.web.environment.environment"},
        }
    )


@contextmanager
def served(page: str) -> Iterator[str]:
    """The address at which `page` and our static files are served on this machine."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path.startswith("/static/"):
                file = STATIC_DIR / path.removeprefix("/static/")
                kind, body = TYPES[file.suffix[1:]], file.read_bytes()
            else:
                kind, body = "text/html; charset=utf-8", page.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_parts: object) -> None:
            """Silent: the test reads the answers, not the log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
