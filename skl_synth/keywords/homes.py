"""Which class has which parameter, and what other libraries call it."""

from __future__ import annotations

HOMES: dict[str, tuple[str, ...]] = {
    "TypeAwareSMOTE": (
        *("k_neighbors", "interpolation", "n_vertices", "n_rounds"),
        *("by", "noise_scale", "column_kinds", "one_hot_groups"),
        *("relevance", "perturbation", "under_sample"),
        *("sampling_strategy", "mode", "random_state", "encoder"),
    ),
    "TypeAwareCART": (
        *("n_estimators", "min_samples_leaf", "max_predictors", "smoothing"),
        *("fit_fraction", "visit_order", "labels", "patterns"),
    ),
    "TypeAwareVAE": (
        *("latent_dim", "hidden_layers", "kl_weight", "epochs", "batch_size", "lr"),
        *("weight_decay", "validation_fraction", "patience", "device", "verbose"),
    ),
    "TypeAwareGAN": ("pack_size", "critic_steps"),
    "PrivateMarginals": (
        *("epsilon", "delta", "pairs", "class_counts", "rows_per_person"),
    ),
    "ProximityFilter": (
        *("removal_fraction", "duplicate_tolerance", "min_distance", "duplicates"),
        *("oversampling_factor", "sampler", "n_jobs"),
    ),
    "MarginalCalibrator": ("n_bins", "pairs_per_column", "nearness"),
    "SyntheticEvaluator": (
        *("synthesizer", "estimator", "cv", "scoring", "sections", "shadow_models"),
        *("quasi_identifiers", "secrets"),
    ),
    "TableEncoder": (
        *("column_kinds", "one_hot_groups", "implicit_baseline", "one_hot_repair"),
        *("identifiers", "min_category_count", "rare_label", "min_tail_count"),
        *("constraints", "rules", "missing_values", "special_values", "dictionary"),
        "survival",
    ),
}
"""Parameters by the classes that have them; the first class is named first."""

SYNTHESIZERS = frozenset(HOMES) - {"SyntheticEvaluator", "TableEncoder"}
"""The classes that can be wrapped, or judged."""

CAN_BE_WRAPPED = (
    SYNTHESIZERS
    - {"ProximityFilter", "MarginalCalibrator"}
    - {
        # A guarantee allows no choice among its rows by real ones.
        "PrivateMarginals"
    }
)
"""The synthesizers that others wrap."""

WRAPPERS = frozenset({"ProximityFilter", "MarginalCalibrator"})
"""The synthesizers that wrap one, their first argument."""

MEANT: dict[str, str] = {
    **dict.fromkeys(("n_neighbors", "k_neighbours", "n_neighbours"), "k_neighbors"),
    **dict.fromkeys(("k", "knn", "neighbors", "k_neighbor"), "k_neighbors"),
    **dict.fromkeys(("ratio", "strategy", "sampling_ratio"), "sampling_strategy"),
    **dict.fromkeys(("seed", "random_seed", "rng", "randomstate"), "random_state"),
    **dict.fromkeys(("metadata", "data_dictionary"), "dictionary"),
    **dict.fromkeys(("num_rows", "n_rows", "num_samples", "n", "size"), "n_samples"),
    **dict.fromkeys(("categorical_features", "categorical_columns"), "column_kinds"),
    **dict.fromkeys(("discrete_columns", "cat_cols", "cat_features"), "column_kinds"),
    **dict.fromkeys(("kinds", "dtypes", "column_types"), "column_kinds"),
    **dict.fromkeys(("base_sampler", "smote", "oversampler"), "sampler"),
    **dict.fromkeys(("eps", "privacy_budget"), "epsilon"),
    **dict.fromkeys(("learning_rate", "generator_lr"), "lr"),
    **dict.fromkeys(("n_epochs", "max_epochs", "max_iter"), "epochs"),
    **dict.fromkeys(("data", "df", "table", "X_train"), "X"),
    **dict.fromkeys(("target", "labels_", "y_train", "outcome"), "y"),
    **dict.fromkeys(("group", "person", "persons", "patient_id"), "groups"),
    **dict.fromkeys(("hidden_layer_sizes", "hidden_dims"), "hidden_layers"),
    **dict.fromkeys(("workers", "num_workers", "n_cpus"), "n_jobs"),
    **dict.fromkeys(("one_hot", "onehot", "one_hot_columns"), "one_hot_groups"),
    **dict.fromkeys(("missing", "na_values"), "missing_values"),
    **dict.fromkeys(("folds", "n_splits", "n_folds"), "cv"),
    **dict.fromkeys(("X_test", "holdout", "X_control"), "X_holdout"),
    **dict.fromkeys(("y_test", "y_control"), "y_holdout"),
    **dict.fromkeys(("real", "X_train_real", "real_data"), "X_real"),
    **dict.fromkeys(("synthetic", "synthetic_data", "X_fake"), "X_synthetic"),
    **dict.fromkeys(("rel", "phi", "rel_method", "control_points"), "relevance"),
    **dict.fromkeys(("under_samp", "undersample"), "under_sample"),
    "pert": "perturbation",
    "samp_method": "sampling_strategy",
    "n_estimator": "n_estimators",
    "model": "estimator",
    "metrics": "scoring",
}
"""What users of other libraries write, and what it is called here."""

CATEGORIES = frozenset(name for name in MEANT if name.startswith(("cat", "discrete")))
"""Names under which others list the columns that are categories."""

CALLS: dict[str, str] = {
    "n_samples": "sample({setting})",
    "X": "fit(X, y)",
    "y": "fit(X, y)",
    "groups": "fit(X, y, groups=...)",
    "reference": "ProximityFilter().fit(X, y, reference=...)",
}
"""What is no parameter, but an argument of a method."""

FOREIGN: dict[str, str] = {
    "m_neighbors": "BorderlineSMOTE",
    "svm_estimator": "SVMSMOTE",
    "out_step": "SVMSMOTE",
    "kmeans_estimator": "KMeansSMOTE",
    "cluster_balance_threshold": "KMeansSMOTE",
    "density_exponent": "KMeansSMOTE",
    "shrinkage": "RandomOverSampler",
}
"""Parameters of over-samplers that are wrapped as they are."""
