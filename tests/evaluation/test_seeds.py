"""Seeds of models."""

from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline

from skl_synth.evaluation.seeds import seeded


def test_seeds_that_were_set_are_kept():
    forest = RandomForestClassifier(random_state=3)
    pipeline = make_pipeline(DummyClassifier(), forest)
    one, same, other = (seeded(pipeline, seed) for seed in (0, 0, 1))
    names = "dummyclassifier__random_state", "randomforestclassifier__random_state"
    seeds = [
        [model.get_params()[name] for name in names] for model in (one, same, other)
    ]
    assert seeds[0] == seeds[1]
    assert seeds[0][0] != seeds[2][0]
    assert seeds[0][1] == seeds[2][1] == 3
