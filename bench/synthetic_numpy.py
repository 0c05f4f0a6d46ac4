"""Synthetic difference in differences with placebo errors: the peer of bench/synthetic.ts, on one BLAS thread.

python3 synthetic_numpy.py DATA START DRAWS   prints the effect and the standard deviation over placebos; DATA is a CSV file of id, time, treated and y

Weights are the nearest point of a convex hull by the active set of Wolfe (1976), from the nearest column on: the column that costs least is
added until none costs less, and each affine minimum is solved by products of the active columns.
"""
import json
import sys

import numpy as np

data_file, start, draws = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = np.loadtxt(data_file, delimiter=",", skiprows=1)
units = int(data[:, 0].max()) + 1
paths = data[:, 3].reshape(units, -1)
treated = np.flatnonzero(data[:, 2].reshape(units, -1)[:, -1])
controls = np.flatnonzero(data[:, 2].reshape(units, -1)[:, -1] == 0)


def hull(columns, target, ridge):
    points = columns - target
    products = points @ points.T
    scale = products.diagonal().max() + ridge
    active = [int(np.argmin(products.diagonal()))]
    weights = np.ones(1)
    while True:
        costs = products[:, active] @ weights
        costs[active] += ridge * weights
        own = weights @ costs[active]
        entering = int(np.argmin(costs))
        if costs[entering] >= own - 1e-13 * scale or entering in active:
            out = np.zeros(len(points))
            out[active] = weights
            return out
        active.append(entering)
        weights = np.append(weights, 0.0)
        while True:
            u = np.linalg.solve(products[np.ix_(active, active)] + ridge * np.eye(len(active)), np.ones(len(active)))
            aim = u / u.sum()
            if (aim > 0).all():
                weights = aim
                break
            down = aim <= 0
            step = min(1.0, (weights[down] / (weights[down] - aim[down])).min())
            moved = weights + step * (aim - weights)
            leaving = np.where(down, moved, np.inf).argmin()
            keep = (moved > 0) & (np.arange(len(moved)) != leaving)
            active = [a for a, k in zip(active, keep) if k]
            weights = moved[keep]


def centred(values):
    return values - values.mean(-1, keepdims=True)


def penalty(paths, count, after):
    noise = np.diff(paths[:, :start], axis=1).std(ddof=1)
    return (count * after) ** 0.25 * noise, 1e-6 * noise


def effect(controls, treated, zeta):
    before, aim = controls[:, :start], treated.mean(0)
    omega = hull(centred(before), centred(aim[:start]), zeta[0] ** 2 * start)
    columns = centred(before.T)
    slope = hull(columns, centred(controls[:, start:].mean(1)), zeta[1] ** 2 * len(controls))
    gaps = aim - omega @ controls
    return gaps[start:].mean() - slope @ gaps[:start]


zeta = penalty(paths[controls], len(treated), paths.shape[1] - start)
found = effect(paths[controls], paths[treated], zeta)
rng = np.random.default_rng(1)
placebos = []
for _ in range(draws):
    order = rng.permutation(controls)
    placebos.append(effect(paths[order[len(treated):]], paths[order[: len(treated)]], zeta))
print(json.dumps({"effect": found, "se": float(np.std(placebos)) if draws else None}))
