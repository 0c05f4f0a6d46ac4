/** Functions of R scripts with tests that hold where instruments are weak, written out from their papers in base R. */

import { tfTable } from '../../econ/iv/weak/tf-table.ts';

export const weakFunctions = (): string => `
# Coefficients of a regression on some instruments, their covariance, and (Z'Z)^-1 of what the other regressors leave of them.
kept <- function(m, V, names) {
  at <- match(names, plain(names(coef(m))))
  list(b = coef(m)[at], V = V[at, at, drop = FALSE], H = (bread(m) / nobs(m))[at, at, drop = FALSE])
}

# Adds the sum of two variables over their standard deviations.
summed <- function(d, y, x, name) {
  d[[name]] <- d[[y]] / sd(d[[y]]) + d[[x]] / sd(d[[x]])
  d
}

# The reduced form and the first stage in orthonormal instruments and in standard deviations, with blocks of their joint covariance: that of two
# equations follows from the covariances of both and of their sum.
two_equations <- function(reduced, first, both, d, y, x) {
  sd_y <- sd(d[[y]])
  sd_x <- sd(d[[x]])
  C <- chol(inverse(reduced$H))
  turned <- function(V) C %*% V %*% t(C)
  yy <- turned(reduced$V) / sd_y^2
  xx <- turned(first$V) / sd_x^2
  list(
    y = drop(C %*% reduced$b) / sd_y, x = drop(C %*% first$b) / sd_x,
    yy = yy, xx = xx, yx = (turned(both$V) - yy - xx) / 2, unit = sd_y / sd_x
  )
}

# The effective F of Montiel Olea and Pflueger (2013).
effective_f <- function(w) sum(w$x^2) / sum(diag(w$xx))

# Its critical value at 5 % for noncentrality x, by Patnaik's approximation.
effective_critical <- function(w, x) {
  total <- sum(diag(w$xx))
  most <- max(eigen(w$xx, symmetric = TRUE, only.values = TRUE)$values)
  k <- total^2 * (1 + 2 * x) / (sum(w$xx^2) + 2 * x * total * most)
  qchisq(0.95, k, ncp = k * x) / k
}

# Angles of values of the coefficient, b = tan(angle): a grid with the turning points between its points.
angles_with_turns <- function(f, points = 200) {
  a <- seq(-pi / 2, pi / 2, length.out = points + 1)
  v <- vapply(a, f, 1)
  turns <- unlist(lapply(seq_len(points + 1), function(i) {
    before <- if (i == 1) v[points] else v[i - 1]
    after <- if (i == points + 1) v[2] else v[i + 1]
    highest <- v[i] >= max(before, after)
    if (!highest && v[i] > min(before, after)) return(NULL)
    around <- a[i] + c(-1, 1) * pi / points
    at <- optimize(f, around, maximum = highest, tol = 1e-10)[[1]]
    (at + pi / 2) %% pi - pi / 2
  }))
  sort(c(a, turns))
}

# The most that the bias of two-stage least squares may be.
worst_bias <- function(w) {
  if (length(w$x) == 1) return(1)
  bias <- function(a) {
    S1 <- cos(a)^2 * w$yy - 2 * cos(a) * sin(a) * w$yx + sin(a)^2 * w$xx
    S12 <- cos(a) * w$yx - sin(a) * w$xx
    values <- eigen(S12, symmetric = TRUE, only.values = TRUE)$values
    max(abs(sum(values) - 2 * range(values))) / sqrt(sum(diag(S1)) * sum(diag(w$xx)))
  }
  max(vapply(angles_with_turns(bias), bias, 1))
}

# The statistic of Anderson and Rubin (1949) at an angle.
anderson_rubin <- function(w, a) {
  moments <- cos(a) * w$y - sin(a) * w$x
  V <- cos(a)^2 * w$yy - 2 * cos(a) * sin(a) * w$yx + sin(a)^2 * w$xx
  drop(moments %*% inverse(V) %*% moments) / length(moments)
}

# Values of the coefficient at which a function of the angle is at most a limit: the number of intervals, then their finite ends in rising order.
not_rejected <- function(w, f, limit) {
  g <- function(a) f(a) - limit
  a <- angles_with_turns(g)
  v <- vapply(a, g, 1)
  at <- which((v[-1] <= 0) != (v[-length(v)] <= 0))
  ends <- vapply(at, function(i) uniroot(g, a[i + 0:1], f.lower = v[i], f.upper = v[i + 1], tol = 1e-15)$root, 1)
  c(length(ends) / 2 + (v[1] <= 0), sort(tan(ends)) * w$unit)
}

anderson_rubin_set <- function(w, df, level) {
  not_rejected(w, function(a) anderson_rubin(w, a), qf(level, length(w$x), df))
}

# The conditional likelihood ratio of Moreira (2003) for iid errors at an angle, with its p value by the integral of Andrews, Moreira and Stock (2007).
conditional_ratio <- function(w, a) {
  Omega <- matrix(c(w$yy[1, 1], w$yx[1, 1], w$yx[1, 1], w$xx[1, 1]), 2)
  roots <- eigen(solve(Omega, crossprod(cbind(w$y, w$x))), only.values = TRUE)$values
  own <- anderson_rubin(w, a) * length(w$x)
  c(ratio = max(0, own - min(roots)), p = conditional_p(max(0, own - min(roots)), sum(roots) - own, length(w$x)))
}

# Gauss and Legendre's points and weights on [0, pi/2], on panels that are narrower near 0, where the integrand may be steep.
quadrature <- local({
  i <- 1:29
  J <- matrix(0, 30, 30)
  J[cbind(i, i + 1)] <- J[cbind(i + 1, i)] <- i / sqrt(4 * i^2 - 1)
  e <- eigen(J, symmetric = TRUE)
  from <- pi / 2 * c(0, 2^(-10:-1))
  width <- pi / 2 * 2^c(-10, -10:-1)
  list(at = c(outer((e$values + 1) / 2, width) + rep(from, each = 30)), weight = c(outer(e$vectors[1, ]^2, width)))
})

conditional_p <- function(m, qt, k) {
  if (m <= 0) return(1)
  phi <- quadrature$at
  tail <- pchisq((qt + m) / (1 + qt * sin(phi)^2 / m), k, lower.tail = FALSE) * cos(phi)^(k - 2)
  sum(tail * quadrature$weight) / (beta(1 / 2, (k - 1) / 2) / 2)
}

conditional_ratio_set <- function(w, level) not_rejected(w, function(a) -conditional_ratio(w, a)[["p"]], level - 1)

# The critical value of tF at 5 % (Lee, McCrary, Moreira and Porter 2022, Table 3).
tf_critical <- function(f) {
  printed <- c(${tfTable.join(', ')})
  approx(2 + (seq_along(printed) - 1) / 10, printed, sqrt(f), rule = 1:2)$y
}
`;
