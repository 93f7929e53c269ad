"""Data out: what the pages show, as flat rows for reporting tools such as Power BI and Qlik.

Read-only, by token. ``registry`` lists the tables: ``schemas`` has their columns, ``flatten`` and
``sources`` their rows, ``visible_months`` the months a person may see, ``last_changed`` when a row
last changed. ``urls`` has the address of each table. A request goes through ``authentication`` (its
token) and ``parameters`` (its query string) to ``responses``, or to ``errors``.
"""
