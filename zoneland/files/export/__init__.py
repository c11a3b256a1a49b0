"""Layers written in other formats, and read back before they stand."""
