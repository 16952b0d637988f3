from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.divisions import load_divisions


class Command(BaseCommand):
    help = "Load the administrative divisions of the country (accounts/data/divisions.csv)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_divisions()} divisions")
