/** Functions of Python for tests around a cut-off: densities, McCrary’s test, and randomisation in a window. They call those of polynomials. */
export const testsInPython = `def rd_density(x, cutoff, order, kernel, h, restricted=False):
    """Densities at the cut-off as slopes of polynomials of the distribution function, with jackknife errors (Cattaneo, Jansson and Ma 2020)."""
    x = np.asarray(x, dtype=float)
    x = np.sort(x[~np.isnan(x)]) - cutoff
    n = len(x)
    F = (pd.Series(x).rank(method="max").to_numpy() - 1) / (n - 1)

    def moves(a, d):
        return pd.Series(a[::-1].cumsum()[::-1]).groupby(d).transform("first").to_numpy()

    if restricted:
        K = rd_kernels[kernel](x / h[0]) / h[0]
        rows = K > 0
        u = x[rows] / h[0]
        root = np.sqrt(K[rows])
        X = np.column_stack([np.ones(len(u)), np.minimum(u, 0), np.maximum(u, 0)] + [u**j for j in range(2, order + 1)])
        Q, R = np.linalg.qr(root[:, None] * X)
        L = np.linalg.solve(R, (root[:, None] * Q).T) / h[0]
        weights = [(x[rows], L[j], F[rows]) for j in (1, 2)]
    else:
        weights = []
        for i, side in enumerate((x < 0, x >= 0)):
            fit = rd_fit({"d": x[side], "w": np.ones(side.sum())}, order, h[i], kernel)
            weights.append((x[side][fit["rows"]], fit["L"][1][fit["rows"]], F[side][fit["rows"]]))
    density = [(a * f).sum() for _, a, f in weights]
    sums = [moves(a, d) for d, a, _ in weights]
    V = np.array([(s**2).sum() for s in sums]) / (n - 1) ** 2
    both = (sums[0] * sums[1]).sum() / (n - 1) ** 2 if restricted else 0
    return {"density": density, "error": np.sqrt(V), "difference": (density[1] - density[0], np.sqrt(V.sum() - 2 * both))}


def rd_mccrary(x, cutoff, bin=None, h=None):
    """The jump of the log density by lines through the heights of bins (McCrary 2008); bins and bandwidth are chosen where they are not given."""
    x = np.asarray(x, dtype=float)
    x = x[~np.isnan(x)] - cutoff
    n = len(x)
    bin = 2 * x.std(ddof=1) / np.sqrt(n) if bin is None else bin
    heights = []
    for above in (False, True):
        d = x[(x >= 0) == above]
        last = int(np.abs(d).max() // bin)
        at = np.floor(d / bin) if above else np.maximum(np.ceil(-d / bin) - 1, 0)
        y = np.bincount(np.minimum(at, last).astype(int), minlength=last + 1) / (n * bin)
        heights.append({"d": (np.arange(last + 1) + 0.5) * bin, "y": y, "w": np.ones(last + 1)})

    def bandwidth(s):
        reach = s["d"].max()
        fit = rd_fit(s, 4, reach, "uniform")
        b = fit["L"] @ s["y"]
        curve = 2 * b[2] + 6 * b[3] * s["d"] + 12 * b[4] * s["d"] ** 2
        return 3.348 * ((rd_rest(s["y"], s, fit) ** 2).sum() / (len(s["d"]) - 5) * reach / (curve**2).sum()) ** 0.2

    h = np.mean([bandwidth(s) for s in heights]) if h is None else h
    f = np.array([(rd_fit(s, 1, h, "triangular")["L"][0] * s["y"]).sum() for s in heights])
    return {"effect": np.log(f[1] / f[0]), "error": np.sqrt(24 / 5 * (1 / f).sum() / (n * h)), "density": f, "bin": bin, "h": h}


def rd_window(x, y, window, cutoff=0, p=0, ranks=False, exact=False):
    """Both sides of a window: the difference of their means or polynomials, the sum of ranks, and P over all assignments where they are few."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    kept = ~np.isnan(x) & ~np.isnan(y) & (x >= window[0]) & (x <= window[1])
    d, y = x[kept] - cutoff, y[kept].copy()
    above = d >= 0
    groups = [y[~above], y[above]]
    mean, spread, n = ([f(v) for v in groups] for f in (np.mean, lambda v: v.std(ddof=1), len))
    effect = mean[1] - mean[0]
    error = np.sqrt(sum(s**2 / m for s, m in zip(spread, n)))
    if p > 0:
        level, variance = [], 0
        for side in (~above, above):
            fit = rd_fit({"d": d[side], "w": np.ones(side.sum())}, p, np.abs(d[side]).max() * (1 + 1e-15), "uniform")
            rest = rd_rest(y[side], {"d": d[side]}, fit)
            level.append((fit["L"][0] * y[side]).sum())
            variance += (fit["L"][0] ** 2 * rest**2 / (1 - fit["H"])).sum()
            y[side] = rest + level[-1]
        effect, error = level[1] - level[0], np.sqrt(variance)
    r = pd.Series(y).rank().to_numpy()
    N = len(y)
    z = (r[~above].sum() - n[0] * (N + 1) / 2) / np.sqrt(n[0] * n[1] / N * ((r - (N + 1) / 2) ** 2).sum() / (N - 1))
    share = np.nan
    if exact:
        scores = r if ranks else y
        total = scores.sum()
        drawn = np.array([scores[list(rows)].sum() for rows in combinations(range(N), int(above.sum()))])
        drawn = np.abs(drawn / n[1] - (total - drawn) / n[0])
        share = (drawn >= abs(scores[above].mean() - scores[~above].mean()) * (1 - 1e-9)).mean()
    return {"effect": effect, "error": error, "mean": mean, "sd": spread, "n": n, "z": z, "p": share}
`;
