"""SHOW: the interactive map. Draws what an assessment holds and computes no area."""
