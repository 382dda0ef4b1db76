"""Settings for the whole suite, the doctests of the package included."""

import os
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

# Draw without a screen: read at the first import of pyplot, in worker processes too.
os.environ["MPLBACKEND"] = "Agg"

# How long a test takes is no part of what a command prints; processes inherit it.
os.environ["SKL_SYNTH_PROGRESS"] = "none"

# Without it scikit-learn skips one of its estimator checks; SciPy reads it at import.
os.environ["SCIPY_ARRAY_API"] = "1"

# The same examples in every run, so that a failure is the change's own; "nightly" looks
# for new ones: pytest --hypothesis-profile=nightly. "quick" is for what runs beside a
# whole suite: on the floors, and on other Pythons.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
settings.register_profile("nightly", settings.get_profile("ci"), max_examples=2000)
settings.register_profile("nightly", settings.get_profile("nightly"), derandomize=False)
settings.load_profile("ci")

# Sphinx runs it; as a module it holds no test.
collect_ignore = ["docs/conf.py"]

collect_ignore_glob = []

# Without the extra "neural" nothing can be trained: tests say so, doctests cannot.
if find_spec("torch") is None:
    collect_ignore.append("docs/how_to/networks.rst")
    collect_ignore.append("skl_synth/generators/neural")
    collect_ignore.append("skl_synth/synthesizers/type_aware_gan.py")
    collect_ignore.append("skl_synth/synthesizers/type_aware_vae.py")
# The extra "app": screens are nothing without it.
if find_spec("streamlit") is None:
    collect_ignore_glob += ["skl_synth/app/*screen*.py", "skl_synth/app/page_words.py"]
# The extra "dask".
if find_spec("dask") is None:
    collect_ignore.append("docs/how_to/beyond_one_machine.rst")
# Modules of kernels can be imported only where numba, the extra "fast", is installed.
if find_spec("numba") is None:
    collect_ignore_glob += ["skl_synth/*/*kernels.py"]
