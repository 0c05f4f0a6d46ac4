"""Hands data of a papermake pipeline to a call of Python, and what the call estimated back: terms, covariance, statistics, notes.

The standard library alone; `data` is a pandas DataFrame where pandas is installed, else a dict of lists. Run by steps of
`kind: python` (docs/bridge.md). Results of statsmodels and linearmodels are read as they are; any other object may be a dict in the
form of docs/commands.md.
"""

import ast
import copy
import csv
import importlib
import json
import math
import os
import random
import re
import sys
import traceback
import warnings

CALL = "<call>"


class Wrong(Exception):
    """What whoever wrote the call is told."""


# ---- Data -------------------------------------------------------------------------------------------------------------------------------


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read_data():
    kinds = dict(rows_of("columns.csv")[1:])
    names, *rows = rows_of("data.csv")
    levels = {}
    for name, level in rows_of("levels.csv")[1:]:
        levels.setdefault(name, []).append(level)
    columns = {}
    for k, name in enumerate(names):
        cells = [row[k] if k < len(row) else "" for row in rows]
        if kinds[name] == "number":
            columns[name] = [float(cell) if cell != "" else math.nan for cell in cells]
        else:
            columns[name] = [cell if cell != "" else None for cell in cells]
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        return columns
    frame = pandas.DataFrame(columns, columns=names)
    for name in names:
        if kinds[name] == "category":
            frame[name] = pandas.Categorical(frame[name], categories=levels.get(name, []), ordered=False)
        elif kinds[name] == "date":
            frame[name] = pandas.to_datetime(frame[name])
    return frame


def length(data):
    if isinstance(data, dict):
        return len(next(iter(data.values()), []))
    return len(data)


# ---- Numbers ----------------------------------------------------------------------------------------------------------------------------


def number(value):
    """A finite float, or None."""
    try:
        value = float(value)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def attribute(result, *names):
    """The first of these that the result has and that is a finite number; properties of results may raise anything."""
    for name in names:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = getattr(result, name)
                value = value() if callable(value) else value
        except Exception:
            continue
        value = number(value)
        if value is not None:
            return value
    return None


def present(stats):
    return {name: value for name, value in stats.items() if value is not None}


# ---- Names of terms ---------------------------------------------------------------------------------------------------------------------


def term_name(name):
    """As papermake has them: `_cons`, `x^2`, `a:b`, `i(region)::East`."""
    name = str(name)
    if name in ("Intercept", "const"):
        return "_cons"
    parts = split_colons(name)
    if len(parts) > 1:
        return ":".join(term_name(part) for part in parts)
    level = re.fullmatch(r"(?:C\()?(?:Q\(['\"](.+?)['\"]\)|([^\[\](),]+?))(?:, .*)?\)?\[(?:T\.)?(.+)\]", name)
    if level:
        return level_term(level[1] or level[2], level[3])
    power = re.fullmatch(r"I\((.+?) \*\* (\d+)\)", name)
    if power:
        return f"{unquoted(power[1])}^{power[2]}"
    function = re.fullmatch(r"np\.(log|exp|sqrt)\((.+)\)", name)
    if function:
        return f"{function[1]}({unquoted(function[2])})"
    return unquoted(name)


def level_term(variable, level):
    """A level is quoted where a colon in it would seem to part two factors."""
    parted = re.search("[:\"`]", level)
    return f"i({variable})::{json.dumps(level, ensure_ascii=False) if parted else level}"


def unquoted(name):
    quoted = re.fullmatch(r"Q\(['\"](.+?)['\"]\)", name)
    return quoted[1] if quoted else name


def split_colons(name):
    parts, depth, start, quote = [], 0, 0, None
    for i, sign in enumerate(name):
        if quote:
            quote = None if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == ":" and depth == 0:
            parts.append(name[start:i])
            start = i + 1
    return [*parts, name[start:]]


# ---- Results ----------------------------------------------------------------------------------------------------------------------------


