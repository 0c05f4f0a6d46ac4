/** Functions of R for discontinuities, in base R: local polynomials with their bandwidths, densities, and randomisation in a window. */
export const discontinuitiesInR = `

# ---- Discontinuities by local polynomials (Calonico, Cattaneo and Titiunik 2014; bandwidths: Calonico, Cattaneo and Farrell 2018). ----

rd_kernels <- list(
  triangular = function(u) ifelse(abs(u) <= 1, 1 - abs(u), 0),
  epanechnikov = function(u) ifelse(abs(u) <= 1, 0.75 * (1 - u^2), 0),
  uniform = function(u) ifelse(abs(u) <= 1, 0.5, 0)
)

# Complete rows below the cut-off, and at it or above, in the order of the running variable. Rows between the limits are kept.
rd_sides <- function(x, y = x, cutoff = 0, t = NULL, Z = NULL, w = NULL, g = NULL, donut = 0, limits = c(-Inf, Inf)) {
  complete <- complete.cases(cbind(x, y, t, Z, w)) & (if (is.null(g)) TRUE else !is.na(g))
  distance <- x - cutoff
  lapply(c(FALSE, TRUE), function(above) {
    rows <- which(complete & (distance >= 0) == above & abs(distance) >= donut & x >= limits[1] & x < limits[2])
    rows <- rows[order(distance[rows])]
    list(
      d = distance[rows], y = y[rows], t = t[rows], Z = if (is.null(Z)) NULL else as.matrix(Z)[rows, , drop = FALSE],
      w = if (is.null(w)) rep(1, length(rows)) else w[rows], g = g[rows]
    )
  })
}

# The polynomial of a side: L %*% y are its coefficients, H its leverages.
rd_fit <- function(s, order, h, kernel) {
  K <- rd_kernels[[kernel]](s$d / h) / h * s$w
  rows <- K > 0
  root <- sqrt(K[rows])
  by <- qr(root * outer(s$d[rows] / h, 0:order, "^"), tol = 1e-14)
  L <- matrix(0, order + 1, length(K))
  L[, rows] <- backsolve(qr.R(by), t(root * qr.Q(by))) / h^(0:order)
  H <- numeric(length(K))
  H[rows] <- rowSums(qr.Q(by)^2)
  list(order = order, K = K, rows = rows, L = L, H = H)
}

rd_rest <- function(v, s, fit) v - outer(s$d, 0:fit$order, "^") %*% (fit$L %*% v)

# A value less the mean of its nearest neighbours; rows at one distance are taken together.
rd_neighbours <- function(d, v, matches) {
  groups <- rle(d)
  at <- groups$values
  size <- groups$lengths
  total <- as.vector(rowsum(v, rep(seq_along(size), size)))
  end <- cumsum(size)
  out <- numeric(length(v))
  for (j in seq_along(at)) {
    low <- high <- j
    count <- size[j] - 1
    while (count < matches && (low > 1 || high < length(at))) {
      below <- if (low > 1) at[j] - at[low - 1] else Inf
      above <- if (high < length(at)) at[high + 1] - at[j] else Inf
      if (below <= above) { low <- low - 1; count <- count + size[low] }
      if (above <= below) { high <- high + 1; count <- count + size[high] }
    }
    rows <- (end[j] - size[j] + 1):end[j]
    if (count > 0) out[rows] <- sqrt(count / (count + 1)) * (v[rows] - (sum(total[low:high]) - v[rows]) / count)
  }
  out
}

# The variance of sum(a * v) over the rows that are used.
rd_variance <- function(a, v, s, rows, fit, vce, matches) {
  k <- fit$order + 1
  n <- sum(rows)
  e <- if (vce == "nn") rd_neighbours(s$d[rows], v[rows], matches) else rd_rest(v, s, fit)[rows]
  e <- switch(vce, hc1 = e * sqrt(n / (n - k)), hc2 = e / sqrt(1 - fit$H[rows]), hc3 = e / (1 - fit$H[rows]), e)
  if (vce != "cr1") return(sum((a[rows] * e)^2))
  sums <- rowsum(a[rows] * e, s$g[rows])
  (n - 1) / (n - k) * nrow(sums) / (nrow(sums) - 1) * sum(sums^2)
}

# A column of the sides less the covariates, whose coefficients are common to the fits that are given.
rd_without <- function(sides, fits, column) {
  if (is.null(sides[[1]]$Z)) return(lapply(sides, function(s) s[[column]]))
  of <- function(take) do.call(rbind, Map(function(s, fit) sqrt(fit$K) * rd_rest(as.matrix(s[[take]]), s, fit), sides, fits))
  size <- Reduce("+", Map(function(s, fit) colSums(fit$K * s$Z^2), sides, fits))
  left <- of("Z")
  kept <- sqrt(colSums(left^2)) > 1e-9 * sqrt(size)
  gamma <- qr.coef(qr(left[, kept, drop = FALSE], tol = 1e-9), of(column))
  gamma[is.na(gamma)] <- 0
  lapply(sides, function(s) s[[column]] - drop(s$Z[, kept, drop = FALSE] %*% gamma))
}

# Three plug-in stages, of which the last are the bandwidths b and h.
rd_bandwidths <- function(sides, p, q, deriv, kernel, vce, matches, rule, adjust, regularise, sharp) {
  x <- c(sides[[1]]$d, sides[[2]]$d)
  range <- sapply(sides, function(s) max(abs(s$d)))
  values <- lapply(sides, function(s) sort(unique(abs(s$d))))
  n <- if (adjust) sum(lengths(values)) else length(x)
  spread <- min(sd(x), diff(quantile(x, c(0.25, 0.75), type = 2, names = FALSE)) / 1.349)
  constant <- c(triangular = 2.576, epanechnikov = 2.34, uniform = 1.843)[[kernel]]
  pilot <- rep(min(constant * spread * n^-0.2, max(range)), 2)
  for (i in 1:2) if (adjust && 1 - length(values[[i]]) / length(sides[[i]]$d) >= 0.2)
    pilot[i] <- max(pilot[i], values[[i]][min(10, length(values[[i]]))] + 1e-8)
  stage <- function(i, order, nu, of_bias, hV, hB) {
    s <- sides[[i]]
    fit <- rd_fit(s, order, hV, kernel)
    v <- rd_without(list(s), list(fit), "y")[[1]]
    if (!is.null(s$t) && !sharp) {
      t <- rd_without(list(s), list(fit), "t")[[1]]
      jump <- sum(fit$L[nu + 1, ] * t)
      v <- v / jump - t * sum(fit$L[nu + 1, ] * v) / jump^2
    }
    wide <- rd_fit(s, of_bias, hB, kernel)
    share <- hV^nu * sum(fit$L[nu + 1, ] * (s$d / hV)^(order + 1))
    rest <- 2 * (order + 1 - nu)
    c(
      V = (2 * nu + 1) * hV^(2 * nu + 1) * rd_variance(fit$L[nu + 1, ], v, s, fit$rows, fit, vce, matches),
      B = sqrt(rest) * share * sum(wide$L[order + 2, ] * v),
      R = 3 * rest * share^2 * rd_variance(wide$L[order + 2, ], v, s, wide$rows, wide, vce, matches)
    )
  }
  by <- function(form) {
    step <- function(order, nu, of_bias, hV, hB, scale) {
      l <- stage(1, order, nu, of_bias, hV[1], hB[1])
      r <- stage(2, order, nu, of_bias, hV[2], hB[2])
      B <- switch(form, rd = r[["B"]] - l[["B"]], sum = r[["B"]] + l[["B"]], c(l[["B"]], r[["B"]]))
      V <- if (form == "two") c(l[["V"]], r[["V"]]) else l[["V"]] + r[["V"]]
      R <- if (form == "two") c(l[["R"]], r[["R"]]) else l[["R"]] + r[["R"]]
      found <- (V / (B^2 + scale * R))^(1 / (2 * order + 3))
      pmin(rep(found, length.out = 2), if (form == "two") range else max(range))
    }
    d <- step(q + 1, q + 1, q + 2, pilot, range, 0)
    b <- step(q, p + 1, q + 1, pilot, d, regularise)
    list(h = step(p, deriv, q, pilot, b, regularise), b = b)
  }
  form <- substring(rule, 4)
  all <- lapply(switch(form, comb1 = c("rd", "sum"), comb2 = c("two", "rd", "sum"), form), by)
  middle <- function(key) apply(sapply(all, function(each) each[[key]]), 1, if (form == "comb1") min else median)
  found <- list(h = middle("h"), b = middle("b"))
  if (startsWith(rule, "cer")) found$h <- found$h * length(x)^(-p / ((3 + p) * (3 + 2 * p)))
  found
}

# The jump at the cut-off, without its bias too, with both errors.
rd_jump <- function(sides, p = 1, q = p + 1, deriv = 0, kernel = "triangular", vce = "nn", matches = 3, h = NULL, b = h, rho = NULL,
                    rule = "mserd", adjust = TRUE, regularise = 1, sharp = FALSE) {
  one_sided <- !is.null(sides[[1]]$t) && any(sapply(sides, function(s) length(unique(s$t)) == 1))
  if (is.null(h)) {
    chosen <- rd_bandwidths(sides, p, q, deriv, kernel, vce, matches, rule, adjust, regularise, sharp || one_sided)
    h <- chosen$h
    b <- chosen$b
  }
  if (!is.null(rho)) b <- h / rho
  narrow <- Map(function(s, h) rd_fit(s, p, h, kernel), sides, h)
  wide <- Map(function(s, b) rd_fit(s, q, b, kernel), sides, b)
  weights <- Map(function(s, fit, bias) {
    plain <- fit$L[deriv + 1, ]
    factorial(deriv) * cbind(plain, corrected = plain - sum(plain * s$d^(p + 1)) * bias$L[p + 2, ])
  }, sides, narrow, wide)
  jump <- function(v) colSums(weights[[2]] * v[[2]]) - colSums(weights[[1]] * v[[1]])
  errors <- function(v) sqrt(Reduce("+", Map(function(a, v, s, fit, bias) {
    rows <- fit$rows | bias$rows
    c(rd_variance(a[, 1], v, s, rows, fit, vce, matches), rd_variance(a[, 2], v, s, rows, bias, vce, matches))
  }, weights, v, sides, narrow, wide)))
  v <- rd_without(sides, narrow, "y")
  level <- mapply(function(a, v) sum(a[, 1] * v), weights, v)
  effect <- jump(v)
  first <- NULL
  if (!is.null(sides[[1]]$t)) {
    t <- rd_without(sides, narrow, "t")
    taken <- jump(t)
    first <- c(taken[[1]], errors(t)[1])
    ratio <- effect[[1]] / taken[[1]]
    effect <- c(ratio, ratio - (effect[[1]] - effect[[2]]) / taken[[1]] + effect[[1]] * (taken[[1]] - taken[[2]]) / taken[[1]]^2)
    v <- Map(function(v, t) (v - ratio * t) / taken[[1]], v, t)
  }
  list(
    effect = unname(effect), error = errors(v), h = h, b = b, level = level, first = first,
    n = sapply(sides, function(s) length(s$d)), within = sapply(narrow, function(fit) sum(fit$rows))
  )
}

# Densities at the cut-off as slopes of polynomials of the distribution function, with jackknife errors (Cattaneo, Jansson and Ma 2020).
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
