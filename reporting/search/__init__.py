"""Search: what somebody may see, found by its words and shown in its sentence.

Of months that are open to a person the rows are searched; PostgreSQL narrows them with its full
text search first. Every other month is searched by its latest pack, for everybody, and by nothing
else: so it is found as it was issued, and what was not issued to somebody cannot show up. What
matches is decided by ``asked`` alone, on any database: the results are the same.
"""
