"""The names under which the app's package offers what people can do in Teams, and under which Teams tells what they chose."""

SEARCH = "search"  # in the message box and the search box: an answer to insert
ASK = "ask"  # below the message box: ask, and write the answer into the conversation as text
ANSWER = "answer"  # on a message: the approved answer for it
DRAFT = "draft"  # in the message box: check what somebody is about to send
CHECK = "check"  # on a message: check that message
QUERY = "query"  # the parameter of SEARCH

# What a person writes to the bot by a command of its menu, in the languages of the screens; compared without case and accents.
HELP_WORDS = ("ayuda", "help")
QUEUE_WORDS = ("pendientes", "waiting")
DRAFT_WORDS = ("revisar borrador", "check a draft")
MINE_WORDS = ("mis preguntas", "my questions")
CHANGES_WORDS = ("cambios", "changes")
APPROVE_WORDS = ("aprobaciones", "approvals")
