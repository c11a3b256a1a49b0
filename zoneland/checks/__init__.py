"""VERIFY: what doors check of any layer: its shapes and its place. Judges no plan."""
