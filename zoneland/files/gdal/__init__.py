"""GDAL and Arrow: layers read in bulk, by one driver, on a lead."""
