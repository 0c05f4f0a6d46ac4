"""Wild cluster bootstrap p values of every coefficient on raw columns: the peer of bench/wild.ts, on one BLAS thread.

python3 wild_numpy.py COLUMNS CODES ROWS GROUPS REPLICATIONS ROUNDS   prints p values, and processor milliseconds of each round

The fast algorithm of Roodman, MacKinnon, Nielsen & Webb (2019) as matrix products: one matrix of signs for all coefficients, no interval.
"""
import json
import sys
import time

import numpy as np

columns_file, codes_file, rows, groups, reps, rounds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
data = np.fromfile(columns_file).reshape(-1, rows)
codes = np.fromfile(codes_file, dtype=np.int32).astype(np.intp)


def totals(m):
    return np.stack([np.bincount(codes, column, groups) for column in m])


def fit(seed):
    y, x = data[0], np.vstack([np.ones(rows), data[1:]])
    bread = np.linalg.inv(x @ x.T)
    b = bread @ (x @ y)
    e = y - b @ x
    a = bread @ x
    signs = 2.0 * np.random.default_rng(seed).integers(0, 2, (reps, groups), dtype=np.int8) - 1
    found = []
    for j in range(len(x)):
        # residuals under the null that the coefficient is zero
        u = e + b[j] * a[j] / (a[j] @ a[j])
        shift = totals([a[j] * u])[0]
        loadings = totals(a[j] * x)
        fitted = signs @ totals(x * u).T @ bread
        scores = signs * shift - fitted @ loadings
        squares = (signs @ shift) ** 2 / np.einsum("ij,ij->i", scores, scores)
        own = totals([a[j] * e])[0]
        found.append(float(np.mean(squares >= b[j] ** 2 / (own @ own))))
    return found


times = []
for i in range(rounds + 1):
    started = time.process_time()
    p = fit(i)
    times.append(1000 * (time.process_time() - started))
print(json.dumps({"p": p, "times": times[1:]}))
