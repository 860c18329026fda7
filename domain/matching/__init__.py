"""Which deputies supervise which project: the question, the criteria, the answer in words.

The search itself is not here: `matching.solve` has it, with a solver (rulebook §1.1 no. 4, §10).
"""
