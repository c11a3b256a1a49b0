"""MEASURE: geometries and tables in, areas out. Opens no file and judges nothing."""
