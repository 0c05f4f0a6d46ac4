/** Functions of Python scripts for indices, bounds and adjusted p values. */
export const moreInPython = `

def index_of(d, outcomes, reversed, arms, by, of_control=False):
    """An index of outcomes: Anderson's (2008) by the inverse of their covariance, or the mean of z scores of Kling, Liebman and Katz (2007)."""
    arm = d[arms].apply(lambda x: x.astype(float))
    control = (arm == 0).all(axis=1)
    y = d[outcomes].apply(lambda x: x.astype(float))
    known = y.notna()
    if by == "klk":
        own = y.groupby([arm[name] for name in arms]).transform("mean")
        y = y.where(known, own)
        y.loc[~known.any(axis=1)] = np.nan
    sign = np.where([name in reversed for name in outcomes], -1.0, 1.0)
    z = sign * (y - y[control].mean()) / y[control].std()
    if by == "klk":
        return z.mean(axis=1, skipna=False)
    V = (z[control] if of_control else z).cov().to_numpy()
    values = np.full(len(z), np.nan)
    for i, (row, seen) in enumerate(zip(z.to_numpy(), known.to_numpy())):
        if seen.any():
            w = np.linalg.inv(V[np.ix_(seen, seen)]).sum(axis=1)
            values[i] = w @ row[seen] / w.sum()
    return pd.Series(values, index=d.index)


def of_arms(s, outcome, arm):
    """The outcome of the treated and of the control, missing values among them."""
    y, z = s[outcome].astype(float), s[arm].astype(float)
    return y[z == 1].to_numpy(dtype=float), y[z == 0].to_numpy(dtype=float)


def lee_bounds(y1, y0):
    """Lee's (2009) bounds with the errors of his Proposition 3 and the interval of Imbens and Manski (2004); equal values at a threshold stay together."""
    known1, known0 = y1[~np.isnan(y1)], y0[~np.isnan(y0)]
    q1, q0 = len(known1) / len(y1), len(known0) / len(y0)
    if q1 < q0:
        b = lee_bounds(y0, y1)
        return {"lower": -b["upper"], "upper": -b["lower"], "lowerError": b["upperError"], "upperError": b["lowerError"],
                "confLow": -b["confHigh"], "confHigh": -b["confLow"], "trimShare": b["trimShare"]}
    p = (q1 - q0) / q1
    treated = np.sort(known1)
    n = len(y1) + len(y0)
    of_share = (1 - q1) / (len(y1) / n * q1) + (1 - q0) / (len(y0) / n * q0)

    def end(kept, threshold):
        seen, gap = len(treated) / n * (1 - p), kept.mean() - threshold
        of_treated = (kept.var() + gap**2 * p) / seen + gap**2 * of_share
        return kept.mean() - known0.mean(), np.sqrt((of_treated + known0.var() / (len(known0) / n)) / n)

    def at(share):
        return treated[min(len(treated), max(1, int(np.ceil(share * len(treated) - 1e-9)))) - 1]

    lower, lower_error = end(treated[treated <= at(1 - p)], at(1 - p))
    upper, upper_error = end(treated[treated >= at(p)], at(p))
    width = (upper - lower) / max(lower_error, upper_error)
    ends = [0.0, 4.0]
    for _ in range(100):
        c = sum(ends) / 2
        ends[0 if stats.norm.cdf(c + width) - stats.norm.cdf(-c) < 0.95 else 1] = c
    return {"lower": lower, "upper": upper, "lowerError": lower_error, "upperError": upper_error,
            "confLow": lower - c * lower_error, "confHigh": upper + c * upper_error, "trimShare": p}


def filled_bounds(y1, y0, treated, control):
    """Bounds with missing outcomes of the treated and of the control put at a low and a high value each."""
    def filled(y, value):
        return np.where(np.isnan(y), value, y).mean()

    return {"lower": filled(y1, treated[0]) - filled(y0, control[1]), "upper": filled(y1, treated[1]) - filled(y0, control[0])}


def horowitz_manski(y1, y0, support=None):
    """Missing outcomes at the ends of what is possible (Horowitz and Manski 2000)."""
    both = np.concatenate([y1, y0])
    ends = (np.nanmin(both), np.nanmax(both)) if support is None else support
    return filled_bounds(y1, y0, ends, ends)


def kling_liebman(y1, y0, k):
    """Missing outcomes k standard deviations from the mean of their arm (Kling and Liebman 2004)."""
    def ends(y):
        far = k * np.nanstd(y, ddof=1)
        return np.nanmean(y) - far, np.nanmean(y) + far

    return filled_bounds(y1, y0, ends(y1), ends(y0))


def adjusted(p, by):
    """p values adjusted by statsmodels, and sharpened q values, which it does not have (Benjamini, Krieger and Yekutieli 2006)."""
    from statsmodels.stats.multitest import multipletests

    names, values = list(p), np.array(list(p.values()))
    if by != "sharpened_q":
        return dict(zip(names, multipletests(values, method=by)[1]))
    bh, m = multipletests(values, method="fdr_bh")[1], len(values)

    def rejects(q, own):
        r = (bh <= q / (1 + q)).sum()
        return r == m or (r > 0 and own <= q / (1 + q) * m / (m - r))

    found = {}
    for name, own in zip(names, bh):
        ends = [0.0, 1.0]
        for _ in range(60):
            middle = sum(ends) / 2
            ends[1 if rejects(middle, own) else 0] = middle
        found[name] = ends[1]
    return found
`;
