"""Recomputes every case with scikit-learn or numpy and fails on the first difference beyond 1e-9."""
import json
import sys

import numpy as np
from sklearn import metrics as sk


def ranking(case):
    gains, k = np.array(case["gains"]), case["k"]
    hits = gains > 0
    top = hits[:k]
    places = np.flatnonzero(top)
    scores = -np.arange(len(gains), dtype=float)
    return {
        "ndcg": sk.ndcg_score([gains], [scores], k=k),
        "recall": top.sum() / hits.sum(),
        "gradedRecall": gains[:k].sum() / gains.sum(),
        "precision": top.sum() / k,
        "map": sum(top[: p + 1].mean() for p in places) / min(k, hits.sum()),
        "mrr": 1 / (places[0] + 1) if len(places) else 0.0,
        "hit": float(len(places) > 0),
    }


def classification(case):
    said, came = np.array(case["said"]), np.array(case["came"])
    yes = said >= 0.5
    return {
        "logLoss": sk.log_loss(came, said),
        "brier": sk.brier_score_loss(came, said),
        "auc": sk.roc_auc_score(came, said),
        "averagePrecision": sk.average_precision_score(came, said),
        "precision": sk.precision_score(came, yes, zero_division=0),
        "recall": sk.recall_score(came, yes),
        "f1": sk.f1_score(came, yes, zero_division=0),
        "accuracy": sk.accuracy_score(came, yes),
        "mae": sk.mean_absolute_error(came.astype(float), said),
        "rmse": np.sqrt(sk.mean_squared_error(came.astype(float), said)),
    }


cases = json.load(open(sys.argv[1]))
compared = 0
for number, case in enumerate(cases):
    for name, value in (ranking if case["kind"] == "ranking" else classification)(case).items():
        if abs(case[name] - value) > 1e-9:
            sys.exit(f"case {number}: {name} is {case[name]!r}, scikit-learn says {value!r}: {case}")
        compared += 1
print(f"{compared} values of {len(cases)} cases agree within 1e-9")
