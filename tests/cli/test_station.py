"""Tables of another version are found before anything is done; what is loaded stays."""

from __future__ import annotations

import gc
import socket

import click
import pytest
from django.db.migrations.recorder import MigrationRecorder

from ridgeway.cli.serve import refuse_taken
from ridgeway.cli.station import loading, pending


@pytest.mark.usefixtures("db")
def test_tables_of_this_version_want_nothing() -> None:
    assert not pending()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("app", ["releases", "auth"])
def test_a_step_that_was_not_taken_is_found(app: str) -> None:
    last = MigrationRecorder.Migration.objects.filter(app=app).order_by("-name")[0]
    last.delete()
    assert pending()


@pytest.mark.usefixtures("db")
def test_a_step_of_a_later_version_stands_in_nobodys_way() -> None:
    MigrationRecorder.Migration.objects.create(app="releases", name="9999_yet_to_come")
    assert not pending()


def test_garbage_is_collected_again_after_loading_even_if_that_fails() -> None:
    with pytest.raises(ImportError), loading():
        _fail()
    assert gc.isenabled()
    gc.unfreeze()


def _fail() -> None:
    assert not gc.isenabled()
    raise ImportError


def test_a_port_that_is_taken_is_said_before_anything_is_loaded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} .* another with --port"):
            refuse_taken("127.0.0.1", port)


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_a_host_is_taken_for_what_the_server_takes_it_for(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    said = ""
    try:
        refuse_taken(host, port)
    except click.ClickException as refused:
        said = refused.message
    # A machine without IPv6 has no such address; but it is read as one.
    assert "known" not in said
