/** Functions of Python for differences in differences by one regression: of cells, of stacks, and of rings around the treated. */
export const regressionsInPython = `

def compared_rows(d, time, first, last=False):
    """Rows without units that are treated from the first period on; with last, the cohort treated last stands beside the others until it is treated."""
    of = lambda name: d[name].to_numpy(dtype=float)
    d = d.assign(**{first: np.where(of(first) > of(time).max(), 0, of(first))})
    d = d[(of(first) == 0) | (of(first) > of(time).min())]
    if not last:
        return d
    at = of(first).max()
    d = d[(of(first) != 0) & (of(time) < at)]
    return d.assign(**{first: np.where(of(first) == at, 0, of(first))})


def independent(X):
    """Which columns are no combination of those before them."""
    kept, Q = [], np.zeros((len(X), 0))
    for j, x in enumerate(X.T):
        rest = x - Q @ (Q.T @ x)
        rest = rest - Q @ (Q.T @ rest)
        if np.linalg.norm(rest) > 1e-9 * np.linalg.norm(x):
            kept, Q = [*kept, j], np.column_stack([Q, rest / np.linalg.norm(rest)])
    return kept


means = {
    "linear": (sm.families.Gaussian, lambda z: z, np.ones_like),
    "logit": (sm.families.Binomial, lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "poisson": (sm.families.Poisson, np.exp, np.exp),
}


def extended(d, outcome, covariates, unit, time, cluster, first, family="linear", leads=False, last=False):
    """The extended two-way regression (Wooldridge 2021, 2023): cohorts, periods, covariates, their products with both, and cells of cohort and
    period with their products with covariates less their means of the cohort. An effect is the mean over a cell of what is fitted less that without
    the cell."""
    d = compared_rows(d, time, first, last)
    y, at, cohort = (d[name].to_numpy(dtype=float) for name in (outcome, time, first))
    x = [d[name].to_numpy(dtype=float) for name in covariates]
    cohorts = np.unique(cohort[cohort > 0])
    X = np.column_stack([np.ones(len(d)), cohort[:, None] == cohorts, at[:, None] == np.unique(at)[1:]]).astype(float)
    X = np.column_stack([X, *[X * v[:, None] for v in x]])
    cell, found = [-1] * X.shape[1], []
    for g in cohorts:
        own = np.unique(at[cohort == g])
        for t in own[own != own[own < g].max()] if leads else own[own >= g]:
            here = ((cohort == g) & (at == t)).astype(float)
            X = np.column_stack([X, here, *[here * (v - v[cohort == g].mean()) for v in x]])
            cell += [len(found)] * (1 + len(x))
            found.append((g, t))
    kept = independent(X)
    estimated = [k for k in range(len(found)) if cell.index(k) in kept]
    X, cell = X[:, kept], np.array(cell)[kept]
    law, mean, slope = means[family]
    m = sm.GLM(y, X, family=law()).fit(tol=1e-14, maxiter=200, tol_criterion="params")
    b, n, groups = np.asarray(m.params), len(y), d[cluster].nunique()
    bread = inverse((X.T * slope(X @ b)) @ X)
    s = X * (y - mean(X @ b))[:, None]
    sums = np.column_stack([np.bincount(pd.factorize(d[cluster])[0], column) for column in s.T])
    V = bread @ sums.T @ sums @ bread * groups / (groups - 1) * ((n - 1) / (n - X.shape[1]) if family == "linear" else 1)
    effects = []
    for k in estimated:
        own = X[(cohort == found[k][0]) & (at == found[k][1])]
        without = own * (cell != k)
        gradient = slope(own @ b)[:, None] * own - slope(without @ b)[:, None] * without
        effects.append((len(own), (mean(own @ b) - mean(without @ b)).mean(), gradient.mean(axis=0)))
    group, time = np.array([found[k] for k in estimated]).T
    rows, b, gradient = (np.array(each) for each in zip(*effects))
    return {"group": group, "time": time, "event": time - group, "after": time >= group,
            "rows": rows, "b": b, "gradient": gradient, "V": V}


def over_cells(m, by="after", value=True):
    """The mean effect by rows, which count as known, of cells after treatment, or of those of a cohort, a period, or a period since treatment."""
    own = (m[by] == value) & (m["after"] | (by == "event"))
    w = own * m["rows"] / m["rows"][own].sum()
    gradient = w @ m["gradient"]
    return w @ m["b"], np.sqrt(gradient @ m["V"] @ gradient)


def stacked(d, outcome, unit, time, cluster, first, cohorts, low, high, events):
    """A data set for each cohort with the units that are untreated to the end of its window, and one regression of all (Cengiz and others 2019)."""
    stacks, names = [], [f"event {event}" for event in events]
    for g in cohorts:
        begin, since = d[first].to_numpy(dtype=float), d[time].to_numpy(dtype=float) - g
        own = (since >= low) & (since <= high) & ((begin == g) | (begin == 0) | (begin > g + high))
        made = {name: ((begin == g) & (since == event))[own].astype(float) for name, event in zip(names, events)}
        s = d[own]
        of_stack = {f"stack_{name}": f"{g} " + s[column].astype(str) for name, column in (("unit", unit), ("time", time))}
        stacks.append(s.assign(**made, **of_stack))
    d = pd.concat(stacks, ignore_index=True)
    m = Within(d, outcome, names, "stack_unit", "stack_time", cluster)
    m.events, m.rows = np.array(events), d[names].sum().to_numpy()
    return m


def kilometres_to_treated(d, unit, time, first, latitude, longitude):
    """Kilometres on the sphere from each row to the nearest other unit that is treated in its period."""
    u = d.dropna(subset=[latitude, longitude]).drop_duplicates(unit)
    lat, lon = (np.radians(u[name].to_numpy(dtype=float)) for name in (latitude, longitude))
    p = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    chord = np.sqrt(((p[:, None, :] - p[None, :, :]) ** 2).sum(axis=2))
    km = 2 * 6371.0088 * np.arcsin(np.minimum(1, chord / 2))
    np.fill_diagonal(km, np.inf)
    row, now = pd.Index(u[unit]).get_indexer(d[unit]), d[time].to_numpy(dtype=float)
    begin, nearest = u[first].to_numpy(dtype=float), np.full(len(d), np.inf)
    for t in np.unique(now):
        treated, own = (begin != 0) & (begin <= t), (now == t) & (row >= 0)
        if treated.any():
            nearest[own] = km[np.ix_(row[own], treated)].min(axis=1)
    return nearest
`;
