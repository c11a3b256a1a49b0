"""Survey coordinates (界址点 TXT): the grammar, the plane, the rings."""
