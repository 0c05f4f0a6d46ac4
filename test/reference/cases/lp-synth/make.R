# Writes data.csv and case.json: a simulated panel, and its local projections by base R alone (Rscript make.R).
# Effects are dummies, covariances are sums of scores that are written out, and two-stage least squares are normal equations.
set.seed(20261203)
units <- 24; years <- 1981:2010
rows <- do.call(rbind, lapply(seq_len(units), function(i) {
  T <- length(years); a <- rnorm(1); z <- rnorm(T); u <- numeric(T); d <- numeric(T); y <- numeric(T)
  s <- as.numeric(cumsum(rnorm(T)) > 0); w <- rnorm(T)
  for (t in seq_len(T)) {
    u[t] <- (if (t > 1) .4 * u[t - 1] else 0) + rnorm(1)
    d[t] <- .7 * z[t] + .5 * u[t] + (if (t > 1) .3 * d[t - 1] else 0) + rnorm(1, 0, .5)
    y[t] <- a + (if (t > 1) .6 * y[t - 1] else 0) + (.5 + .4 * s[t]) * d[t] + .2 * w[t] + u[t]
  }
  data.frame(unit = i, year = years, y = y, d = d, z = z, s = s, w = w)
}))
rows[, c("y", "d", "z", "w")] <- round(rows[, c("y", "d", "z", "w")], 6)
# some years are not reported, so that lags must go by time
rows <- rows[!(rows$unit %% 6 == 0 & rows$year == 1995) & !(rows$unit == 5 & rows$year > 2004), ]
rows$w[rows$unit == 3 & rows$year == 1990] <- NA
write.csv(rows, "data.csv", row.names = FALSE, na = "", quote = FALSE)
rows <- read.csv("data.csv")

at <- function(x, by) x[match(paste(rows$unit, rows$year + by), paste(rows$unit, rows$year))]
outcome <- function(response, h) switch(response,
  level = at(rows$y, h),
  change = at(rows$y, h) - at(rows$y, -1),
  sum = Reduce(`+`, lapply(0:h, function(j) at(rows$y, j))))

# One horizon: coefficients and influences of the named columns. x: all regressors; z: what stands in the place of the endogenous ones.
solved <- function(y, x, z, effects) {
  d <- data.frame(y = y, x, z, effects = rows[effects], unit = rows$unit, year = rows$year)
  ok <- complete.cases(d); y <- y[ok]; at <- rows[ok, ]
  dummies <- if (length(effects) == 0) matrix(1, sum(ok), 1) else do.call(cbind, c(list(1), lapply(effects, function(e) model.matrix(~ factor(at[[e]]))[, -1])))
  part <- function(m) { m <- as.matrix(m)[ok, , drop = FALSE]; m - dummies %*% qr.coef(qr(dummies), m) }
  X <- part(x); Z <- part(z); Y <- y - dummies %*% qr.coef(qr(dummies), y)
  hat <- Z %*% qr.coef(qr(Z), X); bread <- solve(crossprod(hat)); b <- drop(bread %*% crossprod(hat, Y))
  e <- drop(Y - X %*% b)
  list(b = setNames(b, colnames(x)), psi = (hat * e) %*% bread, rows = at, n = sum(ok), k = ncol(X), dummies = ncol(dummies))
}
summed <- function(psi, by) rowsum(psi, by)
lagged <- function(psi, time, unit, L) {
  v <- crossprod(psi)
  for (l in seq_len(L)) {
    j <- match(paste(unit, time - l), paste(unit, time)); g <- crossprod(psi[!is.na(j), , drop = FALSE], psi[j[!is.na(j)], , drop = FALSE])
    v <- v + (1 - l / (L + 1)) * (g + t(g))
  }
  v
}
covariance <- function(fit, kind, L = 0) with(fit, switch(kind,
  robust = crossprod(psi) * n / (n - k - 1),
  # xtreg: the levels of the effect lie in the clusters, so that K counts slopes and a constant
  unit = { G <- length(unique(rows$unit)); crossprod(summed(psi, rows$unit)) * G / (G - 1) * (n - 1) / (n - k - 1) },
  plain = crossprod(summed(psi, rows$unit)),
  dk = { s <- summed(psi, rows$year); lagged(s, as.numeric(rownames(s)), 1, L) },
  nw = lagged(psi, rows$year, rows$unit, L) * n / (n - k - 1)))

json <- function(x) if (is.list(x)) paste0("{", paste(sprintf("\"%s\": %s", names(x), vapply(x, json, "")), collapse = ", "), "}") else sprintf("%.17g", x)
runs <- c()
run <- function(name, said, expected, tolerance = 1e-8)
  runs <<- c(runs, sprintf("    {\"name\": \"%s\", \"est\": \"lp\", \"y\": \"y\", \"shock\": \"d\", %s, \"expected\": %s, \"tolerance\": {\"rel\": %g}, \"computed_by\": \"%s base functions, make.R\"}",
    name, said, json(expected), tolerance, R.version.string))
named <- function(h, of) setNames(lapply(h, of), h)
one <- function(fit, v, df, weights = c(1, rep(0, ncol(v) - 1))) {
  b <- sum(weights * fit$b); se <- sqrt(drop(weights %*% v %*% weights)); t <- if (is.null(df)) qnorm(.975) else qt(.975, df)
  list(coef = b, se = se, p = 2 * (if (is.null(df)) pnorm(-abs(b / se)) else pt(-abs(b / se), df)), lo = b - t * se, hi = b + t * se, N = fit$n)
}
with_lags <- function(response, p, more = list()) {
  own <- list(d = rows$d); for (l in seq_len(p)) own[[paste0("dl", l)]] <- at(rows$d, -l)
  for (l in seq_len(p)) own[[paste0("yl", l)]] <- if (response == "change") at(rows$y, -l) - at(rows$y, -l - 1) else at(rows$y, -l)
  as.data.frame(c(own, more))
}

