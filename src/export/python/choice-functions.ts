/** Functions of Python scripts that estimate models of choices, written out in numpy and scipy. */
export const choiceFunctions = `

def fractional_ml(y, X, error, offset=0.0, weights=1.0):
    """Fractional logit and probit, E(y) = F(x'b), by Newton's method with the observed information."""
    seen, shift = y.to_numpy(dtype=float), np.asarray(offset, dtype=float)

    def side(z):
        """ln F with its first and second derivatives."""
        if error == "logistic":
            p = stats.logistic.cdf(-z)
            return stats.logistic.logcdf(z), p, -p * (1 - p)
        m = mills(z)
        return stats.norm.logcdf(z), m, -m * (z + m)

    def rows(x):
        (l1, g1, h1), (l0, g0, h0) = side(x + shift), side(-x - shift)
        return seen * l1 + (1 - seen) * l0, [seen * g1 - (1 - seen) * g0], [[seen * h1 + (1 - seen) * h0]]

    return maximised(rows, [X], np.zeros(X.shape[1]), np.broadcast_to(np.asarray(weights, dtype=float), len(seen)))


def ordered_ml(y, X, error, weights=1.0):
    """Ordered outcomes, P(y <= j) = F(cut_j - x'b), by Newton's method on a concave likelihood."""
    code = np.unique(y.to_numpy(), return_inverse=True)[1]
    n, top = len(code), code.max()
    w = np.broadcast_to(np.asarray(weights, dtype=float), n)
    law, tilt = {
        "logistic": (stats.logistic, lambda z: -np.tanh(z / 2)),
        "normal": (stats.norm, lambda z: -z),
        "cloglog": (stats.gumbel_l, lambda z: -np.expm1(z)),
    }[error]
    indicators = lambda at: (at[:, None] == np.arange(top)).astype(float)
    A = np.hstack([-X.to_numpy(dtype=float), indicators(code)])
    B = np.hstack([-X.to_numpy(dtype=float), indicators(code - 1)])
    has_upper, has_lower = code < top, code > 0

    def found(b):
        u, l = np.where(has_upper, A @ b, 0), np.where(has_lower, B @ b, 0)
        p = np.where(has_upper, law.cdf(u), 1) - np.where(has_lower, law.cdf(l), 0)
        with np.errstate(all="ignore"):
            g, h = has_upper * law.pdf(u) / p, has_lower * law.pdf(l) / p
            ll = np.sum(w * np.log(p)) if (p > 0).all() else -np.inf
        across = A.T @ ((w * g * h)[:, None] * B)
        ends = B.T @ ((w * (h * tilt(l) + h**2))[:, None] * B) - A.T @ ((w * (g * tilt(u) - g**2))[:, None] * A)
        return ll, (w * g)[:, None] * A - (w * h)[:, None] * B, ends - across - across.T

    shares = np.cumsum(np.bincount(code, w))[:-1] / w.sum()
    b, (ll, scores, information) = newton(found, np.concatenate([np.zeros(X.shape[1]), law.ppf(shares)]))
    names = [*X.columns, *(f"/cut{j + 1}" for j in range(top))]
    return Estimated(pd.Series(b, index=names), inverse(information), scores, n, llf=ll)


def multinomial_ml(y, X, base, weights=1.0):
    """Multinomial logit against a base outcome, by Newton's method; an equation for each other outcome."""
    others = [value for value in np.unique(y) if value != base]
    x, (n, k) = X.to_numpy(dtype=float), X.shape
    w = np.broadcast_to(np.asarray(weights, dtype=float), n)
    chosen = (y.to_numpy()[:, None] == np.array(others)).astype(float)

    def found(b):
        eta = x @ b.reshape(len(others), k).T
        total = np.logaddexp(0, np.logaddexp.reduce(eta, axis=1))
        p = np.exp(eta - total[:, None])
        scores = np.hstack([x * (w * (chosen[:, j] - p[:, j]))[:, None] for j in range(len(others))])
        block = lambda i, j: x.T @ ((w * p[:, i] * ((i == j) - p[:, j]))[:, None] * x)
        information = np.block([[block(i, j) for j in range(len(others))] for i in range(len(others))])
        return np.sum(w * (np.sum(chosen * eta, axis=1) - total)), scores, information

    b, (ll, scores, information) = newton(found, np.zeros(k * len(others)))
    names = [f"{name} | {y.name}={value:.15g}" for value in others for name in X.columns]
    return Estimated(pd.Series(b, index=names), inverse(information), scores, n, llf=ll)
`;
