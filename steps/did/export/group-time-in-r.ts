/** Functions of R for effects by cohort and period. */
export const groupTimeInR = `
# Effects by cohort and period beside units that are not treated (Callaway and Sant'Anna 2021), with the influence of every unit. Units that are
# treated from the first period on, and those that are not seen in every period, are left out.
group_time <- function(d, outcome, covariates, unit, time, cluster, first, method = "dr", notyet = FALSE, universal = FALSE) {
  d[[first]][d[[first]] > max(d[[time]])] <- 0
  d <- d[d[[first]] == 0 | d[[first]] > min(d[[time]]), ]
  periods <- sort(unique(d[[time]]))
  d <- d[ave(d[[time]], d[[unit]], FUN = length) == length(periods), ]
  d <- d[order(d[[unit]], d[[time]]), ]
  wide <- function(name) matrix(d[[name]], ncol = length(periods), byrow = TRUE)
  y <- wide(outcome)
  x <- lapply(covariates, wide)
  G <- wide(first)[, 1]
  n <- nrow(y)
  m <- list(group = numeric(), time = numeric(), b = numeric(), psi = NULL, G = G, cluster = wide(cluster)[, 1])
  m <- c(m, list(y = y, periods = periods, unit = wide(unit)[, 1]))
  for (g in sort(unique(G[G > 0]))) for (t in seq_along(periods)) {
    before <- max(which(periods < g))
    if (periods[t] < g && !universal) before <- t - 1
    if (before < 1) next
    psi <- numeric(n)
    b <- 0
    if (before != t) {
      later <- notyet & G != g & G > max(periods[c(t, before)])
      own <- which(G == g | G == 0 | later)
      X <- do.call(cbind, c(list(rep(1, length(own))), lapply(x, function(v) v[own, min(t, before)])))
      found <- two_by_two(y[own, t] - y[own, before], as.numeric(G[own] == g), X, method)
      b <- found$b
      psi[own] <- found$psi * n / length(own)
    }
    m$group <- c(m$group, g)
    m$time <- c(m$time, periods[t])
    m$b <- c(m$b, b)
    m$psi <- cbind(m$psi, psi)
  }
  m
}

# One of these effects: by regression among controls, by weights of a logit, or by both (Sant'Anna and Zhao 2020).
two_by_two <- function(y, D, X, method) {
  share <- mean(D)
  if (ncol(X) == 1) method <- "reg"
  fitted <- 0
  if (method != "ipw") {
    fit <- lm.fit(X[D == 0, , drop = FALSE], y[D == 0])
    fitted <- drop(X %*% fit$coefficients)
    inverse_of_controls <- chol2inv(qr.R(fit$qr))
    along_controls <- function(v) (1 - D) * (y - fitted) * drop(X %*% (inverse_of_controls %*% colSums(v * X)))
  }
  rest <- y - fitted
  if (method == "reg") {
    of_treated <- sum(D * y) / sum(D)
    of_controls <- sum(D * fitted) / sum(D)
    psi <- (D * (y - of_treated) - D * (fitted - of_controls) - along_controls(D)) / share
    return(list(b = of_treated - of_controls, psi = psi))
  }
  logit <- glm(D ~ X - 1, family = binomial(), control = tight)
  p <- fitted(logit)
  w <- ifelse(D == 1 | p >= 0.995, 0, pmin(p, 1 - 1e-6) / (1 - pmin(p, 1 - 1e-6)))
  of_treated <- sum(D * rest) / sum(D)
  of_controls <- sum(w * rest) / sum(w)
  score <- (D - p) * drop(X %*% (inverse(crossprod(X * (p * (1 - p)), X)) %*% colSums(w * (rest - of_controls) * X)))
  of_first <- D * (rest - of_treated)
  of_second <- w * (rest - of_controls) + score
  if (method == "dr") {
    of_first <- of_first - along_controls(D)
    of_second <- of_second - along_controls(w)
  }
  list(b = of_treated - of_controls, psi = of_first / share - of_second / mean(w))
}

# The mean of some effects by the sizes of cohorts, which are estimated too, and its influence.
mean_of_cells <- function(m, cells) {
  p <- vapply(m$group[cells], function(g) mean(m$G == g), 1)
  total <- sum(p)
  b <- sum(p * m$b[cells])
  of <- function(values) vapply(m$G, function(g) sum(values[m$group[cells] == g]), 1)
  psi <- drop(m$psi[, cells, drop = FALSE] %*% (p / total)) + (of(m$b[cells]) - b) / total - (of(rep(1, length(p))) - total) * b / total^2
  list(b = b / total, psi = psi)
}

with_error <- function(m, found) c(found$b, sqrt(sum(rowsum(found$psi, m$cluster)^2)) / length(found$psi))

# The effect of a cohort in a period, of all after treatment, at a period since treatment, and over several of these.
effect_of_cell <- function(m, group, time) {
  k <- which(m$group == group & m$time == time)
  with_error(m, list(b = m$b[k], psi = m$psi[, k]))
}
effect_after <- function(m) with_error(m, mean_of_cells(m, m$time >= m$group))
effect_at <- function(m, event) with_error(m, mean_of_cells(m, m$time - m$group == event))
effect_over <- function(m, events) {
  all <- lapply(events, function(event) mean_of_cells(m, m$time - m$group == event))
  psi <- Reduce(\`+\`, lapply(all, function(each) each$psi)) / length(all)
  with_error(m, list(b = mean(vapply(all, function(each) each$b, 1)), psi = psi))
}
`;
