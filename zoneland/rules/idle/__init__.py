"""批而未供与闲置: from two ledgers to a verdict a zone.

``standing`` is the decision table for one plot; ``supply`` and ``unsupplied`` apply it to the
ledgers; ``placing`` and ``ground`` find where plots lie; ``listing`` and ``table`` put plots and
zones into tables; ``land`` judges.
"""
