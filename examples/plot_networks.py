"""
===============================
Two networks that make patients
===============================

A variational autoencoder draws a map of the patients and reads new ones off it. A
generative adversarial network forges patients until a critic cannot distinguish them
from real ones. This example trains both on the same small table and looks inside.

Training needs PyTorch, the extra ``neural``. Where it is not installed, this page is
built without its pictures.
"""

# %%
# A small table
# -------------
# A thousand simulated patients, of whom one in seven is readmitted. The picture is a
# map of them that needs no network, by the first two principal components of the
# standardised table. It falls into heaps, with gaps between them where a point would be
# no patient.

from importlib.util import find_spec

import matplotlib.pyplot as plt
from sklearn.decomposition import PCA

from skl_synth import TableEncoder, TrainingCurveDisplay, TypeAwareGAN, TypeAwareVAE
from skl_synth.datasets import make_patients

X, y = make_patients(1000, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
with_torch = find_spec("torch") is not None
if not with_torch:
    print('No PyTorch here: pip install "skl_synth[neural]" to see what follows.')


def draw_map(points, names):
    """Draw patients as points, once for each column, in the colours of its values."""
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.2), layout="constrained")
    for ax, name in zip(axes, names, strict=True):
        drawn = ax.scatter(*points.T, c=X[name], s=9, cmap="cividis")
        fig.colorbar(drawn, ax=ax, label=name.replace("_", " "))
        ax.set(xlabel="First direction", ylabel="Second")
        ax.spines[["top", "right"]].set_visible(False)


# sphinx_gallery_thumbnail_number = 1
draw_map(PCA(2).fit_transform(TableEncoder().fit_transform(X)), ("age", "glucose"))

# %%
# The map of the autoencoder
# --------------------------
# Without a target the network learns nothing about readmission. Each row is a point of
# the latent space; the two directions in which the points spread most are drawn.
# Patients of one colour lie near each other, and there are no gaps between them, so
# that a point between two patients can be read as a patient too.

if with_torch:
    vae = TypeAwareVAE(mode="replace", random_state=0).fit(X)
    draw_map(PCA(2).fit_transform(vae.latent(X)), ("age", "length_of_stay"))

# %%
# When to stop
# ------------
# The loss on rows that the network learns from falls as long as one likes. On rows that
# were held out it stops falling: from there on the network learns people rather than
# what they have in common. The weights of the lowest point are kept.

if with_torch:
    TrainingCurveDisplay.from_estimator(vae).plot(name="Autoencoder")

# %%
# Critic against generator
# ------------------------
# The losses of the GAN go up and down against one another and do not say how good the
# rows are. The lower panel does: it compares what the generator makes with held-out
# rows, by how often every two levels meet in one row.

if with_torch:
    gan = TypeAwareGAN(mode="replace", epochs=150, random_state=0).fit(X, y)
    TrainingCurveDisplay.from_estimator(gan).plot(name="GAN")

# %%
# What they make
# --------------
# Both give back rows of the same table: whole years are whole, missing values are
# missing, and each class has as many rows as in the real table.

if with_torch:
    vae_of_class = TypeAwareVAE(mode="replace", random_state=0).fit(X, y)
    for synthesizer in (vae_of_class, gan):
        X_new, y_new = synthesizer.sample()
        print(type(synthesizer).__name__, "readmitted:", int(y_new.sum()), "of", len(X))
        print(X_new.head(), "\n")
