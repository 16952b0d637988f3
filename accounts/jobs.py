"""Work started by the clock (`portal/settings/schedule.py`)."""

import time

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.actions.account_changes import tell_holders
from accounts.actions.audit_chain import archive, link_new
from accounts.actions.codes import purge_codes
from accounts.actions.my_data import sweep_exports
from accounts.actions.qr import purge_tickets
from accounts.actions.sign_ins import tell_locked
from accounts.actions.stash import purge_stash
from accounts.notifications.carrying import carry_out, claim_due

SWEEP_SECONDS = 60


@shared_task
def sweep_deliveries() -> None:
    """Carries out what is due: gathered messages, second tries, and what a dead worker left.

    Several sweeps at once share the work, since each claims a row before it touches it.
    """
    end = time.monotonic() + SWEEP_SECONDS
    while time.monotonic() < end and (delivery := claim_due()):
        carry_out(delivery)


@shared_task
def tell_account_holders() -> None:
    """Tells companies that somebody asks for their account; also started by each request."""
    tell_holders()


@shared_task
def tell_locked_owners() -> None:
    """Tells people that their login was locked; also started by each lock."""
    tell_locked()


@shared_task
def purge_leftovers() -> None:
    """Deletes what nobody needs any more: old codes, abandoned uploads, sessions that ended."""
    purge_codes()
    purge_stash()
    purge_tickets()
    sweep_exports()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    open_sessions = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=open_sessions).delete()


@shared_task
def link_audit_log() -> None:
    """Appends the new lines of the audit log to its chain."""
    while link_new():
        pass


@shared_task
def archive_audit_log() -> None:
    """Puts lines away that are older than they have to be kept at hand."""
    archive(settings.AUDIT_RETENTION_DAYS)
