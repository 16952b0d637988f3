"""`make bench`: speed as ratios, each pair measured in one run (see `python -m bench --help`)."""
