"""The solver's room: the matching of deputies to projects by SciPy (HiGHS).

A room of its own, beside the ledger: it computes and knows no record, no clock and no service;
the domain, which is the standard library and pydantic, states the question and judges the answer.
"""
