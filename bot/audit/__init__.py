"""What can be shown afterwards: what was said, when, who approved it, who was given it; and that nothing of that was altered.

sealing     the hashes of what is kept for ever of each event, chained
verifying   whether versions, their content and the ledger are what was sealed
said        what the desk answered, or would have, on a day
history     an entry's revisions, each with how often it was given
"""
