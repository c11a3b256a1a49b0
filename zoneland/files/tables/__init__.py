"""Tables: workbooks and delimited text, their headings and their marks."""
