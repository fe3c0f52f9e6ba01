"""The pages that tests open: faults of a page fail the test that looked at it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.browser import WITHOUT, chromium_path

ROOT = Path(__file__).resolve().parents[2]
SERVED = """
    import http.server, threading
    import pytest

    PAGE = '''{page}'''

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = PAGE.encode() if self.path == "/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", "style-src 'none'")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    def test_page(new_page):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = new_page(width=390)
            page.goto(f"http://127.0.0.1:{{server.server_port}}/")
            assert page.title() == "Seen"
            page.wait_for_timeout(200)
            server.shutdown()
"""


def looked_at(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    page = f"<!doctype html><html lang=en><title>Seen</title>{body}</html>"
    source = textwrap.dedent(SERVED).format(page=page)
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.browser"],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>Well</p>", None),
        ("<script>lost()</script>", "script error: lost is not defined"),
        ("<img alt='' src='http://elsewhere.example/x.png'>", "asked another machine"),
        ("<p style='color: red'>Styled</p>", "Content Security Policy"),
        ("<img alt='' src='/missing.png'>", None),
    ],
    ids=["good page", "script error", "another machine", "inline style", "answer 404"],
)
def test_faults_of_a_page_fail_the_test(tmp_path: Path, body: str, fault: str | None) -> None:
    if chromium_path() is None:
        pytest.skip(WITHOUT)
    done = looked_at(tmp_path, body)
    if fault is None:
        assert done.returncode == 0, done.stdout + done.stderr
    else:
        assert done.returncode == 1
        assert fault in done.stdout
