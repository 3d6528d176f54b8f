"""The report in other forms: Word, a web page, tables for a spreadsheet, plain data; each says that it is a copy."""
