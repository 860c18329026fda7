"""The demonstration: the real stack in a folder of its own, and a year that is played in it.

Places and projects are published facts; units, filings, lateness and counts are made up, and
every page and every text of the play says so.
"""
