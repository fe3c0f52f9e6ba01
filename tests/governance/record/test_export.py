"""What is exported verifies with nothing but Python, and no longer once it was tampered with."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import models

from ridgeway.core.record.bundle import VERIFIER, Bundle
from ridgeway.core.record.note import SignerKey
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.proving import export_all
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.export import NoSuchChain, export_record
from ridgeway.governance.record.keys import signer
from ridgeway.governance.record.models import Checkpoint, Event
from tests.governance.conftest import AT, World
from tests.governance.record.altering import other
from tests.governance.record.conftest import unguarded
from tests.marks import covers


def verdict(bundle: Path, key: SignerKey, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(bundle), "--key", str(key.verifier)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@covers("F-257", "F-260")
def test_an_exported_record_verifies_offline(signed: World, key: SignerKey, tmp_path: Path) -> None:
    older = tmp_path / "older.note"
    older.write_text(Checkpoint.objects.get(chain__key="sec").note)
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    target = tmp_path / "record.zip"
    export_record(target, [key.verifier], at=AT)
    code, said = verdict(target, key)
    assert (code, "no signed checkpoint covers" in said) == (1, True)
    sign_chains(key, AT)
    export_record(target, [key.verifier], at=AT)
    code, said = verdict(target, key, "--checkpoint", str(older))
    assert code == 0, said
    assert f"chain installation: {Event.objects.filter(chain__key='installation').count()} " in said
    assert "2 signed checkpoints" in said
    assert all(check.holds for check in Bundle(target).check(key.verifier).values())


@covers("F-257")
@pytest.mark.usefixtures("signed")
def test_a_tampered_entry_is_named_by_whoever_gets_the_export(
    key: SignerKey, tmp_path: Path
) -> None:
    target = tmp_path / "record.zip"
    with unguarded():
        event = Event.objects.get(chain__key="installation", seq=4)
        Event.objects.filter(pk=event.pk).update(body=bytes(event.body) + b" ")
        export_record(target, [key.verifier], at=AT)
    code, said = verdict(target, key)
    assert (code, "entry 4: its hash" in said) == (1, True), said


REPEATED = {
    "record_event": {"act", "subject_type", "subject_id", "actor_id", "audience", "recorded_at"},
    "record_checkpoint": {"size", "root", "frontier", "signed_at"},
}
"""Columns that repeat what is exported, and are not exported themselves."""

COLUMNS = [
    (model, column.attname)
    for model in (Event, Checkpoint)
    for column in model._meta.concrete_fields
    if not isinstance(column, models.AutoField)
]


@covers("F-257", "F-260")
@pytest.mark.parametrize(("model", "name"), COLUMNS)
@pytest.mark.usefixtures("signed")
def test_a_change_of_any_column_is_refused_in_the_export_or_does_not_reach_it(
    key: SignerKey, tmp_path: Path, model: type[models.Model], name: str
) -> None:
    sound, target = tmp_path / "sound.zip", tmp_path / "record.zip"
    export_record(sound, [key.verifier], at=AT)
    with unguarded():
        row = model._default_manager.filter(chain__key="sec").latest("pk")
        column = next(f for f in model._meta.concrete_fields if f.attname == name)
        new = 2 * row.pk if name == "chain_id" else other(column, getattr(row, name))
        model._default_manager.filter(pk=row.pk).update(**{name: new})
        export_record(target, [key.verifier], at=AT)
    if name in REPEATED[model._meta.db_table]:
        assert target.read_bytes() == sound.read_bytes()
    else:
        assert verdict(target, key)[0] == 1


@pytest.mark.usefixtures("signed")
def test_one_chain_can_be_exported_alone(key: SignerKey) -> None:
    stream = io.BytesIO()
    export_record(stream, [key.verifier], at=AT, chains=["sec"])
    assert set(Bundle(stream).origins) == {"sec"}
    with pytest.raises(NoSuchChain, match="no chain rec; there is installation, sec"):
        export_record(io.BytesIO(), [key.verifier], at=AT, chains=["rec"])


@covers("F-260")
def test_an_export_has_one_file_of_evidence_open_at_a_time(world: World, tmp_path: Path) -> None:
    for number in range(30):
        digest, _ = store.put(iter([f"Evidence {number % 20}".encode()]))
        Evidence.objects.create(code=world.code, digest=digest, arrived_date=AT.date())
    target = tmp_path / "record.zip"
    least = os.dup(0)
    os.close(least)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (least + 10, limits[1]))
    try:
        export_all(target, AT)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    code, said = verdict(target, signer())
    assert (code, "files: 20, each has its digest" in said) == (0, True), said
