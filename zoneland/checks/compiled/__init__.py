"""Checks of very many polygons by compiled code."""
