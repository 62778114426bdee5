"""The words of each language that facts are said with: data, no code. `language` says what a table holds."""
