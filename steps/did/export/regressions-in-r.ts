/** Functions of R for differences in differences by one regression: of cells, of stacks, and of rings around the treated. */
export const regressionsInR = `
# Rows without units that are treated from the first period on; with last, the cohort treated last stands beside the others until it is treated.
compared_rows <- function(d, time, first, last = FALSE) {
  d[[first]][d[[first]] > max(d[[time]])] <- 0
  d <- d[d[[first]] == 0 | d[[first]] > min(d[[time]]), ]
  if (!last) return(d)
  at <- max(d[[first]])
  d <- d[d[[first]] != 0 & d[[time]] < at, ]
  d[[first]][d[[first]] == at] <- 0
  d
}

# The extended two-way regression (Wooldridge 2021, 2023): cohorts, periods, covariates, their products with both, and cells of cohort and period
# with their products with covariates less their means of the cohort. An effect is the mean over a cell of what is fitted less that without the cell.
extended <- function(d, outcome, covariates, unit, time, cluster, first, family = "linear", leads = FALSE, last = FALSE) {
  d <- compared_rows(d, time, first, last)
  at <- d[[time]]
  cohort <- d[[first]]
  cohorts <- sort(unique(cohort[cohort > 0]))
  X <- cbind(1, outer(cohort, cohorts, \`==\`), outer(at, sort(unique(at))[-1], \`==\`))
  X <- do.call(cbind, c(list(X), lapply(covariates, function(v) X * d[[v]])))
  cell <- rep(0, ncol(X))
  found <- list(group = numeric(), time = numeric())
  for (g in cohorts) {
    own <- sort(unique(at[cohort == g]))
    for (t in if (leads) setdiff(own, max(own[own < g])) else own[own >= g]) {
      found <- list(group = c(found$group, g), time = c(found$time, t))
      is <- as.numeric(cohort == g & at == t)
      X <- do.call(cbind, c(list(X, is), lapply(covariates, function(v) is * (d[[v]] - mean(d[[v]][cohort == g])))))
      cell <- c(cell, rep(length(found$group), 1 + length(covariates)))
    }
  }
  q <- qr(X, tol = 1e-9)
  kept <- sort(q$pivot[seq_len(q$rank)])
  is_estimated <- match(seq_along(found$group), cell) %in% kept
  X <- X[, kept]
  cell <- cell[kept]
  y <- d[[outcome]]
  family <- switch(family, linear = gaussian(), logit = binomial(), poisson = poisson())
  m <- glm.fit(X, y, family = family, control = tight)
  groups <- length(unique(d[[cluster]]))
  bread <- inverse(crossprod(X * family$mu.eta(m$linear.predictors), X))
  small <- groups / (groups - 1) * if (family$family == "gaussian") (nrow(X) - 1) / (nrow(X) - ncol(X)) else 1
  V <- small * bread %*% crossprod(rowsum(X * (y - m$fitted.values), d[[cluster]])) %*% bread
  effects <- lapply(which(is_estimated), function(k) {
    own <- cohort == found$group[k] & at == found$time[k]
    with <- X[own, , drop = FALSE]
    without <- sweep(with, 2, cell != k, \`*\`)
    index <- list(drop(with %*% m$coefficients), drop(without %*% m$coefficients))
    list(rows = sum(own), b = mean(family$linkinv(index[[1]]) - family$linkinv(index[[2]])),
         gradient = colMeans(family$mu.eta(index[[1]]) * with - family$mu.eta(index[[2]]) * without))
  })
  of <- function(name) vapply(effects, function(each) each[[name]], 1)
  found <- lapply(found, function(values) values[is_estimated])
  c(found, list(event = found$time - found$group, after = found$time >= found$group, rows = of("rows"), b = of("b"), V = V,
                gradient = do.call(rbind, lapply(effects, function(each) each$gradient))))
}

# The mean effect by rows, which count as known, of cells after treatment, or of those of a cohort, a period, or a period since treatment.
over_cells <- function(m, by = "after", value = TRUE) {
  own <- m[[by]] == value & (by == "event" | m$after)
  w <- own * m$rows / sum(m$rows[own])
  gradient <- drop(w %*% m$gradient)
  c(sum(w * m$b), sqrt(drop(gradient %*% m$V %*% gradient)))
}

# A data set for each cohort with the units that are untreated to the end of its window, and one regression of all (Cengiz and others 2019).
stacked <- function(d, outcome, unit, time, cluster, first, cohorts, low, high, events) {
  stacks <- lapply(cohorts, function(g) {
    since <- d[[time]] - g
    own <- since >= low & since <= high & (d[[first]] == g | d[[first]] == 0 | d[[first]] > g + high)
    s <- d[own, ]
    for (event in events) s[[paste("event", event)]] <- as.numeric(s[[first]] == g & since[own] == event)
    s$stack_unit <- paste(g, s[[unit]])
    s$stack_time <- paste(g, s[[time]])
    s
  })
  d <- do.call(rbind, stacks)
  names <- paste("event", events)
  m <- within_units_and_periods(d, outcome, names, "stack_unit", "stack_time", cluster)
  c(m, list(events = events, rows = colSums(d[names])))
}

# Kilometres on the sphere from each row to the nearest other unit that is treated in its period.
kilometres_to_treated <- function(d, unit, time, first, latitude, longitude) {
  u <- d[!is.na(d[[latitude]]) & !is.na(d[[longitude]]), ]
  u <- u[!duplicated(u[[unit]]), ]
  rad <- pi / 180
  p <- cbind(cos(rad * u[[latitude]]) * cbind(cos(rad * u[[longitude]]), sin(rad * u[[longitude]])), sin(rad * u[[latitude]]))
  chord <- sqrt(Reduce(\`+\`, lapply(1:3, function(k) outer(p[, k], p[, k], \`-\`)^2)))
  km <- 2 * 6371.0088 * asin(pmin(chord / 2, 1))
  diag(km) <- Inf
  row <- match(d[[unit]], u[[unit]])
  nearest <- rep(Inf, nrow(d))
  for (t in unique(d[[time]])) {
    treated <- which(u[[first]] != 0 & u[[first]] <= t)
    now <- which(d[[time]] == t & !is.na(row))
    if (length(treated) > 0) nearest[now] <- apply(km[row[now], treated, drop = FALSE], 1, min)
  }
  nearest
}
`;
