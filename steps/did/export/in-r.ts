/** Functions of R for differences in differences. */
export const didInR = `

# ---- Differences in differences. ----

# The first treated period of each row's unit; 0 where a unit is never treated.
first_treated <- function(treatment, unit, time) {
  at <- ave(ifelse(treatment %in% 1, time, Inf), unit, FUN = min)
  ifelse(is.finite(at), at, 0)
}

# A regression on columns of d beside effects of units and periods, with the errors of reghdfe clustered by a column.
within_units_and_periods <- function(d, outcome, regressors, unit, time, cluster) {
  d <- demeaned(d, c(outcome, regressors), c(unit, time))
  m <- lm(d[[outcome]] ~ as.matrix(d[regressors]))
  N <- nobs(m)
  G <- length(unique(d[[cluster]]))
  absorbed <- absorbed_df(d[c(unit, time)], d[cluster])
  K <- length(coef(m)) - 1 + absorbed$df + absorbed$nested
  V <- G / (G - 1) * (N - 1) / (N - K) * vcovCL(m, cluster = d[[cluster]], type = "HC0", cadjust = FALSE)
  list(b = setNames(coef(m)[-1], regressors), V = unname(V[-1, -1, drop = FALSE]))
}

# The coefficient of a term with its error.
estimate_of <- function(m, term) {
  k <- match(term, names(m$b))
  c(m$b[[k]], sqrt(m$V[k, k]))
}

# An indicator of each cohort and period since treatment, beside effects of units and periods (Sun and Abraham 2021).
cohort_effects <- function(d, outcome, covariates, unit, time, cluster, first, events, cohorts) {
  cells <- paste0("cell", seq_along(events))
  for (k in seq_along(events)) d[[cells[k]]] <- as.numeric(d[[first]] == cohorts[k] & d[[time]] - cohorts[k] == events[k])
  m <- within_units_and_periods(d, outcome, c(cells, covariates), unit, time, cluster)
  c(m, list(cells = cells, events = events, rows = colSums(d[cells])))
}

# The mean of effects at a period or several, by their rows, which count as known.
mean_of_cohorts <- function(m, event) {
  w <- ifelse(m$events %in% event, m$rows, 0)
  w <- c(w / sum(w), rep(0, length(m$b) - length(w)))
  c(sum(w * m$b), sqrt(drop(w %*% m$V %*% w)))
}

# Outcomes less what untreated rows say that they would have been, by effects of units and periods and covariates.
imputed <- function(d, outcome, covariates, unit, time, cluster, first, treated) {
  free <- d[[treated]] == 0
  Z <- cbind(model.matrix(~ factor(d[[unit]]) - 1), model.matrix(~ factor(d[[time]]))[, -1], as.matrix(d[covariates]))
  q <- qr(Z[free, ], tol = 1e-9)
  Z <- Z[, q$pivot[seq_len(q$rank)]]
  q <- qr(Z[free, ], tol = 1e-12)
  gap <- d[[outcome]] - drop(Z %*% qr.coef(q, d[[outcome]][free]))
  list(gap = gap, Z = Z, bread = chol2inv(qr.R(q)), treated = !free, since = d[[time]] - d[[first]],
       cell = paste(d[[first]], d[[time]]), cluster = d[[cluster]])
}

# The mean effect of treated rows with its error: that of Borusyak, Jaravel and Spiess (2024), whose effects are centred by cohort and period,
# or in two stages (Gardner 2022), whose effects are centred on their mean.
mean_effect <- function(m, rows, stages = 1) {
  w <- as.numeric(m$treated & rows)
  w <- w / sum(w)
  b <- sum(w * m$gap)
  v <- ifelse(m$treated, w, -drop(m$Z %*% (m$bread %*% crossprod(m$Z, w))))
  if (stages == 2) centre <- b else {
    size <- ave(v^2, m$cell, FUN = sum)
    centre <- ifelse(size > 0, ave(v^2 * m$gap, m$cell, FUN = sum) / size, 0)
  }
  c(b, sqrt(sum(rowsum(v * (m$gap - m$treated * centre), m$cluster)^2)))
}
`;
