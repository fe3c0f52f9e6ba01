"""A document is baselined by two at once: there is one version 1.0, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ridgeway.governance import acts
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Done
from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.releases.models import Release
from tests.governance.baselines.filling import fill
from tests.rigs.scene import AT
from tests.rigs.stage import Round, Stage, won

ELSEWHERE = Told(source="Minutes of the Panel")
FIRST = {"major": 1, "minor": 0, "issued_date": "2026-03-01"}


def baseline_baseline(stage: Stage) -> Round:
    """The vote on it is closed twice while somebody attests that it was baselined elsewhere."""
    release = stage.release()

    def do(act: str, subject: str, told: Told, **given: Any) -> Done:
        return acts.perform(act, subject, given, actor=stage.administrator, at=AT, told=told)

    document = fill(do, stage.code, release, f"MP{stage.seed}{stage.number}"[:40])
    put = {
        "subject_type": "baselines.releasedocument",
        "subject_id": document,
        "body": stage.panel,
        "matter": "baseline",
        "text": "that it is approved",
    }
    done = stage.do("resolution.propose", stage.code, stage.administrator, **put)
    resolution = Resolution.objects.get(pk=done.subject_id)
    for member in stage.seated:
        stage.vote(resolution, member)()

    def check(results: list[Any]) -> Iterator[str]:
        numbers = sorted(e.number for e in Edition.objects.filter(document_id=document))
        version = Release.objects.get(pk=release).rid_version
        if numbers.count("1.0") != 1:
            yield f"{numbers.count('1.0')} versions 1.0 of {numbers}, {won(results)} acknowledged"
        if len(numbers) != won(results):
            yield f"{len(numbers)} versions, {won(results)} acknowledged"
        resolution.refresh_from_db()
        if resolution.state == "carried" and version != 1:
            yield f"baselined, but the release counts {version}"

    moves = [
        lambda: stage.do("resolution.close", resolution.id, stage.chair),
        lambda: do("document.attest-edition", document, ELSEWHERE, **FIRST),
        lambda: stage.do("resolution.close", resolution.id, stage.administrator),
    ]
    return Round(moves, check)
