from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.places import load_places


class Command(BaseCommand):
    help = "Load the districts and offices of a city (accounts/data/<city>.toml)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", nargs="?", default="suzhou")

    def handle(self, *args: Any, **options: Any) -> None:
        districts, offices = load_places(options["city"])
        self.stdout.write(f"{districts} districts, {offices} offices")
