/** Functions of R for tests around a cut-off: densities, McCrary’s test, and randomisation in a window. They call those of polynomials. */
export const testsInR = `# Densities at the cut-off as slopes of polynomials of the distribution function, with jackknife errors (Cattaneo, Jansson and Ma 2020).
rd_density <- function(x, cutoff, order, kernel, h, restricted = FALSE) {
  x <- sort(x[!is.na(x)]) - cutoff
  n <- length(x)
  F <- (rank(x, ties.method = "max") - 1) / (n - 1)
  moves <- function(a, d) ave(rev(cumsum(rev(a))), d, FUN = function(v) v[1])
  weights <- if (restricted) {
    K <- rd_kernels[[kernel]](x / h[1]) / h[1]
    rows <- K > 0
    u <- x[rows] / h[1]
    X <- cbind(1, pmin(u, 0), pmax(u, 0), if (order > 1) outer(u, 2:order, "^"))
    by <- qr(sqrt(K[rows]) * X, tol = 1e-14)
    L <- backsolve(qr.R(by), t(sqrt(K[rows]) * qr.Q(by))) / h[1]
    lapply(2:3, function(j) list(d = x[rows], a = L[j, ], F = F[rows]))
  } else lapply(1:2, function(i) {
    side <- which((x >= 0) == (i == 2))
    s <- list(d = x[side], w = rep(1, length(side)))
    fit <- rd_fit(s, order, h[i], kernel)
    list(d = s$d[fit$rows], a = fit$L[2, fit$rows], F = F[side][fit$rows])
  })
  density <- sapply(weights, function(e) sum(e$a * e$F))
  sums <- lapply(weights, function(e) moves(e$a, e$d))
  V <- sapply(sums, function(s) sum(s^2)) / (n - 1)^2
  both <- if (restricted) sum(sums[[1]] * sums[[2]]) / (n - 1)^2 else 0
  list(density = density, error = sqrt(V), difference = c(diff(density), sqrt(sum(V) - 2 * both)))
}

# The jump of the log density by lines through the heights of bins (McCrary 2008); bins and bandwidth are chosen where they are not given.
rd_mccrary <- function(x, cutoff, bin = NULL, h = NULL) {
  x <- x[!is.na(x)] - cutoff
  n <- length(x)
  if (is.null(bin)) bin <- 2 * sd(x) / sqrt(n)
  heights <- lapply(list(x[x < 0], x[x >= 0]), function(d) {
    last <- floor(max(abs(d)) / bin)
    at <- if (d[1] < 0) pmax(ceiling(-d / bin) - 1, 0) else floor(d / bin)
    list(d = (0:last + 0.5) * bin, y = tabulate(at + 1, last + 1) / (n * bin), w = rep(1, last + 1))
  })
  if (is.null(h)) h <- mean(sapply(heights, function(s) {
    range <- max(s$d)
    fit <- rd_fit(s, 4, range, "uniform")
    second <- drop(fit$L %*% s$y)
    curve <- 2 * second[3] + 6 * second[4] * s$d + 12 * second[5] * s$d^2
    3.348 * (sum(rd_rest(s$y, s, fit)^2) / (length(s$d) - 5) * range / sum(curve^2))^0.2
  }))
  f <- sapply(heights, function(s) sum(rd_fit(s, 1, h, "triangular")$L[1, ] * s$y))
  list(effect = diff(log(f)), error = sqrt(24 / 5 * sum(1 / f) / (n * h)), density = f, bin = bin, h = h)
}

# Both sides of a window: the difference of their means or polynomials, the sum of ranks, and P over all assignments where they are few.
rd_window <- function(x, y, window, cutoff = 0, p = 0, ranks = FALSE, exact = FALSE) {
  kept <- !is.na(x) & !is.na(y) & x >= window[1] & x <= window[2]
  d <- x[kept] - cutoff
  y <- y[kept]
  above <- d >= 0
  means <- tapply(y, above, mean)
  spread <- tapply(y, above, sd)
  n <- tapply(y, above, length)
  effect <- diff(means)
  error <- sqrt(sum(spread^2 / n))
  if (p > 0) {
    fits <- lapply(split(data.frame(d, y), above), function(s) lm(y ~ poly(d, p, raw = TRUE), s))
    level <- sapply(fits, function(m) coef(m)[[1]])
    effect <- diff(level)
    error <- sqrt(sum(sapply(fits, function(m) {
      a <- (qr.R(m$qr) |> solve() |> tcrossprod())[1, ] %*% t(model.matrix(m))
      sum(a^2 * resid(m)^2 / (1 - hatvalues(m)))
    })))
    for (side in c(FALSE, TRUE)) y[above == side] <- resid(fits[[1 + side]]) + level[1 + side]
  }
  r <- rank(y)
  N <- length(y)
  z <- (sum(r[!above]) - n[[1]] * (N + 1) / 2) / sqrt(n[[1]] * n[[2]] / N * sum((r - (N + 1) / 2)^2) / (N - 1))
  share <- NA
  if (exact) {
    scores <- if (ranks) r else y
    drawn <- combn(N, sum(above), function(rows) mean(scores[rows]) - mean(scores[-rows]))
    actual <- abs(mean(scores[above]) - mean(scores[!above]))
    share <- mean(abs(drawn) >= actual * (1 - 1e-9))
  }
  list(effect = unname(effect), error = error, mean = unname(means), sd = unname(spread), n = unname(n), z = z, p = share)
}
`;
