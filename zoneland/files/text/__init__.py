"""Characters: in which code a text is written, and what is no text."""
