"""One file a kind: dropping a file into this folder is all that a new kind takes."""
