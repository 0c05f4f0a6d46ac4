/** Functions of Python for panel thresholds. */
export const thresholdSearch = `

# ---- Panel thresholds (Hansen 1999). ----


def fixed_effects(d, outcome, regressors, unit, cluster=None):
    """Least squares with one absorbed effect, errors as xtreg has them."""
    within = demeaned(d, [outcome, *regressors], [unit])
    m = sm.OLS(numbers(within[outcome]), design(within, regressors)).fit(method="qr")
    A, N, K = inverse_square(m.model.exog), int(m.nobs), len(m.params)
    if cluster is None:
        return m.params, A * m.ssr / (N - (K - 1) - d[unit].nunique())
    G = d[cluster].nunique()
    return m.params, G / (G - 1) * (N - 1) / (N - K) * clustered(m, d[[cluster]])


def by_regime(d, slopes, on, cuts):
    """Regressors of each regime: \`on\` up to a threshold belongs to the regime below."""
    d, q = d.copy(), numbers(d[on]).to_numpy()
    regime = sum((q > cut).astype(int) for cut in cuts) + 1
    for x in slopes:
        for k in range(1, len(cuts) + 2):
            d[f"{x}#{k}"] = d[x] * (regime == k)
    return d


def regimes(slopes, cuts):
    return [f"{x}#{k}" for x in slopes for k in range(1, len(cuts) + 2)]


def threshold_grid(q, count, trim):
    """Distinct values at quantiles from \`trim\` to 1 - 2 trim."""
    rank = np.floor((trim + (1 - 3 * trim) * np.arange(count) / (count - 1)) * len(q) + 1e-9).astype(int)
    return np.unique(np.sort(q)[rank[rank >= 1] - 1])


def thresholds(d, outcome, slopes, controls, on, unit, most, grid, trim):
    """The sequential search for up to three thresholds: Th-1, then Th-22 given it, then Th-21 given that, then Th-3 given both, each farther
    from what is known than \`trim\`. As xthreg does, a place in the list that was just searched counts in the list of the next search."""
    at, q = codes(d[unit]), numbers(d[on]).to_numpy()
    size = np.bincount(at)

    def less_means(X):
        return X - np.column_stack([np.bincount(at, x) / size for x in X.T])[at]

    y = less_means(numbers(d[outcome]).to_numpy()[:, None])[:, 0]
    S = np.column_stack([numbers(d[x]) for x in slopes])
    others = np.column_stack([numbers(d[x]) for x in controls]) if controls else np.empty((len(d), 0))

    def rss(cuts):
        regime = sum((q > cut).astype(int) for cut in cuts) if cuts else np.zeros(len(q), dtype=int)
        cells = [S * (regime == k)[:, None] for k in range(len(cuts) + 1)]
        return (residuals(less_means(np.hstack([*cells, others])), y[:, None]) ** 2).sum()

    values = threshold_grid(q, grid, trim[0])

    def search(fixed, places):
        found = [rss([*fixed, values[place]]) for place in places]
        best = int(np.argmin(found))
        return best, values[places[best]], found[best]

    everywhere = np.arange(len(values))

    def beyond(places, place, share):
        return places[np.abs(np.arange(len(places)) - place) > share * len(places)]

    _, first, of_first = search([], everywhere)
    found = {"Th-1": first, "rss": [rss([]), of_first]}
    if most > 1:
        place, second, _ = search([first], beyond(everywhere, np.flatnonzero(values == first)[0], trim[1]))
        left = beyond(everywhere, place, trim[1])
        place, again, rest = search([second], left)
        found.update({"Th-22": second, "Th-21": again, "rss": [*found["rss"], rest]})
    if most > 2:
        _, third, rest = search([again, second], beyond(left, place, trim[2]))
        found.update({"Th-3": third, "rss": [*found["rss"], rest]})
    return found
`;
