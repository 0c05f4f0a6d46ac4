"""PPML with two absorbed effects by IRLS with alternating projections: the peer of bench/ppml.ts, on one BLAS thread.

python3 ppml_numpy.py COLUMNS CODES ROWS FIRST SECOND   prints slopes and processor milliseconds
"""
import json
import sys
import time

import numpy as np

columns_file, codes_file = sys.argv[1:3]
rows, first, second = map(int, sys.argv[3:6])
y, *x = np.fromfile(columns_file).reshape(-1, rows)
a, b = (part.astype(np.intp) for part in np.fromfile(codes_file, dtype=np.int32).reshape(2, rows))


def swept(v, w, wa, wb, tolerance):
    """v less its weighted projection on both effects, to the tolerance of its change."""
    while True:
        v = v - (np.bincount(a, w * v, first) / wa)[a]
        means = np.bincount(b, w * v, second) / wb
        v = v - means[b]
        if np.abs(means).max() < tolerance:
            return v


start = time.process_time()
mu = (y + y.mean()) / 2
eta = np.log(mu)
last, known, columns = np.inf, None, list(x)
for step in range(100):
    wa, wb = np.bincount(a, mu, first), np.bincount(b, mu, second)
    tolerance = 1e-6 if step < 4 else 1e-10
    z = eta + (y - mu) / mu
    target = swept(z if known is None else z - known, mu, wa, wb, tolerance)
    known = z - target
    columns = [swept(v, mu, wa, wb, tolerance) for v in columns]
    m = np.stack(columns, 1)
    slopes = np.linalg.solve(m.T @ (m * mu[:, None]), m.T @ (mu * target))
    eta = z - (target - m @ slopes)
    mu = np.exp(eta)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviance = 2 * (np.where(y > 0, y * np.log(y / mu), 0) - (y - mu)).sum()
    if abs(last - deviance) < 1e-12 * deviance:
        break
    last = deviance
s = m * (y - mu)[:, None]
bread = np.linalg.inv(m.T @ (m * mu[:, None]))
errors = np.sqrt(np.diag(bread @ (s.T @ s) @ bread) * rows / (rows - 1))
print(json.dumps({"slopes": slopes.tolist(), "errors": errors.tolist(), "ms": 1000 * (time.process_time() - start), "steps": step}))
