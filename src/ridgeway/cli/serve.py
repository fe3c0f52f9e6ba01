"""Serves web and worker on one machine, with one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import click

from ridgeway.cli.station import loading, open_station, require_ready


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help="Without the worker that sends notices.")
def serve(host: str, port: int, workers: int, threads: int, no_worker: bool) -> None:
    """Serve the pages, the API and the outbox until interrupted."""
    refuse_taken(host, port)
    open_station()
    require_ready()
    run(host, port, workers, threads, with_worker=not no_worker)


def refuse_taken(host: str, port: int) -> None:
    """Say at once that the port is in use, before anything is loaded."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {host} cannot be used ({error.strerror}); "
            "choose another with --port or --host."
        ) from error


def run(
    host: str, port: int, workers: int, threads: int, *, with_worker: bool, first: str = ""
) -> None:
    """The web server in this process, the worker in a child that ends with it.

    Once it answers it prints its address, with the page to see `first`.
    """
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Server(BaseApplication):  # type: ignore[misc]
        """The production server, set up from here rather than from a file of its own."""

        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "preload_app": True,
                "post_fork": _after_fork,
                "when_ready": lambda _: click.echo(ready),
                "timeout": 60,
                "graceful_timeout": 10,
                "keepalive": 15,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            """The application with all its pages, once for all workers: before they part."""
            with loading():
                from django.core.wsgi import get_wsgi_application
                from django.urls import reverse

                application = get_wsgi_application()
                reverse("sign-in")  # the addresses, and with them every view
            return application

    ready = f"\nReady: http://{host}:{port}{first}\nPress Ctrl+C to end."
    worker = start_worker() if with_worker else None
    try:
        Server().run()
    finally:
        if worker is not None:
            worker.send_signal(signal.SIGTERM)
            worker.wait(20)


def _after_fork(server: Any, worker: Any) -> None:
    """No connection of the parent may be shared by its children."""
    del server, worker
    from django.db import connections

    connections.close_all()


def start_worker() -> subprocess.Popen[bytes]:
    """The worker as a child of its own."""
    command = [sys.executable, "-m", "ridgeway.cli.main", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603 - our own interpreter and module


@click.command()
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
def worker(parent: int | None) -> None:
    """Send the notices that are due and sign checkpoints, until interrupted."""
    open_station()
    require_ready()
    from ridgeway.governance.notices.worker import run as work

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent is not None:
        threading.Thread(target=_until_alone, args=(parent, stop), daemon=True).start()
    work(stop)


def _until_alone(parent: int, stop: threading.Event) -> None:
    """End with the process that started this one, however that ended."""
    while not stop.wait(2):
        if os.getppid() != parent:
            stop.set()
