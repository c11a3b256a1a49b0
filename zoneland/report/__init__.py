"""SHOW: workbook and report. Writes what an assessment holds and computes no area."""
