"""Jobs started by the clock. A job finds what is due in the database; it takes no arguments."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "deliveries": {"task": "accounts.jobs.sweep_deliveries", "schedule": 30},
    "account holders": {"task": "accounts.jobs.tell_account_holders", "schedule": 60},
    "locked owners": {"task": "accounts.jobs.tell_locked_owners", "schedule": 60},
    "documents": {"task": "programs.jobs.sweep_documents", "schedule": 60},
    "lapsed grants": {
        "task": "programs.jobs.lapse_grants",
        "schedule": crontab(hour=0, minute=5),
    },
    "expiring grants": {
        "task": "programs.jobs.remind_of_expiry",
        "schedule": crontab(hour=9, minute=10),
    },
    "submissions": {"task": "programs.jobs.run_submissions", "schedule": 60},
    "intakes": {"task": "programs.jobs.run_intakes", "schedule": 60},
    "old intakes": {"task": "programs.jobs.purge_intakes", "schedule": crontab(hour=3, minute=40)},
    "batches": {"task": "reviews.jobs.resume_batches", "schedule": 60},
    "exports": {"task": "reviews.jobs.give_up_exports", "schedule": 300},
    "disbursements": {"task": "reviews.jobs.resume_disbursements", "schedule": 60},
    "instalments": {
        "task": "reviews.jobs.prepare_instalments",
        "schedule": crontab(hour=1, minute=30),
    },
    "notices": {"task": "reviews.jobs.conclude_notices", "schedule": 300},
    "announcements": {"task": "reviews.jobs.resume_announcements", "schedule": 60},
    "large calls": {"task": "reviews.jobs.count_large_calls", "schedule": crontab(minute=25)},
    "budgets": {"task": "programs.jobs.count_budgets", "schedule": 600},
    "call openings": {"task": "programs.jobs.announce_calls", "schedule": 300},
    "audit-chain": {"task": "accounts.jobs.link_audit_log", "schedule": 60},
    "audit-archive": {
        "task": "accounts.jobs.archive_audit_log",
        "schedule": crontab(hour=4, minute=10),
    },
    "leftovers": {"task": "accounts.jobs.purge_leftovers", "schedule": crontab(hour=3, minute=20)},
}
