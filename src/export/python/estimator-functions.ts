/** Functions of Python for estimators that statsmodels has not, or not to 8 digits. */
export const estimatorFunctions = `

# ---- Linear models that statsmodels has not. ----


def k_class(y, X, Z, k=None, less=0, weights=None, constants=1):
    """Estimators of the k-class: k = 1 is two-stage least squares, and the least root of limited-information maximum likelihood where none
    is given, which Fuller makes smaller by \`less\` over the degrees of freedom of the first stage."""
    root = np.ones(len(y)) if weights is None else np.sqrt(weights.to_numpy())
    own = np.isin(X.columns, Z.columns)
    A, b, first = X.to_numpy() * root[:, None], y.to_numpy() * root, Z.to_numpy() * root[:, None]
    left = residuals(first, A)
    if k is None:
        Y = np.column_stack([b, A[:, ~own]])
        within, beside = residuals(first, Y), residuals(A[:, own], Y)
        roots = np.linalg.eigvals(np.linalg.solve(within.T @ within, beside.T @ beside))
        k = roots.real.min() - less / (len(b) - Z.shape[1] + 1 - constants)
    H = inverse(A.T @ A - k * left.T @ left)
    beta = H @ (A - k * left).T @ b
    e = b - A @ beta
    return Estimated(pd.Series(beta, index=X.columns), H, (A - left) * e[:, None], len(b), ssr=e @ e)


def residuals(X, Y):
    """Residuals of variables after regressors."""
    Q = np.linalg.qr(X)[0]
    return Y - Q @ (Q.T @ Y)


def unit_means(x, unit):
    """Means of variables by unit, a row for each, with the number of its rows."""
    at = codes(unit)
    size = np.bincount(at)
    means = x.apply(lambda column: pd.Series(np.bincount(at, column) / size)) if isinstance(x, pd.DataFrame) else np.bincount(at, x) / size
    return means, size


def between(y, X, unit, weighted=False):
    """Least squares of units' means, each of which counts once, or as often as it has rows."""
    means, size = unit_means(X, unit)
    return sm.WLS(unit_means(y, unit)[0], means, weights=size if weighted else np.ones(len(size))).fit(method="qr")


def random_effects(y, X, unit, mundlak=()):
    """Random effects with the variances of Swamy and Arora (1972) as Stata takes them in panels with gaps: that of units from the regression
    of their means, each of which counts once. Every variable is less a part of its unit's mean."""
    at = codes(unit)
    X = X.join(pd.DataFrame({f"mean_{name}": unit_means(X[name], unit)[0][at] for name in mundlak}, index=X.index))
    (means, size), y_means = unit_means(X, unit), unit_means(y, unit)[0]
    deviations, y_deviations = X - means.to_numpy()[at], y - y_means[at]
    moves = deviations.abs().max() > 1e-10 * X.abs().max()
    e2 = sm.OLS(y_deviations, deviations.loc[:, moves]).fit(method="qr").ssr / (len(y) - len(size) - moves.sum())
    # a variable and its mean are one between units
    own = sm.OLS(y_means, means).fit()
    u2 = max(0, own.ssr / own.df_resid - e2 * np.mean(1 / size))
    theta = (1 - np.sqrt(e2 / (size * u2 + e2)))[at]
    return sm.OLS(y - theta * y_means[at], X - theta[:, None] * means.to_numpy()[at]).fit(method="qr")


# ---- Models by maximum likelihood that statsmodels has not, or not to 8 digits. ----


def newton(found, b):
    """The maximum by Newton's method from \`b\`; \`found\` gives the log likelihood, the score of each row, and the information."""
    here = found(b)
    for _ in range(200):
        ll, scores, information = here
        # far from the maximum the information may be none
        s = 1 / np.sqrt(np.abs(np.diag(information)))
        if np.linalg.eigvalsh(information * np.outer(s, s))[0] <= 0:
            information = scores.T @ scores
        change = inverse(information) @ scores.sum(axis=0)
        there = found(b + change)
        while not there[0] >= ll - 1e-10 * abs(ll) and (np.abs(change) > 1e-15 * np.abs(b)).any():
            change = change / 2
            there = found(b + change)
        b, here = b + change, there
        if (np.abs(change) <= 1e-11 * (np.abs(b) + 1e-4)).all():
            break
    return b, here


def maximised(rows, designs, b, weights=1.0):
    """A model by maximum likelihood. \`rows\` takes the products of designs with their coefficients, and gives the log likelihood of each row
    with its first and second derivatives by them."""
    blocks = [X.to_numpy(dtype=float) for X in designs]
    of = np.repeat(np.arange(len(blocks)), [X.shape[1] for X in blocks])

    def found(b):
        l, first, second = rows(*(X @ b[of == j] for j, X in enumerate(blocks)))
        scores = np.hstack([X * (weights * g)[:, None] for X, g in zip(blocks, first)])
        information = np.block([[-X.T @ (Z * (weights * h)[:, None]) for Z, h in zip(blocks, line)] for X, line in zip(blocks, second)])
        return np.sum(weights * l), scores, information

    b, (ll, scores, information) = newton(found, np.asarray(b, dtype=float))
    names = [name for X in designs for name in X.columns]
    return Estimated(pd.Series(b, index=names), inverse(information), scores, len(scores), llf=ll)


def parameter(name, n):
    """A design of ones, whose coefficient is a parameter."""
    return pd.DataFrame({name: np.ones(n)})


def mills(x):
    return np.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x))


def tobit(y, X, lower=-np.inf, upper=np.inf, weights=1.0):
    """Tobit, with the logarithm of sigma as its last parameter."""
    seen = y.to_numpy()
    low, high = seen <= lower, seen >= upper
    q = np.where(low, 1, -1)

    def rows(x, s):
        e = np.exp(-s)
        z = (np.clip(seen, lower, upper) - x) * e
        m = mills(q * z)
        inside = ~(low | high)
        l = np.where(inside, stats.norm.logpdf(z) - s, stats.norm.logcdf(q * z))
        a, b = np.where(inside, -z, q * m), np.where(inside, -1, -m * (q * z + m))
        across = e * (a + z * b)
        return l, [-e * a, -z * a - inside], [[e**2 * b, across], [across, z * (a + z * b)]]

    first = sm.OLS(seen, X.to_numpy()).fit(method="qr")
    start = np.append(first.params, np.log(first.ssr / len(seen)) / 2)
    return maximised(rows, [X, parameter("/lnsigma", len(seen))], start, np.asarray(weights))


def truncreg_ml(y, X, lower=-np.inf, upper=np.inf, weights=1.0):
    """Truncated regression, with sigma as its last parameter. A search by slopes comes near the maximum from least squares."""
    seen = y.to_numpy()
    from scipy import optimize

    def rows(x, s):
        z, ends = (seen - x) / s, [(np.full(len(x), limit) - x) / s for limit in (lower, upper)]
        mass = np.where(ends[0] > 0, stats.norm.sf(ends[0]) - stats.norm.sf(ends[1]), stats.norm.cdf(ends[1]) - stats.norm.cdf(ends[0]))
        raw = [1, 0]
        at = lambda power: sum(q * (np.where(np.isfinite(e), e, 0) ** power if power else 1) * stats.norm.pdf(e) for q, e in zip((1, -1), ends)) / mass
        raw[1] = at(0)
        for power in (2, 3, 4):
            raw.append((power - 1) * raw[power - 2] + at(power - 1))
        _, m, m2, m3, m4 = raw
        l = stats.norm.logpdf(z) - np.log(s) - np.log(mass)
        across = -(2 * (z - m) + m3 - m * m2) / s**2
        return l, [(z - m) / s, (z**2 - m2) / s], [[-(m2 - m**2) / s**2, across], [across, -(3 * (z**2 - m2) + m4 - m2**2) / s**2]]

    A, w = X.to_numpy(dtype=float), np.asarray(weights)
    first = sm.OLS(seen, A).fit(method="qr")
    size = np.append(np.maximum(1e-8, np.abs(A).max(axis=0)), 1)

    def less(b):
        b = b / size
        if b[-1] <= 0:
            return np.inf, np.zeros(len(b))
        with np.errstate(all="ignore"):
            l, (by_x, by_s), _ = rows(A @ b[:-1], b[-1])
        return -np.sum(w * l), -np.append(A.T @ (w * by_x), np.sum(w * by_s)) / size

    start = np.append(first.params, np.sqrt(first.ssr / len(seen)))
    near = optimize.minimize(less, start * size, jac=True, method="BFGS", options={"maxiter": 2000, "gtol": 1e-7}).x / size
    return maximised(rows, [X, parameter("/sigma", len(seen))], near, w)


def selection_probit(Z, chosen):
    q = np.where(chosen, 1, -1)

    def rows(z):
        m = mills(q * z)
        return stats.norm.logcdf(q * z), [q * m], [[-m * (q * z + m)]]

    return maximised(rows, [Z], np.zeros(Z.shape[1]))


def heckman_twostep(y, X, Z, chosen):
    """The selection model of Heckman in two steps, with the covariance of Heckman (1979) written out."""
    probit = selection_probit(Z, chosen)
    W = Z[chosen].to_numpy()
    z = W @ probit.params.to_numpy()
    m = mills(z)
    X = X[chosen].assign(**{"mills:lambda": m})
    second = sm.OLS(y[chosen], X).fit(method="qr")
    delta = m * (m + z)
    lam = second.params["mills:lambda"]
    sigma2 = second.ssr / len(m) + lam**2 * delta.mean()
    A, x = inverse_square(X.to_numpy()), X.to_numpy()
    D = x.T @ (delta[:, None] * W)
    inner = x.T @ ((1 - lam**2 / sigma2 * delta)[:, None] * x) + lam**2 / sigma2 * D @ probit.bread @ D.T
    return Estimated(second.params, sigma2 * A @ inner @ A, None, len(chosen))


def heckman_ml(y, X, Z, chosen):
    """The selection model of Heckman by maximum likelihood of both equations, with arctanh(rho) and ln(sigma) as parameters."""
    chosen = np.asarray(chosen)
    probit = selection_probit(Z, chosen)
    first = sm.OLS(y[chosen], X[chosen]).fit(method="qr")
    seen = np.where(chosen, y, 0)
    X = X.copy()
    X.loc[~chosen] = 0

    def rows(x, z, a, s):
        e, c, h = np.exp(-s), np.cosh(a), np.sinh(a)
        u = (seen - x) * e
        A = np.where(chosen, z * c + u * h, -z)
        m = mills(A)
        d = -m * (A + m)
        none = np.zeros(len(x))
        one = [-e * h, c, z * h + u * c, -u * h]
        two = [[none, none, -e * c, e * h], [none, none, h, none], [-e * c, h, A, -u * c], [e * h, none, -u * c, u * h]]
        of_u = [[-e**2, none, none, -2 * u * e], [none] * 4, [none] * 4, [-2 * u * e, none, none, -2 * u**2]]
        first = [m * g + also for g, also in zip(one, [u * e, none, none, u**2 - 1])]
        second = [[d * one[i] * one[j] + m * two[i][j] + of_u[i][j] for j in range(4)] for i in range(4)]
        left = [none, -m, none, none]
        last = [[d if i == j == 1 else none for j in range(4)] for i in range(4)]
        return (
            stats.norm.logcdf(A) + np.where(chosen, stats.norm.logpdf(u) - s, 0),
            [np.where(chosen, g, other) for g, other in zip(first, left)],
            [[np.where(chosen, g, other) for g, other in zip(*lines)] for lines in zip(second, last)],
        )

    n = len(chosen)
    designs = [X, Z.add_prefix("selection:"), parameter("/athrho", n), parameter("/lnsigma", n)]
    return maximised(rows, designs, [*first.params, *probit.params, 0, np.log(first.ssr / chosen.sum()) / 2])


def frontier_ml(y, X, distribution, sign, mean=None):
    """A stochastic frontier: normal errors less (or of cost: plus) inefficiency that is half-normal, exponential, or of a normal with a mean
    that is truncated at zero. Second derivatives are complex steps of the first ones; a search by slopes comes near the maximum."""
    seen = y.to_numpy()
    from scipy import optimize, special

    hazard = lambda r: np.exp(-r * r / 2 - special.log_ndtr(r)) / np.sqrt(2 * np.pi)

    def exponential(x, u, v):
        e, su, sv = sign * (seen - x), np.exp(u), np.exp(v)
        ratio = sv / su
        r = -e / sv - ratio
        h = hazard(r)
        ll = -u + ratio**2 / 2 + e / su + special.log_ndtr(r)
        return ll, [-sign * (1 / su - h / sv), -1 - ratio**2 - e / su + h * ratio, ratio**2 + h * (e / sv - ratio)]

    def truncated(x, m, u, v):
        e, su, sv = sign * (seen - x), np.exp(u), np.exp(v)
        D = su**2 + sv**2
        root = np.sqrt(D)
        r, z = (m * sv / su - e * su / sv) / root, m / su
        a, b, t = hazard(r), hazard(z), (e + m) / D
        ll = -np.log(2 * np.pi * D) / 2 - (e + m) ** 2 / 2 / D + special.log_ndtr(r) - special.log_ndtr(z)
        by_u = a * (-(m * sv / su + e * su / sv) / root - r * su**2 / D) + b * z - su**2 / D + t**2 * su**2
        by_v = a * ((m * sv / su + e * su / sv) / root - r * sv**2 / D) - sv**2 / D + t**2 * sv**2
        return ll, [sign * (t + a * su / (sv * root)), -t + a * sv / (su * root) - b / su, by_u, by_v]

    def half(x, u, v):
        ll, (by_x, _, by_u, by_v) = truncated(x, 0 * x, u, v)
        return ll, [by_x, by_u, by_v]

    found = {"half-normal": half, "exponential": exponential, "truncated-normal": truncated}[distribution]

    def rows(*at):
        h = 1e-30
        moved = [found(*(value + (1j * h if i == j else 0) for i, value in enumerate(at)))[1] for j in range(len(at))]
        ll, first = found(*at)
        return ll, first, [[np.imag(moved[j][i]) / h for j in range(len(at))] for i in range(len(at))]

    first = sm.OLS(seen, X.to_numpy()).fit(method="qr")
    e = sign * first.resid
    told = max(0, -np.mean(e**3) / (2 if distribution == "exponential" else np.sqrt(2 / np.pi) * (4 / np.pi - 1))) ** (1 / 3)
    u = min(told, np.sqrt(np.mean(e**2))) if told > 0 else np.sqrt(np.mean(e**2) / 2)
    v = np.sqrt(max(np.mean(e**2) / 10, np.mean(e**2) - u**2 / 2))
    n = len(seen)
    M = None
    if distribution == "truncated-normal":
        M = (parameter("_cons", n) if mean is None else mean).add_prefix("u:")
    designs = [X, *([] if M is None else [M]), parameter("/lnsigma_u", n), parameter("/lnsigma_v", n)]
    blocks = [design.to_numpy(dtype=float) for design in designs]
    of = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    size = np.maximum(1e-8, np.concatenate([np.abs(block).max(axis=0) for block in blocks]))

    def less(b):
        with np.errstate(all="ignore"):
            ll, slopes = found(*(block @ (b / size)[of == j] for j, block in enumerate(blocks)))
        slopes = [g @ block for g, block in zip(slopes, blocks)]
        return -np.sum(ll), -np.concatenate(slopes) / size

    constant = (X.to_numpy(dtype=float) == 1).all(axis=0)
    start = np.concatenate([first.params + constant * sign * u * 0.8, np.zeros(0 if M is None else M.shape[1]), [np.log(u), np.log(v)]])
    near = optimize.minimize(less, start * size, jac=True, method="BFGS", options={"maxiter": 2000, "gtol": 1e-7}).x / size
    return maximised(rows, designs, near)


def varies(y, unit):
    """Rows of units in which an outcome is not the same throughout."""
    return y.groupby(unit).transform("nunique") > 1


def clogit(y, X, unit):
    """Conditional logit with the exact likelihood: sums over all ways to choose as many ones of a unit, by recursion. The score of a unit
    stands in the first of its rows."""
    A, chosen, at = X.to_numpy(), y.to_numpy() == 1, codes(unit)
    units = [np.flatnonzero(at == u) for u in range(at.max() + 1)]
    p = A.shape[1]

    def found(b):
        ll, scores, information = 0.0, np.zeros(A.shape), np.zeros((p, p))
        for rows in units:
            x = A[rows] - A[rows].mean(axis=0)
            ones = chosen[rows].sum()
            f, g, h = np.zeros(ones + 1), np.zeros((ones + 1, p)), np.zeros((ones + 1, p, p))
            f[0] = 1
            for row, w in zip(x, np.exp(x @ b)):
                once = np.multiply.outer(g[:-1], row)
                h[1:] += w * (h[:-1] + once + once.transpose(0, 2, 1) + np.multiply.outer(f[:-1], np.outer(row, row)))
                g[1:] += w * (g[:-1] + np.multiply.outer(f[:-1], row))
                f[1:] += w * f[:-1]
            mean = g[ones] / f[ones]
            total = x[chosen[rows]].sum(axis=0)
            ll += total @ b - np.log(f[ones])
            scores[rows[0]] = total - mean
            information += h[ones] / f[ones] - np.outer(mean, mean)
        return ll, scores, information

    b, (ll, scores, information) = newton(found, np.zeros(p))
    return Estimated(pd.Series(b, index=X.columns), inverse(information), scores, len(A), llf=ll)


def poisson_fe(y, X, unit, offset=0.0):
    """Poisson regression given the sum of each unit, the conditional likelihood of Hausman, Hall and Griliches (1984)."""
    A, counts, at = X.to_numpy(), y.to_numpy(), codes(unit)
    totals = np.bincount(at, counts)

    def found(b):
        index = A @ b + np.asarray(offset)
        most = pd.Series(index).groupby(at).transform("max").to_numpy()
        p = np.exp(index - most)
        p = p / np.bincount(at, p)[at]
        mu = totals[at] * p
        centred = A - np.column_stack([np.bincount(at, p * x) for x in A.T])[at]
        return counts @ np.log(p), A * (counts - mu)[:, None], centred.T @ (mu[:, None] * centred)

    b, (_, scores, information) = newton(found, np.zeros(A.shape[1]))
    return Estimated(pd.Series(b, index=X.columns), inverse(information), scores, len(A))
`;
