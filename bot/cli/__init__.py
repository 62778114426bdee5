"""The command line `unavoz`: the composition root, where settings, database, desk and adapters meet."""
