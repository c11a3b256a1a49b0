"""Formats that are read whole by readers of ours: KML, GeoJSON, GeoParquet."""
