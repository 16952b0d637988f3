from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.actions.definitions import load_programs
from programs.definitions.loader import DefinitionError


class Command(BaseCommand):
    help = "Load every programme of programs/definitions/ into an immutable version."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            versions = load_programs()
        except DefinitionError as error:
            raise CommandError(str(error)) from error
        for version in versions:
            self.stdout.write(f"{version.program.slug} v{version.number}")
