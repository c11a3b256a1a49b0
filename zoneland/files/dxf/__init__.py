"""Drawings (DXF): closed lines as polygons, with their layers and texts."""
