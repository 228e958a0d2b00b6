"""The theme as Python sees it: templates and their code, words in each language, what is shown."""
