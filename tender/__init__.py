"""The practice of a tender: words, nouns, verbs, documents and doors."""
