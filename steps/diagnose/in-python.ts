/** Functions of Python for tests of panel models. */
export const panelTests = `

# ---- Tests of panel models. The first column of data is the outcome, the others are regressors. ----


def unexplained(data, constant=True):
    """Residuals of the first column after the others."""
    A = data.astype(float).to_numpy()
    X = np.column_stack([np.ones(len(A)), A[:, 1:]]) if constant else A[:, 1:]
    size = np.sqrt((X**2).sum(axis=0))
    X = X / np.where(size > 0, size, 1)
    return A[:, 0] - X @ np.linalg.lstsq(X, A[:, 0], rcond=1e-12)[0]


def f_of_effects(pooled, fixed, unit, data):
    units = unit.nunique()
    within = demeaned(data.assign(unit=unit.to_numpy()), list(data.columns), ["unit"])[list(data.columns)].astype(float)
    centred = (within - within.mean()).to_numpy()[:, 1:]
    slopes = np.linalg.matrix_rank(centred / np.sqrt((centred**2).sum(axis=0) + 1e-300), tol=1e-9)
    rss = fixed @ fixed
    return (pooled @ pooled - rss) / (units - 1) / (rss / (len(fixed) - units - slopes))


def breusch_pagan(e, unit):
    """Breusch and Pagan (1980) for panels with gaps; 0 where the variance of units would be negative."""
    at, n = codes(unit), len(e)
    beyond = (np.bincount(at, e) ** 2).sum() / (e @ e) - 1
    return (n * max(beyond, 0)) ** 2 / 2 / ((np.bincount(at) ** 2).sum() - n)


def modified_wald(e, unit):
    """Greene's modified Wald test of equal variances of units."""
    at = codes(unit)
    size = np.bincount(at)
    variance = np.bincount(at, e**2) / size
    spread = np.bincount(at, (e**2 - variance[at]) ** 2) / (size * (size - 1))
    return ((variance - (e @ e) / len(e)) ** 2 / spread).sum()


def wooldridge(data, unit, time):
    """Wooldridge (2002) by residuals of differences on those of the period before, with errors clustered by unit."""
    known = {key: row for row, key in enumerate(zip(unit, time))}
    before = np.array([known.get((u, t - 1), -1) for u, t in zip(unit, time)])
    A = data.astype(float).to_numpy()
    rows = np.flatnonzero(before >= 0)
    e = np.full(len(A), np.nan)
    e[rows] = unexplained(pd.DataFrame(A[rows] - A[before[rows]]), constant=False)
    both = rows[~np.isnan(e[before[rows]])]
    now, lag = e[both], e[before[both]]
    b = now @ lag / (lag @ lag)
    sums = np.bincount(codes(unit.iloc[both]), lag * (now - b * lag))
    groups = len(sums)
    return (b + 0.5) ** 2 / (groups / (groups - 1) * (sums @ sums) / (lag @ lag) ** 2)


def pesaran_cd(e, unit, time):
    """Pesaran (2004), over the periods that two units share."""
    wide = pd.DataFrame({"e": e, "unit": codes(unit), "time": codes(time)}).pivot(index="time", columns="unit", values="e")
    there = wide.notna().to_numpy(dtype=float)
    pair = np.tril_indices(wide.shape[1], -1)
    return (np.sqrt((there.T @ there)[pair]) * wide.corr().to_numpy()[pair]).sum() / np.sqrt(len(pair[0]))


def hausman(data, unit, sigma="own"):
    """Hausman (1978): random against fixed effects, with the variances of each (own), of the efficient estimator (more) or of the other (less)."""
    d = data.assign(unit=unit.to_numpy())
    names = list(data.columns)
    y, *x = names
    within = demeaned(d, names, ["unit"])
    moves = [name for name in x if within[name].astype(float).std() > 1e-10 * data[name].astype(float).abs().max()]
    fixed = sm.OLS(numbers(within[y]), design(within, moves)).fit(method="qr")
    free = random_effects(numbers(d[y]), design(d, x), d["unit"])
    s2 = fixed.ssr / (len(d) - unit.nunique() - len(moves))
    ratio = free.ssr / (len(d) - len(free.params)) / s2
    of_fixed, of_free = ratio if sigma == "more" else 1, 1 / ratio if sigma == "less" else 1
    D = of_fixed * fixed.normalized_cov_params.loc[moves, moves] * s2 - of_free * free.cov_params().loc[moves, moves]
    q = (fixed.params - free.params)[moves].to_numpy()
    size = np.sqrt(np.diag(fixed.normalized_cov_params.loc[moves, moves]))
    values, vectors = np.linalg.eigh(D.to_numpy() / np.outer(size, size))
    real = np.abs(values) > 1e-12 * np.abs(values).max()
    return ((vectors[:, real].T @ (q / size)) ** 2 / values[real]).sum()
`;
