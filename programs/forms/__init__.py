"""Django forms built from a programme's definition."""
