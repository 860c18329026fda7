"""What can be asked of the read models: one file per question, beside the projection it reads.

Lateness is derived from the ledger's time at reading; the event only makes it permanent.
"""
