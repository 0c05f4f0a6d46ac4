# Writes data.csv and case.json: a simulated panel of firms, and production functions by base R alone (Rscript make.R).
# Elasticities are found by optimize() and optim(), apart from the search that papermake has.
set.seed(20261202)
firms <- 150; years <- 2001:2008
rows <- do.call(rbind, lapply(seq_len(firms), function(i) {
  T <- length(years); omega <- numeric(T); wage <- numeric(T); k <- numeric(T)
  omega[1] <- rnorm(1, 0, .4); wage[1] <- rnorm(1, 0, .4); k[1] <- rnorm(1, 2, .7)
  inv <- numeric(T)
  for (t in seq_len(T)) {
    if (t > 1) {
      omega[t] <- .7 * omega[t - 1] + rnorm(1, 0, .25)
      wage[t] <- .6 * wage[t - 1] + rnorm(1, 0, .3)
      k[t] <- log(.85 * exp(k[t - 1]) + exp(inv[t - 1])) + rnorm(1, 0, .15)
    }
    inv[t] <- -.9 + .8 * k[t] + .9 * omega[t]
  }
  l <- .5 + .5 * k + .6 * omega - .7 * wage + rnorm(T, 0, .1)
  m <- .3 + .6 * k + .8 * omega + .1 * omega^2
  y <- 1 + .6 * l + .35 * k + omega + rnorm(T, 0, .15)
  data.frame(firm = i, year = years, y = y, l = l, k = k, m = m, inv = inv)
}))
# firms leave, and some years are not reported
rows <- rows[!(rows$firm %% 5 == 0 & rows$year > 2006) & !(rows$firm %% 7 == 0 & rows$year == 2004), ]
rows[, 3:7] <- round(rows[, 3:7], 6)
rows$inv[rows$firm %% 11 == 0 & rows$year == 2003] <- NA
write.csv(rows, "data.csv", row.names = FALSE, na = "", quote = FALSE)
rows <- read.csv("data.csv")

