"""The editors' workbook: read in a limited child process, checked as a whole, answered with cells and mends.

    file or URL -> source (private copy) -> sandbox -> reading (child: guard, openpyxl) -> tables -> check -> Draft

The editor's own file is only ever read.
"""
