"""DOOR: zones and control lines, checked and in the working CRS."""