def outcome_of(result):
    model = getattr(result, "model", None)
    dependent = getattr(getattr(model, "dependent", None), "vars", None)
    name = dependent[0] if dependent is not None and len(dependent) == 1 else getattr(model, "endog_names", None)
    if isinstance(name, (list, tuple)):
        # A binary outcome of a formula with levels: `y[no]`, `y[yes]`.
        name = name[-1] if name else None
    if not isinstance(name, str) or name in ("y", "dependent") and dependent is None and not has_formula(model):
        return name if isinstance(name, str) and name != "dependent" else None
    return term_name(name)


def has_formula(model):
    return getattr(model, "formula", None) is not None


def read_result(result, data):
    """A fit of an object with `params` and a covariance."""
    kind = type(result).__module__.split(".")[0]
    if hasattr(result, "margeff"):
        return read_margins(result, data)
    params = getattr(result, "params", None)
    if params is None:
        raise Wrong(
            f"papermake cannot read a result of type `{type(result).__name__}`: it has no `params`; return the fitted result, "
            "or a dict with `terms` (docs/bridge.md)"
        )
    if getattr(params, "ndim", 1) != 1:
        raise Wrong("results of several equations are not read: return a dict with `terms` (docs/bridge.md)")
    names = list(params.index) if hasattr(params, "index") and not callable(params.index) else names_of(result, params)
    estimates = [number(value) for value in params]
    covariance = matrix_of(result)
    if kind == "linearmodels":
        made = linearmodels(result)
    else:
        made = statsmodels(result)
    kept = [k for k, value in enumerate(estimates) if value is not None]
    terms = [{"term": term_name(names[k]), "estimate": estimates[k], "stdError": error(covariance, k)} for k in kept]
    if not terms:
        raise Wrong("the result has no estimates")
    sub = None
    if covariance is not None and all(number(covariance[i][j]) is not None for i in kept for j in kept):
        sub = [[float(covariance[i][j]) for j in kept] for i in kept]
    dropped = [{"term": term_name(names[k]), "why": "collinear"} for k in range(len(names)) if k not in kept]
    return {"estimator": type(getattr(result, "model", result)).__name__, "outcome": outcome_of(result), "terms": terms, "vcov": sub, "dropped": dropped, **made}


def names_of(result, params):
    names = getattr(getattr(result, "model", None), "exog_names", None)
    return list(names) if names is not None and len(names) == len(params) else [f"x{k + 1}" for k in range(len(params))]


def matrix_of(result):
    for name in ("cov_params", "cov"):
        found = getattr(result, name, None)
        if found is None:
            continue
        found = found() if callable(found) else found
        found = getattr(found, "values", found)
        return [[float(x) for x in row] for row in found]
    return None


def error(covariance, k):
    value = None if covariance is None else number(covariance[k][k])
    if value is None:
        return {"invalid": "the covariance is not defined"}
    return math.sqrt(value) if value >= 0 else {"invalid": "its variance is negative"}


def statsmodels(result):
    model = getattr(result, "model", None)
    nobs = attribute(result, "nobs")
    if nobs is None:
        nobs = number(getattr(getattr(model, "endog", None), "shape", [None])[0])
    use_t = bool(getattr(result, "use_t", False))
    inference = getattr(result, "df_resid_inference", None)
    df = number(inference) if inference is not None else attribute(result, "df_resid")
    linear = attribute(result, "rsquared") is not None
    info = statsmodels_vcov(result)
    stats = {"ll": attribute(result, "llf"), "aic": attribute(result, "aic"), "bic": attribute(result, "bic_llf", "bic")}
    if linear:
        stats |= {
            "r2": attribute(result, "rsquared"),
            "r2Adj": attribute(result, "rsquared_adj"),
            "rss": attribute(result, "ssr"),
            "f": attribute(result, "fvalue"),
            "fP": attribute(result, "f_pvalue"),
            "fDf1": attribute(result, "df_model"),
            "fDf2": df,
        }
        scale = attribute(result, "mse_resid")
        stats["rmse"] = math.sqrt(scale) if scale is not None and scale >= 0 else None
        if stats["f"] is None:
            for name in ("fP", "fDf1", "fDf2"):
                stats.pop(name)
    else:
        stats |= {
            "ll0": attribute(result, "llnull"),
            "pseudoR2": attribute(result, "prsquared"),
            "deviance": attribute(result, "deviance"),
        }
        if stats["pseudoR2"] is None and stats["ll"] is not None and stats["ll0"]:
            stats["pseudoR2"] = 1 - stats["ll"] / stats["ll0"]
        if info["type"] == "iid":
            stats |= {"chi2": attribute(result, "llr"), "chi2P": attribute(result, "llr_pvalue")}
            if stats["chi2"] is not None:
                stats["chi2Df"] = attribute(result, "df_model")
    mean = getattr(getattr(model, "endog", None), "mean", None)
    if mean is not None and getattr(getattr(model, "endog", None), "ndim", 1) == 1:
        stats["ymean"] = number(mean())
    quantile = attribute(result, "q")
    if quantile is not None:
        stats["tau"] = quantile
    return {"nobs": count(nobs), "dfResid": df if use_t else None, "vcovInfo": info, "stats": present(stats)}


