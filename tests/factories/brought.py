"""What a unit brings at once."""

from typing import Any

from django.core.files.base import ContentFile

from programs.models import Application, BatchSubmission, RosterImport, ScanArchive


def brought_by(unit_part: Application) -> dict[str, Any]:
    """A roster, an archive of scans and people submitted at once, of the unit."""
    order = {"call": unit_part.call, "unit": unit_part.unit, "created_by": unit_part.created_by}
    sent = order | {"file": ContentFile(b"x", "x.xlsx"), "name": "名单.xlsx", "state": "checked"}
    roster = RosterImport.objects.create(**sent, returned=ContentFile(b"x", "x.xlsx"))
    scans = ScanArchive.objects.create(**sent)
    submission = BatchSubmission.objects.create(**order)
    return {"roster": roster.pk, "scans": scans.pk, "submission": submission.pk}
