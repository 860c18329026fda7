"""民主评议: a street's deliberative meeting appraises organs, on assignment by the county."""