def count(value):
    return None if value is None else int(round(value))


def statsmodels_vcov(result):
    kind = getattr(result, "cov_type", "nonrobust")
    told = getattr(result, "cov_kwds", {}) or {}
    if kind in ("HC0", "HC1", "HC2", "HC3"):
        return {"type": kind, "text": kind}
    if kind == "cluster":
        groups = told.get("groups")
        shape = getattr(groups, "shape", None)
        columns = [groups] if shape is None or len(shape) == 1 else [groups[:, k] for k in range(shape[1])]
        names = group_names(told, columns)
        clusters = [{"name": name, "count": len(set(column.tolist() if hasattr(column, "tolist") else column))} for name, column in zip(names, columns)]
        small = "as in statsmodels" if told.get("use_correction", True) else ""
        return {"type": "CRV1", "text": f"cluster({' + '.join(names)})", "clusters": clusters, "small": small}
    if kind == "HAC":
        lags = told.get("maxlags")
        return {"type": "other", "text": "HAC" if lags is None else f"HAC with {lags} lags"}
    if kind in ("nonrobust", "nonRobust", "", None):
        return {"type": "iid", "text": "iid"}
    return {"type": "other", "text": str(kind)}


def group_names(told, columns):
    """Clusters come as values, and are named by the column of the data that holds them."""
    found = []
    for k, column in enumerate(columns):
        name = getattr(column, "name", None) or column_like(column)
        found.append(str(name) if name is not None else "groups" if len(columns) == 1 else f"groups {k + 1}")
    return found


DATA = None


def column_like(column):
    if not hasattr(DATA, "columns"):
        return None
    values = list(column.tolist() if hasattr(column, "tolist") else column)
    codes = canonical(values)
    for name in DATA.columns:
        own = list(DATA[name])
        if len(own) >= len(values) and (own == values or len(own) == len(values) and canonical(own) == codes):
            return name
    return None


def canonical(values):
    """The same for columns that make the same groups, whatever their values."""
    seen = {}
    return [seen.setdefault(value, len(seen)) for value in values]


def linearmodels(result):
    nobs = attribute(result, "nobs")
    absorbed, groups = [], None
    if getattr(getattr(result, "model", None), "entity_effects", False):
        absorbed.append(index_name(result, 0, "entity"))
    if getattr(getattr(result, "model", None), "time_effects", False):
        absorbed.append(index_name(result, 1, "time"))
    info = getattr(result, "entity_info", None)
    if info is not None and hasattr(info, "get"):
        groups = number(info.get("total"))
    test = None
    for name in ("f_statistic_robust", "f_statistic"):
        try:
            test = getattr(result, name)
            break
        except Exception:
            continue
    stats = {
        "r2": attribute(result, "rsquared"),
        "r2Within": attribute(result, "rsquared_within") if absorbed else None,
        "r2Between": attribute(result, "rsquared_between") if absorbed else None,
        "r2Overall": attribute(result, "rsquared_overall") if absorbed else None,
        "r2Adj": attribute(result, "rsquared_adj"),
        "rss": attribute(result, "resid_ss"),
        "ll": attribute(result, "loglik"),
        "f": attribute(test, "stat"),
        "fP": attribute(test, "pval"),
        "fDf1": attribute(test, "df"),
        "fDf2": attribute(test, "df_denom"),
    }
    if stats["fDf2"] is None and stats["f"] is not None:
        stats |= {"chi2": stats.pop("f"), "chi2P": stats.pop("fP"), "chi2Df": stats.pop("fDf1")}
    sargan = getattr(result, "sargan", None) if hasattr(result, "first_stage") else None
    tests = []
    if sargan is not None and attribute(sargan, "stat") is not None:
        stats["sargan"] = attribute(sargan, "stat")
        tests.append({"name": "sargan", "statistic": attribute(sargan, "stat"), "pValue": attribute(sargan, "pval")})
    debiased = bool(getattr(result, "debiased", False)) or bool(getattr(result, "_debiased", False))
    df = attribute(result, "df_resid")
    return {
        "nobs": count(nobs),
        "ngroups": count(groups),
        "dfResid": df if debiased or hasattr(result, "entity_info") else None,
        "vcovInfo": linearmodels_vcov(result),
        "absorbed": [{"name": name, "levels": levels} for name, levels in absorbed],
        "stats": present(stats),
        "tests": tests,
    }


