"""The editors' workbook: read in a limited child process, checked as a whole, answered with cells and mends.

    file or URL -> source (private copy) -> sandbox -> reading (child: guard, openpyxl) -> tables -> check -> Draft
    template, annotate, proposals, export                                                               what we write: new files
    patch -> sandbox -> appending (child: guard, sheet_part, xml_bytes)                                 rows added to the editor's own

The editor's own file is only read, but by `patch`, for who asks for that.
"""
