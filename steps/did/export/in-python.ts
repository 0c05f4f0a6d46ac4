/** Functions of Python for differences in differences. */
export const didInPython = `

# ---- Differences in differences. ----


def first_treated(treatment, unit, time):
    """The first treated period of each row's unit; 0 where a unit is never treated."""
    return time.where(treatment == 1).groupby(unit).transform("min").fillna(0)


class Within:
    """A regression on columns of d beside effects of units and periods, with the errors of reghdfe clustered by a column."""

    def __init__(self, d, outcome, regressors, unit, time, cluster):
        d = demeaned(d, [outcome, *regressors], [unit, time])
        m = sm.OLS(numbers(d[outcome]), design(d, regressors)).fit(method="qr")
        n, groups = m.nobs, d[cluster].nunique()
        absorbed = absorbed_df(d[[unit, time]], d[[cluster]])
        k = len(m.params) - 1 + absorbed.df + absorbed.nested
        V = np.asarray(clustered(m, d[[cluster]])) * groups / (groups - 1) * (n - 1) / (n - k)
        own = [list(m.params.index).index(name) for name in regressors]
        self.names, self.b, self.V = list(regressors), m.params.to_numpy()[own], V[np.ix_(own, own)]

    def estimate(self, term):
        """The coefficient of a term with its error."""
        k = self.names.index(term)
        return self.b[k], np.sqrt(self.V[k, k])

    def mean(self, event):
        """The mean of effects at a period or several, by their rows, which count as known."""
        w = np.where(np.isin(self.events, event), self.rows, 0)
        w = np.concatenate([w / w.sum(), np.zeros(len(self.b) - len(w))])
        return w @ self.b, np.sqrt(w @ self.V @ w)


class Cohorts(Within):
    """An indicator of each cohort and period since treatment, beside effects of units and periods (Sun and Abraham 2021)."""

    def __init__(self, d, outcome, covariates, unit, time, cluster, first, events, cohorts):
        self.cells = [f"cell{k + 1}" for k in range(len(events))]
        self.events = np.array(events)
        own = zip(self.cells, events, cohorts)
        made = {c: ((d[first] == g) & (d[time] - g == e)).fillna(False).astype(float) for c, e, g in own}
        d = d.assign(**made)
        super().__init__(d, outcome, [*self.cells, *covariates], unit, time, cluster)
        self.rows = d[self.cells].sum().to_numpy()


class Imputed:
    """Outcomes less what untreated rows say that they would have been, by effects of units and periods and covariates."""

    def __init__(self, d, outcome, covariates, unit, time, cluster, first, treated):
        of = lambda name: d[name].to_numpy(dtype=float)
        self.treated = of(treated) == 1
        dummies = [pd.get_dummies(d[name].to_numpy()).to_numpy(dtype=float) for name in (unit, time)]
        self.Z = np.column_stack([*dummies, *[of(name) for name in covariates]])
        size = np.sqrt((self.Z**2).sum(axis=0))
        self.Z = self.Z / np.where(size > 0, size, 1)
        free = self.Z[~self.treated]
        self.bread = np.linalg.pinv(free, rcond=1e-11)
        self.gap = of(outcome) - self.Z @ (self.bread @ of(outcome)[~self.treated])
        self.since = of(time) - of(first)
        self.cell = pd.factorize(pd.Series(of(first)).astype(str) + " " + pd.Series(of(time)).astype(str))[0]
        self.cluster = pd.factorize(d[cluster].to_numpy())[0]

    def mean(self, rows, stages=1):
        """The mean effect of treated rows with its error: that of Borusyak, Jaravel and Spiess (2024), whose effects are centred by cohort
        and period, or in two stages (Gardner 2022), whose effects are centred on their mean."""
        w = (self.treated & rows).astype(float)
        w = w / w.sum()
        b = w @ self.gap
        v = w.copy()
        v[~self.treated] = -self.bread.T @ (self.Z.T @ w)
        centre = b
        if stages == 1:
            size = np.bincount(self.cell, np.where(self.treated, v**2, 0))
            centre = (np.bincount(self.cell, np.where(self.treated, v**2 * self.gap, 0)) / np.where(size > 0, size, 1))[self.cell]
        return b, np.sqrt((np.bincount(self.cluster, v * (self.gap - self.treated * centre)) ** 2).sum())
`;
