/** Functions of R for synthetic controls. */
export const syntheticInR = `

# ---- Synthetic controls. ----

# A column by unit and period, missing where there is no row.
by_unit <- function(p, column) {
  x <- matrix(NA_real_, max(p$row), length(p$periods))
  x[cbind(p$row, p$column)] <- column
  x
}

# Outcomes by unit and period, and the place of the first treated period of each unit; Inf where it is never treated.
unit_paths <- function(d, outcome, treated, unit, time) {
  p <- list(row = match(d[[unit]], unique(d[[unit]])), periods = sort(unique(d[[time]])))
  p$column <- match(d[[time]], p$periods)
  p$y <- by_unit(p, d[[outcome]])
  p$start <- apply(by_unit(p, d[[treated]]), 1, function(path) c(which(path %in% 1), Inf)[1])
  p
}

# The mean of a column over a window, or over every so many periods of it, by its standard deviation over units.
window_mean <- function(p, column, first, last, step = 1) {
  x <- by_unit(p, column)[, p$periods >= first & p$periods <= last & (p$periods - first) %% step == 0, drop = FALSE]
  x <- rowMeans(x, na.rm = TRUE)
  x / sd(x, na.rm = TRUE)
}

# Weights from 0 on that add up to 1 and bring the columns of X nearest to y: the active set of Wolfe (1976).
simplex_weights <- function(X, y, ridge = 0) {
  P <- rbind(X - y, diag(sqrt(ridge), ncol(X)))
  active <- which.min(colSums(P^2))
  w <- 1
  repeat {
    at <- drop(P[, active, drop = FALSE] %*% w)
    costs <- drop(crossprod(P, at))
    enters <- which.min(costs)
    if (costs[enters] >= sum(at^2) - 1e-13 * max(colSums(P^2)) || enters %in% active) break
    active <- c(active, enters)
    w <- c(w, 0)
    repeat {
      first <- P[, active[1]]
      b <- qr.coef(qr(first - P[, active[-1], drop = FALSE], tol = 1e-12), first)
      b[is.na(b)] <- 0
      aim <- c(1 - sum(b), b)
      if (all(aim > 0)) break
      falls <- aim <= 0
      w <- w + min(1, (w / (w - aim))[falls]) * (aim - w)
      leaves <- which(falls)[which.min(w[falls])]
      stays <- w > 0 & seq_along(w) != leaves
      active <- active[stays]
      w <- w[stays]
      if (length(w) == 1) { aim <- 1; break }
    }
    w <- aim
  }
  all <- numeric(ncol(X))
  all[active] <- w
  all
}

# A unit beside donors (Abadie, Diamond and Hainmueller 2010), by the outcomes of the fitted periods or by predictors with weights v, and with lambda a ridge
# augmentation (Ben-Michael, Feller and Rothstein 2021).
control_of <- function(p, unit, donors, fit, start, predictors = NULL, v = NULL, lambda = NULL) {
  X <- t(p$y[donors, fit, drop = FALSE])
  y <- p$y[unit, fit]
  w <- if (is.null(predictors)) simplex_weights(X, y) else
    simplex_weights(sqrt(v / sum(v)) * t(predictors[donors, , drop = FALSE]), sqrt(v / sum(v)) * predictors[unit, ])
  if (!is.null(lambda)) {
    Z <- X - rowMeans(X)
    w <- w + drop(solve(crossprod(Z) + diag(lambda, length(w)), crossprod(Z, y - rowMeans(X) - Z %*% w)))
  }
  gaps <- p$y[unit, ] - drop(w %*% p$y[donors, , drop = FALSE])
  after <- gaps[start:length(gaps)]
  list(weights = w, gaps = gaps, effect = mean(after), before = mean(gaps[fit]^2), after = mean(after^2))
}

# The treated unit beside all donors, and each donor as if it were treated.
synthetic_control <- function(p, from, to, ...) {
  unit <- which(is.finite(p$start))
  donors <- which(!is.finite(p$start))
  fit <- which(p$periods >= from & p$periods <= to)
  of <- function(unit, donors) control_of(p, unit, donors, fit, p$start[is.finite(p$start)], ...)
  c(of(unit, donors), list(p = p, of = of, donors = donors))
}

# The share of units whose ratio of errors after to before is no smaller.
rank_share <- function(m) {
  others <- lapply(seq_along(m$donors), function(k) m$of(m$donors[k], m$donors[-k]))
  (1 + sum(vapply(others, function(each) each$after / each$before >= m$after / m$before, TRUE))) / (length(others) + 1)
}

gap_at <- function(m, period) m$gaps[match(period, m$p$periods)]
weight_of <- function(m, is) m$weights[match(m$p$row[which(is)[1]], m$donors)]

# Differences from the means of rows and of columns.
two_way <- function(x) x - outer(rowMeans(x), colMeans(x), \`+\`) + mean(x)

# Outcomes less what covariates explain among the never treated, with effects of units and periods (Kranz 2022).
without_covariates <- function(p, d, covariates) {
  never <- !is.finite(p$start)
  grids <- lapply(covariates, function(name) by_unit(p, d[[name]]))
  X <- vapply(grids, function(x) c(two_way(x[never, ])), numeric(sum(never) * length(p$periods)))
  p$slopes <- setNames(lm.fit(X, c(two_way(p$y[never, ])))$coefficients, covariates)
  for (k in seq_along(grids)) p$y <- p$y - p$slopes[[k]] * grids[[k]]
  p
}

# Weights of controls and of periods before treatment (Arkhangelsky et al. 2021, algorithm 1), equal ones of a plain difference in differences.
block <- function(Y, treated, start, method, noise = NULL) {
  pre <- seq_len(start - 1)
  C <- Y[!treated, , drop = FALSE]
  path <- colMeans(Y[treated, , drop = FALSE])
  if (is.null(noise)) noise <- sd(apply(C[, pre], 1, diff))
  omega <- rep(1 / nrow(C), nrow(C))
  lambda <- rep(1 / length(pre), length(pre))
  if (method == "sdid") {
    centred <- function(x) x - mean(x)
    zeta <- (sum(treated) * (ncol(Y) - start + 1))^0.25 * noise
    omega <- simplex_weights(apply(C[, pre], 1, centred), centred(path[pre]), zeta^2 * length(pre))
    after <- rowMeans(C[, -pre, drop = FALSE])
    lambda <- simplex_weights(apply(C[, pre], 2, centred), centred(after), (1e-6 * noise)^2 * nrow(C))
  }
  list(omega = omega, lambda = lambda, noise = noise, effect = effect_of(C, path, start, omega, lambda), rows = sum(treated) * (ncol(Y) - start + 1))
}

effect_of <- function(C, path, start, omega, lambda) {
  gaps <- path - drop(omega %*% C)
  pre <- seq_len(start - 1)
  mean(gaps[-pre]) - sum(lambda * gaps[pre])
}

# A block for each period in which units begin to be treated, weighed by treated rows.
synthetic_difference <- function(p, method) {
  starts <- sort(unique(p$start[is.finite(p$start)]))
  never <- !is.finite(p$start)
  blocks <- lapply(starts, function(start) block(p$y[never | p$start == start, ], (p$start == start)[never | p$start == start], start, method))
  rows <- vapply(blocks, function(each) each$rows, 1)
  effects <- vapply(blocks, function(each) each$effect, 1)
  list(p = p, method = method, starts = starts, blocks = blocks, effects = effects, effect = sum(rows * effects) / sum(rows), donors = which(never))
}

unit_weight <- function(m, is, k) m$blocks[[k]]$omega[match(m$p$row[which(is)[1]], m$donors)]
period_weight <- function(m, period, k) m$blocks[[k]]$lambda[match(period, m$p$periods)]

# The error of one treated unit by treating each control once, with the penalties of the fit, and the share of effects that are no smaller.
placebo_error <- function(m) {
  C <- m$p$y[m$donors, ]
  one <- function(i) block(C, seq_len(nrow(C)) == i, m$starts, m$method, m$blocks[[1]]$noise)$effect
  e <- vapply(seq_len(nrow(C)), one, 1)
  c(sqrt(mean((e - mean(e))^2)), (1 + sum(abs(e) >= abs(m$effect))) / (1 + length(e)))
}

# The error without each unit in turn, weights fixed and those of controls made to add up to 1 again (algorithm 3).
jackknife_error <- function(m) {
  e <- vapply(seq_along(m$p$start), function(left) {
    parts <- vapply(seq_along(m$starts), function(k) {
      start <- m$starts[k]
      treated <- setdiff(which(m$p$start == start), left)
      keeps <- m$donors != left
      omega <- m$blocks[[k]]$omega[keeps]
      path <- colMeans(m$p$y[treated, , drop = FALSE])
      effect <- effect_of(m$p$y[m$donors[keeps], , drop = FALSE], path, start, omega / sum(omega), m$blocks[[k]]$lambda)
      c(effect, length(treated) * (ncol(m$p$y) - start + 1))
    }, numeric(2))
    sum(parts[1, ] * parts[2, ]) / sum(parts[2, ])
  }, 1)
  sqrt((length(e) - 1) / length(e) * sum((e - mean(e))^2))
}
`;
