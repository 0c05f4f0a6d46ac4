"""Refits every specification of bench/refits.ts, or of bench/certificate.ts with its samples, by the normal equations, effects of units swept out once for each sample and outcome, errors clustered on units."""
import json
import sys

import numpy as np

d = np.genfromtxt(sys.argv[1], delimiter=",", names=True)
k = sum(name.startswith("c") for name in d.dtype.names)
X = np.column_stack([d["x"]] + [d[f"c{i}"] for i in range(k)])
t = d["t"]
# The first and the last period of each sample.
samples = json.loads(sys.argv[2]) if len(sys.argv) > 2 else [[0, 9], [1, 9], [2, 9], [0, 8], [0, 7]]
found = []
for first, last in samples:
    rows = (t >= first) & (t <= last)
    _, codes, counts = np.unique(d["id"][rows], return_inverse=True, return_counts=True)
    starts = np.r_[0, np.cumsum(counts)[:-1]]
    n, g = len(codes), len(counts)

    def within(v):
        return v - (np.add.reduceat(v, starts, axis=0) / counts[:, None])[codes]

    Z = within(X[rows])
    for outcome in ("y", "y2"):
        y = within(d[outcome][rows][:, None])[:, 0]
        for mask in range(2**k):
            Q = Z[:, [0] + [i + 1 for i in range(k) if mask >> i & 1]]
            A = np.linalg.inv(Q.T @ Q)
            b = A @ (Q.T @ y)
            e = y - Q @ b
            S = np.add.reduceat(Q * e[:, None], starts, axis=0)
            V = A @ (S.T @ S) @ A
            factor = g / (g - 1) * (n - 1) / (n - Q.shape[1] - 1)
            found.append((b[0], np.sqrt(factor * V[0, 0])))
print(json.dumps([len(found), *np.sum(found, axis=0)]))
