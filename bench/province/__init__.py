"""A province as large as is wanted, and how long its pages and filings take beside a county's.

The names of the projects are published ones (tests/data/projects.csv); places, units and the year
that is played are made up, and say so.
"""
