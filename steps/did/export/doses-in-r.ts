/** Functions of R for effects by the dose of a treatment; they stand behind those for effects by cohort and period. */
export const dosesInR = `
# B-splines of doses, or their slopes, between knots.
spline_terms <- function(m, dose, slopes = 0) {
  splines::splineDesign(m$knots, dose, m$degree + 1, rep(slopes, length(dose)))
}

# Effects by dose (Callaway, Goodman-Bacon and Sant'Anna 2024): changes of each cohort on a spline of its doses, less the mean change of units that are
# not treated, with the influence of every unit on each coefficient and on the mean slope, averaged over the periods of each cohort.
dose_effects <- function(d, outcome, covariates, unit, time, cluster, first, dose, degree, inner, notyet = FALSE, universal = FALSE) {
  m <- group_time(d, outcome, covariates, unit, time, cluster, first, notyet = notyet, universal = universal)
  doses <- vapply(m$unit, function(u) max(d[[dose]][d[[unit]] == u]), 1)
  ends <- range(doses[m$G > 0])
  m$degree <- degree
  m$knots <- c(rep(ends[1], degree + 1), inner, rep(ends[2], degree + 1))
  n <- length(m$G)
  m$parts <- lapply(seq_along(m$b), function(cell) {
    terms <- degree + 1 + length(inner)
    g <- m$group[cell]
    t <- match(m$time[cell], m$periods)
    before <- max(which(m$periods < g))
    if (m$periods[t] < g && !universal) before <- t - 1
    if (before == t) return(list(b = numeric(terms + 1), psi = matrix(0, n, terms + 1)))
    change <- m$y[, t] - m$y[, before]
    own <- m$G == g
    others <- m$G == 0 | (notyet & !own & m$G > max(m$periods[c(t, before)]))
    X <- spline_terms(m, doses[own])
    fit <- lm.fit(X, change[own])
    scores <- fit$residuals * X %*% chol2inv(qr.R(fit$qr))
    S <- spline_terms(m, doses[own], 1)
    at <- drop(S %*% fit$coefficients)
    psi <- matrix(0, n, terms + 1)
    psi[others, seq_len(terms)] <- -n / sum(others) * (change[others] - mean(change[others]))
    psi[own, ] <- n * cbind(scores, scores %*% colMeans(S) + (at - mean(at)) / sum(own))
    list(b = c(fit$coefficients - mean(change[others]), mean(at)), psi = psi)
  })
  m$terms <- degree + 1 + length(inner)
  m$spline <- lapply(seq_len(m$terms), function(k) mean_over_cohorts(part_of(m, k)))
  m
}

# The cells of one coefficient; behind these stands the mean slope.
part_of <- function(m, k) {
  m$b <- vapply(m$parts, function(each) each$b[k], 1)
  m$psi <- vapply(m$parts, function(each) each$psi[, k], numeric(length(m$G)))
  m
}

# The mean over cohorts, by their sizes, of each one's mean over its periods from treatment on.
mean_over_cohorts <- function(m) {
  groups <- unique(m$group)
  after <- lapply(groups, function(g) which(m$group == g & m$time >= g))
  m$b <- vapply(after, function(own) mean(m$b[own]), 1)
  m$psi <- vapply(after, function(own) rowMeans(m$psi[, own, drop = FALSE]), numeric(length(m$G)))
  m$group <- groups
  mean_of_cells(m, seq_along(groups))
}

# The effect, its mean slope, that at a period since treatment, and the effect or its slope at a dose.
mean_effect_of_doses <- function(m) with_error(m, mean_over_cohorts(m))
mean_slope <- function(m) with_error(m, mean_over_cohorts(part_of(m, m$terms + 1)))
slope_at <- function(m, event) effect_at(part_of(m, m$terms + 1), event)
effect_at_dose <- function(m, dose, slopes = 0) {
  w <- drop(spline_terms(m, dose, slopes))
  psi <- vapply(m$spline, function(each) each$psi, numeric(length(m$G)))
  with_error(m, list(b = sum(w * vapply(m$spline, function(each) each$b, 1)), psi = drop(psi %*% w)))
}
`;