def index_name(result, k, otherwise):
    index = getattr(getattr(getattr(result.model, "dependent", None), "dataframe", None), "index", None)
    try:
        return (str(index.names[k] or otherwise), len(set(index.get_level_values(k))))
    except Exception:
        return (otherwise, count(attribute(getattr(result, "entity_info" if k == 0 else "time_info"), "total")) or 0)


def linearmodels_vcov(result):
    kind = str(getattr(result, "cov_type", "") or getattr(result, "_cov_type", "") or "").lower()
    if kind in ("unadjusted", "homoskedastic", "homoscedastic"):
        return {"type": "iid", "text": "iid"}
    if kind in ("robust", "heteroskedastic", "heteroscedastic"):
        return {"type": "HC0", "text": "robust"}
    if "cluster" in kind:
        name, levels = index_name(result, 0, "entity")
        return {"type": "CRV1", "text": f"cluster({name})", "clusters": [{"name": name, "count": levels}], "small": "as in linearmodels"}
    return {"type": "other", "text": kind or "unknown"}


def read_margins(result, data):
    """statsmodels' get_margeff()."""
    fitted = result.results
    made = statsmodels(fitted)
    cov = getattr(result, "margeff_cov", None)
    terms = margin_terms(result)
    sub = None if cov is None or len(cov) != len(terms) else [[float(x) for x in row] for row in cov]
    return {
        "estimator": f"average marginal effects of {type(fitted.model).__name__}",
        "outcome": outcome_of(fitted),
        "terms": terms,
        "vcov": sub,
        **made,
        "dfResid": None,
    }


def refuse_products(fitted, data):
    """get_margeff() takes each column of the design for a variable of its own, and moves none of the others with it."""
    info = getattr(getattr(getattr(fitted, "model", None), "data", None), "design_info", None)
    columns = list(data.columns) if hasattr(data, "columns") else list(data)
    terms = {}
    for term in getattr(info, "terms", []):
        text = term.name()
        for name in columns:
            if re.search(rf"(?<![\w.]){re.escape(str(name))}(?!\w)", text):
                terms.setdefault(name, []).append(text)
    shared = next((name for name in terms if len(terms[name]) > 1), None)
    if shared is not None:
        listed = ", ".join(f"`{text}`" for text in terms[shared])
        raise Wrong(f"statsmodels takes each term for a variable of its own in marginal effects, and `{shared}` stands in {listed}: leave `margins` out, or use `kind: models` or `kind: r`")


def margin_terms(result):
    table = result.summary_frame()
    names = [label[0] if isinstance(label, tuple) else label for label in table.index]
    return [
        {"term": term_name(name), "estimate": number(estimate), "stdError": number(error)}
        for name, estimate, error in zip(names, result.margeff, result.margeff_se)
    ]


# ---- Rows -------------------------------------------------------------------------------------------------------------------------------


