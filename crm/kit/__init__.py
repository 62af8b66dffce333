"""Generic words that any program could use: months, money, formats, texts, kinds of error."""
