/** Functions of Python for matching by covariates and by an estimated score. */
export const effectsInPython = `

# ---- Matching by covariates, or by an estimated score. A function gives an effect with its error. ----


def placed(X, metric):
    """Coordinates in which the metric is the Euclidean distance."""
    X = X.to_numpy(dtype=float)
    if metric == "mahalanobis":
        return np.linalg.solve(np.linalg.cholesky(np.atleast_2d(np.cov(X, rowvar=False))), X.T).T
    return X / X.std(axis=0, ddof=1) if metric == "inverse-variance" else X


def nearest_rows(P, row, rows, k, caliper=np.inf, tie=1.5e-8):
    """The k nearest of some rows to a row, all of those at the last distance among them."""
    rows = rows[rows != row]
    distance = np.sqrt(((P[rows] - P[row]) ** 2).sum(axis=1))
    near = distance < caliper
    if not near.any():
        return rows[:0]
    return rows[near & (distance <= np.sort(distance[near])[min(k, near.sum()) - 1] + tie)]


def matched_effect(y, treated, P, estimand="att", k=1, caliper=np.inf, exact=None, Z=None, neighbours=2, tie=1.5e-8):
    """Abadie and Imbens (2006, 2011): the effect of those whom it is about, with replacement."""
    y, n = np.asarray(numbers(y), dtype=float), len(y)
    group = np.zeros(n) if exact is None else exact.groupby(list(exact.columns)).ngroup().to_numpy()
    whole = estimand == "ate"
    about = np.flatnonzero(np.full(n, True) if whole else treated == (estimand == "att"))
    side = lambda i, which: np.flatnonzero((treated == which) & (group == group[i]))
    other = {i: nearest_rows(P, i, side(i, not treated[i]), k, caliper, tie) for i in about}
    other = {i: own for i, own in other.items() if len(own) > 0}
    share, square = np.zeros(n), np.zeros(n)
    for own in other.values():
        share[own] += 1 / len(own)
        square[own] += 1 / len(own) ** 2
    predicted = np.zeros((2, n))
    if Z is not None:
        Z = np.column_stack([np.ones(n), Z.to_numpy(dtype=float)])
        for which in (0, 1):
            rows = (treated == which) & (share > 0)
            if rows.any():
                root = np.sqrt(share[rows])
                predicted[which] = Z @ np.linalg.lstsq(root[:, None] * Z[rows], root * y[rows], rcond=None)[0]
    moved = {i: y[own] + predicted[int(not treated[i])][i] - predicted[int(not treated[i])][own] for i, own in other.items()}
    sign = {i: 1 if treated[i] else -1 for i in other}
    effects = np.array([sign[i] * (y[i] - values.mean()) for i, values in moved.items()])
    b = effects.mean()
    factor = share**2 - square + (2 * share if whole else 0)
    variance = np.zeros(n)
    if neighbours == 0:
        variance += np.mean([np.mean((sign[i] * (y[i] - values) - b) ** 2) for i, values in moved.items()]) / 2
    else:
        for i in np.flatnonzero(factor != 0):
            variance[i] = y[np.append(nearest_rows(P, i, side(i, treated[i]), neighbours, tie=tie), i)].var(ddof=1)
    return b, np.sqrt(((effects - b) ** 2).sum() + (factor * variance).sum()) / len(other)


def score_effect(y, treated, m, X, estimand="att", k=1, caliper=np.inf, neighbours=2):
    """Neighbours by the score of a model of treatment, whose estimation the error knows of (Abadie and Imbens 2016); rows themselves are among their \`neighbours\`."""
    y, p = np.asarray(numbers(y), dtype=float), np.asarray(m.predict())
    P = p[:, None]
    b, error = matched_effect(y, treated, P, estimand, k, caliper, neighbours=neighbours - 1, tie=1e-12)
    D, f = np.asarray(m.model.exog), m.model.pdf(np.asarray(m.fittedvalues))
    whole, meant = estimand == "ate", estimand == "att"
    near = lambda P, i, side, count, tie=1e-12: nearest_rows(P, i, np.flatnonzero(treated == side), count, tie=tie)

    def share(i, side):
        own = p[i] if side else 1 - p[i]
        return 1 / own if whole else 1 if side == meant else (1 - own) / own

    def moved(i, side, rows):
        if len(rows) < 2:
            return 0
        return share(i, side) * (D[rows] - D[rows].mean(axis=0)).T @ (y[rows] - y[rows].mean()) / (len(rows) - 1)

    def gap(i, rows):
        return (1 if treated[i] == meant else -1) * (y[i] - y[rows].mean()) - (b if meant else -b)

    Q = None if whole else placed(X, "mahalanobis")
    along, slope = np.zeros(D.shape[1]), np.zeros(D.shape[1])
    for i in range(len(y)):
        own, other = treated[i], not treated[i]
        along += f[i] * moved(i, own, np.append(near(P, i, own, neighbours - 1), i))
        along += f[i] * moved(i, other, near(P, i, other, neighbours))
        if not whole:
            along += f[i] * D[i] * gap(i, near(P, i, other, k))
            slope += f[i] * D[i] * gap(i, near(Q, i, other, neighbours, 1.5e-8))
    information = (D.T * (f**2 / (p * (1 - p)))) @ D
    form = lambda v: v @ np.linalg.solve(information, v) / (len(y) if whole else (treated == meant).sum()) ** 2
    return b, np.sqrt(error**2 + form(slope) - form(along))
`;
