"""Settings for the whole suite, the doctests of the package included."""

import os

# Draw without a screen: read at the first import of pyplot, in worker processes too.
os.environ["MPLBACKEND"] = "Agg"

# Without it scikit-learn skips one of its estimator checks; SciPy reads it at import.
os.environ["SCIPY_ARRAY_API"] = "1"

# Sphinx runs it; as a module it holds no test.
collect_ignore = ["docs/conf.py"]
