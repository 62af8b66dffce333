"""Work that nobody asks for by hand: due from time to time, done once, each run on record."""
