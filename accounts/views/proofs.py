"""The proofs of a request: kept as they arrive, so a mistake in another field loses none."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.actions.stash import discard, find_all_stashed, stash
from accounts.models import StashedUpload
from accounts.papers import check_paper
from portal.lib.uploads import UploadRefused

MAX_PROOFS = 5


@dataclass
class Proofs:
    """What this visitor has uploaded for one form, and what was refused; for `_proofs.html`.

    `note` says which papers are meant.
    """

    request: HttpRequest
    slot: str
    note: str | Promise
    limit: int = MAX_PROOFS
    refused: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[StashedUpload]:
        return find_all_stashed(self.request.session, self.slot)

    @property
    def is_full(self) -> bool:
        return len(self.files) >= self.limit

    def take(self) -> bool:
        """Keeps what came with the form and takes back what is to be removed.

        Says whether that was all somebody wanted: the rest of the form is not judged yet.
        """
        self._keep()
        self._remove()
        return "keep" in self.request.POST or "remove" in self.request.POST

    def demand(self) -> list[StashedUpload]:
        """The files, at least one; otherwise `refused` says so."""
        files = self.files
        if not files and not self.refused:
            self.refused.append(_("请至少上传一份证明材料。"))
        return files

    def _keep(self) -> None:
        room = self.limit - len(self.files)
        for file in self.request.FILES.getlist("proof"):
            if room <= 0:
                self.refused.append(_("最多上传 %(limit)s 份证明材料。") % {"limit": self.limit})
                break
            try:
                checked = check_paper(file)
            except UploadRefused as refusal:
                self.refused.append(f"{file.name}" + _("：") + refusal.messages[0])
            else:
                stash(self.request.session, self.slot, checked)
                room -= 1

    def _remove(self) -> None:
        for proof in self.files:
            if self.request.POST.get("remove") == str(proof.pk):
                discard(proof)
                messages.info(self.request, _("已移除 %(name)s。") % {"name": proof.name})
