/** Functions of Python for synthetic controls. */
export const syntheticInPython = `

# ---- Synthetic controls. ----


class UnitPaths:
    """Outcomes by unit and period, and the place of the first treated period of each unit; inf where it is never treated."""

    def __init__(self, d, outcome, treated, unit, time):
        self.row = pd.factorize(d[unit])[0]
        self.column, self.periods = pd.factorize(d[time].to_numpy(dtype=float), sort=True)
        self.y = self.grid(d[outcome])
        is_treated = self.grid(d[treated]) == 1
        self.start = np.where(is_treated.any(axis=1), is_treated.argmax(axis=1), np.inf)
        self.donors, self.treated = np.flatnonzero(np.isinf(self.start)), np.flatnonzero(~np.isinf(self.start))

    def grid(self, values):
        """A column by unit and period, missing where there is no row."""
        x = np.full((self.row.max() + 1, len(self.periods)), np.nan)
        x[self.row, self.column] = values.to_numpy(dtype=float, na_value=np.nan)
        return x

    def place(self, period):
        return int(np.flatnonzero(self.periods == period)[0])

    def donor(self, chosen):
        """The place among donors of the unit of the first row that is chosen."""
        return int(np.flatnonzero(self.donors == self.row[np.flatnonzero(chosen)[0]])[0])


def window_mean(p, column, first, last, step=1):
    """The mean of a column over a window, or over every so many periods of it, by its standard deviation over units."""
    is_in = (p.periods >= first) & (p.periods <= last) & ((p.periods - first) % step == 0)
    x = pd.DataFrame(p.grid(column)[:, is_in]).mean(axis=1)
    return (x / x.std()).to_numpy()


def simplex_weights(X, y, ridge=0.0):
    """Weights from 0 on that add up to 1 and bring the columns of X nearest to y: the active set of Wolfe (1976)."""
    P = np.vstack([X - y[:, None], np.sqrt(ridge) * np.eye(X.shape[1])])
    squares = (P**2).sum(axis=0)
    active, w = np.array([squares.argmin()]), np.ones(1)
    while True:
        at = P[:, active] @ w
        costs = P.T @ at
        enters = costs.argmin()
        if costs[enters] >= at @ at - 1e-13 * squares.max() or enters in active:
            break
        active, w = np.append(active, enters), np.append(w, 0.0)
        while True:
            first = P[:, active[0]]
            b = np.linalg.lstsq(first[:, None] - P[:, active[1:]], first, rcond=None)[0]
            aim = np.append(1 - b.sum(), b)
            if (aim > 0).all():
                break
            falls = aim <= 0
            w = w + min(1.0, (w[falls] / (w[falls] - aim[falls])).min()) * (aim - w)
            leaves = np.flatnonzero(falls)[w[falls].argmin()]
            stays = (w > 0) & (np.arange(len(w)) != leaves)
            active, w = active[stays], w[stays]
            if len(w) == 1:
                aim = np.ones(1)
                break
        w = aim
    weights = np.zeros(X.shape[1])
    weights[active] = w
    return weights


class Control:
    """A unit beside donors (Abadie, Diamond and Hainmueller 2010), by the outcomes of the fitted periods or by predictors with weights v, and with
    lam a ridge augmentation (Ben-Michael, Feller and Rothstein 2021)."""

    def __init__(self, p, unit, donors, fit, start, predictors=None, v=None, lam=None):
        X, y = p.y[donors][:, fit].T, p.y[unit, fit]
        if predictors is None:
            w = simplex_weights(X, y)
        else:
            root = np.sqrt(np.array(v, dtype=float) / np.sum(v))
            predictors = np.column_stack(predictors)
            w = simplex_weights(root[:, None] * predictors[donors].T, root * predictors[unit])
        if lam is not None:
            Z = X - X.mean(axis=1, keepdims=True)
            rest = y - X.mean(axis=1) - Z @ w
            w = w + np.linalg.solve(Z.T @ Z + lam * np.eye(len(w)), Z.T @ rest)
        self.weights, self.gaps = w, p.y[unit] - w @ p.y[donors]
        after = self.gaps[start:]
        self.effect, self.before, self.after = after.mean(), (self.gaps[fit] ** 2).mean(), (after**2).mean()


class SyntheticControl(Control):
    """The treated unit beside all donors."""

    def __init__(self, p, first, last, **options):
        fit, start = (p.periods >= first) & (p.periods <= last), int(p.start[p.treated[0]])
        self.p = p
        self.of = lambda unit, donors: Control(p, unit, donors, fit, start, **options)
        super().__init__(p, p.treated[0], p.donors, fit, start, **options)

    def rank_share(self):
        """The share of units, each donor as if it were treated, whose ratio of errors after to before is no smaller."""
        others = [self.of(unit, self.p.donors[self.p.donors != unit]) for unit in self.p.donors]
        larger = sum(each.after / each.before >= self.after / self.before for each in others)
        return (1 + larger) / (1 + len(others))

    def gap(self, period):
        return self.gaps[self.p.place(period)]

    def weight(self, chosen):
        return self.weights[self.p.donor(chosen)]


def two_way(x):
    """Differences from the means of rows and of columns."""
    return x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + x.mean()


def without_covariates(p, d, covariates):
    """Outcomes less what covariates explain among the never treated, with effects of units and periods (Kranz 2022)."""
    grids = [p.grid(d[name]) for name in covariates]
    X = np.column_stack([two_way(x[p.donors]).ravel() for x in grids])
    p.slopes = dict(zip(covariates, np.linalg.lstsq(X, two_way(p.y[p.donors]).ravel(), rcond=None)[0]))
    for name, x in zip(covariates, grids):
        p.y = p.y - p.slopes[name] * x
    return p


def block_effect(C, path, start, omega, lam):
    gaps = path - omega @ C
    return gaps[start:].mean() - lam @ gaps[:start]


class Block:
    """Weights of controls and of periods before treatment (Arkhangelsky et al. 2021, algorithm 1), equal ones of a plain difference in differences."""

    def __init__(self, C, T, start, method, noise=None):
        before, path = C[:, :start], T.mean(axis=0)
        self.noise = np.diff(before, axis=1).std(ddof=1) if noise is None else noise
        self.omega, self.lam = np.full(len(C), 1 / len(C)), np.full(start, 1 / start)
        self.rows = len(T) * (C.shape[1] - start)
        if method == "sdid":
            centred = lambda x: x - x.mean(axis=0)
            zeta = self.rows**0.25 * self.noise
            self.omega = simplex_weights(centred(before.T), centred(path[:start]), zeta**2 * start)
            self.lam = simplex_weights(centred(before), centred(C[:, start:].mean(axis=1)), (1e-6 * self.noise) ** 2 * len(C))
        self.effect = block_effect(C, path, start, self.omega, self.lam)


class SyntheticDifference:
    """A block for each period in which units begin to be treated, weighed by treated rows."""

    def __init__(self, p, method):
        self.p, self.method = p, method
        self.starts = np.unique(p.start[p.treated]).astype(int)
        self.blocks = [Block(p.y[p.donors], p.y[p.start == start], start, method) for start in self.starts]
        rows = np.array([each.rows for each in self.blocks])
        self.effects = np.array([each.effect for each in self.blocks])
        self.effect = rows @ self.effects / rows.sum()

    def unit_weight(self, chosen, k):
        return self.blocks[k].omega[self.p.donor(chosen)]

    def period_weight(self, period, k):
        return self.blocks[k].lam[self.p.place(period)]

    def placebo_error(self):
        """The error of one treated unit by treating each control once, with the penalties of the fit, and the share of effects that are no smaller."""
        C = self.p.y[self.p.donors]
        one = lambda i: Block(np.delete(C, i, axis=0), C[[i]], self.starts[0], self.method, self.blocks[0].noise).effect
        e = np.array([one(i) for i in range(len(C))])
        return e.std(), (1 + (np.abs(e) >= np.abs(self.effect)).sum()) / (1 + len(e))

    def jackknife_error(self):
        """The error without each unit in turn, weights fixed and those of controls made to add up to 1 again (algorithm 3)."""
        p, e = self.p, []
        for left in range(len(p.y)):
            effects, rows = [], []
            for start, each in zip(self.starts, self.blocks):
                treated, keeps = np.setdiff1d(np.flatnonzero(p.start == start), left), p.donors != left
                omega = each.omega[keeps]
                path = p.y[treated].mean(axis=0)
                effects.append(block_effect(p.y[p.donors[keeps]], path, start, omega / omega.sum(), each.lam))
                rows.append(len(treated) * (p.y.shape[1] - start))
            e.append(np.average(effects, weights=rows))
        e = np.array(e)
        return np.sqrt((len(e) - 1) / len(e) * ((e - e.mean()) ** 2).sum())
`;
