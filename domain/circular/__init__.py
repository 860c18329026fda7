"""督查通报: the government's own inspection circular, read row by row, a claim of its source."""
