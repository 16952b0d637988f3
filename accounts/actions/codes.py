"""One-time codes by SMS: sending within limits, checking, using up."""

import datetime as dt
import hmac
import ipaddress
import secrets

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User, VerificationCode
from accounts.notifications import send_code_message
from accounts.notifications.telling import DELIVER
from portal.lib.background import enqueue_on_commit
from portal.lib.crypto import keyed_hash
from portal.lib.locks import serialise
from portal.lib.refusals import RateLimited

LIFETIME = dt.timedelta(minutes=5)
PAUSE = dt.timedelta(seconds=60)
TRIES = 5
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PER_PHONE = ((5, HOUR), (10, DAY))
PER_ADDRESS = ((30, HOUR),)
IPV6_PREFIX = 64  # one visitor has a whole network of these


class WrongCode(Exception):
    """The code is wrong, expired, used, of another phone or of another purpose."""

    def __init__(self) -> None:
        super().__init__(_("验证码不正确或已失效，请核对手机号和验证码，或重新获取。"))


@transaction.atomic
def send_code(phone: str, purpose: str, address: str, *, deliver: bool = True) -> None:
    """Sends a new code; the ones sent before are good for nothing from now on.

    Without `deliver` all is the same, limits and cost included, but no SMS leaves: for phones
    that have no account, so that nobody learns which have. Raises RateLimited.
    """
    network = _network(address)
    serialise(f"code address {network}", f"code phone {phone}")
    _check_limits(phone, purpose, network)
    code = f"{secrets.randbelow(10**6):06d}"
    now = timezone.now()
    VerificationCode.objects.create(
        phone=phone,
        purpose=purpose,
        code_hash=_hash(phone, purpose, code),
        address=network,
        expires_at=now + LIFETIME,
    )
    with transaction.atomic():
        delivery = send_code_message(phone, code, purpose, valid_for=LIFETIME)
        # Written and taken back, which costs as much as writing; the worker will find nothing.
        transaction.set_rollback(not deliver)
    if not deliver:
        enqueue_on_commit(DELIVER, str(delivery.pk))


def seconds_to_wait(phone: str, purpose: str) -> int:
    """Until the next code may be asked for; 0 when it may be now."""
    sent = VerificationCode.objects.filter(phone=phone, purpose=purpose)
    newest = sent.order_by("-created_at").values_list("created_at", flat=True).first()
    if newest is None:
        return 0
    return max(0, -int((timezone.now() - newest - PAUSE).total_seconds() // 1))


@transaction.atomic
def use_code(phone: str, purpose: str, code: str) -> None:
    """Uses the code up, in the transaction of what it allows. Raises WrongCode."""
    newest = (
        VerificationCode.objects.select_for_update()
        .filter(phone=phone, purpose=purpose)
        .order_by("-created_at", "-pk")
        .first()
    )
    if newest is None or newest.used_at or newest.expires_at <= timezone.now():
        raise WrongCode
    if not _may_try(newest) or not hmac.compare_digest(
        newest.code_hash, _hash(phone, purpose, code)
    ):
        raise WrongCode
    newest.used_at = timezone.now()
    newest.save(update_fields=["used_at"])


@transaction.atomic
def confirm_by_code(user: User, code: str, address: str | None = None) -> None:
    """Somebody signed in has shown again that the bound phone is hers. Raises WrongCode."""
    use_code(user.phone or "", VerificationCode.Purpose.CONFIRM, code)
    record(user, "confirm_by_code", user, {}, address)


def purge_codes(older_than: dt.timedelta = 2 * DAY) -> int:
    """Deletes codes that no limit counts any more; returns how many."""
    deleted, _by_model = VerificationCode.objects.filter(
        created_at__lt=timezone.now() - older_than
    ).delete()
    return deleted


def _may_try(code: VerificationCode) -> bool:
    """Counts a try. In the cache: a row would forget it when the caller's transaction fails."""
    key = f"code-tries:{code.pk}"
    cache.add(key, 0, int(LIFETIME.total_seconds()))
    return int(cache.incr(key)) <= TRIES


def _check_limits(phone: str, purpose: str, network: str) -> None:
    if wait := seconds_to_wait(phone, purpose):
        raise RateLimited(
            _("验证码已发送，请在%(seconds)d秒后重新获取。") % {"seconds": wait}, retry_after=wait
        )
    for amount, period in PER_PHONE:
        if _count(period, phone=phone) >= amount:
            raise _exhausted(_("该手机号获取验证码次数过多，请稍后再试。"), period)
    for amount, period in PER_ADDRESS:
        if _count(period, address=network) >= amount:
            raise _exhausted(_("当前网络获取验证码次数过多，请稍后再试。"), period)


def _exhausted(message: str, period: dt.timedelta) -> RateLimited:
    return RateLimited(message, retry_after=int(period.total_seconds()))


def _count(period: dt.timedelta, **who: str) -> int:
    since = timezone.now() - period
    return VerificationCode.objects.filter(created_at__gt=since, **who).count()


def _hash(phone: str, purpose: str, code: str) -> str:
    return keyed_hash(f"{phone}:{purpose}:{code}")


def _network(address: str) -> str:
    """The address itself, or the network of an IPv6 address."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return address
    network = ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False)
    return str(network.network_address)
