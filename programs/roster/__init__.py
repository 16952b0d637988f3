"""Rosters: people brought in a workbook, and their scans in an archive."""
