"""A workspace from end to end: settings, verify, run, publish, record."""
