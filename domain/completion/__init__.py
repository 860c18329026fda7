"""完成情况: what became of a voted project, every figure with the event it came from."""
