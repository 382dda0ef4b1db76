"""Bad input to what judges and releases: its call, the error, the words."""

import pandas as pd

from skl_synth import (
    RocDisplay,
    SyntheticEvaluator,
    TypeAwareSMOTE,
    fidelity_report,
    fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    most_private_within_one_se,
    privacy_report,
    privacy_scorer,
    publish,
    utility_report,
)
from tests.bad_inputs.python_calls import X, Y

THIRDS = [slice(0, 40), slice(40, 80), slice(80, 120)]
PARTS = [part for rows in THIRDS for part in (X[rows], Y[rows])]
NAMES = ["X_real", "y_real", "X_synthetic", "y_synthetic", "X_holdout", "y_holdout"]
A, B, C = THIRDS


def report(function, n_tables, given):
    tables = [given.pop(*one) for one in zip(NAMES, PARTS, strict=True)]
    return function(*tables[:n_tables], **given)


def privacy(**given):
    return report(privacy_report, 6, {"attacks": ["distances"]} | given)


def utility(**given):
    return report(utility_report, 6, given)


def fidelity(**given):
    return report(fidelity_report, 4, given)


def evaluate(**given):
    usual = {"cv": 2, "random_state": 0, "sections": ["utility"]}
    return SyntheticEvaluator(**usual | given).fit(X, Y)


def release(**given):
    return publish(X, Y, **given)


