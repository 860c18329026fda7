"""Steps 督办措施: what the congress may do about a project, who of it may, and by what law."""
