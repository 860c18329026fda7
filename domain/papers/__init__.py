"""Papers 通报与报告: what is issued from the record, with number and date, frozen when issued."""
