/** Functions of Python scripts with tests that hold where instruments are weak, written out from their papers in numpy and scipy. */

import { tfTable } from '../../econ/iv/weak/tf-table.ts';

export const weakFunctions = (): string => `

from scipy import optimize, special

def kept(m, V, names):
    """Coefficients of a regression on some instruments, their covariance, and (Z'Z)^-1 of what the other regressors leave of them."""
    at = [list(m.params.index).index(name) for name in names]
    block = np.ix_(at, at)
    return m.params.to_numpy()[at], np.asarray(V)[block], np.asarray(m.normalized_cov_params)[block]


def summed(d, y, x, name):
    """Adds the sum of two variables over their standard deviations."""
    return d.assign(**{name: d[y] / d[y].std(ddof=1) + d[x] / d[x].std(ddof=1)})


TwoEquations = namedtuple("TwoEquations", "y x yy xx yx unit")


def two_equations(reduced, first, both, d, y, x):
    """The reduced form and the first stage in orthonormal instruments and in standard deviations, with blocks of their joint covariance:
    that of two equations follows from the covariances of both and of their sum."""
    sd_y, sd_x = d[y].std(ddof=1), d[x].std(ddof=1)
    C = np.linalg.cholesky(inverse(reduced[2])).T
    yy, xx, all_ = C @ reduced[1] @ C.T / sd_y**2, C @ first[1] @ C.T / sd_x**2, C @ both[1] @ C.T
    return TwoEquations(C @ reduced[0] / sd_y, C @ first[0] / sd_x, yy, xx, (all_ - yy - xx) / 2, sd_y / sd_x)


def effective_f(w):
    """The effective F of Montiel Olea and Pflueger (2013)."""
    return w.x @ w.x / np.trace(w.xx)


def effective_critical(w, x):
    """Its critical value at 5 % for noncentrality x, by Patnaik's approximation."""
    total, most = np.trace(w.xx), np.linalg.eigvalsh(w.xx)[-1]
    k = total**2 * (1 + 2 * x) / (np.sum(w.xx**2) + 2 * x * total * most)
    return stats.ncx2.ppf(0.95, k, k * x) / k


def angles_with_turns(f, points=200):
    """Angles of values of the coefficient, b = tan(angle): a grid with the turning points between its points."""
    a = np.linspace(-np.pi / 2, np.pi / 2, points + 1)
    v = np.array([f(each) for each in a])
    turns = []
    for i in range(points + 1):
        before, after = v[points - 1] if i == 0 else v[i - 1], v[1] if i == points else v[i + 1]
        highest = v[i] >= max(before, after)
        if not highest and v[i] > min(before, after):
            continue
        around = (a[i] - np.pi / points, a[i] + np.pi / points)
        sign = -1 if highest else 1
        at = optimize.minimize_scalar(lambda each: sign * f(each), bounds=around, method="bounded", options={"xatol": 1e-10}).x
        turns.append((at + np.pi / 2) % np.pi - np.pi / 2)
    return np.sort(np.concatenate([a, turns]))


def worst_bias(w):
    """The most that the bias of two-stage least squares may be."""
    if len(w.x) == 1:
        return 1

    def bias(a):
        S1 = np.cos(a) ** 2 * w.yy - 2 * np.cos(a) * np.sin(a) * w.yx + np.sin(a) ** 2 * w.xx
        values = np.linalg.eigvalsh(np.cos(a) * w.yx - np.sin(a) * w.xx)
        return max(abs(values.sum() - 2 * values[[0, -1]])) / np.sqrt(np.trace(S1) * np.trace(w.xx))

    return max(bias(a) for a in angles_with_turns(bias))


def anderson_rubin(w, a):
    """The statistic of Anderson and Rubin (1949) at an angle."""
    moments = np.cos(a) * w.y - np.sin(a) * w.x
    V = np.cos(a) ** 2 * w.yy - 2 * np.cos(a) * np.sin(a) * w.yx + np.sin(a) ** 2 * w.xx
    return moments @ inverse(V) @ moments / len(moments)


def not_rejected(w, f, limit):
    """Values of the coefficient at which a function of the angle is at most a limit: the number of intervals, then their finite ends in rising order."""
    def g(a):
        return f(a) - limit

    a = angles_with_turns(g)
    v = np.array([g(each) for each in a])
    at = np.flatnonzero((v[1:] <= 0) != (v[:-1] <= 0))
    ends = [optimize.brentq(g, a[i], a[i + 1], xtol=1e-15, rtol=1e-15) for i in at]
    return [len(ends) / 2 + (1 if v[0] <= 0 else 0), *(np.sort(np.tan(ends)) * w.unit)]


def anderson_rubin_set(w, df, level):
    return not_rejected(w, lambda a: anderson_rubin(w, a), stats.f.ppf(level, len(w.x), df))


def conditional_ratio(w, a):
    """The conditional likelihood ratio of Moreira (2003) for iid errors at an angle, with its p value by the integral of Andrews, Moreira and Stock (2007)."""
    Omega = np.array([[w.yy[0, 0], w.yx[0, 0]], [w.yx[0, 0], w.xx[0, 0]]])
    both = np.column_stack([w.y, w.x])
    roots = np.linalg.eigvals(np.linalg.solve(Omega, both.T @ both)).real
    own = anderson_rubin(w, a) * len(w.x)
    ratio = max(0, own - min(roots))
    return ratio, conditional_p(ratio, sum(roots) - own, len(w.x))


def conditional_p(m, qt, k):
    if m <= 0:
        return 1

    def tail(phi):
        return stats.chi2.sf((qt + m) / (1 + qt * np.sin(phi) ** 2 / m), k) * np.cos(phi) ** (k - 2)

    # panels are narrower near 0, where the integrand may be steep
    nodes, weights = np.polynomial.legendre.leggauss(30)
    ends = np.pi / 2 * np.concatenate([[0], 2.0 ** np.arange(-10, 1)])
    phi = np.concatenate([low + (high - low) * (nodes + 1) / 2 for low, high in zip(ends[:-1], ends[1:])])
    width = np.repeat(np.diff(ends), 30)
    return np.sum(np.tile(weights, len(ends) - 1) * width / 2 * tail(phi)) / (special.beta(0.5, (k - 1) / 2) / 2)


def conditional_ratio_set(w, level):
    return not_rejected(w, lambda a: -conditional_ratio(w, a)[1], level - 1)


def tf_critical(f):
    """The critical value of tF at 5 % (Lee, McCrary, Moreira and Porter 2022, Table 3)."""
    printed = [${tfTable.join(', ')}]
    return np.interp(np.sqrt(f), 2 + np.arange(len(printed)) / 10, printed)
`;
