"""Search in everything that a person may see.

The contents of every month are searched: of a month that is open to the person as they are today,
of every other as its latest pack was issued. So nothing is found that was not issued to them.
Python decides what matches (``query``), so that SQLite and PostgreSQL find the same.
"""