def rows_lost(data, result, call, nobs):
    """Rows not used, by the first variable of the call that lacks a value, and what the call itself left out."""
    rest = length(data) - nobs
    if rest <= 0:
        return []
    names = list(data.columns) if hasattr(data, "columns") else list(data)
    formula = getattr(getattr(result, "model", None), "formula", None) or call
    used = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", str(formula))]
    lost, left = [], [True] * length(data)
    for name in used:
        missing = [here and (value is None or value != value) for here, value in zip(left, list(data[name]))]
        found = sum(missing)
        if 0 < found <= rest:
            lost.append({"cause": "missing", "count": found, "detail": name})
            rest -= found
        left = [here and not gone for here, gone in zip(left, missing)]
    return [*lost, {"cause": "sample", "count": rest, "detail": "the call"}] if rest > 0 else lost


# ---- Running ----------------------------------------------------------------------------------------------------------------------------

ALIASES = {"np": "numpy", "pd": "pandas", "sm": "statsmodels.api", "smf": "statsmodels.formula.api"}


def evaluate(text, names, file=CALL):
    """Runs statements; the value of the last one, where that is an expression."""
    tree = ast.parse(text, file)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, file, "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), file, "eval"), names)


def namespace(request, data):
    names = {"data": data, "__name__": "call"}
    text = "\n".join([request["call"], *request["stats"].values()])
    for alias, module in ALIASES.items():
        if re.search(rf"\b{alias}\s*\.", text) and not re.search(rf"\bas\s+{alias}\b", text):
            names[alias] = importlib.import_module(module)
    for name in request["packages"]:
        names[name.split(".")[0]] = importlib.import_module(name)
    return names


def main():
    global DATA
    with open("request.json", encoding="utf-8") as file:
        request = json.load(file)
    at = "call"
    caught = []
    drawn = None
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
            at = "data"
            DATA = data = read_data()
            before = length(data)
            at = "packages"
            names = namespace(request, data)
            at = "call"
            if request.get("draws"):
                drawn = made_draws(request, names)
                return
            if os.path.exists("draws.csv"):
                names["draws"] = read_draws()
            result = evaluate(request["call"], names)
            if result is None:
                raise Wrong("the call gave None: its last line is an expression, the fitted result")
            if hasattr(result, "fit") and not hasattr(result, "params"):
                raise Wrong(f"the call gave a model that is not fitted (`{type(result).__name__}`): end it with `.fit()`")
            fitted = getattr(result, "results", result)
            made = dict(result) if isinstance(result, dict) else read_result(result, data)
            if request.get("margins"):
                if not hasattr(result, "get_margeff"):
                    raise Wrong(f"`{type(result).__name__}` has no get_margeff(): `margins: true` is for discrete models of statsmodels")
                refuse_products(fitted, data)
                made["margins"] = margin_terms(result.get_margeff())
            names["fit"] = result
            for name, text in request["stats"].items():
                at = f"stats.{name}"
                value = evaluate(text, names)
                value = number(value)
                made.setdefault("stats", {})[name] = {"invalid": "not finite"} if value is None else value
            at = "call"
            if request.get("outcome"):
                made["outcome"] = request["outcome"]
            if not made.get("outcome"):
                raise Wrong("the result does not tell its outcome: say `outcome: y`")
            if made.get("nobs") is not None and not isinstance(result, dict):
                made["rowsLost"] = rows_lost(data, fitted, request["call"], made["nobs"]) if length(data) == before else []
    except SystemExit:
        raise
    except BaseException as thrown:
        fail(at, thrown)
    finally:
        texts = list(dict.fromkeys(told(warning) for warning in caught))
        for text in texts:
            print(f"Warning: {text}", file=sys.stderr)
        if drawn is not None:
            write("draws.json", {**drawn, "warnings": texts[:20]})
    made["warnings"] = [*made.get("warnings", []), *({"code": "python-warning", "message": text} for text in texts[:20])]
    write("fit.json", made)


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(plain(value), file, ensure_ascii=False, allow_nan=False)


def read_draws():
    names, *rows = rows_of("draws.csv")
    columns = {name: [float(row[k]) if row[k] != "" else math.nan for row in rows] for k, name in enumerate(names)}
    try:
        return importlib.import_module("pandas").DataFrame(columns, columns=names)
    except ImportError:
        return columns


