"""One regression with absorbed effects and clusters on raw columns: the peer of bench/large.ts, on one BLAS thread.

python3 large_numpy.py COLUMNS CODES ROWS GROUPS ROUNDS   prints estimates, standard errors, and milliseconds of each round
"""
import json
import sys
import time

import numpy as np

columns_file, codes_file, rows, groups, rounds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
data = np.fromfile(columns_file).reshape(-1, rows)
codes = np.fromfile(codes_file, dtype=np.int32)


def fit():
    counts = np.bincount(codes, minlength=groups)
    within = [c - (np.bincount(codes, c, groups) / counts)[codes] for c in data]
    y, x = within[0], np.stack(within[1:], axis=1)
    k = x.shape[1]
    bread = np.linalg.inv(x.T @ x)
    b = bread @ (x.T @ y)
    e = y - x @ b
    scores = np.stack([np.bincount(codes, x[:, j] * e, groups) for j in range(k)])
    factor = groups / (groups - 1) * (rows - 1) / (rows - k - 1)
    v = factor * bread @ (scores @ scores.T) @ bread
    return b, np.sqrt(np.diag(v))


times = []
for _ in range(rounds):
    started = time.perf_counter()
    b, se = fit()
    times.append(1000 * (time.perf_counter() - started))
print(json.dumps({"estimates": list(b), "stdErrors": list(se), "times": times}))
