"""Figures of earlier years from a spreadsheet: read, laid beside what holds, and taken in whole or not at all.

`sheets` opens the file, `headings` finds its columns, `values` reads a cell, `lines` a row; `shelter.importing`
decides, `storage.imports` keeps.
"""
