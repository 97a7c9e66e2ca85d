"""Training: what the weights, examples and requests of kg.checking are learned from: ``python -m kg.checking.training``."""
