"""Romano and Wolf's step-down p values of many outcomes by a loop over cross-products: the peer of bench/romano-wolf.ts, on one BLAS thread.

python3 romano_wolf_numpy.py DATA DRAWS   prints p values; DATA is a CSV file of a treatment of 0 and 1 and outcomes

Each draw weighs rows by how often it has them. A product of these weights with a constant, outcomes and their squares, for each arm, has
the sums of which the differences of means and their HC2 errors are made.
"""
import json
import sys

import numpy as np

data_file, draws = sys.argv[1], int(sys.argv[2])
data = np.loadtxt(data_file, delimiter=",", skiprows=1)
treated, outcomes = data[:, 0] == 1, data[:, 1:]
centred = outcomes - outcomes.mean(0)
k = outcomes.shape[1]
arms = [np.ascontiguousarray(np.hstack([np.ones((rows.sum(), 1)), centred[rows], centred[rows] ** 2])) for rows in (~treated, treated)]


def effects(weights):
    (n0, *s0), (n1, *s1) = (w @ z for w, z in zip(weights, arms))
    s0, s1 = np.array(s0), np.array(s1)
    m0, m1 = s0[:k] / n0, s1[:k] / n1
    v0, v1 = s0[k:] / n0 - m0 ** 2, s1[k:] / n1 - m1 ** 2
    return m1 - m0, np.sqrt(v0 / (n0 - 1) + v1 / (n1 - 1))


b, se = effects([np.ones(len(z)) for z in arms])
t = np.abs(b / se)
rng = np.random.default_rng(1)
drawn = np.empty((draws, k))
for i in range(draws):
    weights = [np.bincount(rng.integers(0, len(z), len(z)), minlength=len(z)).astype(float) for z in arms]
    own, error = effects(weights)
    drawn[i] = np.abs((own - b) / error)
order = np.argsort(-t)
most = np.maximum.accumulate(drawn[:, order[::-1]], axis=1)[:, ::-1]
p = np.empty(k)
p[order] = np.maximum.accumulate((1 + (most >= t[order]).sum(0)) / (1 + draws))
print(json.dumps({"t": t.tolist(), "p": p.tolist()}))
