"""样稿: a sample county in a database of its own, to look around in and to remove without a trace.

Nothing of it ever stands in the record: another database, other sessions, another folder of files.
"""
