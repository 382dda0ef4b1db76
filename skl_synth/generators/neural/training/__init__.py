"""How the networks are trained: the only files that import PyTorch.

They are imported when a training begins; what was learnt is used without them.
"""
