/** Functions of Python for discontinuities, with numpy: local polynomials with their bandwidths, densities, and randomisation in a window. */
export const discontinuitiesInPython = `

# ---- Discontinuities by local polynomials (Calonico, Cattaneo and Titiunik 2014; bandwidths: Calonico, Cattaneo and Farrell 2018). ----

rd_kernels = {
    "triangular": lambda u: np.where(np.abs(u) <= 1, 1 - np.abs(u), 0.0),
    "epanechnikov": lambda u: np.where(np.abs(u) <= 1, 0.75 * (1 - u**2), 0.0),
    "uniform": lambda u: np.where(np.abs(u) <= 1, 0.5, 0.0),
}


def rd_sides(x, y=None, cutoff=0, t=None, Z=None, w=None, g=None, donut=0, limits=(-np.inf, np.inf)):
    """Complete rows below the cut-off, and at it or above, in the order of the running variable. Rows between the limits are kept."""
    x = np.asarray(x, dtype=float)
    y, t, w = (None if v is None else np.asarray(v, dtype=float) for v in (x if y is None else y, t, w))
    Z = None if Z is None else np.asarray(Z, dtype=float).reshape(len(x), -1)
    codes = None if g is None else pd.factorize(g)[0]
    complete = ~np.isnan(np.column_stack([v for v in (x, y, t, Z, w) if v is not None])).any(axis=1)
    if codes is not None:
        complete &= codes >= 0
    distance = x - cutoff
    sides = []
    for above in (False, True):
        rows = np.flatnonzero(complete & ((distance >= 0) == above) & (np.abs(distance) >= donut) & (x >= limits[0]) & (x < limits[1]))
        rows = rows[np.argsort(distance[rows], kind="stable")]
        side = {"d": distance[rows], "y": y[rows], "w": np.ones(len(rows)) if w is None else w[rows]}
        side.update({name: None if v is None else v[rows] for name, v in (("t", t), ("Z", Z), ("g", codes))})
        sides.append(side)
    return sides


def rd_fit(s, order, h, kernel):
    """The polynomial of a side: L @ y are its coefficients, H its leverages."""
    K = rd_kernels[kernel](s["d"] / h) / h * s["w"]
    rows = K > 0
    root = np.sqrt(K[rows])
    Q, R = np.linalg.qr(root[:, None] * np.vander(s["d"][rows] / h, order + 1, increasing=True))
    L = np.zeros((order + 1, len(K)))
    L[:, rows] = np.linalg.solve(R, (root[:, None] * Q).T) / (float(h) ** np.arange(order + 1))[:, None]
    H = np.zeros(len(K))
    H[rows] = (Q**2).sum(axis=1)
    return {"order": order, "K": K, "rows": rows, "L": L, "H": H}


def rd_rest(v, s, fit):
    return v - np.vander(s["d"], fit["order"] + 1, increasing=True) @ (fit["L"] @ v)


def rd_neighbours(d, v, matches):
    """A value less the mean of its nearest neighbours; rows at one distance are taken together."""
    at, first, size = np.unique(d, return_index=True, return_counts=True)
    total = np.add.reduceat(v, first)
    out = np.zeros(len(v))
    for j in range(len(at)):
        low = high = j
        count = size[j] - 1
        while count < matches and (low > 0 or high < len(at) - 1):
            below = at[j] - at[low - 1] if low > 0 else np.inf
            above = at[high + 1] - at[j] if high < len(at) - 1 else np.inf
            if below <= above:
                low -= 1
                count += size[low]
            if above <= below:
                high += 1
                count += size[high]
        rows = slice(first[j], first[j] + size[j])
        if count > 0:
            out[rows] = np.sqrt(count / (count + 1)) * (v[rows] - (total[low : high + 1].sum() - v[rows]) / count)
    return out


def rd_variance(a, v, s, rows, fit, vce, matches):
    """The variance of sum(a * v) over the rows that are used."""
    k, n, H = fit["order"] + 1, rows.sum(), fit["H"][rows]
    e = rd_neighbours(s["d"][rows], v[rows], matches) if vce == "nn" else rd_rest(v, s, fit)[rows]
    e = e * {"hc1": np.sqrt(n / (n - k)), "hc2": 1 / np.sqrt(1 - H), "hc3": 1 / (1 - H)}.get(vce, 1)
    if vce != "cr1":
        return ((a[rows] * e) ** 2).sum()
    sums = pd.Series(a[rows] * e).groupby(s["g"][rows]).sum()
    return (n - 1) / (n - k) * len(sums) / (len(sums) - 1) * (sums**2).sum()


def rd_without(sides, fits, column):
    """A column of the sides less the covariates, whose coefficients are common to the fits that are given."""
    if sides[0]["Z"] is None:
        return [s[column] for s in sides]
    left = np.vstack([np.sqrt(f["K"])[:, None] * rd_rest(s["Z"], s, f) for s, f in zip(sides, fits)])
    rest = np.concatenate([np.sqrt(f["K"]) * rd_rest(s[column], s, f) for s, f in zip(sides, fits)])
    size = sum((f["K"][:, None] * s["Z"] ** 2).sum(axis=0) for s, f in zip(sides, fits))
    kept = np.sqrt((left**2).sum(axis=0)) > 1e-9 * np.sqrt(size)
    gamma = np.linalg.lstsq(left[:, kept], rest, rcond=None)[0]
    return [s[column] - s["Z"][:, kept] @ gamma for s in sides]


def rd_bandwidths(sides, p, q, deriv, kernel, vce, matches, rule, adjust, regularise, sharp):
    """Three plug-in stages, of which the last are the bandwidths b and h."""
    x = np.concatenate([s["d"] for s in sides])
    reach = np.array([np.abs(s["d"]).max() for s in sides])
    values = [np.unique(np.abs(s["d"])) for s in sides]
    n = sum(map(len, values)) if adjust else len(x)
    low, high = np.quantile(x, [0.25, 0.75], method="averaged_inverted_cdf")
    spread = min(x.std(ddof=1), (high - low) / 1.349)
    constant = {"triangular": 2.576, "epanechnikov": 2.34, "uniform": 1.843}[kernel]
    pilot = [min(constant * spread * n**-0.2, reach.max())] * 2
    for i in range(2):
        if adjust and 1 - len(values[i]) / len(sides[i]["d"]) >= 0.2:
            pilot[i] = max(pilot[i], values[i][min(10, len(values[i])) - 1] + 1e-8)

    def stage(i, order, nu, of_bias, hV, hB):
        s = sides[i]
        fit = rd_fit(s, order, hV, kernel)
        a = fit["L"][nu]
        v = rd_without([s], [fit], "y")[0]
        if s["t"] is not None and not sharp:
            t = rd_without([s], [fit], "t")[0]
            jump = (a * t).sum()
            v = v / jump - t * (a * v).sum() / jump**2
        wide = rd_fit(s, of_bias, hB, kernel)
        share = hV**nu * (a * (s["d"] / hV) ** (order + 1)).sum()
        rest = 2 * (order + 1 - nu)
        slope = wide["L"][order + 1]
        return np.array([
            (2 * nu + 1) * hV ** (2 * nu + 1) * rd_variance(a, v, s, fit["rows"], fit, vce, matches),
            np.sqrt(rest) * share * (slope * v).sum(),
            3 * rest * share**2 * rd_variance(slope, v, s, wide["rows"], wide, vce, matches),
        ])

    def by(form):
        def step(order, nu, of_bias, hV, hB, scale):
            l, r = (stage(i, order, nu, of_bias, hV[i], hB[i]) for i in range(2))
            V, B, R = np.column_stack([l, r]) if form == "two" else l + r
            if form == "rd":
                B = r[1] - l[1]
            found = (V / (B**2 + scale * R)) ** (1 / (2 * order + 3))
            return np.minimum(found * np.ones(2), reach if form == "two" else reach.max())

        d = step(q + 1, q + 1, q + 2, pilot, reach, 0)
        b = step(q, p + 1, q + 1, pilot, d, regularise)
        return {"h": step(p, deriv, q, pilot, b, regularise), "b": b}

    form = rule[3:]
    found = [by(each) for each in {"comb1": ["rd", "sum"], "comb2": ["two", "rd", "sum"]}.get(form, [form])]
    middle = np.min if form == "comb1" else np.median
    h, b = (middle([each[key] for each in found], axis=0) for key in ("h", "b"))
    return {"h": h * len(x) ** (-p / ((3 + p) * (3 + 2 * p))) if rule.startswith("cer") else h, "b": b}


def rd_jump(sides, p=1, q=None, deriv=0, kernel="triangular", vce="nn", matches=3, h=None, b=None, rho=None,
            rule="mserd", adjust=True, regularise=1, sharp=False):
    """The jump at the cut-off, without its bias too, with both errors."""
    q = p + 1 if q is None else q
    is_fuzzy = sides[0]["t"] is not None
    one_sided = is_fuzzy and any(len(np.unique(s["t"])) == 1 for s in sides)
    if h is None:
        chosen = rd_bandwidths(sides, p, q, deriv, kernel, vce, matches, rule, adjust, regularise, sharp or one_sided)
        h, b = chosen["h"], chosen["b"]
    h = np.asarray(h, dtype=float)
    b = h if b is None else np.asarray(b, dtype=float)
    if rho is not None:
        b = h / rho
    narrow = [rd_fit(s, p, width, kernel) for s, width in zip(sides, h)]
    wide = [rd_fit(s, q, width, kernel) for s, width in zip(sides, b)]
    weights = []
    for s, fit, bias in zip(sides, narrow, wide):
        plain = fit["L"][deriv]
        corrected = plain - (plain * s["d"] ** (p + 1)).sum() * bias["L"][p + 1]
        weights.append(np.array([plain, corrected]) * (2 if deriv == 2 else 1))

    def jump(v):
        return weights[1] @ v[1] - weights[0] @ v[0]

    def errors(v):
        found = np.zeros(2)
        for a, column, s, fit, bias in zip(weights, v, sides, narrow, wide):
            rows = fit["rows"] | bias["rows"]
            found += [rd_variance(a[0], column, s, rows, fit, vce, matches), rd_variance(a[1], column, s, rows, bias, vce, matches)]
        return np.sqrt(found)

    v = rd_without(sides, narrow, "y")
    level = [(a[0] * column).sum() for a, column in zip(weights, v)]
    effect, first = jump(v), None
    if is_fuzzy:
        t = rd_without(sides, narrow, "t")
        taken = jump(t)
        first = (taken[0], errors(t)[0])
        ratio = effect[0] / taken[0]
        effect = np.array([ratio, ratio - (effect[0] - effect[1]) / taken[0] + effect[0] * (taken[0] - taken[1]) / taken[0] ** 2])
        v = [(a - ratio * c) / taken[0] for a, c in zip(v, t)]
    return {
        "effect": effect, "error": errors(v), "h": h, "b": b, "level": level, "first": first,
        "n": [len(s["d"]) for s in sides], "within": [fit["rows"].sum() for fit in narrow],
    }

def rd_density(x, cutoff, order, kernel, h, restricted=False):
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
