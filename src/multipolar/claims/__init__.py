"""The reader of articles: what a text claims, and what data and model say of it.

`read` makes a Document, `extract` its Claims, `check` sets each beside figures or a scenario.
"""
