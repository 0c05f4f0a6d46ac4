/** Functions of R for tests of panel models. */
export const panelTests = `
# ---- Tests of panel models. The first column of data is the outcome, the others are regressors. ----

regressed <- function(data) lm.fit(cbind(1, as.matrix(data[-1])), data[[1]])

f_of_effects <- function(pooled, fixed, unit) {
  n <- length(unique(unit))
  rss <- sum(residuals(fixed)^2)
  (sum(residuals(pooled)^2) - rss) / (n - 1) / (rss / (length(unit) - n - (fixed$rank - 1)))
}

# Breusch and Pagan (1980) for panels with gaps; 0 where the variance of units would be negative.
breusch_pagan <- function(e, unit) {
  n <- length(e)
  beyond <- sum(rowsum(e, unit)^2) / sum(e^2) - 1
  (n * max(beyond, 0))^2 / 2 / (sum(table(unit)^2) - n)
}

# Greene's modified Wald test of equal variances of units.
modified_wald <- function(e, unit) {
  size <- ave(e, unit, FUN = length)
  variance <- ave(e^2, unit)
  spread <- ave((e^2 - variance)^2, unit, FUN = sum) / (size * (size - 1))
  sum(((variance - mean(e^2))^2 / spread)[!duplicated(unit)])
}

# Wooldridge (2002) by residuals of differences on those of the period before, with errors clustered by unit.
wooldridge <- function(data, unit, time) {
  before <- match(paste(unit, time - 1), paste(unit, time))
  X <- as.matrix(data)
  changes <- X - X[before, , drop = FALSE]
  e <- rep(NA, nrow(X))
  known <- !is.na(before)
  e[known] <- residuals(lm.fit(changes[known, -1, drop = FALSE], changes[known, 1]))
  both <- data.frame(e = e, lag = e[before], unit = unit)[known & !is.na(e[before]), ]
  b <- sum(both$e * both$lag) / sum(both$lag^2)
  scores <- rowsum(both$lag * (both$e - b * both$lag), both$unit)
  G <- nrow(scores)
  (b + 0.5)^2 / (G / (G - 1) * sum(scores^2) / sum(both$lag^2)^2)
}

# Pesaran (2004), over the periods that two units share.
pesaran_cd <- function(e, unit, time) {
  wide <- tapply(e, list(time, unit), sum)
  shared <- crossprod(!is.na(wide))
  r <- cor(wide, use = "pairwise.complete.obs")
  pair <- lower.tri(r)
  sum(sqrt(shared[pair]) * r[pair]) / sqrt(sum(pair))
}

# Hausman (1978): random against fixed effects, with the variances of each (own), of the efficient estimator (more) or of the other (less).
hausman <- function(data, unit, sigma = "own") {
  names(data) <- c("y", paste0("x", seq_along(data[-1])))
  d <- cbind(data, unit = unit)
  model <- reformulate(names(data)[-1], "y")
  within <- lm(model, data = demeaned(d, names(data), "unit"))
  random <- random_effects(model, d, "unit")
  moves <- intersect(names(which(!is.na(coef(within)))), names(which(!is.na(coef(random)))))
  moves <- setdiff(moves, "(Intercept)")
  s2 <- deviance(within) / (nrow(d) - length(unique(unit)) - (within$rank - 1))
  fixed <- vcov(within)[moves, moves, drop = FALSE] * s2 / (deviance(within) / df.residual(within))
  free <- vcov(random)
  dimnames(free) <- list(names(coef(random)), names(coef(random)))
  ratio <- deviance(random) / df.residual(random) / s2
  D <- (if (sigma == "more") ratio else 1) * fixed - (if (sigma == "less") 1 / ratio else 1) * free[moves, moves, drop = FALSE]
  q <- coef(within)[moves] - coef(random)[moves]
  size <- sqrt(diag(fixed))
  e <- eigen(D / outer(size, size), symmetric = TRUE)
  real <- abs(e$values) > 1e-12 * max(abs(e$values))
  sum(crossprod(e$vectors[, real, drop = FALSE], q / size)^2 / e$values[real])
}
`;
