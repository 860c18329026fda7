"""The session at which projects are chosen: its agenda, drafted and fixed (两报告一说明)."""
