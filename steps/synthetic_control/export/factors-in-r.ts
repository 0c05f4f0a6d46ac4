/** Functions of R for effects that factors impute; they stand behind those for synthetic controls. */
export const factorsInR = `

# ---- Effects imputed by factors. ----

# Slopes of the covariates, each a matrix of units by periods, beside effects of units and periods.
slopes_beside <- function(y, x) {
  if (length(x) == 0) return(numeric(0))
  lm.fit(vapply(x, function(z) c(two_way(z)), numeric(length(y))), c(two_way(y)))$coefficients
}

less_covariates <- function(y, x, b) {
  for (k in seq_along(x)) y <- y - b[[k]] * x[[k]]
  y
}

# Interactive effects (Bai 2009): factors and slopes in turn, each exact given the other.
interactive_effects <- function(y, x, count) {
  b <- slopes_beside(y, x)
  repeat {
    rest <- two_way(less_covariates(y, x, b))
    f <- svd(rest)$v[, seq_len(count), drop = FALSE]
    off <- function(z) z - z %*% f %*% t(f)
    if (length(x) == 0 || count == 0) break
    following <- lm.fit(vapply(x, function(z) c(off(two_way(z))), numeric(length(y))), c(off(two_way(y))))$coefficients
    moved <- sqrt(sum((following - b)^2))
    b <- following
    if (moved <= 1e-12 * sqrt(sum(b^2))) break
  }
  left <- off(two_way(less_covariates(y, x, b)))
  list(slopes = b, factors = f, levels = colMeans(less_covariates(y, x, b)), left = left)
}

# Rows less the parameters of effects, slopes and factors.
freedom_of <- function(n, t, k, r) n * t - r * (n + t - 2) + r^2 - k - (n + t - 1)

# Interactive effects of the never treated, and of all units what covariates and the levels of periods leave (Xu 2017).
factors_of_controls <- function(p, count) {
  never <- !is.finite(p$start)
  fit <- interactive_effects(p$y[never, ], lapply(p$x, function(z) z[never, ]), count)
  fit$rest <- sweep(less_covariates(p$y, p$x, fit$slopes), 2, fit$levels)
  fit
}

# What a level and the factors, fitted to some periods, expect of all.
loaded <- function(path, f, fitted) {
  x <- cbind(1, f)
  drop(x %*% lm.fit(x[fitted, , drop = FALSE], path[fitted])$coefficients)
}

generalised_control <- function(p, count) {
  fit <- factors_of_controls(p, count)
  left <- p$y
  left[!is.finite(p$start), ] <- fit$left
  for (i in which(is.finite(p$start)))
    left[i, ] <- fit$rest[i, ] - loaded(fit$rest[i, ], fit$factors, seq_len(p$start[i] - 1))
  rss <- sum(fit$left^2)
  free <- freedom_of(nrow(fit$left), ncol(fit$left), length(p$x), count)
  list(expected = p$y - left, slopes = fit$slopes, rss = rss, sigma2 = rss / free)
}

# Mean squared error of periods before treatment, each predicted from the others (Xu 2017, algorithm 1).
left_out_error <- function(m, count) {
  fit <- factors_of_controls(m$p, count)
  mean(unlist(lapply(which(is.finite(m$p$start)), function(i) {
    pre <- seq_len(m$p$start[i] - 1)
    path <- fit$rest[i, ]
    vapply(pre, function(t) (path[t] - loaded(path, fit$factors, setdiff(pre, t))[t])^2, 1)
  })))
}

# Fills treated rows by what effects and a matrix of low rank expect, fits all rows anew, and goes on until nothing moves (Mazumder, Hastie and
# Tibshirani 2010), beyond each step as long as steps agree (O'Donoghue and Candes 2015).
completed_matrix <- function(p, shrink, start) {
  seen <- col(p$y) < p$start
  size <- sqrt(sum(two_way(p$y)^2))
  low <- 0 * p$y
  expected <- ahead <- start
  pace <- 1
  repeat {
    filled <- ifelse(seen, p$y, ahead)
    b <- slopes_beside(filled - low, p$x)
    within <- two_way(less_covariates(filled, p$x, b))
    s <- svd(within)
    low <- s$u %*% (shrink(s$d) * t(s$v))
    following <- filled - within + low
    moved <- sqrt(sum((ahead - following)^2))
    turns <- sum((ahead - following) * (following - expected)) > 0
    faster <- if (turns) 1 else (1 + sqrt(1 + 4 * pace^2)) / 2
    ahead <- if (turns) following else following + (pace - 1) / faster * (following - expected)
    expected <- following
    pace <- faster
    if (moved <= 1e-12 * size) break
  }
  list(expected = expected, slopes = b, rss = sum((p$y - expected)[seen]^2), seen = sum(seen))
}

# So many factors, from those of the controls on (Liu, Wang and Xu 2024).
completed_by_factors <- function(p, count) {
  starts <- count > 0 && min(p$start) - 1 >= count + 2
  start <- if (starts) generalised_control(p, count)$expected else 0 * p$y
  fit <- completed_matrix(p, function(d) d * (seq_along(d) <= count), start)
  free <- freedom_of(nrow(p$y), ncol(p$y), length(p$x), count) - length(p$y) + fit$seen
  c(fit, list(sigma2 = fit$rss / free))
}

# A penalty of the nuclear norm (Athey, Bayati, Doudchenko, Imbens and Khosravi 2021).
completed_by_penalty <- function(p, penalty) completed_matrix(p, function(d) pmax(d - penalty, 0), 0 * p$y)

# Outcomes less what they would be without treatment: means of all treated rows, of those of each cohort, and of periods.
imputed_by_factors <- function(p, d, covariates, impute, amount) {
  p$x <- lapply(covariates, function(name) by_unit(p, d[[name]]))
  m <- c(impute(p, amount), list(p = p, impute = impute, amount = amount))
  gaps <- p$y - m$expected
  after <- col(p$y) >= p$start
  starts <- sort(unique(p$start[is.finite(p$start)]))
  m$effect <- mean(gaps[after])
  m$effects <- vapply(starts, function(start) mean(gaps[after & p$start == start]), 1)
  m$gaps <- lapply(starts, function(start) colMeans(gaps[p$start == start, , drop = FALSE]))
  m
}

gap_of_cohort <- function(m, period, k) m$gaps[[k]][match(period, m$p$periods)]

# Errors of the effect, of slopes and of mean gaps by period without each unit in turn.
jackknife_of_factors <- function(m) {
  without <- function(left) {
    p <- m$p
    p$y <- p$y[-left, ]
    p$start <- p$start[-left]
    p$x <- lapply(p$x, function(z) z[-left, ])
    fit <- m$impute(p, m$amount)
    gaps <- p$y - fit$expected
    c(mean(gaps[col(p$y) >= p$start]), fit$slopes, colMeans(gaps[is.finite(p$start), , drop = FALSE]))
  }
  n <- nrow(m$p$y)
  found <- vapply(seq_len(n), without, numeric(1 + length(m$p$x) + length(m$p$periods)))
  sqrt((n - 1) / n * rowSums((found - rowMeans(found))^2))
}
`;
