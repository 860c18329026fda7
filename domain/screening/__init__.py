"""From the project pool 项目库 to the candidates 候选项目 of a vote, and the reserve 储备库."""
