"""From the bytes of a file to blocks of text cells with their row numbers."""