def made_draws(request, names):
    """Draws from < i <= to, each with random numbers of its own place, so that it is the same whatever draws run beside it."""
    seed, start, end = (request["draws"][key] for key in ("seed", "from", "to"))
    try:
        numpy = importlib.import_module("numpy")
    except ImportError:
        numpy = None
    kept, values = None, []
    for draw in range(start + 1, end + 1):
        random.seed(f"{seed} {draw}")
        own = {**names, "data": copy.deepcopy(names["data"]), "draw": draw}
        if numpy is not None:
            sequence = numpy.random.SeedSequence(seed, spawn_key=(draw - 1,))
            own["rng"] = numpy.random.default_rng(sequence)
            numpy.random.seed(sequence.generate_state(8))
        try:
            found = plain_numbers(evaluate(request["call"], own))
        except Wrong as wrong:
            raise Wrong(f"draw {draw}: {wrong}") from None
        if kept is None:
            kept = list(found)
        if list(found) != kept:
            other = next(iter([*set(kept) ^ set(found), *kept]))
            raise Wrong(
                f"draw {draw} gives other numbers than those before it (`{other}`): each draw gives the same names, and NaN where it has none"
            )
        values.append(list(found.values()))
    return {"names": kept, "values": values}


def plain_numbers(value):
    """The numbers of a draw by name; one number alone is called `value`."""
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if not isinstance(value, dict):
        value = {"value": value}
    found = {}
    for name, each in value.items():
        try:
            x = float(each)
        except (TypeError, ValueError):
            raise Wrong("the last line is no number, and no numbers with names: `{'a': ..., 'b': ...}` gives them") from None
        if math.isinf(x):
            raise Wrong(f"`{name}` is infinite: NaN stands for a number that is not there")
        found[str(name)] = x
    if not found:
        raise Wrong("the last line gives no number")
    if "draw" in found:
        raise Wrong("`draw` is the number of the draw: give the number another name")
    return found


def plain(value):
    """Without types of numpy, and with None where a number is not finite."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def told(warning):
    text = " ".join(str(warning.message).split())
    return text if len(text) <= 500 else text[:500] + "…"


def fail(at, thrown):
    lines = [frame.lineno for frame in traceback.extract_tb(thrown.__traceback__) if frame.filename == CALL]
    place = {}
    if isinstance(thrown, SyntaxError) and thrown.filename == CALL:
        place = {"line": thrown.lineno, "column": thrown.offset}
    elif lines:
        place = {"line": lines[-1]}
    first = next((line for line in str(thrown).splitlines() if line.strip()), "")
    message = str(thrown) if isinstance(thrown, Wrong) else f"{type(thrown).__name__}: {first}"
    failure = {"at": at, "message": message[:2000], **place}
    if isinstance(thrown, ModuleNotFoundError) and thrown.name:
        failure["package"] = thrown.name.split(".")[0]
    with open("failure.json", "w", encoding="utf-8") as file:
        json.dump(failure, file, ensure_ascii=False)
    try:
        if isinstance(thrown, Wrong):
            print(f"Error: {message}", file=sys.stderr)
        else:
            traceback.print_exception(type(thrown), thrown, thrown.__traceback__)
    except Exception:
        # Some libraries leave frames that cannot be printed.
        print(message, file=sys.stderr)
    sys.exit(1)


def versions(packages):
    """The version of Python, and of every package that comes with those that were asked for (`?`: where they are installed)."""
    for asked in packages:
        name = asked.rstrip("?")
        try:
            importlib.import_module(name)
        except ImportError as thrown:
            if asked.endswith("?"):
                continue
            lacking = thrown.name.split(".")[0] if isinstance(thrown, ModuleNotFoundError) and thrown.name else name
            with open("failure.json", "w", encoding="utf-8") as file:
                json.dump({"at": "packages", "message": str(thrown), "package": lacking}, file)
            print(f"Error: {thrown}", file=sys.stderr)
            sys.exit(1)
    print(f"Python {sys.version.split()[0]}")
    own = getattr(sys, "stdlib_module_names", frozenset())
    for name in sorted(name for name in sys.modules if "." not in name and not name.startswith("_") and name not in own):
        version = getattr(sys.modules[name], "__version__", None)
        if isinstance(version, str):
            print(f"{name} {version}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--versions"]:
        versions(sys.argv[2:])
    else:
        main()
