"""Evaluation 满意度测评: from counts to rates and a grade."""
