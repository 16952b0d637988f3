"""`python -m portal.local run` and `python -m portal.local exec [--durable] -- command …`."""

import sys

from portal.local.process import LocalError
from portal.local.run import run
from portal.local.services import run_with_services

USAGE = "usage: python -m portal.local run | exec [--durable] -- command …"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["run"]:
            return run()
        case ["exec", "--", *command] if command:
            return run_with_services(command)
        case ["exec", "--durable", "--", *command] if command:
            return run_with_services(command, durable=True)
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LocalError as error:
        sys.exit(f"\n{error}")
