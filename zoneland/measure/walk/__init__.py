"""WALK: areas of very many parcels by zone, compiled, without building what they share."""
