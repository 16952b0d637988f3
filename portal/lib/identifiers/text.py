"""One way of writing a number, whatever keyboard it came from."""

import unicodedata


def normalise(text: str) -> str:
    """Half-width, upper case, without blanks and invisible characters. For numbers, not names.

    Copying from a chat or a PDF brings zero-width marks along; nobody can see them to remove.
    """
    if text.isascii() and text.isprintable():  # most are, and there are many
        return text.replace(" ", "").upper()
    half_width = unicodedata.normalize("NFKC", text)
    kept = (
        char for char in half_width if not char.isspace() and unicodedata.category(char) != "Cf"
    )
    return "".join(kept).upper()
