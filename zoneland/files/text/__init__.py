"""Text: in which code it is written, what in it is none, and XML that fetches nothing."""
