"""Correcting the document a person is known by."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.person_profile import follow_document
from accounts.models import StaffPosition, User
from accounts.positions import holds_position
from portal.lib.crypto import keyed_hash
from portal.lib.masking import mask_id_number, mask_name
from portal.lib.refusals import Refused


@transaction.atomic
def correct_document(
    user_id: int,
    full_name: str,
    id_doc_type: str,
    id_doc_number: str,
    reason: str,
    actor: User,
    address: str | None = None,
) -> None:
    """Staff put a person's name and document right; persons cannot change them themselves.

    Raises PermissionDenied, or Refused when another account has the document.
    """
    if not (actor.is_superuser or holds_position(actor, StaffPosition.Role.SYSTEM_ADMIN)):
        raise PermissionDenied(_("只有系统管理员可以更正证件信息。"))
    user = User.objects.select_for_update().get(pk=user_id)
    before = [mask_name(user.full_name), user.id_doc_type, mask_id_number(user.id_doc_number)]
    user.full_name = full_name
    user.id_doc_type = id_doc_type
    user.id_doc_number = id_doc_number
    user.id_doc_hash = keyed_hash(id_doc_number)
    try:
        with transaction.atomic():
            user.save(update_fields=["full_name", "id_doc_type", "id_doc_number", "id_doc_hash"])
    except IntegrityError:
        raise Refused(_("该证件已绑定其他账号，请通过用户申诉办理。")) from None
    follow_document(user)
    after = [mask_name(full_name), id_doc_type, mask_id_number(id_doc_number)]
    detail = {"document": [before, after], "reason": reason}
    record(actor, "correct_document", user, detail, address)
