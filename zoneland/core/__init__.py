"""What every room shares: units, verdicts, problems, words. No files, no GIS formats, no rules."""
