/** Functions of Python for matching. */
export const matchInPython = `

# ---- Matching. Weights are 1 for matched treated rows, and sum to their number over controls. ----

kernels = {
    "epan": lambda u: np.where(np.abs(u) <= 1, 1 - u**2, 0),
    "normal": lambda u: np.exp(-(u**2) / 2),
    "biweight": lambda u: np.where(np.abs(u) <= 1, (1 - u**2) ** 2, 0),
    "uniform": lambda u: (np.abs(u) <= 1).astype(float),
    "tricube": lambda u: np.where(np.abs(u) <= 1, (1 - np.abs(u) ** 3) ** 3, 0),
}


def nearest(score, controls, k, ties, caliper):
    """The places of the k nearest controls with replacement. Of those at one distance all are taken, or first those of the lower scores."""
    distance = np.abs(controls - score)
    near = distance < caliper
    if not near.any():
        return []
    last = np.sort(distance[near])[min(k, near.sum()) - 1]
    found = np.flatnonzero(near & (distance - last <= 1e-12))
    if ties or len(found) <= k:
        return found
    return found[np.lexsort((found, controls[found], last - distance[found] <= 1e-12))][:k]


def matched_weights(treated, score, p, k=1, ties=False, caliper=np.inf, kernel=None, width=1, common=False):
    """Weights by the nearest controls, or by a kernel of the distance."""
    controls = np.flatnonzero(~treated)
    w = np.zeros(len(treated))
    for i in np.flatnonzero(treated):
        if common and not p[controls].min() <= p[i] <= p[controls].max():
            continue
        own = np.zeros(len(controls))
        if kernel is None:
            own[nearest(score[i], score[controls], k, ties, caliper)] = 1
        else:
            own = kernels[kernel]((score[controls] - score[i]) / width)
        if own.sum() > 0:
            w[i] = 1
            w[controls] += own / own.sum()
    return w


def balanced_weights(X, treated, squares=False):
    """Weights of controls that give them the moments of the treated and are as near to equal as these allow (Hainmueller 2012)."""
    X = X.to_numpy(dtype=float)
    if squares:
        X = np.column_stack([X, *[x**2 for x in X.T if len(np.unique(x)) > 2]])
    Z = (X - X[~treated].mean(axis=0)) / X[~treated].std(axis=0)
    C = Z[~treated] - Z[treated].mean(axis=0)
    dual = lambda l: np.logaddexp.reduce(C @ l)
    l = np.zeros(C.shape[1])
    for step in range(200):
        p = np.exp(C @ l - dual(l))
        g = p @ C
        if np.abs(g).max() < 1e-13:
            break
        move = np.linalg.solve((C.T * p) @ C - np.outer(g, g), g)
        share = 1.0
        while share > 1e-9 and dual(l - share * move) > dual(l) + 1e-14:
            share /= 2
        l = l - share * move
    w = treated.astype(float)
    w[~treated] = treated.sum() * p
    return w


def effect_on_treated(y, treated, w, robust=False):
    """The effect on the treated with its error, which takes the weights as given: of matched rows, or robust of a weighted regression."""
    y = numbers(y).to_numpy()
    inside, used = treated & (w > 0), ~treated & (w > 0)
    n1 = inside.sum()
    b = y[inside].mean() - np.average(y[used], weights=w[used])
    if not robust:
        return b, np.sqrt(y[inside].var(ddof=1) / n1 + y[used].var(ddof=1) * (w[used] ** 2).sum() / n1**2)
    part = lambda rows: ((w[rows] * (y[rows] - np.average(y[rows], weights=w[rows]))) ** 2).sum() / w[rows].sum() ** 2
    n = n1 + used.sum()
    return b, np.sqrt(n / (n - 2) * (part(inside) + part(used)))
`;
