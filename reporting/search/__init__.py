"""Search: what somebody may see, found by its words and shown in its sentence.

Whoever may read open months searches the rows as they stand; PostgreSQL narrows them with its full
text search first. Whoever may not searches the packs of their months, and nothing else, so that
what was not issued to them cannot show up. What matches is decided by ``asked`` alone, on any
database: the results are the same.
"""
