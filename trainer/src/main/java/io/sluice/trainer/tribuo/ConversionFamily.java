package io.sluice.trainer.tribuo;

/** The conversion classifiers. */
public enum ConversionFamily {
    LOGISTIC_REGRESSION,
    FACTORIZATION_MACHINE,
    /** Gradient-boosted trees. */
    XGBOOST,
    /** Tribuo inverts the data per feature: rows beyond a budget are left out, by a seeded draw. */
    RANDOM_FOREST
}
