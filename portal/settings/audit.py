"""How long the audit log is kept at hand before it moves into archives."""

from portal.settings import env

# 网络安全法: logs are kept for six months at least.
SHORTEST = 180
AUDIT_RETENTION_DAYS = env.number("AUDIT_RETENTION_DAYS", 3 * 365)
if AUDIT_RETENTION_DAYS < SHORTEST:
    raise env.problem("AUDIT_RETENTION_DAYS", f"must be {SHORTEST} or more")