# 1. one effect, clusters of units
x <- with_lags("level", 2, list(w = rows$w))
run("within", '"fit": "y ~ d + w | unit", "vcov": "cluster(unit)", "horizons": 5, "response": "level", "lags": 2',
  list(irf = named(0:5, function(h) { f <- solved(outcome("level", h), x, x, "unit"); one(f, covariance(f, "unit"), length(unique(f$rows$unit)) - 1) })))
# 2. two effects, Driscoll-Kraay with as many lags as the horizon
x <- with_lags("change", 1)
fits <- lapply(0:4, function(h) solved(outcome("change", h), x, x, c("unit", "year")))
run("twoway-dk", '"fit": "y ~ d | unit + year", "vcov": "dk(0)", "error_lags": "horizon", "horizons": 4, "response": "change", "lags": 1',
  list(irf = named(0:4, function(h) { f <- fits[[h + 1]]; v <- covariance(f, "dk", h); list(coef = f$b[[1]], se = sqrt(v[1, 1]), N = f$n) })))
# 3. instruments within units, clusters without a factor
x <- with_lags("level", 1); z <- x; z$d <- rows$z
run("instrumented", '"fit": "y ~ 1 | unit | d ~ z", "vcov": "cluster(unit)", "small": false, "horizons": 3, "response": "level", "lags": 1',
  list(irf = named(0:3, function(h) { f <- solved(outcome("level", h), x, z, "unit"); one(f, covariance(f, "plain"), NULL) })))
# 4. states, by instruments too
x <- data.frame(d = rows$d, sd = rows$s * rows$d, s = rows$s)
states <- function(f, v, df) {
  paths <- list("0" = c(1, 0, 0), "1" = c(1, 1, 0), gap = c(0, 1, 0))
  found <- lapply(paths, function(w) one(f, v, df, w)); sapply(names(found[[1]]), function(field) lapply(found, `[[`, field), simplify = FALSE)
}
run("states", '"fit": "y ~ d | unit", "vcov": "cluster(unit)", "state": "s", "horizons": 2, "response": "level"',
  list(irf = named(0:2, function(h) { f <- solved(outcome("level", h), x, x, "unit"); states(f, covariance(f, "unit"), length(unique(f$rows$unit)) - 1) })))
z <- data.frame(z = rows$z, sz = rows$s * rows$z, s = rows$s)
run("states-instrumented", '"fit": "y ~ 1 | unit | d ~ z", "vcov": "cluster(unit)", "small": false, "state": "s", "horizons": 2, "response": "level"',
  list(irf = named(0:2, function(h) { f <- solved(outcome("level", h), x, z, "unit"); states(f, covariance(f, "plain"), NULL) })))
# 5. sums of the outcome, without effects, lags of errors as written
x <- with_lags("sum", 1)
run("sum-nw", '"fit": "y ~ d", "vcov": "nw(3)", "horizons": 3, "response": "sum", "lags": 1',
  list(irf = named(0:3, function(h) { f <- solved(outcome("sum", h), x, x, character()); one(f, covariance(f, "nw", 3), f$n - f$k - 1) })))
# 6. critical values of simultaneous bands, by draws of R's own; the first by correlations over clusters, the second over periods
critical <- function(correlation, df) {
  draws <- matrix(rnorm(4e5 * ncol(correlation)), ncol = ncol(correlation)) %*% chol(correlation)
  if (!is.null(df)) draws <- draws / sqrt(rchisq(nrow(draws), df) / df)
  quantile(apply(abs(draws), 1, max), .95, names = FALSE)
}
stacked <- function(fits, by) {
  all <- sort(unique(unlist(lapply(fits, function(f) f$rows[[by]]))))
  sapply(fits, function(f) { s <- summed(f$psi[, 1], f$rows[[by]]); out <- numeric(length(all)); out[match(rownames(s), all)] <- s; out })
}
x <- with_lags("level", 1)
fits <- lapply(0:5, function(h) solved(outcome("level", h), x, x, "unit"))
run("band", '"fit": "y ~ d | unit", "vcov": "cluster(unit)", "horizons": 5, "response": "level", "lags": 1, "draws": 100000',
  list(sup_t = critical(cov2cor(crossprod(stacked(fits, "unit"))), 23)), .01)
sums <- stacked(fits, "year"); correlation <- cov2cor(lagged(sums, seq_len(nrow(sums)), 1, 2))
periods <- min(sapply(fits, function(f) length(unique(f$rows$year)))) - 1
run("band-dk", '"fit": "y ~ d | unit", "vcov": "dk(2)", "horizons": 5, "response": "level", "lags": 1, "draws": 100000',
  list(sup_t = critical(correlation, periods)), .01)
# 7. rows that every horizon has
x <- with_lags("level", 1); ok <- complete.cases(x, sapply(0:3, function(h) outcome("level", h)))
run("common", '"fit": "y ~ d | unit", "vcov": "cluster(unit)", "common_sample": true, "horizons": 3, "response": "level", "lags": 1',
  list(irf = named(0:3, function(h) { y <- outcome("level", h); y[!ok] <- NA; f <- solved(y, x, x, "unit"); one(f, covariance(f, "unit"), length(unique(f$rows$unit)) - 1) })))
writeLines(c("{", '  "id": "lp-synth",', '  "title": "A simulated panel: local projections",', '  "source": "simulated by make.R", "licence": "CC0",',
  '  "panel": ["unit", "year"], "data": "data.csv",', '  "runs": [', paste(runs, collapse = ",\n"), "  ]", "}"), "case.json")
