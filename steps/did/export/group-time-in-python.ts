/** Functions of Python for effects by cohort and period. */
export const groupTimeInPython = `

class GroupTime:
    """Effects by cohort and period beside units that are not treated (Callaway and Sant'Anna 2021), with the influence of every unit. Units
    that are treated from the first period on, and those that are not seen in every period, are left out."""

    def __init__(self, d, outcome, covariates, unit, time, cluster, first, method="dr", notyet=False, universal=False):
        of = lambda name: d[name].to_numpy(dtype=float)
        d = d.assign(**{first: np.where(of(first) > of(time).max(), 0, of(first))})
        d = d[(of(first) == 0) | (of(first) > of(time).min())]
        periods = np.unique(of(time))
        d = d[d.groupby(unit)[time].transform("size") == len(periods)].sort_values([unit, time])
        wide = lambda name: d[name].to_numpy().reshape(-1, len(periods))
        y, x = wide(outcome).astype(float), [wide(name).astype(float) for name in covariates]
        G = wide(first)[:, 0].astype(float)
        self.G, self.cluster = G, pd.factorize(wide(cluster)[:, 0])[0]
        self.y, self.periods, self.unit = y, periods, wide(unit)[:, 0]
        found = []
        for g in np.unique(G[G > 0]):
            for t, period in enumerate(periods):
                before = t - 1 if period < g and not universal else int(np.flatnonzero(periods < g).max())
                if before < 0:
                    continue
                b, psi = 0.0, np.zeros(len(G))
                if before != t:
                    later = (G != g) & (G > max(period, periods[before])) & notyet
                    own = np.flatnonzero((G == g) | (G == 0) | later)
                    X = np.column_stack([np.ones(len(own)), *[v[own, min(t, before)] for v in x]])
                    b, psi[own] = two_by_two(y[own, t] - y[own, before], (G[own] == g).astype(float), X, method)
                    psi[own] *= len(G) / len(own)
                found.append((g, period, b, psi))
        self.group, self.time, self.b = (np.array([each[i] for each in found]) for i in range(3))
        self.psi = np.column_stack([each[3] for each in found])

    def cells(self, own):
        """The mean of some effects by the sizes of cohorts, which are estimated too, and its influence."""
        group, b = self.group[own], self.b[own]
        p = np.array([(self.G == g).mean() for g in group])
        total, mean = p.sum(), p @ b
        of = lambda values: np.array([values[group == g].sum() for g in self.G])
        shares = (of(b) - mean) / total - (of(np.ones(len(p))) - total) * mean / total**2
        return mean / total, self.psi[:, own] @ (p / total) + shares

    def with_error(self, b, psi):
        return b, np.sqrt((np.bincount(self.cluster, psi) ** 2).sum()) / len(psi)

    def cell(self, group, time):
        """The effect of a cohort in a period."""
        k = np.flatnonzero((self.group == group) & (self.time == time))[0]
        return self.with_error(self.b[k], self.psi[:, k])

    def after(self):
        """The effect of all after treatment."""
        return self.with_error(*self.cells(self.time >= self.group))

    def at(self, event):
        """The effect at a period since treatment."""
        return self.with_error(*self.cells(self.time - self.group == event))

    def over(self, events):
        """The mean of the effects at several periods since treatment."""
        all = [self.cells(self.time - self.group == event) for event in events]
        return self.with_error(np.mean([b for b, _ in all]), np.mean([psi for _, psi in all], axis=0))


def two_by_two(y, D, X, method):
    """One of these effects: by regression among controls, by weights of a logit, or by both (Sant'Anna and Zhao 2020)."""
    share, fitted = D.mean(), np.zeros(len(D))
    if X.shape[1] == 1:
        method = "reg"
    if method != "ipw":
        fitted = X @ np.linalg.lstsq(X[D == 0], y[D == 0], rcond=None)[0]
        inverse_of_controls = inverse_square(X[D == 0])
        along_controls = lambda v: (1 - D) * (y - fitted) * (X @ (inverse_of_controls @ (v @ X)))
    rest = y - fitted
    if method == "reg":
        of_treated, of_controls = np.average(y, weights=D), np.average(fitted, weights=D)
        psi = (D * (y - of_treated) - D * (fitted - of_controls) - along_controls(D)) / share
        return of_treated - of_controls, psi
    p = np.asarray(sm.Logit(D, X).fit(method="newton", maxiter=200, tol=1e-10, disp=0).predict())
    capped = np.minimum(p, 1 - 1e-6)
    w = np.where((D == 1) | (p >= 0.995), 0, capped / (1 - capped))
    of_treated, of_controls = np.average(rest, weights=D), np.average(rest, weights=w)
    score = (D - p) * (X @ (inverse((X.T * (p * (1 - p))) @ X) @ ((w * (rest - of_controls)) @ X)))
    of_first, of_second = D * (rest - of_treated), w * (rest - of_controls) + score
    if method == "dr":
        of_first, of_second = of_first - along_controls(D), of_second - along_controls(w)
    return of_treated - of_controls, of_first / share - of_second / w.mean()
`;
