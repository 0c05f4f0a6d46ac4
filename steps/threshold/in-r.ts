/** Functions of R for panel thresholds. */
export const thresholdSearch = `
# ---- Panel thresholds (Hansen 1999). ----

# Least squares with one absorbed effect, errors as xtreg has them. \`cluster\`: a column, or NULL.
fixed_effects <- function(d, outcome, regressors, unit, cluster = NULL) {
  within <- demeaned(d, c(outcome, regressors), unit)
  X <- cbind("_cons" = 1, as.matrix(within[regressors]))
  fit <- qr(X)
  X <- X[, fit$pivot[seq_len(fit$rank)], drop = FALSE]
  A <- inverse(crossprod(X))
  b <- drop(A %*% crossprod(X, within[[outcome]]))
  e <- drop(within[[outcome]] - X %*% b)
  N <- nrow(X)
  K <- ncol(X)
  if (is.null(cluster)) {
    V <- A * sum(e^2) / (N - (K - 1) - length(unique(d[[unit]])))
  } else {
    sums <- rowsum(X * e, d[[cluster]])
    G <- nrow(sums)
    V <- G / (G - 1) * (N - 1) / (N - K) * A %*% crossprod(sums) %*% A
  }
  estimated(b, V, X * e, rss = sum(e^2))
}

# Regressors of each regime: \`on\` up to a threshold belongs to the regime below.
by_regime <- function(d, slopes, on, cuts) {
  regime <- rowSums(outer(d[[on]], sort(cuts), ">")) + 1
  for (x in slopes) for (k in seq_len(length(cuts) + 1)) d[[paste0(x, "#", k)]] <- d[[x]] * (regime == k)
  d
}
regimes <- function(slopes, cuts) paste0(rep(slopes, each = length(cuts) + 1), "#", seq_len(length(cuts) + 1))

# Distinct values at quantiles from \`trim\` to 1 - 2 trim.
threshold_grid <- function(q, count, trim) {
  rank <- floor((trim + (1 - 3 * trim) * (seq_len(count) - 1) / (count - 1)) * length(q) + 1e-9)
  unique(sort(q)[rank[rank >= 1]])
}

# The sequential search for up to three thresholds: Th-1, then Th-22 given it, then Th-21 given that, then Th-3 given both, each farther from what is
# known than \`trim\`. As xthreg does, a place in the list that was just searched counts in the list of the next search.
thresholds <- function(d, outcome, slopes, controls, on, unit, max, grid, trim) {
  rss <- function(cuts) {
    cells <- if (length(cuts) == 0) slopes else regimes(slopes, cuts)
    within <- demeaned(by_regime(d, slopes, on, cuts)[c(outcome, cells, controls, unit)], c(outcome, cells, controls), unit)
    sum(lm.fit(cbind(1, as.matrix(within[c(cells, controls)])), within[[outcome]])$residuals^2)
  }
  values <- threshold_grid(d[[on]], grid, trim[1])
  search <- function(fixed, at) {
    all <- vapply(values[at], function(g) rss(c(fixed, g)), 1)
    list(at = which.min(all), gamma = values[at][which.min(all)], rss = min(all))
  }
  everywhere <- seq_along(values)
  beyond <- function(list, place, share) list[abs(seq_along(list) - place) > share * length(list)]
  first <- search(numeric(), everywhere)
  found <- list("Th-1" = first$gamma, rss = c(rss(numeric()), first$rss))
  if (max > 1) {
    second <- search(first$gamma, beyond(everywhere, match(first$gamma, values), trim[2]))
    left <- beyond(everywhere, second$at, trim[2])
    again <- search(second$gamma, left)
    found[["Th-22"]] <- second$gamma
    found[["Th-21"]] <- again$gamma
    found$rss <- c(found$rss, again$rss)
  }
  if (max > 2) {
    third <- search(c(again$gamma, second$gamma), beyond(left, again$at, trim[3]))
    found[["Th-3"]] <- third$gamma
    found$rss <- c(found$rss, third$rss)
  }
  found
}
`;
