"""Who was given an answer that is another one now, and what becomes of telling them.

    holding -> telling (a change, a notice for each who holds the former text, reminders) -> listing (who has read it); reaching: where they are told
    announcing: departments are told of a new measure, before it and as it begins

What somebody holds is read from the ledger each time, so that whoever does it twice, or after a crash, finds done what is done.
"""
