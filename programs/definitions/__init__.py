"""Programmes as data: one TOML file each, one schema that refuses what it does not know."""
