"""Shapefiles: parts that agree, text in whatever code, names that were cut."""
