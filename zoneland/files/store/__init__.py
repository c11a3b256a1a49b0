"""A store of very many shapes: GeoParquet whose row groups each hold what lies together."""
