/** Functions of Python for effects by the dose of a treatment; they stand behind those for effects by cohort and period. */
export const dosesInPython = `

import copy


def spline_terms(x, knots, degree):
    """B-splines by the recurrence of de Boor (1978)."""
    x, last = np.atleast_1d(x).astype(float)[:, None], knots[-1]
    below = (x < knots[1:]) | ((x == last) & (knots[:-1] < last) & (knots[1:] == last))
    terms = ((knots[:-1] <= x) & below).astype(float)
    for q in range(1, degree + 1):
        part = by_width(terms, knots, q)
        terms = (x - knots[: -q - 1]) * part[:, :-1] + (knots[q + 1 :] - x) * part[:, 1:]
    return terms


def by_width(terms, knots, degree):
    width = knots[degree:] - knots[:-degree]
    return np.divide(terms, width, out=np.zeros_like(terms), where=width > 0)


class DoseEffects(GroupTime):
    """Effects by dose (Callaway, Goodman-Bacon and Sant'Anna 2024): changes of each cohort on a spline of its doses, less the mean change of units that
    are not treated, with the influence of every unit on each coefficient and on the mean slope, averaged over the periods of each cohort."""

    def __init__(self, d, outcome, covariates, unit, time, cluster, first, dose, degree, inner, notyet=False, universal=False):
        super().__init__(d, outcome, covariates, unit, time, cluster, first, notyet=notyet, universal=universal)
        doses = d.groupby(unit)[dose].max().loc[self.unit].to_numpy(dtype=float)
        low, high = doses[self.G > 0].min(), doses[self.G > 0].max()
        self.degree, self.knots = degree, np.array([low] * (degree + 1) + list(inner) + [high] * (degree + 1), dtype=float)
        self.terms, n = degree + 1 + len(inner), len(self.G)
        self.parts = np.zeros((len(self.b), self.terms + 1))
        self.influence = np.zeros((len(self.b), n, self.terms + 1))
        for cell, (g, period) in enumerate(zip(self.group, self.time)):
            t = int(np.flatnonzero(self.periods == period)[0])
            before = t - 1 if period < g and not universal else int(np.flatnonzero(self.periods < g).max())
            if before == t:
                continue
            change, own = self.y[:, t] - self.y[:, before], self.G == g
            others = (self.G == 0) | (~own & (self.G > max(period, self.periods[before])) & notyet)
            X, S = self.basis(doses[own]), self.slopes(doses[own])
            b = np.linalg.lstsq(X, change[own], rcond=None)[0]
            scores = (change[own] - X @ b)[:, None] * (X @ inverse_square(X))
            at, trend = S @ b, change[others].mean()
            self.parts[cell] = np.append(b - trend, at.mean())
            self.influence[cell, others, : self.terms] = -n / others.sum() * (change[others] - trend)[:, None]
            of_slope = scores @ S.mean(axis=0) + (at - at.mean()) / own.sum()
            self.influence[cell, own] = n * np.column_stack([scores, of_slope])
        self.spline = [self.over_cohorts(k) for k in range(self.terms)]

    def basis(self, dose):
        return spline_terms(dose, self.knots, self.degree)

    def slopes(self, dose):
        part = by_width(spline_terms(dose, self.knots, self.degree - 1), self.knots, self.degree)
        return self.degree * (part[:, :-1] - part[:, 1:])

    def mean_of_cohorts(self, b, psi):
        """The mean over cohorts, by their sizes, of each one's mean over its periods from treatment on."""
        own = copy.copy(self)
        own.group = np.unique(self.group)
        after = [(self.group == g) & (self.time >= g) for g in own.group]
        own.b = np.array([b[each].mean() for each in after])
        own.psi = np.column_stack([psi[:, each].mean(axis=1) for each in after])
        return own.cells(np.arange(len(own.group)))

    def over_cohorts(self, k):
        return self.mean_of_cohorts(self.parts[:, k], self.influence[:, :, k].T)

    def mean(self):
        """The effect."""
        return self.with_error(*self.mean_of_cohorts(self.b, self.psi))

    def mean_slope(self):
        return self.with_error(*self.over_cohorts(self.terms))

    def slope_at(self, event):
        """The mean slope at a period since treatment."""
        own = copy.copy(self)
        own.b, own.psi = self.parts[:, self.terms], self.influence[:, :, self.terms].T
        return own.at(event)

    def at_dose(self, dose, slopes=False):
        """The effect at a dose, or its slope."""
        w = (self.slopes(dose) if slopes else self.basis(dose))[0]
        return self.with_error(w @ [b for b, _ in self.spline], sum(v * psi for v, (_, psi) in zip(w, self.spline)))
`;
