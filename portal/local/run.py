"""`make run`."""


def run() -> int:
    raise NotImplementedError
