"""How the networks are trained: the only files that import PyTorch."""
