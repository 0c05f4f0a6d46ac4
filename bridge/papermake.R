# Hands data of a papermake pipeline to a call of R, and what the call estimated back: terms, covariance, statistics, notes.
# Base R alone; packages are used where the fit is theirs. Run by steps of `kind: r` (docs/bridge.md).
#
# Everything stands in an environment of its own, so that no name of it hides one of a package from the call.
#
# A class that is not known here gets a method of its own in the call: papermake.CLASS <- function(fit, data, ...) list(...), with what
# `fit_of()` below takes.

local({

papermake <- function(fit, data, ...) UseMethod("papermake")

# ---- JSON -----------------------------------------------------------------------------------------------------------------------------

json_string <- function(x) {
  x <- enc2utf8(as.character(x))
  x <- gsub("\\", "\\\\", x, fixed = TRUE)
  x <- gsub("\"", "\\\"", x, fixed = TRUE)
  for (i in c(1:31, 127)) {
    sign <- rawToChar(as.raw(i))
    if (any(grepl(sign, x, fixed = TRUE, useBytes = TRUE))) x <- gsub(sign, sprintf("\\u%04x", i), x, fixed = TRUE)
  }
  paste0("\"", x, "\"")
}

# The shortest digits that read back as the same number.
json_number <- function(x) {
  if (length(x) != 1 || !is.finite(x)) return("null")
  for (digits in 15:17) {
    text <- sprintf(paste0("%.", digits, "g"), x)
    if (as.numeric(text) == x) break
  }
  text
}

# Lists with names are objects, and without any, and vectors, lists.
json <- function(x) {
  if (is.null(x)) return("null")
  if (inherits(x, "json_list")) return(paste0("[", paste(vapply(unclass(x), json, ""), collapse = ","), "]"))
  if (is.list(x)) {
    if (is.null(names(x))) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
    return(paste0("{", paste0(json_string(names(x)), ":", vapply(x, json, ""), collapse = ","), "}"))
  }
  if (is.matrix(x)) return(json(lapply(seq_len(nrow(x)), function(i) json_list(as.list(unname(x[i, ]))))))
  if (length(x) != 1) return(json(json_list(as.list(unname(x)))))
  if (is.character(x)) return(json_string(x))
  if (is.logical(x)) return(if (is.na(x)) "null" else if (x) "true" else "false")
  json_number(as.numeric(x))
}
json_list <- function(x) structure(as.list(x), class = "json_list")

# ---- What a fit is here ---------------------------------------------------------------------------------------------------------------

# b: named estimates, NA where one was not estimated. V: their covariance. df: degrees of freedom of t, Inf for the normal distribution.
fit_of <- function(estimator, outcome, b, V, df, nobs, stats = list(), ...)
  c(list(estimator = estimator, outcome = outcome, b = b, V = V, df = df, nobs = nobs, stats = stats), list(...))

said <- function(x) paste(trimws(deparse(x, width.cutoff = 500L)), collapse = " ")

bare <- function(x) sub("^`(.*)`$", "\\1", x)

outcome_of <- function(formula) {
  if (!inherits(formula, "formula")) return(NULL)
  # plm's and AER's formulas of several parts measure their length in their own way.
  class(formula) <- "formula"
  # A formula without a left side has no outcome.
  if (length(formula) < 3) return(NULL)
  gsub("survival::", "", bare(said(formula[[2]])), fixed = TRUE)
}

formula_of <- function(fit) {
  given <- if (is.list(fit)) fit$call$formula
  found <- tryCatch(stats::formula(fit), error = function(e) NULL)
  if (inherits(found, "formula")) found else if (inherits(given, "formula")) given else NULL
}

# NULL where it fails or is no number.
number <- function(expr) {
  x <- tryCatch(suppressWarnings(as.numeric(expr)), error = function(e) NULL)
  if (length(x) == 1 && !is.na(x)) x else NULL
}

present <- function(x) x[!vapply(x, is.null, NA)]

invalid <- function(why) list(invalid = why)

slopes <- function(b) setdiff(names(b)[!is.na(b)], "(Intercept)")

# The Wald statistic of all of `names` being zero.
wald <- function(b, V, names) {
  if (length(names) == 0) return(NULL)
  x <- tryCatch(sum(b[names] * solve(V[names, names, drop = FALSE], b[names])), error = function(e) NA_real_)
  if (is.finite(x) && x >= 0) x else NA_real_
}

f_stats <- function(b, V, df2, names = slopes(b)) {
  chi2 <- wald(b, V, names)
  if (is.null(chi2)) return(list())
  if (is.na(chi2)) return(list(f = invalid("the covariance of the slopes is singular"), fDf1 = length(names), fDf2 = df2))
  f <- chi2 / length(names)
  list(f = f, fDf1 = length(names), fDf2 = df2, fP = stats::pf(f, length(names), df2, lower.tail = FALSE))
}

# LR where the covariance is the model's own, Wald otherwise.
chi2_stats <- function(ll, ll0, df, b, V, is_iid, names = slopes(b)) {
  if (length(names) == 0) return(list())
  chi2 <- if (is_iid && !is.null(ll) && !is.null(ll0)) 2 * (ll - ll0) else wald(b, V, names)
  if (is.null(chi2) || is.na(chi2)) return(list(chi2 = invalid("the covariance of the slopes is singular"), chi2Df = length(names)))
  list(chi2 = chi2, chi2Df = df, chi2P = stats::pchisq(chi2, df, lower.tail = FALSE))
}

likelihood <- function(fit) {
  ll <- tryCatch(stats::logLik(fit), error = function(e) NULL)
  if (is.null(ll) || !is.finite(ll)) return(list())
  present(list(ll = as.numeric(ll), aic = number(stats::AIC(ll)), bic = number(stats::BIC(ll))))
}

pseudo <- function(ll, ll0) {
  if (is.null(ll) || is.null(ll0)) list() else if (ll0 == 0) list(ll0 = ll0) else list(ll0 = ll0, pseudoR2 = 1 - ll / ll0)
}

# Whether p values of a summary are from t.
is_t <- function(fit) {
  shown <- tryCatch(suppressWarnings(colnames(stats::coef(summary(fit)))), error = function(e) NULL)
  any(grepl("^t\\b", shown, ignore.case = TRUE))
}

# ---- Rows ------------------------------------------------------------------------------------------------------------------------------

formula_variables <- function(fit, data) intersect(unlist(lapply(formula_list(fit), all.vars)), names(data))

formula_list <- function(fit) {
  call <- if (is.list(fit)) fit$call
  given <- c(list(formula_of(fit)), as.list(call)[-1])
  Filter(function(each) inherits(each, "formula") || is.call(each) && identical(each[[1]], as.name("~")), given)
}

# Numbers of the rows of `data` behind the fit; NULL where that is not told.
rows_used <- function(fit, data) {
  all <- seq_len(nrow(data))
  n <- number(stats::nobs(fit))
  omitted <- if (is.list(fit)) unclass(fit$na.action) else NULL
  frame <- tryCatch(rownames(stats::model.frame(fit)), error = function(e) NULL)
  by_name <- match(frame, rownames(data))
  if (length(by_name) > 0 && !anyNA(by_name) && !anyDuplicated(by_name)) return(sort(by_name))
  if (!is.null(omitted) && !is.null(n) && length(all) - length(omitted) == n) return(setdiff(all, omitted))
  complete <- all[stats::complete.cases(data[formula_variables(fit, data)])]
  if (!is.null(n) && length(complete) == n) complete else NULL
}

# Rows not used, by the first variable of the model that lacks a value, and what the call itself left out.
rows_lost <- function(fit, data, nobs) {
  rest <- nrow(data) - nobs
  if (rest <= 0) return(json_list(list()))
  lost <- list()
  omitted <- if (is.list(fit)) match(names(fit$na.action), rownames(data))
  told <- length(omitted) > 0 && !anyNA(omitted)
  left <- if (told) seq_len(nrow(data)) %in% omitted else rep(TRUE, nrow(data))
  for (name in formula_variables(fit, data)) {
    missing <- left & is.na(data[[name]])
    if (any(missing) && sum(missing) <= rest) {
      lost <- c(lost, list(list(cause = "missing", count = sum(missing), detail = name)))
      rest <- rest - sum(missing)
    }
    left <- left & !missing
  }
  # What a function of the variables does not define, as the logarithm of a negative number.
  undefined <- if (told) min(sum(left), rest) else 0
  if (undefined > 0) lost <- c(lost, list(list(cause = "missing", count = undefined, detail = "")))
  rest <- rest - undefined
  lags <- any(grepl("\\b(lag|diff|lead|l|d|f)\\(", said(formula_of(fit))))
  if (rest > 0) lost <- c(lost, list(list(cause = if (lags) "lag" else "sample", count = rest, detail = if (lags) "" else "the call")))
  json_list(lost)
}

# ---- Names of terms --------------------------------------------------------------------------------------------------------------------

# As papermake has them: `_cons`, `x^2`, `a:b`, `L.x`, `i(region)::East`.
term_names <- function(names, data) vapply(names, term_name, "", data = data, USE.NAMES = FALSE)

term_name <- function(name, data) {
  if (name == "(Intercept)") return("_cons")
  level <- level_name(name, data)
  if (!is.null(level)) return(level)
  parts <- join_levels(split_colons(name), data)
  if (length(parts) > 1) return(paste(vapply(parts, term_name, "", data = data), collapse = ":"))
  name <- bare(name)
  variable <- "(`[^`]+`|[[:alpha:]._][[:alnum:]._]*)"
  form <- function(pattern) regmatches(name, regexec(pattern, name))[[1]]
  found <- form(paste0("^I\\(", variable, " ?\\^ ?([0-9]+)\\)$"))
  if (length(found)) return(paste0(bare(found[2]), "^", found[3]))
  found <- form(paste0("^I\\(", variable, " \\* ", variable, "\\)$"))
  if (length(found)) return(paste0(bare(found[2]), ":", bare(found[3])))
  found <- form(paste0("^(?:plm::|fixest::)?(lag|l|lead|f|diff|d)\\(", variable, "(?:, (?:k = )?([0-9]+)L?)?\\)$"))
  if (length(found)) {
    letter <- c(lag = "L", l = "L", lead = "F", f = "F", diff = "D", d = "D")[[found[2]]]
    order <- if (found[4] %in% c("", "1")) "" else found[4]
    return(if (order == "0") bare(found[3]) else paste0(letter, order, ".", bare(found[3])))
  }
  # fixest: `i(year)` and instrumented regressors.
  found <- form("^([^:]+)::(.+)$")
  if (length(found)) return(level_term(bare(found[2]), found[3]))
  found <- form("^fit_(.+)$")
  if (length(found) && found[2] %in% names(data)) return(found[2])
  name
}

# The indicator of a level: `regionEast`, `factor(year)2011`, `region::East`.
level_name <- function(name, data) {
  for (variable in names(data)) {
    quoted <- if (make.names(variable) == variable) variable else paste0("`", variable, "`")
    is_text <- is.character(data[[variable]]) || is.factor(data[[variable]])
    starts <- c(if (is_text) quoted, paste0(c("factor(", "as.factor(", "C("), quoted, ")"), paste0(quoted, "::"))
    for (start in starts) {
      if (!startsWith(name, start)) next
      level <- substring(name, nchar(start) + 1)
      if (level != "" && level %in% as.character(data[[variable]])) return(level_term(variable, level))
    }
  }
  NULL
}

# A level is quoted where a colon in it would seem to part two factors.
level_term <- function(variable, level) {
  paste0("i(", variable, ")::", if (grepl("[:\"`]", level)) json_string(level) else level)
}

# Parts of a name that are a level with colons, together.
join_levels <- function(parts, data) {
  joined <- character()
  at <- 1
  while (at <= length(parts)) {
    ends <- Filter(function(end) !is.null(level_name(paste(parts[at:end], collapse = ":"), data)), seq(at, length(parts)))
    end <- if (length(ends)) max(ends) else at
    joined <- c(joined, paste(parts[at:end], collapse = ":"))
    at <- end + 1
  }
  joined
}

# At the colons that stand alone and in no brackets or backticks.
split_colons <- function(name) {
  signs <- strsplit(name, "")[[1]]
  depth <- cumsum(signs %in% c("(", "[")) - cumsum(signs %in% c(")", "]"))
  quoted <- cumsum(signs == "`") %% 2 == 1
  colon <- signs == ":" & depth == 0 & !quoted
  double <- colon & (c(colon[-1], FALSE) | c(FALSE, colon[-length(colon)]))
  cuts <- which(colon & !double)
  if (length(cuts) == 0) return(name)
  substring(name, c(1, cuts + 1), c(cuts - 1, nchar(name)))
}

# ---- Covariances -----------------------------------------------------------------------------------------------------------------------

# The `vcov` of the step: words as in `kind: models`, or an expression of `fit` and `data` whose value is a matrix.
chosen_vcov <- function(text, fit, data, env) {
  words <- gsub("[[:space:]]", "", text)
  if (words == "iid") return(own_vcov(fit, data))
  if (words == "robust" || grepl("^HC[0-3]$", words)) return(robust_vcov(fit, words))
  if (grepl("^cluster\\(", words)) {
    names <- strsplit(sub("^cluster\\((.*)\\)$", "\\1", trimws(text)), "+", fixed = TRUE)[[1]]
    return(cluster_vcov(fit, data, bare(trimws(names)), env))
  }
  V <- eval_last(text, env)
  if (is.function(V)) V <- V(fit)
  if (!is.matrix(V)) stop("`vcov` is no matrix but a ", class(V)[1], call. = FALSE)
  list(V = V, info = told_vcov(text, fit, data))
}

needs <- function(package) {
  if (!requireNamespace(package, quietly = TRUE)) stop(structure(class = c("packageNotFoundError", "error", "condition"),
    list(message = paste0("there is no package called ", sQuote(package, FALSE)), call = NULL, package = package)))
}

is_linear <- function(fit) inherits(fit, c("lm", "ivreg")) && !inherits(fit, "glm")

robust_vcov <- function(fit, type) {
  if (inherits(fit, "fixest")) return(list(V = stats::vcov(fit, vcov = "hetero"), info = list(type = "HC1", text = "robust")))
  if (inherits(fit, "plm")) {
    if (type == "robust") return(cluster_vcov(fit, NULL, names(plm::index(fit))[1], NULL))
    return(list(V = plm::vcovHC(fit, method = "white1", type = type), info = list(type = type, text = type)))
  }
  needs("sandwich")
  if (type == "robust") type <- "HC1"
  info <- list(type = type, text = type)
  if (type %in% c("HC2", "HC3")) {
    if (!is_linear(fit)) stop("`", type, "` is for linear models: write `robust`, or an expression of `fit`", call. = FALSE)
    return(list(V = sandwich::vcovHC(fit, type = type), info = info))
  }
  if (!is_linear(fit)) info$small <- paste0(if (type == "HC1") "N/(N \u2212 1), ", distribution_of(fit))
  list(V = sandwich::sandwich(fit) * if (type == "HC1") row_factor(fit) else 1, info = info)
}

# Stata's N/(N - K) of linear models, and N/(N - 1) of others.
row_factor <- function(fit) {
  n <- stats::nobs(fit)
  n / (n - if (is_linear(fit)) n - stats::df.residual(fit) else 1)
}

distribution_of <- function(fit) if (is_t(fit)) "t(N \u2212 K)" else "z"

cluster_vcov <- function(fit, data, names, env) {
  by <- stats::as.formula(paste("~", paste0("`", names, "`", collapse = " + ")), env = env %||% globalenv())
  if (inherits(fit, "fixest")) return(list(V = stats::vcov(fit, vcov = by), info = cluster_info(names, fit, data), df = "G"))
  if (inherits(fit, "plm")) {
    index <- plm::index(fit)
    at <- match(names, names(index)[1:2])
    if (anyNA(at)) stop("plm clusters by the panel's unit or time: ", paste0("`", names(index)[1:2], "`", collapse = ", "), call. = FALSE)
    V <- if (length(at) == 2) plm::vcovDC(fit, type = "sss") else plm::vcovHC(fit, method = "arellano", type = "sss", cluster = c("group", "time")[at])
    clusters <- lapply(names, function(name) list(name = name, count = length(unique(index[[name]]))))
    info <- list(type = "CRV1", text = paste0("cluster(", paste(names, collapse = " + "), ")"), clusters = json_list(clusters), small = "as in plm (type \"sss\")")
    return(list(V = V, info = info, df = "G"))
  }
  needs("sandwich")
  unknown <- setdiff(names, base::names(data))
  if (length(unknown)) stop("`data` has no column `", unknown[1], "` to cluster by", call. = FALSE)
  info <- cluster_info(names, fit, data)
  groups <- min(vapply(info$clusters, function(each) each$count, 0))
  n <- stats::nobs(fit)
  factor <- groups / (groups - 1) * if (is_linear(fit)) (n - 1) / stats::df.residual(fit) else 1
  # one factor for all combinations of clusters, that of the fewest
  V <- positive_part(sandwich::vcovCL(fit, cluster = by, type = "HC0", cadjust = FALSE) * factor, info$text)
  info$small <- if (is_linear(fit)) "G/(G \u2212 1) \u00b7 (N \u2212 1)/(N \u2212 K), t(G \u2212 1)" else "G/(G \u2212 1), z"
  list(V = V, info = info, df = "G")
}

# A covariance of several cluster variables with its negative eigenvalues set to zero.
positive_part <- function(V, text) {
  size <- sqrt(abs(diag(V)))
  if (all(eigen(V / outer(size, size), symmetric = TRUE, only.values = TRUE)$values >= -1e-12)) return(V)
  found <- eigen(V, symmetric = TRUE)
  warning("the covariance ", text, " was not positive semi-definite; its negative eigenvalues were set to zero", call. = FALSE)
  mended <- found$vectors %*% (pmax(found$values, 0) * t(found$vectors))
  dimnames(mended) <- dimnames(V)
  mended
}

`%||%` <- function(a, b) if (is.null(a)) b else a

cluster_info <- function(names, fit, data) {
  rows <- rows_used(fit, data) %||% seq_len(nrow(data))
  clusters <- lapply(names, function(name) list(name = name, count = length(unique(stats::na.omit(data[[name]][rows])))))
  list(type = "CRV1", text = paste0("cluster(", paste(names, collapse = " + "), ")"), clusters = json_list(clusters))
}

# What an expression of sandwich or plm says of the matrix that it makes.
told_vcov <- function(text, fit, data) {
  call <- tryCatch(parse(text = text)[[1]], error = function(e) NULL)
  info <- list(type = "other", text = trimws(gsub("[[:space:]]+", " ", text)))
  if (!is.call(call)) return(info)
  called <- sub("^.*::", "", said(call[[1]]))
  given <- as.list(call)[-1]
  named <- names(given) %||% rep("", length(given))
  formula <- Filter(function(each) is.call(each) && identical(each[[1]], as.name("~")), given)
  if (called %in% c("vcovCL", "vcovBS", "vcovCR", "vcov") && length(formula) == 1) {
    names <- all.vars(formula[[1]])
    if (all(names %in% base::names(data))) return(cluster_info(names, fit, data))
  }
  if (called == "vcovHC" && !inherits(fit, "plm")) {
    type <- if ("type" %in% named) given[[match("type", named)]] else if (length(given) > 1 && named[2] == "") given[[2]] else "HC3"
    if (identical(type, "HC")) type <- "HC0"
    if (is.character(type) && type %in% c("HC0", "HC1", "HC2", "HC3")) return(list(type = type, text = type))
  }
  if (called == "vcovHC" && inherits(fit, "plm")) {
    cluster <- if ("cluster" %in% named) given[[match("cluster", named)]] else "group"
    method <- if ("method" %in% named) given[[match("method", named)]] else "arellano"
    if (identical(method, "arellano")) {
      name <- names(plm::index(fit))[if (identical(cluster, "time")) 2 else 1]
      count <- length(unique(plm::index(fit)[[name]]))
      return(list(type = "CRV1", text = paste0("cluster(", name, ")"), clusters = json_list(list(list(name = name, count = count)))))
    }
  }
  info
}

# The covariance that the fit itself came with.
own_vcov <- function(fit, data) {
  V <- stats::vcov(fit)
  if (inherits(fit, "fixest")) return(list(V = V, info = fixest_info(V, fit, data)))
  if (inherits(fit, c("survreg", "coxph")) && !is.null(fit$naive.var)) {
    by <- fit$call$cluster
    if (is.null(by) && !is.null(fit$userCall)) by <- fit$userCall$cluster
    name <- if (is.null(by)) NULL else bare(said(by))
    if (!is.null(name) && name %in% names(data)) return(list(V = V, info = cluster_info(name, fit, data)))
    special <- tryCatch(attr(stats::terms(fit), "variables")[1 + attr(stats::terms(fit), "specials")$cluster], error = function(e) NULL)
    names <- if (length(special) == 1) intersect(all.vars(special[[1]]), names(data))
    if (length(names) == 1) return(list(V = V, info = cluster_info(names, fit, data)))
    return(list(V = V, info = list(type = "HC0", text = "robust")))
  }
  list(V = V, info = list(type = "iid", text = "iid"))
}

fixest_info <- function(V, fit, data) {
  type <- attr(V, "type") %||% ""
  if (grepl("^Clustered|^Two-way|way", type)) {
    names <- trimws(strsplit(sub("^.*\\((.*)\\).*$", "\\1", type), "&", fixed = TRUE)[[1]])
    if (all(names %in% base::names(data))) return(cluster_info(names, fit, data))
  }
  if (grepl("^Heterosk", type)) return(list(type = "HC1", text = "robust"))
  if (type == "" || grepl("^IID|^Standard", type)) return(list(type = "iid", text = "iid"))
  list(type = "other", text = type)
}

# ---- Methods ---------------------------------------------------------------------------------------------------------------------------

# Estimates of any class with coef(), vcov(), nobs() and a formula.
papermake.default <- function(fit, data, V, is_iid, ...) {
  b <- tryCatch(stats::coef(fit), error = function(e) NULL)
  if (!is.numeric(b) || is.null(names(b)) || is.matrix(b)) {
    stop("papermake cannot read a fit of class `", class(fit)[1], "`: it has no named coefficients; return a list with `terms`, or define ",
      "`papermake.", class(fit)[1], " <- function(fit, data, ...)` in the call (docs/bridge.md)", call. = FALSE)
  }
  df <- number(stats::df.residual(fit))
  fit_of(class(fit)[1], outcome_of(formula_of(fit)), b, V, if (is_t(fit) && !is.null(df)) df else Inf,
    number(stats::nobs(fit)), c(likelihood(fit), present(list(rmse = number(stats::sigma(fit))))))
}

papermake.lm <- function(fit, data, V, ...) {
  s <- summary(fit)
  b <- stats::coef(fit)
  if (is.matrix(b)) stop("expected one outcome, got ", ncol(b), call. = FALSE)
  w <- stats::weights(fit)
  y <- stats::model.response(stats::model.frame(fit))
  ymean <- if (is.null(w)) mean(y) else stats::weighted.mean(y, w)
  rss <- stats::deviance(fit)
  list <- list(rss = rss, mss = number(rss * s$r.squared / (1 - s$r.squared)), r2 = number(s$r.squared), r2Adj = number(s$adj.r.squared),
    rmse = s$sigma, ymean = number(ymean))
  fit_of("lm", outcome_of(formula_of(fit)), b, V, stats::df.residual(fit), stats::nobs(fit),
    c(present(list), f_stats(b, V, stats::df.residual(fit)), likelihood(fit)))
}

papermake.glm <- function(fit, data, V, is_iid, ...) {
  b <- stats::coef(fit)
  family <- stats::family(fit)
  likely <- likelihood(fit)
  null <- if (attr(stats::terms(fit), "intercept") == 1) null_likelihood(fit)
  known <- family$family %in% c("poisson", "binomial") || inherits(fit, "negbin")
  chosen <- if (is.null(likely$ll)) list() else
    c(pseudo(likely$ll, null), chi2_stats(likely$ll, null, fit$rank - 1, b, V, is_iid))
  extra <- if (inherits(fit, "negbin")) list(theta = fit$theta, alpha = 1 / fit$theta, lnAlpha = -log(fit$theta)) else list()
  f <- if (is.null(likely$ll)) f_stats(b, V, stats::df.residual(fit)) else list()
  label <- if (inherits(fit, "negbin")) "glm.nb" else paste0("glm, ", family$family, " (", family$link, ")")
  fit_of(label, outcome_of(formula_of(fit)), b, V, if (known) Inf else stats::df.residual(fit), stats::nobs(fit),
    c(likely, chosen, list(deviance = fit$deviance), extra, f, present(list(ymean = number(stats::weighted.mean(fit$y, fit$prior.weights))))))
}

# The log likelihood with a constant alone, on the same rows, weights and offset.
null_likelihood <- function(fit) {
  tryCatch(suppressWarnings({
    if (inherits(fit, "negbin")) {
      null <- MASS::glm.nb(y ~ 1 + offset(o), data = data.frame(y = fit$y, o = fit$offset %||% 0), weights = fit$prior.weights, link = "log")
      return(as.numeric(stats::logLik(null)))
    }
    family <- stats::family(fit)
    null <- stats::glm.fit(matrix(1, length(fit$y), 1), fit$y, weights = fit$prior.weights, offset = fit$offset, family = family)
    p <- 1 + (family$family %in% c("gaussian", "Gamma", "inverse.gaussian"))
    p - null$aic / 2
  }), error = function(e) NULL)
}

papermake.plm <- function(fit, data, V, is_iid, ...) {
  s <- summary(fit)
  b <- stats::coef(fit)
  if (!is.null(fit$aliased) && any(fit$aliased)) {
    lost <- setdiff(names(fit$aliased)[fit$aliased], names(b))
    b <- c(b, stats::setNames(rep(NA_real_, length(lost)), lost))
  }
  model <- fit$args$model
  effect <- fit$args$effect
  index <- plm::index(fit)
  dims <- plm::pdim(fit)
  sizes <- dims$Tint$Ti
  df <- fit$df.residual
  r2 <- number(s$r.squared[["rsq"]])
  is_z <- !is_t(fit)
  effects <- c(individual = 1, time = 2)[if (effect == "twoways") c("individual", "time") else effect]
  absorbed <- if (model == "within") lapply(effects, function(k) list(name = names(index)[k], levels = length(unique(index[[k]])))) else list()
  error <- if (model == "random") fit$ercomp else NULL
  theta <- unlist(error$theta)
  parts <- if (is.null(error)) list() else present(list(
    sigmaE = number(sqrt(error$sigma2[["idios"]])), sigmaU = number(sqrt(error$sigma2[["id"]])),
    rho = number(error$sigma2[["id"]] / sum(error$sigma2[c("idios", "id")])),
    theta = if (length(unique(theta)) == 1) theta[[1]],
    thetaMin = if (length(unique(theta)) > 1) min(theta), thetaMax = if (length(unique(theta)) > 1) max(theta)))
  tests <- if (is_z) chi2_stats(NULL, NULL, length(slopes(b)), b, V, FALSE) else f_stats(b, V, df)
  fit_of(paste0("plm, ", model, if (model %in% c("within", "random") && effect != "individual") paste0(" (", effect, ")")),
    outcome_of(formula_of(fit)), b, V, if (is_z) Inf else df, stats::nobs(fit),
    c(present(stats::setNames(list(r2), if (model == "within") "r2Within" else "r2")), tests, parts,
      list(rss = sum(stats::resid(fit)^2), groupMin = min(sizes), groupAvg = mean(sizes), groupMax = max(sizes))),
    ngroups = dims$nT$n, absorbed = json_list(unname(absorbed)))
}

papermake.ivreg <- function(fit, data, V, ...) {
  s <- tryCatch(suppressWarnings(summary(fit, diagnostics = TRUE)), error = function(e) summary(fit))
  b <- stats::coef(fit)
  df <- stats::df.residual(fit)
  stats <- list(r2 = number(s$r.squared), r2Adj = number(s$adj.r.squared), rmse = s$sigma, rss = sum(stats::resid(fit)^2))
  tests <- list()
  found <- s$diagnostics
  if (!is.null(found)) {
    weak <- which(startsWith(rownames(found), "Weak instruments"))
    # With one endogenous regressor the first-stage F is Cragg and Donald's.
    if (length(weak) == 1) stats$cdWaldF <- number(found[weak, "statistic"])
    add <- function(row, name, stat) {
      if (!row %in% rownames(found) || is.na(found[row, "statistic"])) return(invisible())
      stats[[stat]] <<- number(found[row, "statistic"])
      df <- found[row, c("df1", "df2")]
      tests[[length(tests) + 1]] <<- list(name = name, statistic = found[row, "statistic"], pValue = found[row, "p-value"], df = json_list(as.list(unname(df[!is.na(df)]))))
    }
    add("Wu-Hausman", "wu-hausman", "wuHausmanF")
    add("Sargan", "sargan", "sargan")
  }
  formula <- formula_of(fit)
  fit_of("ivreg", outcome_of(formula), b, V, df, stats::nobs(fit), c(present(stats), f_stats(b, V, df)), tests = json_list(tests))
}

papermake.survreg <- function(fit, data, V, is_iid, ...) {
  b <- stats::coef(fit)
  ll <- fit$loglik[2]
  ll0 <- fit$loglik[1]
  is_tobit <- inherits(fit, "tobit")
  formula <- if (is_tobit) stats::as.formula(eval(fit$call$formula, environment(stats::terms(fit)))) else formula_of(fit)
  counts <- if (is_tobit) summary(fit)$n
  df <- sum(fit$df) - fit$idf
  fit_of(if (is_tobit) "tobit" else paste0("survreg, ", fit$dist), outcome_of(formula), b, V, Inf, length(fit$linear.predictors),
    c(list(ll = ll), pseudo(ll, ll0), chi2_stats(ll, ll0, df, b, V, is_iid), if (length(fit$scale) == 1) list(sigma = fit$scale), likelihood(fit)["aic"],
      present(list(nLeft = number(counts[["Left-censored"]]), nUncensored = number(counts[["Uncensored"]]), nRight = number(counts[["Right-censored"]])))))
}

papermake.coxph <- function(fit, data, V, is_iid, ...) {
  b <- stats::coef(fit)
  ll <- fit$loglik[length(fit$loglik)]
  ll0 <- fit$loglik[1]
  # clogit keeps what the user wrote, with the formula first.
  formula <- if (is.null(fit$userCall)) formula_of(fit) else {
    written <- as.list(fit$userCall)
    stats::as.formula(eval(written$formula %||% written[[2]], environment(stats::terms(fit))))
  }
  absorbed <- list()
  special <- attr(stats::terms(fit), "specials")$strata
  if (length(special) == 1) {
    names <- intersect(all.vars(attr(stats::terms(fit), "variables")[[1 + special]]), names(data))
    rows <- rows_used(fit, data)
    if (length(names) == 1 && !is.null(rows)) absorbed <- list(list(name = names, levels = length(unique(data[[names]][rows]))))
  }
  fit_of(if (inherits(fit, "clogit")) "clogit" else "coxph", outcome_of(formula), b, V, Inf, fit$n,
    c(list(ll = ll), pseudo(ll, ll0), chi2_stats(ll, ll0, length(slopes(b)), b, V, is_iid), present(list(nEvents = number(fit$nevent)))),
    absorbed = json_list(absorbed))
}
papermake.coxph.null <- function(fit, data, ...) stop("the model has no regressors", call. = FALSE)

papermake.polr <- function(fit, data, V, is_iid, ...) {
  b <- c(stats::coef(fit), fit$zeta)
  ll <- as.numeric(stats::logLik(fit))
  y <- stats::model.response(stats::model.frame(fit))
  w <- stats::model.weights(stats::model.frame(fit)) %||% rep(1, length(y))
  n <- tapply(w, y, sum)
  ll0 <- sum(n * log(n / sum(n)), na.rm = TRUE)
  names <- names(stats::coef(fit))
  fit_of(paste0("polr, ", fit$method), outcome_of(formula_of(fit)), b, V, Inf, fit$nobs,
    c(likelihood(fit), pseudo(ll, ll0), chi2_stats(ll, ll0, length(names), b, V, is_iid, names)))
}

papermake.rlm <- function(fit, data, V, ...) {
  b <- stats::coef(fit)
  n <- length(fit$residuals)
  fit_of("rlm", outcome_of(formula_of(fit)), b, V, n - fit$rank, n, list(rmse = fit$s))
}

papermake.rq <- function(fit, data, V, ...) {
  b <- stats::coef(fit)
  n <- length(fit$residuals)
  fit_of(paste0("rq, tau = ", fit$tau), outcome_of(formula_of(fit)), b, V, n - length(b), n, list(tau = fit$tau))
}

papermake.merMod <- function(fit, data, V, ...) {
  b <- lme4::fixef(fit)
  groups <- lme4::ngrps(fit)
  fit_of(class(fit)[1], outcome_of(stats::formula(fit)), b, V, Inf, stats::nobs(fit), likelihood(fit), ngroups = as.numeric(groups[[1]]))
}

papermake.fixest <- function(fit, data, V, is_iid, ...) {
  b <- stats::coef(fit)
  r2 <- function(type) number(fixest::r2(fit, type))
  lost <- fit$collin.var
  if (!is.null(lost)) b <- c(b, stats::setNames(rep(NA_real_, length(lost)), lost))
  linear <- fit$method_type == "feols" || identical(fit$method, "feols")
  df <- if (linear) number(fixest::degrees_freedom(fit, "t")) %||% number(fixest::degrees_freedom(fit, "resid")) else Inf
  sizes <- fit$fixef_sizes
  absorbed <- lapply(names(sizes), function(name) list(name = name, levels = as.numeric(sizes[[name]])))
  likely <- likelihood(fit)
  stats <- if (linear) list(r2 = r2("r2"), r2Adj = r2("ar2"), r2Within = if (length(sizes)) r2("wr2"), rmse = number(stats::sigma(fit))) else
    list(pseudoR2 = r2("pr2"), ll0 = number(fit$ll_null))
  iv <- if (isTRUE(fit$iv)) list(kpWaldF = number(fixest::fitstat(fit, "ivwald1", simplify = TRUE)$stat)) else list()
  fit_of(paste0(fit$method, if (!is.null(fit$family)) paste0(", ", if (is.list(fit$family)) fit$family$family else fit$family)),
    outcome_of(formula_of(fit)), b, V, df %||% Inf, stats::nobs(fit), c(present(stats), present(iv), likely),
    absorbed = json_list(absorbed))
}

# lmtest::coeftest: estimates and errors alone; the model behind them where it was kept (`save = TRUE`).
papermake.coeftest <- function(fit, data, ...) {
  kept <- attr(fit, "object")
  b <- fit[, 1]
  names(b) <- rownames(fit)
  df <- attr(fit, "df") %||% Inf
  list(estimator = attr(fit, "method") %||% "coeftest", outcome = if (!is.null(kept)) outcome_of(formula_of(kept)), b = b, errors = fit[, 2],
    df = if (all(is.finite(df)) && length(unique(df)) == 1 && df[1] > 0) df[1] else Inf, nobs = number(attr(fit, "nobs")),
    stats = present(list(ll = number(attr(fit, "logLik")))), info = list(type = "other", text = "as given to coeftest"))
}

# A table of estimates, as broom's tidy() and marginaleffects make them.
papermake.data.frame <- function(fit, data, ...) {
  pick <- function(...) { found <- intersect(c(...), names(fit)); if (length(found)) fit[[found[1]]] }
  b <- pick("estimate", "Estimate", "AME")
  errors <- pick("std.error", "stdError", "Std. Error", "SE", "se")
  names <- pick("term", "Term", "factor") %||% rownames(fit)
  if (is.null(b) || is.null(errors)) stop("a table of estimates needs the columns `term`, `estimate` and `std.error`, got ",
    paste0("`", names(fit), "`", collapse = ", "), call. = FALSE)
  contrast <- fit[["contrast"]]
  if (anyDuplicated(names) && !is.null(contrast)) names <- paste0(names, " (", contrast, ")")
  names(b) <- names
  df <- unique(fit[["df"]])
  model <- tryCatch(attr(fit, "model") %||% attr(fit, "marginaleffects")@model, error = function(e) NULL)
  list(estimator = class(fit)[1], outcome = outcome_of(formula_of(model)), b = b, errors = errors,
    df = if (length(df) == 1 && is.finite(df)) df else Inf, nobs = if (!is.null(model)) number(stats::nobs(model)), stats = list(),
    info = list(type = "other", text = "as the table has them"))
}

# ---- Average marginal effects ----------------------------------------------------------------------------------------------------------

# Of every regressor on the expected outcome, with errors by the delta method: derivatives of numbers, changes from the first level of
# factors. Means over the rows used, weighted as the model is. An effect that moves a column without a coefficient otherwise than what spans
# it is not identified: it is left out, with a warning.
average_effects <- function(fit, data, V) {
  if (!inherits(fit, c("glm", "lm")) || is.matrix(stats::coef(fit))) {
    stop("`margins: true` is for lm, glm and glm.nb here: return marginaleffects::avg_slopes(fit) from the call", call. = FALSE)
  }
  family <- if (inherits(fit, "glm")) stats::family(fit) else stats::gaussian()
  b <- stats::coef(fit)
  without <- names(b)[is.na(b)]
  b <- b[!is.na(b)]
  V <- V[names(b), names(b), drop = FALSE]
  terms <- stats::delete.response(stats::terms(fit))
  own <- stats::model.matrix(fit)
  spans <- qr.coef(qr(own[, names(b), drop = FALSE]), own[, without, drop = FALSE])
  variables <- lapply(attr(terms, "term.labels"), function(label) all.vars(str2lang(label)))[attr(own, "assign")[match(without, colnames(own))]]
  rows <- rows_used(fit, data) %||% stop("the rows of the fit are not told", call. = FALSE)
  used <- data[rows, , drop = FALSE]
  offset <- fit$offset %||% rep(0, nrow(used))
  w <- fit$prior.weights %||% fit$weights %||% rep(1, nrow(used))
  w <- w / sum(w)
  at <- function(changed) {
    frame <- stats::model.frame(terms, changed, xlev = fit$xlevels, na.action = stats::na.pass)
    whole <- stats::model.matrix(terms, frame, contrasts.arg = fit$contrasts)
    X <- whole[, names(b), drop = FALSE]
    eta <- drop(X %*% b) + offset
    apart <- whole[, without, drop = FALSE] - X %*% spans
    list(mu = sum(w * family$linkinv(eta)), gradient = colSums(w * family$mu.eta(eta) * X), apart = apart)
  }
  of <- function(name) without[vapply(variables, function(known) name %in% known, logical(1))]
  b_effects <- numeric()
  J <- NULL
  add <- function(name, variable, high, low, by) {
    for (column in of(variable)) {
      if (max(abs(high$apart[, column] - low$apart[, column])) <= 1e-6 * by * max(abs(own[, column]), 1)) next
      text <- paste0("no marginal effect of `", name, "` is identified: `", column, "` has no coefficient")
      return(warning(text, call. = FALSE))
    }
    b_effects[[name]] <<- (high$mu - low$mu) / by
    J <<- rbind(J, (high$gradient - low$gradient) / by)
  }
  for (name in intersect(all.vars(terms), names(used))) {
    x <- used[[name]]
    as_factor <- c(paste0(c("factor(", "as.factor("), name, ")"), paste0(c("factor(`", "as.factor(`"), name, "`)"))
    levels <- fit$xlevels[[name]] %||% fit$xlevels[[c(intersect(as_factor, names(fit$xlevels)), "")[1]]]
    if (!is.null(levels)) {
      set <- function(level) { used[[name]] <- if (is.numeric(x)) as.numeric(level) else if (is.factor(x)) factor(level, levels = base::levels(x)) else level; at(used) }
      first <- set(levels[1])
      for (level in levels[-1]) add(level_term(name, level), name, set(level), first, 1)
    } else if (is.numeric(x)) {
      h <- .Machine$double.eps^(1 / 3) * max(stats::sd(x), 1e-8)
      move <- function(by) { used[[name]] <- x + by; at(used) }
      add(name, name, move(h), move(-h), 2 * h)
    }
  }
  if (is.null(J)) stop("the model has no regressors", call. = FALSE)
  errors <- sqrt(diag(J %*% V %*% t(J)))
  json_list(lapply(seq_along(b_effects), function(i) list(term = names(b_effects)[i], estimate = b_effects[[i]], stdError = errors[i])))
}

# ---- Running ---------------------------------------------------------------------------------------------------------------------------

eval_last <- function(text, env) {
  value <- NULL
  for (each in parse(text = text, keep.source = FALSE)) value <- eval(each, env)
  value
}

read_data <- function() {
  columns <- utils::read.csv("columns.csv", colClasses = "character", na.strings = character(), check.names = FALSE, encoding = "UTF-8")
  classes <- ifelse(columns$type == "number", "numeric", "character")
  data <- utils::read.csv("data.csv", colClasses = classes, na.strings = "", check.names = FALSE, encoding = "UTF-8", quote = "\"", comment.char = "")
  names(data) <- columns$name
  levels <- utils::read.csv("levels.csv", colClasses = "character", na.strings = character(), check.names = FALSE, encoding = "UTF-8")
  for (i in which(columns$type == "category")) data[[i]] <- factor(data[[i]], levels = levels$level[levels$column == columns$name[i]])
  for (i in which(columns$type == "date")) data[[i]] <- as.Date(data[[i]])
  data
}

# Draws from < i <= to. Each has the stream of random numbers of its own place (L'Ecuyer-CMRG), so that it is the same whatever draws
# run beside it, and an environment of its own.
made_draws <- function(request, env) {
  draws <- request$draws
  lines <- parse(text = request$call, keep.source = FALSE)
  RNGkind("L'Ecuyer-CMRG", "Inversion", "Rejection")
  set.seed(draws$seed)
  stream <- get(".Random.seed", globalenv())
  for (i in seq_len(draws$from)) stream <- parallel::nextRNGStream(stream)
  names <- NULL
  values <- list()
  for (draw in seq(draws$from + 1, draws$to)) {
    assign(".Random.seed", stream, globalenv())
    own <- new.env(parent = env)
    assign("draw", draw, own)
    x <- tryCatch({ for (each in lines) value <- eval(each, own); plain_numbers(value) },
      error = function(e) stop("draw ", draw, ": ", conditionMessage(e), call. = FALSE))
    if (is.null(names)) names <- names(x)
    if (!identical(names(x), names)) {
      other <- c(setdiff(names, names(x)), setdiff(names(x), names), names)[1]
      stop("draw ", draw, " gives other numbers than those before it (`", other, "`): each draw gives the same names, and NA where it has none", call. = FALSE)
    }
    values[[length(values) + 1]] <- json_list(as.list(unname(x)))
    stream <- parallel::nextRNGStream(stream)
  }
  list(names = json_list(as.list(names)), values = json_list(values))
}

# The numbers of a draw with their names; one number alone is called `value`.
plain_numbers <- function(value) {
  if (is.list(value)) value <- unlist(value)
  if (is.logical(value) && all(is.na(value))) value[] <- NA_real_
  if (is.null(value) || !(is.numeric(value) || is.logical(value)) || length(value) == 0)
    stop("its last expression is no number, and no numbers with names", call. = FALSE)
  found <- names(value)
  x <- as.numeric(value)
  names(x) <- if (is.null(found) && length(x) == 1) "value" else found
  if (is.null(names(x)) || any(is.na(names(x)) | names(x) == "")) stop("its numbers have no names: `c(a = ..., b = ...)` gives them", call. = FALSE)
  if (anyDuplicated(names(x)) > 0) stop("two of its numbers are called `", names(x)[anyDuplicated(names(x))], "`", call. = FALSE)
  if ("draw" %in% names(x)) stop("`draw` is the number of the draw: give the number another name", call. = FALSE)
  if (any(is.infinite(x))) stop("`", names(x)[is.infinite(x)][1], "` is infinite: NA stands for a number that is not there", call. = FALSE)
  x
}

# A fit as JSON, with the covariance that was chosen.
handed_back <- function(fit, data, request, env) {
  chosen <- if (is.null(request$vcov)) NULL else chosen_vcov(request$vcov, fit, data, env)
  own <- chosen
  plain <- inherits(fit, c("coeftest", "data.frame")) || is.list(fit) && !is.object(fit)
  if (plain && !is.null(chosen)) stop("`vcov` is for a fitted model: the call returned a ", class(fit)[1], call. = FALSE)
  if (is.list(fit) && !is.object(fit)) return(fit_list(fit))
  if (!plain && is.null(own)) own <- tryCatch(own_vcov(fit, data), error = function(e) if (inherits(fit, "rq")) rq_vcov(fit) else list(V = NULL, info = list(type = "iid", text = "iid")))
  V <- as_plain(own$V)
  made <- papermake(fit, data, V = V, is_iid = identical(own$info$type, "iid"))
  margins <- if (isTRUE(request$margins)) average_effects(fit, data, V)
  info <- own$info %||% made$info
  df <- made$df
  clusters <- unclass(info$clusters)
  if (identical(own$df, "G") && is.finite(df)) {
    df <- min(vapply(clusters, function(each) as.numeric(each$count), 0)) - 1
    if (!is.null(made$stats$f) && is.numeric(made$stats$f)) made$stats[c("fDf2", "fP")] <- list(df, stats::pf(made$stats$f, made$stats$fDf1, df, lower.tail = FALSE))
  }
  nobs <- made$nobs
  lost <- if (plain || is.null(nobs)) json_list(list()) else rows_lost(fit, data, nobs)
  b <- made$b
  dropped <- names(b)[is.na(b)]
  kept <- b[!is.na(b)]
  if (length(kept) == 0) stop("the fit has no coefficients", call. = FALSE)
  errors <- if (is.null(made$errors)) term_errors(kept, V) else as.list(unname(made$errors)[!is.na(b)])
  shown <- term_names(names(kept), data)
  terms <- Map(function(term, estimate, error) list(term = term, estimate = estimate, stdError = error), shown, unname(kept), errors)
  present(list(
    estimator = made$estimator, outcome = made$outcome, nobs = nobs, dfResid = if (is.finite(df)) df else NA,
    terms = json_list(unname(terms)), margins = margins,
    vcov = if (!is.null(V) && all(names(kept) %in% rownames(V)) && all(is.finite(V[names(kept), names(kept)]))) unname(V[names(kept), names(kept), drop = FALSE]),
    vcovInfo = info, ngroups = made$ngroups, absorbed = made$absorbed, stats = if (length(made$stats)) made$stats, tests = made$tests,
    dropped = json_list(lapply(term_names(dropped, data), function(term) list(term = term, why = "collinear"))), rowsLost = lost))
}

as_plain <- function(V) {
  if (is.null(V)) return(NULL)
  names <- rownames(V)
  matrix(as.numeric(as.matrix(V)), nrow(V), dimnames = list(names, names))
}

term_errors <- function(b, V) {
  at <- match(names(b), rownames(V))
  lapply(seq_along(b), function(i) {
    if (is.na(at[i])) return(invalid("the covariance has no such term"))
    v <- V[at[i], at[i]]
    if (!is.finite(v)) return(invalid("the covariance is not defined"))
    if (v < 0) invalid("its variance is negative") else sqrt(v)
  })
}

rq_vcov <- function(fit) {
  V <- summary(fit, se = "nid", covariance = TRUE)$cov
  names <- names(stats::coef(fit))
  dimnames(V) <- list(names, names)
  list(V = V, info = list(type = "other", text = "summary(fit, se = \"nid\")"))
}

# A list of the caller's own, in the form of docs/commands.md; tables become lists of terms.
fit_list <- function(fit) {
  if (is.data.frame(fit$terms)) fit$terms <- json_list(lapply(seq_len(nrow(fit$terms)), function(i) as.list(fit$terms[i, , drop = FALSE])))
  for (part in c("terms", "absorbed", "tests", "dropped", "rowsLost", "warnings")) if (!is.null(fit[[part]])) fit[[part]] <- json_list(fit[[part]])
  if (!is.null(fit$vcovInfo$clusters)) fit$vcovInfo$clusters <- json_list(fit$vcovInfo$clusters)
  fit["dfResid"] <- list(if (is.null(fit$dfResid) || !is.finite(fit$dfResid)) NA else fit$dfResid)
  fit
}

# Functions that are often called without their package.
functions <- list(
  fixest = c("feols", "feglm", "femlm", "fepois", "fenegbin", "feNmlm"), AER = c("ivreg", "tobit"),
  survival = c("clogit", "coxph", "survreg", "Surv", "strata"), plm = c("plm", "pgmm", "pvcm", "phtest", "pdata.frame", "vcovSCC", "vcovBK"),
  MASS = c("polr", "glm.nb", "rlm"), sandwich = c("vcovHC", "vcovCL", "vcovHAC", "NeweyWest", "vcovBS", "vcovPL", "vcovPC"),
  lmtest = "coeftest", quantreg = "rq", lme4 = c("lmer", "glmer"), lfe = "felm", estimatr = c("lm_robust", "iv_robust"),
  marginaleffects = c("avg_slopes", "avg_comparisons"), sampleSelection = c("selection", "heckit"), did = c("att_gt", "aggte"))

package_of <- function(message) {
  found <- regmatches(message, regexec("could not find function \"([^\"]+)\"", message))[[1]]
  if (length(found)) names(Filter(function(all) found[2] %in% all, functions))[1]
}

told_text <- function(condition) {
  text <- enc2utf8(conditionMessage(condition))
  if (nchar(text, allowNA = TRUE, keepNA = FALSE) > 500) paste0(substr(text, 1, 500), "\u2026") else text
}

main <- function() {
  options(warn = 1, width = 200, digits.secs = 0, stringsAsFactors = FALSE)
  request <- eval(parse("request.R", encoding = "UTF-8", keep.source = FALSE))
  at <- "call"
  warnings <- character()
  fail <- function(condition) {
    call <- conditionCall(condition)
    cat("Error", if (!is.null(call)) paste0(" in ", substr(said(call), 1, 200)), ": ", told_text(condition), "\n", sep = "", file = stderr())
    failure <- list(at = at, message = told_text(condition), package = condition$package, has = package_of(conditionMessage(condition)))
    writeLines(json(present(failure)), "failure.json", useBytes = TRUE)
    quit(save = "no", status = 1)
  }
  keep <- function(condition) {
    warnings <<- unique(c(warnings, told_text(condition)))
    cat("Warning: ", told_text(condition), "\n", sep = "", file = stderr())
    invokeRestart("muffleWarning")
  }
  tryCatch(withCallingHandlers({
    at <- "packages"
    for (package in request$packages) suppressPackageStartupMessages(library(package, character.only = TRUE))
    at <- "data"
    data <- read_data()
    at <- "call"
    env <- new.env(parent = globalenv())
    assign("data", data, env)
    if (!is.null(request$draws)) {
      writeLines(json(c(made_draws(request, env), list(warnings = json_list(utils::head(warnings, 20))))), "draws.json", useBytes = TRUE)
      return(invisible())
    }
    if (file.exists("draws.csv")) assign("draws", utils::read.csv("draws.csv", colClasses = "numeric", na.strings = "", check.names = FALSE, encoding = "UTF-8"), env)
    fit <- eval_last(request$call, env)
    if (is.null(fit)) stop("the call returned NULL: its last expression is the fit", call. = FALSE)
    assign("fit", fit, env)
    for (method in ls(env, pattern = "^papermake[.]")) assign(method, get(method, env), environment(papermake))
    at <- if (is.null(request$vcov)) "call" else "vcov"
    made <- handed_back(fit, data, request, env)
    for (name in names(request$stats)) {
      at <- paste0("stats.", name)
      value <- eval_last(request$stats[[name]], env)
      x <- suppressWarnings(as.numeric(value))
      if (length(x) != 1) stop("expected one number, got ", length(x), call. = FALSE)
      made$stats[[name]] <- if (is.finite(x)) x else invalid("not finite")
    }
    at <- "call"
    if (!is.null(request$outcome)) made$outcome <- request$outcome
    if (is.null(made$outcome)) stop("the fit does not tell its outcome: say `outcome: y`", call. = FALSE)
    if (is.null(made$nobs)) stop("the fit does not tell its number of observations: return a model that has nobs()", call. = FALSE)
    made$warnings <- json_list(c(unclass(made$warnings), lapply(utils::head(warnings, 20), function(text) list(code = "r-warning", message = text))))
    writeLines(json(made), "fit.json", useBytes = TRUE)
  }, warning = keep), error = fail)
}

# The version of R, and of every package that comes with those that were asked for (`?`: where they are installed).
versions <- function(packages) {
  for (asked in packages) {
    package <- sub("[?]$", "", asked)
    found <- tryCatch({ suppressMessages(loadNamespace(package)); TRUE }, error = function(e) e)
    if (isTRUE(found) || package != asked) next
    lacking <- if (inherits(found, "packageNotFoundError")) found$package else package
    cat("Error: ", conditionMessage(found), "\n", sep = "", file = stderr())
    writeLines(json(list(at = "packages", message = conditionMessage(found), package = lacking)), "failure.json", useBytes = TRUE)
    quit(save = "no", status = 1)
  }
  loaded <- sort(loadedNamespaces(), method = "radix")
  cat("R ", format(getRversion()), "\n", sep = "")
  for (package in loaded) {
    described <- utils::packageDescription(package)
    if (!identical(described$Priority, "base")) cat(package, " ", described$Version, "\n", sep = "")
  }
}

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) > 0 && arguments[1] == "--versions") versions(arguments[-1]) else main()

})
