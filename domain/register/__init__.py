"""履职登记册: one deputy's duty register book of one year, its scoring, appeals and exit (S002)."""
