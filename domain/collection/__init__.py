"""The months before a vote: wishes, candidates, the decision (征集到票决)."""
