"""JUDGE: tables in, verdicts out. One rule a module, each with its clause; no files, no maps."""
