"""办理: one form for every act that the interface takes, made from the model of what it takes.

`table` says which acts have such a form and in which words; `routes` makes a page of each, at the
address of the interface behind `/do`; `offered` says which of them a page offers now.
"""
