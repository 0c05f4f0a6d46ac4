"""One regression with absorbed effects and clusters on raw columns: the peer of bench/large.ts, on one BLAS thread.

python3 large_numpy.py COLUMNS CODES ROWS GROUPS ROUNDS WAY   prints estimates, standard errors, and milliseconds of each round

WAY `runs` needs the rows of a group to stand together and adds up runs; `any` takes rows in any order and counts by code.
"""
import json
import sys
import time

import numpy as np

columns_file, codes_file, rows, groups, rounds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
data = np.fromfile(columns_file).reshape(-1, rows)
codes = np.fromfile(codes_file, dtype=np.int32)


def by_runs():
    starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
    counts = np.diff(np.append(starts, rows))
    return (lambda c: np.add.reduceat(c, starts)), (lambda m: np.repeat(m, counts)), counts


def by_code():
    # bincount would turn them into this type at each call
    wide = codes.astype(np.intp)
    counts = np.bincount(wide, minlength=groups)
    return (lambda c: np.bincount(wide, c, groups)), (lambda m: m[wide]), counts


prepare = {"runs": by_runs, "any": by_code}[sys.argv[6]]


def fit():
    total, spread, counts = prepare()
    within = np.empty_like(data)
    for c, out in zip(data, within):
        np.subtract(c, spread(total(c) / counts), out=out)
    y, x = within[0], within[1:]
    k = len(x)
    bread = np.linalg.inv(x @ x.T)
    b = bread @ (x @ y)
    e = y - b @ x
    scores = np.stack([total(c * e) for c in x])
    factor = groups / (groups - 1) * (rows - 1) / (rows - k - 1)
    v = factor * bread @ (scores @ scores.T) @ bread
    return b, np.sqrt(np.diag(v))


times = []
fit()
for _ in range(rounds):
    started = time.perf_counter()
    b, se = fit()
    times.append(1000 * (time.perf_counter() - started))
print(json.dumps({"estimates": list(b), "stdErrors": list(se), "times": times}))
