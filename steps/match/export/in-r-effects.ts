/** Functions of R for matching by covariates, inverse probabilities and strata. */
export const effectsInR = `

# ---- Matching by covariates, inverse probabilities and strata. A function gives an effect with its error. ----

# Coordinates in which the metric is the Euclidean distance.
placed <- function(X, metric) {
  X <- as.matrix(X)
  if (metric == "mahalanobis") return(t(forwardsolve(t(chol(cov(X))), t(X))))
  if (metric == "inverse-variance") return(sweep(X, 2, apply(X, 2, sd), "/"))
  X
}

# The k nearest of some rows to a row, all of those at the last distance among them.
nearest_rows <- function(P, row, rows, k, caliper = Inf, tie = 1.5e-8) {
  rows <- setdiff(rows, row)
  distance <- sqrt(colSums((t(P[rows, , drop = FALSE]) - P[row, ])^2))
  near <- distance < caliper
  if (!any(near)) return(integer())
  rows[near & distance <= sort(distance[near])[min(k, sum(near))] + tie]
}

# Abadie and Imbens (2006, 2011): the effect of those whom it is about, with replacement.
matched_effect <- function(y, treated, P, estimand = "att", k = 1, caliper = Inf, exact = NULL, Z = NULL, neighbours = 2, tie = 1.5e-8) {
  n <- length(y)
  group <- if (is.null(exact)) rep(1, n) else as.integer(interaction(exact, drop = TRUE))
  about <- which(if (estimand == "ate") rep(TRUE, n) else if (estimand == "att") treated else !treated)
  other <- lapply(about, function(i) nearest_rows(P, i, which(treated != treated[i] & group == group[i]), k, caliper, tie))
  inside <- lengths(other) > 0
  about <- about[inside]
  other <- other[inside]
  share <- square <- numeric(n)
  for (own in other) {
    share[own] <- share[own] + 1 / length(own)
    square[own] <- square[own] + 1 / length(own)^2
  }
  moved <- function(i, own) y[own]
  if (!is.null(Z)) {
    Z <- as.matrix(Z)
    predicted <- sapply(c(FALSE, TRUE), function(side) {
      rows <- treated == side & share > 0
      if (!any(rows)) return(numeric(n))
      b <- qr.coef(qr(sqrt(share[rows]) * cbind(1, Z[rows, , drop = FALSE])), sqrt(share[rows]) * y[rows])
      b[is.na(b)] <- 0
      drop(cbind(1, Z) %*% b)
    })
    moved <- function(i, own) y[own] + predicted[i, 2 - treated[i]] - predicted[own, 2 - treated[i]]
  }
  values <- Map(moved, about, other)
  sign <- ifelse(treated[about], 1, -1)
  effects <- sign * (y[about] - vapply(values, mean, 0))
  b <- mean(effects)
  factor <- share^2 - square + if (estimand == "ate") 2 * share else 0
  variance <- if (neighbours == 0) {
    rep(mean(mapply(function(i, own, s) mean((s * (y[i] - own) - b)^2), about, values, sign)) / 2, n)
  } else vapply(seq_len(n), function(i) {
    if (factor[i] == 0) return(0)
    var(y[c(i, nearest_rows(P, i, which(treated == treated[i] & group == group[i]), neighbours, tie = tie))])
  }, 0)
  c(b, sqrt(sum((effects - b)^2) + sum(factor * variance)) / length(about))
}

# Neighbours by the score of a model of treatment, whose estimation the error knows of (Abadie and Imbens 2016); rows themselves are among their \`neighbours\`.
score_effect <- function(y, treated, m, X, estimand = "att", k = 1, caliper = Inf, neighbours = 2) {
  p <- fitted(m)
  near <- function(P, i, side, count, tie) nearest_rows(P, i, which(treated == side), count, tie = tie)
  by_score <- function(i, side, count) near(cbind(p), i, side, count, 1e-12)
  e <- matched_effect(y, treated, cbind(p), estimand, k, caliper, neighbours = neighbours - 1, tie = 1e-12)
  D <- model.matrix(m)
  f <- m$family$mu.eta(m$linear.predictors)
  whole <- estimand == "ate"
  meant <- estimand == "att"
  share <- function(i, side) {
    own <- if (side) p[i] else 1 - p[i]
    if (whole) 1 / own else if (side == meant) 1 else (1 - own) / own
  }
  moved <- function(i, side, rows) if (length(rows) < 2) 0 else share(i, side) * drop(cov(D[rows, , drop = FALSE], y[rows]))
  gap <- function(i, rows) {
    apart <- (if (treated[i] == meant) 1 else -1) * (y[i] - mean(y[rows]))
    apart - if (meant) e[1] else -e[1]
  }
  P <- if (!whole) placed(X, "mahalanobis")
  count <- if (whole) length(y) else sum(treated == meant)
  along <- slope <- numeric(ncol(D))
  for (i in seq_along(y)) {
    own <- c(i, by_score(i, treated[i], neighbours - 1))
    along <- along + f[i] * (moved(i, treated[i], own) + moved(i, !treated[i], by_score(i, !treated[i], neighbours)))
    if (whole) next
    along <- along + f[i] * D[i, ] * gap(i, by_score(i, !treated[i], k))
    slope <- slope + f[i] * D[i, ] * gap(i, near(P, i, !treated[i], neighbours, 1.5e-8))
  }
  form <- function(v) drop(v %*% solve(crossprod(D * (f^2 / (p * (1 - p))), D), v)) / count^2
  c(e[1], sqrt(e[2]^2 + form(slope) - form(along)))
}

# Inverse probabilities of a model of treatment, its error by the stacked moments of score, regressions and means.
weighted_effect <- function(y, treated, m, estimand = "att", trim = 0, Z = NULL) {
  p <- fitted(m)
  X <- model.matrix(m)
  f <- m$family$mu.eta(m$linear.predictors)
  kept <- p >= trim & p <= 1 - trim
  form <- function(one, zero) ifelse(kept, ifelse(treated, one, zero), 0)
  w <- switch(estimand, ate = form(1 / p, 1 / (1 - p)), att = form(1, p / (1 - p)), atc = form((1 - p) / p, 1))
  slope <- f * switch(estimand, ate = form(-1 / p^2, 1 / (1 - p)^2), att = form(0, 1 / (1 - p)^2), atc = form(-1 / p^2, 0))
  about <- kept * switch(estimand, ate = 1, att = treated, atc = !treated)
  score <- X * ((treated - p) * f / (p * (1 - p)))
  h <- if (m$family$link == "logit") p * (1 - p) else {
    s <- ifelse(treated, 1, -1)
    mills <- exp(dnorm(m$linear.predictors, log = TRUE) - pnorm(s * m$linear.predictors, log.p = TRUE))
    mills * (mills + s * m$linear.predictors)
  }
  of_score <- function(v) drop(score %*% solve(crossprod(X * h, X), v))
  side_mean <- function(side) {
    own <- treated == side
    if (is.null(Z)) {
      total <- sum(w[own])
      mean <- sum(w[own] * y[own]) / total
      gap <- own * (y - mean) / total
      return(list(mean = mean, influence = w * gap + of_score(colSums(X * slope * gap))))
    }
    Z <- cbind(1, as.matrix(Z))
    fit <- qr(Z[own, , drop = FALSE])
    kept <- fit$pivot[seq_len(fit$rank)]
    Z <- Z[, kept, drop = FALSE]
    predicted <- drop(Z %*% qr.coef(qr(Z[own, , drop = FALSE]), y[own]))
    e <- own * (y - predicted)
    total <- sum(about)
    mean <- sum(about * predicted + w * e) / total
    along <- drop(Z %*% solve(crossprod(Z[own, , drop = FALSE]), colSums(Z * (about - own * w)) / total))
    list(mean = mean, influence = (about * (predicted - mean) + w * e) / total + e * along + of_score(colSums(X * slope * e) / total))
  }
  one <- side_mean(TRUE)
  zero <- side_mean(FALSE)
  c(one$mean - zero$mean, sqrt(sum((one$influence - zero$influence)^2)))
}

# Weights of strata of coarsened covariates (Iacus, King and Porro 2012): cut points, a number of equal parts, or NULL for the values as they are.
strata_weights <- function(X, treated, cuts) {
  coarse <- Map(function(x, at) {
    if (is.null(at)) return(x)
    if (length(at) == 1 && names(at) == "parts") return(pmin(at - 1, floor((x - min(x)) / ((max(x) - min(x)) / at))))
    findInterval(x, sort(at))
  }, X, cuts)
  stratum <- as.integer(interaction(coarse, drop = TRUE))
  ones <- ave(as.numeric(treated), stratum, FUN = sum)
  zeros <- ave(as.numeric(!treated), stratum, FUN = sum)
  ifelse(ones == 0 | zeros == 0, 0, ifelse(treated, 1, ones / zeros))
}
`;
