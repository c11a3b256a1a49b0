"""Writing whole or not at all: names, room, locks, and reading back."""
