"""The triple threshold by projection with one matrix product: peer of bench/threshold.ts, on one BLAS thread.

Split columns of all candidates are projected out of the basis once; V'Y* gives every replication's numerators at once.
Reads a panel (JSON on stdin), writes seconds, thresholds, F and p as JSON. d = nT - T, one slope, the triple test as xthreg runs it.
"""

import json
import sys
import time

import numpy as np


def shorten(grid, at, trim):
    i, reach = np.arange(len(grid)), trim * len(grid)
    return grid[(i < at - reach) | (i > at + reach)]


class Panel:
    def __init__(self, y, slope, controls, q, units, periods, grid, trim):
        self.n, self.t, self.trim = units, periods, trim
        within = lambda a: (a.reshape(units, periods, -1) - a.reshape(units, periods, -1).mean(1, keepdims=True)).reshape(units * periods, -1)
        ordered = np.sort(q)
        share = trim + (1 - 3 * trim) * np.arange(grid) / (grid - 1)
        self.grid = np.unique(ordered[np.floor(share * len(q) + 1e-9).astype(int) - 1])
        self.y = within(y)[:, 0]
        self.x = within(np.column_stack([slope, *controls]))
        self.splits = within(slope[:, None] * (q[:, None] <= self.grid[None]))
        self.bases, self.projected = {}, {}

    def basis(self, fixed):
        key = tuple(sorted(fixed))
        if key not in self.bases:
            self.bases[key] = np.linalg.qr(np.column_stack([self.x, self.splits[:, list(key)]]))[0]
        return self.bases[key]

    def search(self, outcomes, fixed, candidates):
        """RSS and position of the best candidate for every column of `outcomes`."""
        basis = self.basis(fixed)
        left = outcomes - basis @ (basis.T @ outcomes)
        key = tuple(sorted(fixed))
        if key not in self.projected:
            v = self.splits - basis @ (basis.T @ self.splits)
            self.projected[key] = v, (v**2).sum(0)
        v, squares = self.projected[key]
        squares = squares[candidates]
        usable = squares > 1e-10 * squares.max()
        gains = np.where(usable[:, None], (v[:, candidates].T @ left) ** 2 / np.where(usable, squares, 1)[:, None], 0)
        best = gains.argmax(0)
        return (left**2).sum(0) - gains[best, np.arange(outcomes.shape[1])], best

    def grouped(self, outcomes, fixed, candidates, keys):
        rss, best, groups = np.zeros(outcomes.shape[1]), np.zeros(outcomes.shape[1], int), {}
        for b, key in enumerate(keys):
            groups.setdefault(key, []).append(b)
        for members in groups.values():
            rss[members], best[members] = self.search(outcomes[:, members], fixed[members[0]], candidates[members[0]])
        return rss, best

    def rss(self, fixed):
        basis = self.basis(fixed)
        left = self.y - basis @ (basis.T @ self.y)
        return left, left @ left

    def triple(self, replications, seed):
        full, one = np.arange(len(self.grid)), self.y[:, None]
        pick = lambda fixed, candidates: self.search(one, fixed, candidates)[1][0]
        at1 = pick((), full)
        g1, around1 = full[at1], shorten(full, at1, self.trim)
        at2 = pick((g1,), around1)
        g2, around2 = around1[at2], shorten(full, at2, self.trim)
        at1r = pick((g2,), around2)
        g1r, around3 = around2[at1r], shorten(around2, at1r, self.trim)
        g3 = around3[pick((g1r, g2), around3)]
        models = [(), (g1,), (g1r, g2), (g1r, g2, g3)]
        s, d = [self.rss(m)[1] for m in models], self.n * self.t - self.t
        f = [(s[j] / s[j + 1] - 1) * d for j in range(3)]
        rng, p = np.random.default_rng(seed), []
        for j in range(3):
            fit = self.y - self.rss(models[j])[0]
            errors = self.rss(models[j + 1])[0].reshape(self.n, self.t)
            drawn = rng.integers(0, self.n, (replications, self.n))
            outcomes = fit[:, None] + errors[drawn].reshape(replications, -1).T
            p.append(float((self.ratios(outcomes, j, around1) * d > f[j]).mean()))
        return [float(self.grid[g]) for g in (g1, g2, g3)], f, p

    def ratios(self, outcomes, test, around1):
        full = np.arange(len(self.grid))
        start = around1 if test == 2 else full
        first, at = self.search(outcomes, (), start)
        if test == 0:
            basis = self.basis(())
            left = outcomes - basis @ (basis.T @ outcomes)
            return (left**2).sum(0) / first - 1
        fixed = [(start[i],) for i in at]
        left = [shorten(full, i, self.trim) for i in at]
        second, at2 = self.grouped(outcomes, fixed, left, list(at))
        if test == 1:
            return first / second - 1
        both = [(f[0], c[i]) for f, c, i in zip(fixed, left, at2)]
        rest = [shorten(c, i, self.trim) for c, i in zip(left, at2)]
        return second / self.grouped(outcomes, both, rest, list(zip(at, at2)))[0] - 1


def main():
    given = json.load(sys.stdin)
    array = lambda name: np.array(given[name], float)
    settings = {name: given[name] for name in ("units", "periods", "grid", "trim")}
    controls = [np.array(c, float) for c in given["controls"]]
    seconds = []
    for _ in range(given["rounds"]):
        started = time.perf_counter()
        panel = Panel(array("y"), array("slope"), controls, array("q"), **settings)
        gamma, f, p = panel.triple(given["replications"], 1)
        seconds.append(time.perf_counter() - started)
    json.dump({"seconds": seconds, "gamma": gamma, "f": [float(x) for x in f], "p": p}, sys.stdout)


main()