JUDGING = [
    (
        "privacy(attacks=['guess'])",
        lambda: privacy(attacks=["guess"]),
        ValueError,
        ["'guess'"],
    ),
    (
        "privacy(attacks='membership')",
        lambda: privacy(attacks="membership"),
        ValueError,
        ["attacks='membership'", "'membership'", "say attacks=['membership']"],
    ),
    (
        "privacy(attacks=[])",
        lambda: privacy(attacks=[]),
        ValueError,
        ["'releases'", "'shadow'", "leave it out"],
    ),
    ("privacy(attacks=[3])", lambda: privacy(attacks=[3]), ValueError, ["3"]),
    (
        "privacy(X_synthetic=X[B].drop(columns='age'))",
        lambda: privacy(X_synthetic=X[B].drop(columns="age")),
        ValueError,
        ["'age'", "it must have"],
    ),
    (
        "privacy(X_synthetic=X[B].assign(more=1))",
        lambda: privacy(X_synthetic=X[B].assign(more=1)),
        ValueError,
        ["'more'", "it must have"],
    ),
    (
        "privacy(y_synthetic=Y[:3])",
        lambda: privacy(y_synthetic=Y[:3]),
        ValueError,
        ["40", "3"],
    ),
    (
        "privacy(X_holdout=X[:0], y_holdout=Y[:0])",
        lambda: privacy(X_holdout=X[:0], y_holdout=Y[:0]),
        ValueError,
        ["0", "look at the"],
    ),
    (
        "privacy(X_synthetic=X[:0], y_synthetic=Y[:0])",
        lambda: privacy(X_synthetic=X[:0], y_synthetic=Y[:0]),
        ValueError,
        ["0", "look at the"],
    ),
    (
        "privacy(X_synthetic=X[B].assign(age='old'))",
        lambda: privacy(X_synthetic=X[B].assign(age="old")),
        ValueError,
        ["'age'", "'old'", "'old'): give it"],
    ),
    (
        "privacy(y_synthetic=Y[B].astype(float).mask(Y[B].index == 45))",
        lambda: privacy(y_synthetic=Y[B].astype(float).mask(Y[B].index == 45)),
        ValueError,
        ["1", "5", "the target is"],
    ),
    (
        "privacy(y_synthetic=Y[B] * 7)",
        lambda: privacy(y_synthetic=Y[B] * 7),
        ValueError,
        ["7", "0"],
    ),
    (
        "privacy(groups_real=[1, 2, 3])",
        lambda: privacy(groups_real=[1, 2, 3]),
        ValueError,
        ["3", "40", "pass one value"],
    ),
    (
        "privacy(groups_real=[None] * 40)",
        lambda: privacy(groups_real=[None] * 40),
        ValueError,
        ["40", "0", "whose they are"],
    ),
    (
        "privacy(groups_real='age')",
        lambda: privacy(groups_real="age"),
        ValueError,
        ["1", "40", "pass one value"],
    ),
    (
        "privacy(quasi_identifiers='age')",
        lambda: privacy(quasi_identifiers="age"),
        ValueError,
        ["quasi_identifiers='age'", "'age'", "say quasi_identifiers=['age']"],
    ),
    (
        "privacy(min_people=0)",
        lambda: privacy(min_people=0),
        ValueError,
        ["min_people=0", "1", "use min_people=10"],
    ),
    (
        "privacy(X_real='real.csv')",
        lambda: privacy(X_real="real.csv"),
        TypeError,
        ["'real.csv'", "read the file"],
    ),
    (
        "privacy(X_holdout=X[A], y_holdout=Y[A])",
        lambda: privacy(X_holdout=X[A], y_holdout=Y[A]),
        ValueError,
        ["40", "hold real rows"],
    ),
    (
        "utility(X_holdout=X[:0], y_holdout=Y[:0])",
        lambda: utility(X_holdout=X[:0], y_holdout=Y[:0]),
        ValueError,
        ["0", "look at the"],
    ),
    (
        "utility(y_synthetic=Y[B] * 0)",
        lambda: utility(y_synthetic=Y[B] * 0),
        ValueError,
        ["1", "no model can"],
    ),
    (
        "utility(y_holdout=Y[:3])",
        lambda: utility(y_holdout=Y[:3]),
        ValueError,
        ["40", "3"],
    ),
    (
        "utility(X_synthetic=X[B].drop(columns='age'))",
        lambda: utility(X_synthetic=X[B].drop(columns="age")),
        ValueError,
        ["'age'", "it must have"],
    ),
    (
        "utility(y_holdout=Y[C] * 9)",
        lambda: utility(y_holdout=Y[C] * 9),
        ValueError,
        ["9", "0"],
    ),
    (
        "utility(X_synthetic=X[B].assign(age='old'))",
        lambda: utility(X_synthetic=X[B].assign(age="old")),
        ValueError,
        ["'age'", "'old'", "'old'): give it"],
    ),
    (
        "fidelity(X_synthetic=X[B][['age']])",
        lambda: fidelity(X_synthetic=X[B][["age"]]),
        ValueError,
        ["'ward'", "'glucose'", "it must have"],
    ),
    (
        "fidelity(y_real=Y[:2])",
        lambda: fidelity(y_real=Y[:2]),
        ValueError,
        ["40", "2", "the table has"],
    ),
    (
        "fidelity(X_real=X[:0], y_real=Y[:0])",
        lambda: fidelity(X_real=X[:0], y_real=Y[:0]),
        ValueError,
        ["0", "10"],
    ),
    (
        "fidelity(X_real='x')",
        lambda: fidelity(X_real="x"),
        TypeError,
        ["'x'", "read the file"],
    ),
    (
        "fidelity(X_synthetic=X[B].assign(weight='heavy'))",
        lambda: fidelity(X_synthetic=X[B].assign(weight="heavy")),
        ValueError,
        ["'weight'", "'heavy'", "'heavy'): give it"],
    ),
    (
        "fidelity(X_synthetic=pd.concat([X[B], X[B][['age']]], axis=1))",
        lambda: fidelity(X_synthetic=pd.concat([X[B], X[B][["age"]]], axis=1)),
        ValueError,
        ["'age'", "rename or drop"],
    ),
    (
        "fidelity(y_synthetic=Y[B].astype(str))",
        lambda: fidelity(y_synthetic=Y[B].astype(str)),
        ValueError,
        ["'0'", "0"],
    ),
    (
        "evaluate(cv=1)",
        lambda: evaluate(cv=1),
        ValueError,
        ["The 'cv' parameter", "Got 1"],
    ),
    (
        "evaluate(cv='five')",
        lambda: evaluate(cv="five"),
        ValueError,
        ["The 'cv' parameter", "Got 'five'"],
    ),
    (
        "evaluate(sections=['beauty'])",
        lambda: evaluate(sections=["beauty"]),
        ValueError,
        ["'beauty'", "'all'"],
    ),
    (
        "evaluate(sections='utility')",
        lambda: evaluate(sections="utility"),
        ValueError,
        ["The 'sections' parameter", "Got 'utility'"],
    ),
    ("evaluate(sections=[])", lambda: evaluate(sections=[]), ValueError, ["'all'"]),
    (
        "evaluate(synthesizer=3)",
        lambda: evaluate(synthesizer=3),
        ValueError,
        ["The 'synthesizer' parameter", "Got 3"],
    ),
    (
        "evaluate(synthesizer=TypeAwareSMOTE)",
        lambda: evaluate(synthesizer=TypeAwareSMOTE),
        TypeError,
        ["pass an object"],
    ),
    (
        "evaluate(scoring='privacy')",
        lambda: evaluate(scoring="privacy"),
        ValueError,
        ["scoring='privacy'", "scoring=skl_synth.privacy_scorer.", "leave it out"],
    ),
    (
        "evaluate(random_state=1.5)",
        lambda: evaluate(random_state=1.5),
        ValueError,
        ["The 'random_state' parameter", "Got 1.5"],
    ),
    (
        "evaluate(n_jobs='many')",
        lambda: evaluate(n_jobs="many"),
        ValueError,
        ["The 'n_jobs' parameter", "Got 'many'"],
    ),
    (
        "SyntheticEvaluator(cv=2).fit(X, Y, groups=[1] * 120)",
        lambda: SyntheticEvaluator(cv=2).fit(X, Y, groups=[1] * 120),
        ValueError,
        ["120", "of one person"],
    ),
    (
        "SyntheticEvaluator(cv=2).fit(X, Y, groups=[1, 2])",
        lambda: SyntheticEvaluator(cv=2).fit(X, Y, groups=[1, 2]),
        ValueError,
        ["2", "120", "pass one value"],
    ),
    (
        "SyntheticEvaluator().report()",
        lambda: SyntheticEvaluator().report(),
        ValueError,
        ["not fitted"],
    ),
    (
        "SyntheticEvaluator().score(X, Y)",
        lambda: SyntheticEvaluator().score(X, Y),
        ValueError,
        ["not fitted"],
    ),
    (
        "SyntheticEvaluator(cv=5).fit(X, [1] + [0] * 119)",
        lambda: SyntheticEvaluator(cv=5).fit(X, [1] + [0] * 119),
        ValueError,
        ["1", "n_samples=1", "merge or drop"],
    ),
    (
        "SyntheticEvaluator(folds=3)",
        lambda: SyntheticEvaluator(folds=3),
        TypeError,
        ["'folds'", "cv=3", "it is called"],
    ),
    (
        "release(epsilon=-1)",
        lambda: release(epsilon=-1),
        ValueError,
        ["epsilon=-1", "0", "the smaller, the"],
    ),
    ("release(folds=1)", lambda: release(folds=1), ValueError, ["folds=1", "2"]),
    (
        "publish(X.assign(died=Y), 'died')",
        lambda: publish(X.assign(died=Y), "died"),
        ValueError,
        ["'died'", "pass X.drop(columns=['died']) as"],
    ),
    (
        "publish(X, Y[:3])",
        lambda: publish(X, Y[:3]),
        ValueError,
        ["120", "3", "the table has"],
    ),
    (
        "publish(X[:20], Y[:20])",
        lambda: publish(X[:20], Y[:20]),
        ValueError,
        ["20", "5", "of 20 rows"],
    ),
    (
        "release(synthesizer='cart')",
        lambda: release(synthesizer="cart"),
        TypeError,
        ["synthesizer='cart'", "pass release_synthesizer(), or"],
    ),
    (
        "release(groups=[1])",
        lambda: release(groups=[1]),
        ValueError,
        ["1", "120", "pass one value"],
    ),
    (
        "make_privacy_scorer(attack='guess')",
        lambda: make_privacy_scorer(attack="guess"),
        ValueError,
        ["attack='guess'"],
    ),
    (
        "make_utility_privacy_scorer(weight=3)",
        lambda: make_utility_privacy_scorer(weight=3),
        ValueError,
        ["weight=3", "0", "it is the"],
    ),
    (
        "privacy_scorer(3, X, Y)",
        lambda: privacy_scorer(3, X, Y),
        ValueError,
        ["this scorer needs"],
    ),
    (
        "privacy_scorer(TypeAwareSMOTE(), X, Y)",
        lambda: privacy_scorer(TypeAwareSMOTE(), X, Y),
        ValueError,
        ["not fitted"],
    ),
    (
        "fidelity_scorer(TypeAwareSMOTE(), X, Y)",
        lambda: fidelity_scorer(TypeAwareSMOTE(), X, Y),
        ValueError,
        ["not fitted"],
    ),
    (
        "RocDisplay.from_evaluator(SyntheticEvaluator())",
        lambda: RocDisplay.from_evaluator(SyntheticEvaluator()),
        ValueError,
        ["not fitted"],
    ),
    (
        "most_private_within_one_se(3)",
        lambda: most_private_within_one_se(3),
        TypeError,
        ["refit=most_private_within_one_se", "utility='roc_auc'", "give the search"],
    ),
    (
        "most_private_within_one_se({})",
        lambda: most_private_within_one_se({}),
        TypeError,
        ["refit=most_private_within_one_se", "utility='roc_auc'", "give the search"],
    ),
]
