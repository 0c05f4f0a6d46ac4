"""Samples of units of a regression with effects of units and years, by a loop over cross-products: the peer of bench/resampling.ts, on one BLAS thread.

python3 resampling_numpy.py DATA DRAWS   prints estimates and the standard deviations over draws; DATA is a CSV file of id, year, y and regressors

Columns are centred by unit once. Each unit's products of the outcome, the regressors and the dummies of years stand in a row, so that a draw is a product of
how often it has each unit with these rows, and the solution of one system. The constant is the mean of what slopes leave of the outcome.
"""
import json
import sys

import numpy as np

data_file, draws = sys.argv[1], int(sys.argv[2])
data = np.loadtxt(data_file, delimiter=",", skiprows=1)
_, unit, counts = np.unique(data[:, 0], return_inverse=True, return_counts=True)
_, year = np.unique(data[:, 1], return_inverse=True)
starts = np.r_[0, np.cumsum(counts)[:-1]]
plain = data[:, 2:]
dummies = (year[:, None] == np.arange(1, year.max() + 1)).astype(float)
columns = np.hstack([plain, dummies])
within = columns - (np.add.reduceat(columns, starts) / counts[:, None])[unit]
p, g = columns.shape[1], len(counts)
products = np.add.reduceat(within[:, :, None] * within[:, None, :], starts).reshape(g, p * p)
sums = np.hstack([counts[:, None], np.add.reduceat(plain, starts)])


def estimates(times):
    s = (times @ products).reshape(p, p)
    slopes = np.linalg.solve(s[1:, 1:], s[1:, 0])[: plain.shape[1] - 1]
    n, *means = times @ sums
    return np.r_[slopes, (means[0] - slopes @ means[1:]) / n]


rng = np.random.default_rng(1)
drawn = np.array([estimates(np.bincount(rng.integers(0, g, g), minlength=g).astype(float)) for _ in range(draws)])
print(json.dumps({"b": estimates(np.ones(g)).tolist(), "se": drawn.std(0, ddof=1).tolist()}))
