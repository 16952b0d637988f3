from typing import Any

from django.core.management.base import BaseCommand

from portal.site.demo.cast import COMPANIES, ENDED_ACCOUNT, PASSWORD, STAFF
from portal.site.demo.own import TALENTS


class Command(BaseCommand):
    help = "Print one login for each role of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [(c.username, "企业", f"{c.name} · {c.clerk}") for c in COMPANIES]
        rows.append(("person", "个人", "徐悲鸿"))
        rows += [(t.username, "个人", f"{t.name} · {t.note}") for t in TALENTS]
        rows.append((ENDED_ACCOUNT, "个人", "吴作人 · 原系统账号，只能用政务服务网登录"))
        rows += [(s.username, "工作人员", f"{s.note} · {s.name}") for s in STAFF]
        self.stdout.write(f"演示账号（密码均为 {PASSWORD}；工作人员的动态口令显示在登录页）")
        for username, kind, note in rows:
            self.stdout.write(f"  {username:<16} {kind:<6} {note}")
