"""Makes data.csv and case.json: spatial and serial covariances by full N x N matrices, and clusters on three variables by dummies."""

import json

import numpy as np

rng = np.random.default_rng(20240501)
units, years = 18, 6
lat = rng.uniform(22, 46, units).round(4)
lon = rng.uniform(98, 126, units).round(4)
rows = [(u, t) for u in range(units) for t in range(years) if rng.uniform() < 0.88]
unit = np.array([u for u, _ in rows])
year = np.array([2010 + t for _, t in rows])
n = len(rows)
effect = rng.normal(size=units)
shock = rng.normal(size=years)
x = (effect[unit] + shock[year - 2010] + rng.normal(size=n)).round(6)
z = rng.normal(size=n).round(6)
y = (1 + 0.7 * x - 0.3 * z + 0.8 * effect[unit] + shock[year - 2010] + rng.normal(size=n)).round(6)
w = rng.uniform(0.5, 2, n).round(4)
region, sector = unit % 5, (unit * 3 + year) % 7


def kilometres(a, b):
    """Haversine, on a sphere of the Earth's mean radius."""
    p, q = np.radians(lat[a]), np.radians(lat[b])
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lon[b] - lon[a]) / 2) ** 2
    return 2 * 6371.0088 * np.arcsin(np.sqrt(np.minimum(1, h)))


def weights_between(cutoff, kernel, lags, used):
    d = kilometres(unit[used][:, None], unit[used][None, :])
    t = year[used]
    gap = np.abs(t[:, None] - t[None, :])
    near = np.where(d <= cutoff, 1.0 if kernel == "uniform" else 1 - d / cutoff, 0.0) * (gap == 0)
    same = unit[used][:, None] == unit[used][None, :]
    return near + np.where(same & (gap > 0) & (gap <= lags), 1 - gap / (lags + 1), 0.0)


def bartlett(lag, used):
    t, u = year[used], unit[used]
    gap = np.abs(t[:, None] - t[None, :])
    return np.where((u[:, None] == u[None, :]) & (gap <= lag), 1 - gap / (lag + 1), 0.0)


def clusters(names, used):
    of = {"unit": unit, "region": region, "sector": sector, "year": year}
    out = np.zeros((used.sum(), used.sum()))
    for mask in range(1, 2 ** len(names)):
        some = [of[v][used] for i, v in enumerate(names) if mask >> i & 1]
        same = np.all([s[:, None] == s[None, :] for s in some], axis=0)
        out += same * (1 if len(some) % 2 else -1)
    return out


def fit(x_columns, absorb, pairs, factor_of, df_of, used, weighted=False):
    ww = w[used] * used.sum() / w[used].sum() if weighted else np.ones(used.sum())
    X = np.column_stack([v[used] for v in x_columns])
    Y = y[used]
    k = X.shape[1]
    if absorb:
        dummies = [(a[used][:, None] == np.unique(a[used])).astype(float) for a in absorb]
        D = np.column_stack(dummies)
        project = D @ np.linalg.pinv(D.T @ (ww[:, None] * D)) @ (D * ww[:, None]).T
        Z = np.column_stack([X - project @ X])
        target = Y - project @ Y
        levels = np.linalg.matrix_rank(D)
    else:
        Z, target, levels = np.column_stack([X, np.ones(len(Y))]), Y, 1
    A = np.linalg.inv(Z.T @ (ww[:, None] * Z))
    b = A @ Z.T @ (ww * target)
    s = Z * (ww * (target - Z @ b))[:, None]
    V = A @ (s.T @ pairs(used) @ s) @ A * factor_of(used.sum(), k + levels)
    names = ["x", "z"][:k] + ([] if absorb else ["_cons"])
    se = np.sqrt(np.diag(V))
    F = b[:k] @ np.linalg.inv(V[:k, :k]) @ b[:k] / k
    return {
        "N": int(used.sum()),
        "coef": dict(zip(names, b.tolist())),
        "se": dict(zip(names, se.tolist())),
        "df_r": int(df_of(used.sum(), k + levels)),
        "F": float(F),
    }


everyone = np.ones(n, bool)
of_2012 = year == 2012
none, residual = lambda n, k: 1.0, lambda n, k: n - k
rows_factor = lambda n, k: n / (n - k)
clustered = lambda groups: (lambda n, k: groups / (groups - 1) * (n - 1) / (n - k), lambda n, k: groups - 1)
runs = []


def add(name, vcov, expected, **more):
    run = {"name": name, "est": "ols", "y": "y", "x": ["x", "z"], "vcov": vcov, **more, "expected": expected}
    runs.append({**run, "tolerance": {"rel": 1e-9, "p": "abs 1e-9"}, "computed_by": [{"tool": "numpy, make.py"}]})


for name, cutoff, kernel, lags in [
    ("uniform", 600, "uniform", 0),
    ("bartlett", 900, "bartlett", 0),
    ("lags", 600, "uniform", 2),
    ("bartlett_lags", 1200.5, "bartlett", 3),
    ("rows_alone", 1, "uniform", 0),
]:
    vcov = {"type": "conley", "lat": "lat", "lon": "lon", "cutoff": cutoff, "kernel": kernel, "lags": lags}
    pairs = lambda used, c=cutoff, ke=kernel, l=lags: weights_between(c, ke, l, used)
    add(f"conley_{name}", vcov, fit([x, z], [], pairs, none, residual, everyone))
    if name == "lags":
        add("conley_small", {**vcov, "small": True}, fit([x, z], [], pairs, rows_factor, residual, everyone))
        weights = {"var": "w", "type": "aweight"}
        add("conley_weights", vcov, fit([x, z], [], pairs, none, residual, everyone, True), weights=weights)
        add(
            "conley_twoway",
            vcov,
            fit([x, z], [unit, year], pairs, none, residual, everyone),
            est="fe",
            style="reghdfe",
            absorb=["unit", "year"],
        )
    if name == "uniform":
        add("conley_one_year", vcov, fit([x, z], [], pairs, none, residual, of_2012), filter=[["year", "==", 2012]])
for lag in [0, 1, 3]:
    pairs = lambda used, l=lag: bartlett(l, used)
    add(f"nw_{lag}", {"type": "nw", "lag": lag, "time": "year"}, fit([x, z], [], pairs, rows_factor, residual, everyone))
for names in [["unit", "sector", "year"]]:
    counts = [len(np.unique({"unit": unit, "region": region, "sector": sector, "year": year}[v])) for v in names]
    factor, df = clustered(min(counts))
    pairs = lambda used, v=names: clusters(v, used)
    found = fit([x, z], [], pairs, factor, df, everyone)
    assert not np.isnan(list(found["se"].values())).any()
    add("cluster_" + "_".join(names), {"type": "cluster", "cluster": names}, found)

with open("data.csv", "w") as file:
    file.write("unit,year,lat,lon,y,x,z,w,region,sector\n")
    for i in range(n):
        place = [lat[unit[i]], lon[unit[i]]]
        cells = [unit[i], year[i], *place, y[i], x[i], z[i], w[i], region[i], sector[i]]
        file.write(",".join(repr(c.item()) for c in cells) + "\n")
with open("case.json", "w") as file:
    case = {
        "id": "conley-small",
        "title": "Conley, Newey-West and three-way clustered errors on a simulated panel of places",
        "source": "make.py",
        "licence": "CC0",
        "panel": ["unit", "year"],
        "runs": runs,
    }
    json.dump(case, file, indent=1)
    file.write("\n")
