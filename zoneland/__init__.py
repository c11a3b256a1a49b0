"""zoneland."""
