/** Functions of R scripts for what no package of Debian's has: indices, bounds and adjusted p values. */
export const moreInR = `
# An index of outcomes: Anderson's (2008) by the inverse of their covariance, or the mean of z scores of Kling, Liebman and Katz (2007).
index_of <- function(d, outcomes, reversed, arms, by, of_control = FALSE) {
  control <- rowSums(d[arms]) == 0
  y <- as.matrix(d[outcomes])
  known <- !is.na(y)
  if (by == "klk") {
    cells <- do.call(paste, unname(d[arms]))
    for (j in seq_along(outcomes)) {
      own <- ave(y[, j], cells, FUN = function(v) mean(v, na.rm = TRUE))
      y[, j] <- ifelse(!known[, j] & rowSums(known) > 0, own, y[, j])
    }
  }
  z <- y
  for (j in seq_along(outcomes)) {
    of <- y[control, j]
    sign <- if (outcomes[j] %in% reversed) -1 else 1
    z[, j] <- sign * (y[, j] - mean(of, na.rm = TRUE)) / sd(of, na.rm = TRUE)
  }
  if (by == "klk") return(unname(rowMeans(z)))
  V <- cov(if (of_control) z[control, , drop = FALSE] else z, use = "pairwise.complete.obs")
  unname(vapply(seq_len(nrow(z)), function(i) {
    o <- which(known[i, ])
    if (length(o) == 0) return(NA_real_)
    w <- rowSums(solve(V[o, o, drop = FALSE]))
    sum(w * z[i, o]) / sum(w)
  }, 0))
}

# Lee's (2009) bounds with the errors of his Proposition 3 and the interval of Imbens and Manski (2004); equal values at a threshold stay together.
lee_bounds <- function(y, z) {
  share <- function(arm) mean(!is.na(y[z == arm]))
  if (share(1) < share(0)) {
    b <- lee_bounds(y, 1 - z)
    return(list(lower = -b$upper, upper = -b$lower, lowerError = b$upperError, upperError = b$lowerError,
                confLow = -b$confHigh, confHigh = -b$confLow, trimShare = b$trimShare))
  }
  p <- (share(1) - share(0)) / share(1)
  treated <- sort(y[z == 1 & !is.na(y)])
  control <- y[z == 0 & !is.na(y)]
  n <- length(z)
  variance <- function(v) mean((v - mean(v))^2)
  end <- function(kept, threshold) {
    seen <- length(treated) / n * (1 - p)
    gap <- mean(kept) - threshold
    of_share <- (1 - share(1)) / (mean(z) * share(1)) + (1 - share(0)) / (mean(1 - z) * share(0))
    of_treated <- (variance(kept) + gap^2 * p) / seen + gap^2 * of_share
    c(mean(kept) - mean(control), sqrt((of_treated + variance(control) / (length(control) / n)) / n))
  }
  at <- function(share) treated[[min(length(treated), max(1, ceiling(share * length(treated) - 1e-9)))]]
  low <- end(treated[treated <= at(1 - p)], at(1 - p))
  high <- end(treated[treated >= at(p)], at(p))
  width <- (high[1] - low[1]) / max(low[2], high[2])
  c95 <- uniroot(function(c) pnorm(c + width) - pnorm(-c) - 0.95, c(0, 4), tol = 1e-15)$root
  list(lower = low[1], upper = high[1], lowerError = low[2], upperError = high[2],
       confLow = low[1] - c95 * low[2], confHigh = high[1] + c95 * high[2], trimShare = p)
}

# Bounds with missing outcomes of the treated and of the control put at a low and a high value each.
filled_bounds <- function(y, z, treated, control) {
  filled <- function(arm, value) mean(ifelse(is.na(y[z == arm]), value, y[z == arm]))
  list(lower = filled(1, treated[1]) - filled(0, control[2]), upper = filled(1, treated[2]) - filled(0, control[1]))
}

# Missing outcomes at the ends of what is possible (Horowitz and Manski 2000).
horowitz_manski <- function(y, z, support = range(y, na.rm = TRUE)) filled_bounds(y, z, support, support)

# Missing outcomes k standard deviations from the mean of their arm (Kling and Liebman 2004).
kling_liebman <- function(y, z, k) {
  ends <- function(v) mean(v, na.rm = TRUE) + c(-1, 1) * k * sd(v, na.rm = TRUE)
  filled_bounds(y, z, ends(y[z == 1]), ends(y[z == 0]))
}

# p values adjusted by p.adjust, and by what it does not have: Sidak's, and the sharpened q values of Benjamini, Krieger and Yekutieli (2006).
adjusted <- function(p, by) {
  p <- unlist(p)
  m <- length(p)
  if (by == "sidak") return(-expm1(m * log1p(-p)))
  if (by != "sharpened_q") return(p.adjust(p, by))
  bh <- p.adjust(p, "BH")
  rejects <- function(q, i) {
    r <- sum(bh <= q / (1 + q))
    r == m || (r > 0 && bh[[i]] <= q / (1 + q) * m / (m - r))
  }
  least <- function(i) {
    ends <- c(0, 1)
    for (step in 1:60) {
      middle <- mean(ends)
      ends[if (rejects(middle, i)) 2 else 1] <- middle
    }
    ends[2]
  }
  setNames(vapply(seq_len(m), least, 0), names(p))
}
`;
