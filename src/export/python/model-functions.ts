/** Functions of Python for covariances with papermake's finite-sample factors, and for models whose digits statsmodels does not give. */
import { choiceFunctions } from './choice-functions.ts';
import { countFunctions } from './count-functions.ts';
import { estimatorFunctions } from './estimator-functions.ts';

export const modelFunctions = `

# ---- Covariances, without a finite-sample factor. ----


def inverse(A):
    """The inverse of a matrix, whatever the units of its variables are."""
    s = 1 / np.sqrt(np.abs(np.diag(A)))
    return np.linalg.inv(A * np.outer(s, s)) * np.outer(s, s)


def inverse_square(X):
    """(X'X)^-1 by the QR decomposition, which keeps twice the digits."""
    s = np.sqrt((X**2).sum(axis=0))
    R = np.linalg.inv(np.linalg.qr(X / s, mode="r")) / s[:, None]
    return R @ R.T


def bread(m):
    """(X'X)^-1 of least squares, with projected regressors where there are instruments; else the inverse of the observed information."""
    if isinstance(m, Estimated):
        return m.bread
    if isinstance(m.model, IV2SLS):
        return inverse(m.model.xhatprod)
    if isinstance(m.model, sm.WLS):
        return inverse_square(m.model.wexog)
    return inverse(-m.model.hessian(np.asarray(m.params)))


def scores(m):
    """Derivatives of each row's part of the criterion by the coefficients."""
    if isinstance(m, Estimated):
        return m.scores
    if isinstance(m.model, IV2SLS):
        return np.asarray(m.exog_hat) * np.asarray(m.resid)[:, None]
    if isinstance(m.model, sm.WLS):
        return m.model.wexog * np.asarray(m.wresid)[:, None]
    return m.model.score_obs(np.asarray(m.params))


def robust(m):
    s, B = scores(m), bread(m)
    return B @ (s.T @ s) @ B


def clustered(m, groups):
    """Clusters by one variable or several (Cameron, Gelbach and Miller 2011)."""
    s, B = scores(m), bread(m)
    M = np.zeros_like(B)
    for size in range(1, groups.shape[1] + 1):
        for names in combinations(groups.columns, size):
            g = groups.groupby(list(names), sort=False).ngroup().to_numpy()
            sums = np.column_stack([np.bincount(g, column) for column in s.T])
            M += (-1) ** (size + 1) * sums.T @ sums
    return B @ M @ B


def leveraged(m, power, effect=None):
    """HC2 (power 1) and HC3 (power 2); the leverage of an absorbed effect is one over the rows of its level."""
    h = m.get_influence().hat_matrix_diag
    if effect is not None:
        h = h - 1 / len(h) + 1 / effect.groupby(effect).transform("size").to_numpy()
    s, B = scores(m), bread(m)
    return B @ (s.T @ (s / (1 - h)[:, None] ** power)) @ B


def by_time(s, time):
    """Sums of scores by time, and the times."""
    periods, at = np.unique(time.to_numpy(dtype=float), return_inverse=True)
    return np.column_stack([np.bincount(at, column) for column in s.T]), periods


def bartlett(s, unit, time, lag):
    """Sum of products of scores up to \`lag\` periods apart within units, with Bartlett's weights."""
    keys = list(zip(unit, time))
    known = {key: row for row, key in enumerate(keys)}
    M = s.T @ s
    for l in range(1, lag + 1):
        pairs = [(row, known[(u, t - l)]) for row, (u, t) in enumerate(keys) if (u, t - l) in known]
        now, then = [row for row, _ in pairs], [row for _, row in pairs]
        C = s[now].T @ s[then]
        M = M + (1 - l / (lag + 1)) * (C + C.T)
    return M


def conley(s, latitude, longitude, cutoff, time=None, kernel="uniform", unit=None, lags=0):
    """Sum of products of scores of rows of one time that are at most \`cutoff\` km apart on a great circle (Conley 1999), and of one
    unit some times apart."""
    a, o = np.radians(latitude.to_numpy(dtype=float)), np.radians(longitude.to_numpy(dtype=float))
    places = np.column_stack([np.cos(a) * np.cos(o), np.cos(a) * np.sin(o), np.sin(a)])
    most = cutoff / 6371.0088 if cutoff / 6371.0088 < np.pi else np.inf
    periods = np.zeros(len(s)) if time is None else codes(time)
    M = np.zeros((s.shape[1], s.shape[1]))
    for period in np.unique(periods):
        at = periods == period
        chord = np.sqrt(((places[at][:, None, :] - places[at][None, :, :]) ** 2).sum(axis=2))
        angle = 2 * np.arcsin(np.minimum(1, chord / 2))
        w = (angle <= most) * (1 if kernel == "uniform" else 1 - angle / most)
        M = M + s[at].T @ w @ s[at]
    return M + bartlett(s, unit, time, lags) - s.T @ s if lags > 0 else M


def positive(V, beside_effects=False):
    """A matrix without its negative eigenvalues; beside absorbed effects slopes are mended by themselves, and the constant with all of V."""
    def mended(A):
        values, vectors = np.linalg.eigh(A)
        return vectors @ (np.maximum(values, 0)[:, None] * vectors.T)
    if not beside_effects:
        return mended(V)
    whole = V.copy()
    whole[:-1, :-1] = mended(V[:-1, :-1])
    whole[-1, -1] = mended(V)[-1, -1]
    return whole


# ---- Models. ----


class Estimated:
    """An estimate with what covariances are made of; \`more\` is what its kind has besides."""
    def __init__(self, params, bread, scores, nobs, **more):
        self.params, self.bread, self.scores, self.nobs = params, bread, scores, nobs
        self.__dict__.update(more)


def negbin(y, X, offset=None):
    """Negative binomial regression, with the logarithm of alpha as its last parameter."""
    model = sm.NegativeBinomialP(y, X, p=2, offset=offset)
    equal = sm.GLM(y, X, family=sm.families.Poisson(), offset=offset).fit()
    beyond = ((y - equal.mu) ** 2 - equal.mu).sum() / (equal.mu**2).sum()
    start = np.append(equal.params, np.log(max(beyond, 0.01)))
    first = model.fit(start_params=start, method="bfgs", maxiter=1000, use_transparams=True, disp=0)
    found = model.fit(start_params=first.params, method="newton", maxiter=200, tol=1e-10, disp=0)
    b = np.asarray(found.params)
    units = np.append(np.ones(len(b) - 1), 1 / b[-1])
    params = pd.Series(np.append(b[:-1], np.log(b[-1])), index=[*X.columns, "/lnalpha"])
    return Estimated(params, inverse(-model.hessian(b)) * np.outer(units, units), model.score_obs(b) / units, len(y))


def quantile_coefficients(y, X, q):
    """The vertex at which weighted absolute deviations are least, by linear programming: QuantReg stops some digits before it."""
    from scipy.optimize import linprog
    n, k = X.shape
    size = np.abs(X).max(axis=0)
    Z = X / size
    # the dual: prices between 0 and 1, of which those inside belong to the rows that are fitted exactly
    found = linprog(-y, A_eq=Z.T, b_eq=(1 - q) * Z.sum(axis=0), bounds=(0, 1), method="highs-ds")
    inside = np.minimum(found.x, 1 - found.x)
    rows = np.sort(np.argsort(-inside, kind="stable")[:k])
    return np.linalg.solve(Z[rows], y[rows]) / size


def quantile_regression(y, X, q):
    """Quantile regression with errors from the sparsity, by coefficients a bandwidth of Hall and Sheather (1988) above and below."""
    A, b = X.to_numpy(), y.to_numpy()
    n = len(b)
    z = stats.norm.ppf(q)
    h = (stats.norm.ppf(0.975) ** 2 * 1.5 * stats.norm.pdf(z) ** 2 / (2 * z**2 + 1) / n) ** (1 / 3)
    apart = quantile_coefficients(b, A, q + h) - quantile_coefficients(b, A, q - h)
    sparsity = A.mean(axis=0) @ apart / (2 * h)
    params = pd.Series(quantile_coefficients(b, A, q), index=X.columns)
    return Estimated(params, q * (1 - q) * sparsity**2 * inverse_square(A), None, n)


def inflation_factors(d):
    """Variance inflation factors of variables."""
    correlations = np.corrcoef(d.to_numpy(dtype=float), rowvar=False)
    return pd.Series(np.diag(np.linalg.inv(np.atleast_2d(correlations))), index=d.columns)
${estimatorFunctions}${choiceFunctions}${countFunctions}`;
