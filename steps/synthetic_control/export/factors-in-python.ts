/** Functions of Python for effects that factors impute; they stand behind those for synthetic controls. */
export const factorsInPython = `

# ---- Effects imputed by factors. ----


def slopes_beside(y, x):
    """Slopes of the covariates, each a matrix of units by periods, beside effects of units and periods."""
    if len(x) == 0:
        return np.zeros(0)
    return np.linalg.lstsq(np.column_stack([two_way(z).ravel() for z in x]), two_way(y).ravel(), rcond=None)[0]


def less_covariates(y, x, b):
    for slope, z in zip(b, x):
        y = y - slope * z
    return y


class Interactive:
    """Interactive effects (Bai 2009): factors and slopes in turn, each exact given the other."""

    def __init__(self, y, x, count):
        b = slopes_beside(y, x)
        while True:
            self.factors = np.linalg.svd(two_way(less_covariates(y, x, b)), full_matrices=False)[2][:count].T
            off = lambda z: z - z @ self.factors @ self.factors.T
            if len(x) == 0 or count == 0:
                break
            X = np.column_stack([off(two_way(z)).ravel() for z in x])
            following = np.linalg.lstsq(X, off(two_way(y)).ravel(), rcond=None)[0]
            moved, b = np.linalg.norm(following - b), following
            if moved <= 1e-12 * np.linalg.norm(b):
                break
        rest = less_covariates(y, x, b)
        self.slopes, self.levels, self.left = b, rest.mean(axis=0), off(two_way(rest))


def freedom_of(n, t, k, r):
    """Rows less the parameters of effects, slopes and factors."""
    return n * t - r * (n + t - 2) + r**2 - k - (n + t - 1)


class FactorPanel:
    """Outcomes, covariates and first treated places of units, all by unit and period."""

    def __init__(self, y, x, start):
        self.y, self.x, self.start = y, x, start
        self.treated = np.flatnonzero(np.isfinite(start))
        self.seen = np.arange(y.shape[1]) < start[:, None]

    def without(self, left):
        one = lambda z: np.delete(z, left, axis=0)
        return FactorPanel(one(self.y), [one(z) for z in self.x], one(self.start))

    def of_controls(self, count):
        """Interactive effects of the never treated, and of all units what covariates and the levels of periods leave (Xu 2017)."""
        never = np.isinf(self.start)
        fit = Interactive(self.y[never], [z[never] for z in self.x], count)
        fit.rest = less_covariates(self.y, self.x, fit.slopes) - fit.levels
        return fit


def loaded(path, factors, fitted):
    """What a level and the factors, fitted to some periods, expect of all."""
    x = np.column_stack([np.ones(len(path)), factors])
    return x @ np.linalg.lstsq(x[fitted], path[fitted], rcond=None)[0]


def generalised_control(p, count):
    fit = p.of_controls(count)
    left = p.y.copy()
    left[np.isinf(p.start)] = fit.left
    for i in p.treated:
        left[i] = fit.rest[i] - loaded(fit.rest[i], fit.factors, np.arange(int(p.start[i])))
    rss = (fit.left**2).sum()
    return p.y - left, fit.slopes, rss, rss / freedom_of(*fit.left.shape, len(p.x), count)


def completed_matrix(p, shrink, start):
    """Fills treated rows by what effects and a matrix of low rank expect, fits all rows anew, and goes on until nothing moves (Mazumder, Hastie and
    Tibshirani 2010), beyond each step as long as steps agree (O'Donoghue and Candes 2015)."""
    size, low, pace = np.linalg.norm(two_way(p.y)), 0 * p.y, 1.0
    expected = ahead = start
    while True:
        filled = np.where(p.seen, p.y, ahead)
        b = slopes_beside(filled - low, p.x)
        within = two_way(less_covariates(filled, p.x, b))
        u, d, v = np.linalg.svd(within, full_matrices=False)
        low = u * shrink(d) @ v
        following = filled - within + low
        moved = np.linalg.norm(ahead - following)
        turns = ((ahead - following) * (following - expected)).sum() > 0
        faster = 1.0 if turns else (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = following if turns else following + (pace - 1) / faster * (following - expected)
        expected, pace = following, faster
        if moved <= 1e-12 * size:
            return expected, b, ((p.y - expected)[p.seen] ** 2).sum()


def completed_by_factors(p, count):
    """So many factors, from those of the controls on (Liu, Wang and Xu 2024)."""
    starts = count > 0 and p.start.min() >= count + 2
    start = generalised_control(p, count)[0] if starts else 0 * p.y
    expected, b, rss = completed_matrix(p, lambda d: d * (np.arange(len(d)) < count), start)
    return expected, b, rss, rss / (freedom_of(*p.y.shape, len(p.x), count) - (~p.seen).sum())


def completed_by_penalty(p, penalty):
    """A penalty of the nuclear norm (Athey, Bayati, Doudchenko, Imbens and Khosravi 2021)."""
    return *completed_matrix(p, lambda d: np.maximum(d - penalty, 0), 0 * p.y), np.nan


class ImputedByFactors:
    """Outcomes less what they would be without treatment: means of all treated rows, of those of each cohort, and of periods."""

    def __init__(self, paths, d, covariates, impute, amount):
        self.periods, self.impute, self.amount = paths, impute, amount
        self.p = p = FactorPanel(paths.y, [paths.grid(d[name]) for name in covariates], paths.start)
        expected, self.slopes, self.rss, self.sigma2 = impute(p, amount)
        gaps = p.y - expected
        starts = np.unique(p.start[p.treated])
        self.effect = gaps[~p.seen].mean()
        self.effects = [gaps[p.start == start][:, int(start) :].mean() for start in starts]
        self.gaps = [gaps[p.start == start].mean(axis=0) for start in starts]

    def gap(self, period, k):
        return self.gaps[k][self.periods.place(period)]

    def left_out_error(self, count):
        """Mean squared error of periods before treatment, each predicted from the others (Xu 2017, algorithm 1)."""
        fit, errors = self.p.of_controls(count), []
        for i in self.p.treated:
            pre, path = np.arange(int(self.p.start[i])), fit.rest[i]
            errors += [(path[t] - loaded(path, fit.factors, pre[pre != t])[t]) ** 2 for t in pre]
        return np.mean(errors)

    def jackknife(self):
        """Errors of the effect, of slopes and of mean gaps by period without each unit in turn."""
        found = []
        for left in range(len(self.p.y)):
            p = self.p.without(left)
            expected, slopes, *_ = self.impute(p, self.amount)
            gaps = p.y - expected
            found.append(np.concatenate([[gaps[~p.seen].mean()], slopes, gaps[p.treated].mean(axis=0)]))
        n = len(found)
        return np.sqrt((n - 1) / n * ((np.array(found) - np.mean(found, axis=0)) ** 2).sum(axis=0))
`;
