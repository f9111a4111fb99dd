"""Files of ours: the log, which is the truth; the index, which is a cache; decks, settings, backups."""
