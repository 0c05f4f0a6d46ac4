/** The functions that exported Python scripts share; they stand in a file of their own beside the scripts. */
import { modelFunctions } from './model-functions.ts';

export const FUNCTIONS = 'functions.py';

export const functionsFile = `"""Functions that the scripts of this folder share. They need numpy, pandas and statsmodels."""
import runpy
import sys
from collections import namedtuple
from itertools import combinations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.sandbox.regression.gmm import IV2SLS

sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

# A value is compared with the one in the paper; the first 8 digits must be the same.
tolerance = 1e-8
failures = []
compared = 0


def check(cell, got, expected, scale=None):
    global compared
    compared += 1
    scale = abs(expected) if scale is None else scale
    if not (np.isfinite(got) and abs(got - expected) <= tolerance * scale):
        failures.append(cell)
        print(f"DIFFERENT  {cell}: expected {expected:.15g}, got {got:.15g}")


def check_coefficients(node, b, V, expected):
    """Compares coefficients and standard errors; \`expected\` has a pair for each coefficient."""
    errors = pd.Series(np.sqrt(np.diag(V)), index=b.index)
    for term, (estimate, error) in expected.items():
        scale = max(abs(estimate), 0 if error is None else abs(error))
        check(f"{node}: {term}: coefficient", b.get(term, np.nan), estimate, scale)
        if error is not None:
            check(f"{node}: {term}: standard error", errors.get(term, np.nan), error)


def wald(b, V, terms=None):
    """Wald's statistic over its degrees of freedom, that coefficients are zero."""
    at = [b.index.get_loc(term) for term in (terms or [name for name in b.index if name != "_cons"])]
    tested = b.to_numpy()[at]
    return tested @ inverse(V[np.ix_(at, at)]) @ tested / len(at)


def combined(b, V, weights):
    """A combination of coefficients with its error."""
    at, w = [b.index.get_loc(term) for term in weights], np.array(list(weights.values()), dtype=float)
    return w @ b.to_numpy()[at], np.sqrt(w @ np.asarray(V)[np.ix_(at, at)] @ w)


def nonlinear(b, V, terms, value, gradient):
    """A function of coefficients with its error by the delta method, from its derivatives."""
    at = [b.index.get_loc(term) for term in terms]
    own = b.to_numpy()[at]
    g = np.array(gradient(own), dtype=float)
    return value(own), np.sqrt(g @ np.asarray(V)[np.ix_(at, at)] @ g)


def restricted(b, V, restrictions, values):
    """Wald's statistic that combinations of coefficients have some values."""
    R = np.array([[weights.get(term, 0.0) for term in b.index] for weights in restrictions])
    gap = R @ b.to_numpy() - np.array(values)
    return gap @ inverse(R @ np.asarray(V) @ R.T) @ gap


def marginal_effect(m, V, term, at_means=False):
    """The marginal effect of a variable on the mean with its error by the delta method: the average over the rows, or that at the means."""
    X = np.asarray(m.model.exog, dtype=float)
    X = X.mean(axis=0, keepdims=True) if at_means else X
    b = m.params.to_numpy()
    eta = X @ b
    if isinstance(m.model, sm.Poisson):
        slope = bend = np.exp(eta)
    elif isinstance(m.model, sm.Probit):
        slope = stats.norm.pdf(eta)
        bend = -eta * slope
    else:
        p = 1 / (1 + np.exp(-eta))
        slope = p * (1 - p)
        bend = slope * (1 - 2 * p)
    at = m.params.index.get_loc(term)
    J = b[at] * (bend[:, None] * X).mean(axis=0)
    J[at] += slope.mean()
    return b[at] * slope.mean(), np.sqrt(J @ np.asarray(V) @ J)


def finish(script):
    """Ends the script with an error where a value differed."""
    if failures:
        sys.exit(f"{script}: {len(failures)} of {compared} values differ")
    print(f"{script}: all {compared} values are the same")


def show(m, V, df, terms=None):
    """Prints coefficients with their errors."""
    table = pd.DataFrame({"estimate": m.params, "std. error": np.sqrt(np.diag(V))})
    table["t"] = table["estimate"] / table["std. error"]
    table["p"] = 2 * stats.t.sf(abs(table["t"]), df)
    print(table if terms is None else table.loc[[name for name in terms if name in table.index]])


def read_data(file, text=()):
    """Reads data of which every column is a number that may be missing, but for those of text."""
    d = pd.read_csv(file, dtype={name: "string" for name in text}, na_values=[""], keep_default_na=False,
                    float_precision="round_trip", encoding="utf-8")
    return d.astype({name: "Float64" for name in d.columns if name not in text})


def numbers(x):
    """A variable whose values are all there, as statsmodels takes it."""
    return x.astype(float)


def design(d, variables, constant=True, dummies=()):
    """Regressors; the constant is called _cons. Effects are dummy variables of their levels but the first."""
    X = pd.DataFrame({name: numbers(d[name]) for name in variables}, index=d.index)
    if constant:
        X["_cons"] = 1.0
    for effect in dummies:
        own = pd.get_dummies(d[effect].astype(str), prefix=effect, prefix_sep=" = ", drop_first=True, dtype=float)
        X = pd.concat([X, own], axis=1)
    return X


# ---- Values over the rows. A missing value is pd.NA, and what is made of it is missing. ----


def finite(x):
    """A value that is not defined, such as the logarithm of 0, is missing."""
    return x.mask(~np.isfinite(x.astype(float).fillna(np.nan).to_numpy(dtype=float, na_value=np.nan))) if isinstance(x, pd.Series) else x


def of_finite(function):
    def applied(x):
        with np.errstate(all="ignore"):
            return finite(function(x))
    return applied


log, exp, sqrt = of_finite(np.log), of_finite(np.exp), of_finite(np.sqrt)


def smallest(first, *others):
    for other in others:
        first = np.minimum(first, other)
    return first


def largest(first, *others):
    for other in others:
        first = np.maximum(first, other)
    return first


def missing(x):
    return x.isna().astype("boolean")


def where(condition, yes, no):
    condition = condition.astype("boolean")
    is_text = any(isinstance(value, str) or getattr(value, "dtype", None) == "string" for value in (yes, no))
    chosen = pd.Series(pd.NA, index=condition.index, dtype="string" if is_text else "Float64")
    for holds, value in ((condition, yes), (~condition, no)):
        at = holds.fillna(False)
        chosen[at] = value[at] if isinstance(value, pd.Series) else value
    return chosen


def within(x, values):
    return x.isin(values).astype("boolean").mask(x.isna())


def correlation(x, y, ranks=False):
    """The correlation of two variables over the rows that have both, with its p value."""
    known = x.notna() & y.notna()
    x, y = numbers(x[known]), numbers(y[known])
    return stats.spearmanr(x, y) if ranks else stats.pearsonr(x, y)


def is_number(x, number):
    return x.eq(number).fillna(False)


def number(condition):
    return condition.astype("Float64")


def lagged(x, unit, time, periods=1):
    """The value so many periods before, by the calendar and not by rows."""
    known = {key: row for row, key in enumerate(zip(unit, time))}
    at = [known.get((u, t - periods), -1) for u, t in zip(unit, time)]
    return pd.Series(x.array.take(at, allow_fill=True), index=x.index)


def joint(d):
    """Levels of several columns together."""
    levels = d.groupby(list(d.columns), sort=False).ngroup().astype("Float64")
    return levels.mask(d.isna().any(axis=1))


def event_time(time, cohort, window=(-np.inf, np.inf), bin=True):
    """Periods since treatment, at the ends of a window where they are beyond it."""
    ever = (cohort.notna() & (cohort != 0) & (cohort <= time.max())).fillna(False)
    at = (time - cohort).where(ever)
    return at.clip(*window) if bin else at.where((at >= window[0]) & (at <= window[1]))


# ---- Rows. ----


def holds(d, condition):
    condition = pd.Series(condition, index=d.index).astype("boolean")
    return condition.fillna(False).to_numpy(dtype=bool)


def keep(d, condition):
    return d[holds(d, condition)].copy()


def leave(d, condition):
    return d[~holds(d, condition)].copy()


def percentile(x, p, type=2):
    """Percentiles as Stata takes them, or of another type of R's."""
    if type != 2:
        return np.quantile(x, p / 100, method={6: "weibull", 7: "linear"}[type])
    x, place = np.sort(x), len(x) * p / 100
    whole = round(place)
    if abs(place - whole) < 1e-9:
        return (x[max(whole, 1) - 1] + x[min(whole, len(x) - 1)]) / 2
    return x[int(np.floor(place))]


def winsorized(x, low, high, type=2, by=None):
    """Values beyond two percentiles are moved to them."""
    def moved(own):
        known = own.dropna().to_numpy(dtype=float)
        return own.clip(percentile(known, low, type), percentile(known, high, type))
    if by is None:
        return moved(x)
    return x.groupby([by[name] for name in by.columns]).transform(moved)


def without_singletons(d, effects):
    """Rows that are alone in a level of some effect are dropped, again and again."""
    while True:
        alone = np.any([d.groupby(e)[e].transform("size").to_numpy() == 1 for e in effects], axis=0)
        if not alone.any():
            return d
        d = d[~alone].copy()


def codes(x):
    return pd.factorize(x)[0]


def demeaned(d, variables, effects, w=None):
    """Takes the means of effects out of variables and adds the mean of all rows (the within transformation)."""
    d = d.copy()
    w = np.ones(len(d)) if w is None else w.to_numpy(dtype=float)
    groups = [codes(d[e]) for e in effects]
    for v in variables:
        x = d[v].to_numpy(dtype=float)
        mean_of_all = np.average(x, weights=w)
        size = max(np.max(np.abs(x - mean_of_all)), 1e-300)
        for _ in range(100000):
            before = x
            for g in groups:
                x = x - (np.bincount(g, w * x) / np.bincount(g, w))[g]
            if len(groups) == 1 or np.max(np.abs(x - before)) < 1e-14 * size:
                break
        d[v] = x + mean_of_all
    return d


# ---- Degrees of freedom. ----

Absorbed = namedtuple("Absorbed", "df nested")


def absorbed_df(effects, clusters=None):
    """Degrees of freedom that absorbed effects take, counted as reghdfe counts them: levels that a cluster holds are
    redundant, and so are as many as two effects have connected groups."""
    held = [] if clusters is None else [codes(clusters[name]) for name in clusters.columns]
    all_effects = [codes(effects[name]) for name in effects.columns]
    nested = [any((pd.Series(g).groupby(e).nunique() == 1).all() for g in held) for e in all_effects]
    free = [e for e, is_nested in zip(all_effects, nested) if not is_nested]
    df = 0
    for i, e in enumerate(free):
        redundant = max([1 if any(nested) else 0] + [connected(other, e) for other in free[:i]])
        df += len(np.unique(e)) - redundant
    return Absorbed(df, int(any(nested)))


def connected(a, b):
    of_a = np.arange(a.max() + 1)
    while True:
        of_b = pd.Series(of_a[a]).groupby(b).min().to_numpy()
        new = pd.Series(of_b[b]).groupby(a).min().to_numpy()
        if (new == of_a).all():
            return len(np.unique(of_a))
        of_a = new
${modelFunctions}`;
