"""Approval by a second person: a changed entry waits until somebody whom its department names, and who has not edited it, approves that exact content.

    workbook -> differences with the version in service -> held back (publishing) -> pending -> approved, rejected, overridden -> a new version

`values` says who may decide what, `store` keeps what waits and what was decided, `holding` is publishing's part, `deciding` what people do.
Readers of the record: `store.approved_by` for a content's hash, `store.approvals_of` for an entry.
"""
