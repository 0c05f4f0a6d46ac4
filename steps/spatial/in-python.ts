/** Functions of Python for spatial models: the likelihood of the lag's parameter, to all digits by the root of its score. */
export const spatialInPython = `

# ---- Spatial models of cross-sections and panels. ----
from scipy import optimize


def read_weights(file):
    """Weights between units, which stand in the order of the file."""
    w = pd.read_csv(file, dtype={"unit": str, "neighbour": str}, keep_default_na=False, encoding="utf-8", float_precision="round_trip")
    return w.pivot(index="unit", columns="neighbour", values="weight").reindex(index=w["unit"].unique(), columns=w["unit"].unique()).fillna(0.0)


def spatial_model(d, y, x, unit, time, weights, model, effects, constant=False, lag_of_within=False, corrected=False, expected=False):
    """Maximum likelihood of y = rho W y + X b + e, or of y = X b + u with u = lambda W u + e, in blocks of periods.

    Means of effects are taken out. Errors are those of the information, and those of effects follow by the delta method.
    """
    W = weights.to_numpy()
    n = len(W)
    place = weights.index.get_indexer([str(name) for name in d[unit]])
    d = d.assign(place=place).sort_values([time, "place"])
    periods = len(d) // n

    def lag(v):
        return (np.asarray(v, dtype=float).reshape(-1, n) @ W.T).ravel()

    def within(v):
        v = np.asarray(v, dtype=float).reshape(-1, n)
        if effects in ("unit", "both"):
            v = v - v.mean(axis=0)
        if effects in ("time", "both"):
            v = v - v.mean(axis=1, keepdims=True)
        return v.ravel()

    def within_lag(v):
        return lag(within(v)) if lag_of_within else within(lag(v))

    own = {term: numbers(d[column]).to_numpy() for term, column in x.items()}
    every = dict(own)
    if model == "sdm":
        every.update({f"W.{term}": lag(v) for term, v in own.items()})
    if constant:
        every["_cons"] = np.ones(len(d))
    X = np.column_stack([within(v) for v in every.values()])
    WX = np.column_stack([within_lag(v) for v in every.values()])
    outcome = numbers(d[y]).to_numpy()
    Y, WY = within(outcome), within_lag(outcome)
    is_error = model == "sem"
    counted = periods - 1 if corrected else periods
    w = np.linalg.eigvals(W)

    def solved(r):
        A = X - r * WX if is_error else X
        left = Y - r * WY
        b = np.linalg.lstsq(A, left, rcond=None)[0]
        return b, left - A @ b, WY - WX @ b if is_error else WY

    def likelihood(r):
        e = solved(r)[1]
        s2 = e @ e / (n * counted)
        return -n * counted / 2 * (np.log(2 * np.pi * s2) + 1) + counted * np.log(np.abs(1 - r * w)).sum()

    def score(r):
        _, e, u = solved(r)
        return n * (e @ u) / (e @ e) - (w / (1 - r * w)).sum().real

    low, high = 1 / w.real.min(), 1 / w.real.max()
    grid = np.linspace(low, high, 102)[1:-1]
    best = int(np.argmax([likelihood(r) for r in grid]))
    step = grid[1] - grid[0]
    r = optimize.brentq(score, max(grid[best] - step, low + step / 100), min(grid[best] + step, high - step / 100), xtol=1e-15, rtol=1e-14)
    b, e, lagged_part = solved(r)
    s2 = e @ e / (n * counted)

    S = np.linalg.inv(np.eye(n) - r * W)
    G = W @ S
    A = X - r * WX if is_error else X
    u = lagged_part if is_error or not expected else ((X @ b).reshape(-1, n) @ G.T).ravel()
    if not is_error:
        across = A.T @ u
    else:
        across = np.zeros(X.shape[1]) if expected else A.T @ u + WX.T @ e
    second = counted * ((G * G.T).sum() + ((G**2).sum() if expected else 0))
    second += 0 if is_error and expected else u @ u / s2
    both = counted * np.trace(G) / s2 if expected else lagged_part @ e / s2**2
    k = X.shape[1]
    information = np.zeros((k + 2, k + 2))
    information[:k, :k] = A.T @ A / s2
    information[:k, k] = information[k, :k] = across / s2
    information[k, k] = second
    information[k, k + 1] = information[k + 1, k] = both
    information[k + 1, k + 1] = n * counted / (2 * s2**2)
    V = inverse(information)
    names = [*every]
    found = dict(zip([*names, "lambda" if is_error else "rho", "sigma2_e"], [*b, r, s2]))
    J = list(np.eye(k + 2))
    if not is_error:
        of = {
            "direct": lambda M: np.trace(M) / n,
            "indirect": lambda M: (M.sum() - np.trace(M)) / n,
            "total": lambda M: M.sum() / n,
        }
        for kind, mean in of.items():
            for term in own:
                theta = found.get(f"W.{term}", 0.0)
                found[f"{kind}({term})"] = found[term] * mean(S) + theta * mean(G)
                j = np.zeros(k + 2)
                j[names.index(term)] = mean(S)
                if model == "sdm":
                    j[names.index(f"W.{term}")] = mean(G)
                j[k] = found[term] * mean(S @ G) + theta * mean(G @ G)
                J.append(j)
    J = np.array(J)
    errors = dict(zip(found, np.sqrt(np.diag(J @ V @ J.T))))
    return {"b": found, "se": errors, "n": len(d), "ll": likelihood(r)}
`;
