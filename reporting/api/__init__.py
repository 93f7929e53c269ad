"""Data out: what the pages show, as flat rows for reporting tools such as Power BI and Qlik.

Read-only, by token. In the order of the files: the columns (``columns``), what somebody may see
(``shown``), when a row last changed (``last_changed``), contents made into rows (``flattening``,
``rows``), the registry of tables (``tables``), and the answering (``asked``, ``answers``,
``problems``, ``bearer``, ``document``, ``urls``).
"""