poly <- function(x, order) {
  out <- NULL
  grid <- expand.grid(rep(list(0:order), ncol(x)))
  for (g in seq_len(nrow(grid))) if (sum(grid[g, ]) > 0 && sum(grid[g, ]) <= order)
    out <- cbind(out, apply(sapply(seq_len(ncol(x)), function(j) x[, j]^grid[g, j]), 1, prod))
  out
}
before <- function(d) match(paste(d$firm, d$year - 1), paste(d$firm, d$year))
rss <- function(x, y) sum(lm.fit(x, y)$residuals^2)
stages <- function(d, proxy, order, joint) {
  d <- d[!is.na(d[[proxy]]), ]
  fs <- lm(d$y ~ d$l + poly(scale(cbind(d$k, d[[proxy]])), order))
  bl <- unname(coef(fs)[2]); phi <- fitted(fs) - bl * d$l
  p <- before(d); now <- which(!is.na(p)); p <- p[now]
  own <- (d$y - bl * d$l)[now]
  crit <- function(b) {
    w <- phi[p] - b * d$k[p]; x <- cbind(1, poly(cbind(w), 3))
    if (joint) return(rss(x, own - b * d$k[now]))
    g <- phi[now] - b * d$k[now]
    sum((own - b * d$k[now] - lm.fit(x, g)$fitted.values)^2)
  }
  starts <- seq(0, 1, .05); at <- starts[which.min(sapply(starts, crit))]
  b <- optimize(crit, c(at - .1, at + .1), tol = 1e-10)$minimum
  list(coef = list(l = bl, k = b), N = nrow(d), dynamic = length(now))
}
acf <- function(d, order) {
  phi <- fitted(lm(d$y ~ poly(scale(cbind(d$l, d$k, d$m)), order)))
  p <- before(d); now <- which(!is.na(p)); p <- p[now]
  z <- cbind(d$l[p], d$k[now])
  f <- function(b) {
    w <- phi[p] - b[1] * d$l[p] - b[2] * d$k[p]
    xi <- lm.fit(cbind(1, poly(cbind(w), 3)), phi[now] - b[1] * d$l[now] - b[2] * d$k[now])$residuals
    m <- crossprod(z, xi) / length(now); sum(m^2)
  }
  b <- coef(lm(y ~ l + k, d))[2:3]
  for (i in 1:20) b <- optim(b, f, method = "Nelder-Mead", control = list(reltol = 1e-30, maxit = 5000))$par
  list(coef = list(l = unname(b[1]), k = unname(b[2])), N = nrow(d), dynamic = length(now))
}
wooldridge <- function(d, order) {
  p <- before(d); now <- which(!is.na(p)); p <- p[now]; n <- length(now)
  c1 <- poly(scale(cbind(d$k, d$m)), order)[now, ]; c2 <- poly(scale(cbind(d$k, d$m)), order)[p, ]
  o <- rep(1, n); z <- matrix(0, n, ncol(c1))
  x <- rbind(cbind(d$l[now], 0, o, 0, c1, z), cbind(d$l[now], d$k[now], 0, o, z, c2))
  zz <- cbind(o, d$l[p], d$k[now], c2)
  fit <- function(v) zz %*% solve(crossprod(zz), crossprod(zz, v))
  xh <- x; xh[n + seq_len(n), ] <- fit(x[n + seq_len(n), ])
  yy <- rep(d$y[now], 2); a <- crossprod(xh); b <- solve(a, crossprod(xh, yy)); u <- as.numeric(yy - x %*% b)
  s <- rowsum(xh * u, rep(d$firm[now], 2)); G <- nrow(s)
  v <- solve(a) %*% crossprod(s) %*% solve(a) * G / (G - 1)
  list(coef = list(l = b[1], k = b[2]), V = v[1:2, 1:2], N = nrow(d), dynamic = n, G = G)
}
# all that a table shows: b and V of l, k and the constant; df of t, Inf of the normal; V NULL without errors
told <- function(b, V, df, more = list()) {
  keys <- names(b); list_of <- function(v) setNames(as.list(if (is.null(V)) rep(NA, length(b)) else unname(v)), keys)
  se <- if (is.null(V)) rep(NA, length(b)) else sqrt(diag(V)); t <- b / se; q <- qt(.975, df)
  rts <- b[["l"]] + b[["k"]]; rts_se <- if (is.null(V)) NA else sqrt(V[1, 1] + 2 * V[1, 2] + V[2, 2]); z <- (rts - 1) / rts_se
  tfp <- rows$y - b[["l"]] * rows$l - b[["k"]] * rows$k
  c(list(coef = as.list(b), se = list_of(se), t = list_of(t), p = list_of(2 * pt(-abs(t), df)), lo = list_of(b - q * se),
    hi = list_of(b + q * se), rts = rts, rts_se = rts_se, rts_z = z, rts_p = 2 * pnorm(-abs(z)), mean_tfp = mean(tfp), sd_tfp = sd(tfp)), more)
}
of_stage <- function(r) told(unlist(r$coef), NULL, Inf, list(N = r$N, nobs = r$N, units = G, dynamic = r$dynamic))
order_of <- c("l", "k", "_cons")
cr <- function(fit, K) {
  x <- model.matrix(fit); a <- solve(crossprod(x)); s <- rowsum(x * resid(fit), rows$firm); n <- nrow(x)
  a %*% crossprod(s) %*% a * G / (G - 1) * (n - 1) / (n - K)
}
named <- function(fit, V, count) {
  at <- c(2, 3, 1)[seq_len(count)]; b <- setNames(coef(fit)[at], order_of[seq_len(count)])
  list(b = b, V = V[at, at])
}
ols <- lm(y ~ l + k, rows); within <- lm(y ~ l + k + factor(firm), rows); G <- length(unique(rows$firm))
whole <- function(fit, V, count, df, ...) { r <- named(fit, V, count); told(r$b, r$V, df, list(N = nrow(rows), nobs = nrow(rows), units = G, df = df, ...)) }
w <- wooldridge(rows, 3)
runs <- list(
  list(name = "ols", method = "ols", errors = "iid", tolerance = 1e-8, expected = whole(ols, vcov(ols), 3, df.residual(ols))),
  list(name = "ols-cluster", method = "ols", errors = "cluster", tolerance = 1e-8, expected = whole(ols, cr(ols, 3), 3, G - 1, G = G)),
  list(name = "fe", method = "fe", errors = "iid", tolerance = 1e-8, expected = whole(within, vcov(within), 2, df.residual(within))),
  list(name = "fe-cluster", method = "fe", errors = "cluster", tolerance = 1e-8, expected = whole(within, cr(within, 3), 2, G - 1, G = G)),
  list(name = "op", method = "op", proxy = "inv", order = 3, tolerance = 1e-6, expected = of_stage(stages(rows, "inv", 3, TRUE))),
  list(name = "op-fitted", method = "op", proxy = "inv", order = 2, process = "fitted", tolerance = 1e-6, expected = of_stage(stages(rows, "inv", 2, FALSE))),
  list(name = "lp", method = "lp", proxy = "m", order = 3, tolerance = 1e-6, expected = of_stage(stages(rows, "m", 3, FALSE))),
  list(name = "lp-joint", method = "lp", proxy = "m", order = 2, process = "joint", tolerance = 1e-6, expected = of_stage(stages(rows, "m", 2, TRUE))),
  list(name = "acf", method = "acf", proxy = "m", order = 2, tolerance = 1e-5, expected = of_stage(acf(rows, 2))),
  list(name = "wooldridge", method = "wooldridge", proxy = "m", order = 3, errors = "cluster", tolerance = 1e-7,
    expected = told(c(l = w$coef$l, k = w$coef$k), w$V, Inf, list(N = w$N, nobs = w$N, units = G, dynamic = w$dynamic, G = w$G))))

json <- function(v) {
  if (is.list(v)) return(paste0("{", paste(sprintf('"%s": %s', names(v), sapply(v, json)), collapse = ", "), "}"))
  if (is.character(v)) return(sprintf('"%s"', v))
  if (is.na(v)) return("null")
  sprintf("%.17g", v)
}
texts <- sapply(runs, function(r) json(c(list(name = r$name, est = "tfp", y = "y", method = r$method),
  r[setdiff(names(r), c("name", "method", "expected", "tolerance"))],
  list(expected = r$expected, tolerance = list(rel = r$tolerance), computed_by = paste(R.version.string, "base functions, make.R")))))
texts <- sub('"y": "y",', '"y": "y", "free": ["l"], "state": ["k"],', texts, fixed = TRUE)
writeLines(c("{", '  "id": "tfp-synth",', '  "title": "Simulated firms: six production functions",',
  '  "source": "simulated by make.R", "licence": "CC0",', '  "panel": ["firm", "year"], "data": "data.csv",', '  "runs": [',
  paste0("    ", texts, c(rep(",", length(texts) - 1), "")), "  ]", "}"), "case.json")
