# Draws choice-small and computes its values in base R: each likelihood is written out with its gradient, begun by optim() and ended by Newton's method with the Hessian
# from differences of the gradient. MASS::polr, nnet::multinom and glm() must agree to what their own stopping rules leave.
set.seed(2718, kind = "Mersenne-Twister", normal.kind = "Inversion")
n <- 400
d <- data.frame(g = rep(1:40, each = 10), f = rep(1:4, 100), region = rep(c("East", "North", "South"), length.out = n))
d$x <- round(rnorm(n) + rep(rnorm(40), each = 10) / 2, 4)
d$z <- round(runif(n), 4)
latent <- 0.7 * d$x - 0.9 * d$z + 0.5 * (d$region == "South") + rlogis(n)
d$grade <- 1 + (latent > -1.2) + (latent > 0) + (latent > 1.4)
u <- cbind(bus = rlogis(n), car = 0.6 * d$x + rlogis(n), rail = 1.2 * d$z - 0.4 * d$x - 0.3 + rlogis(n))
d$mode <- colnames(u)[max.col(u, ties.method = "first")]
d$choice <- match(d$mode, c("bus", "car", "rail"))
d$share <- round(plogis(0.4 * d$x - 0.5 * d$z + rnorm(n) / 2), 4)
d$share[seq(7, n, 29)] <- 0
d$share[seq(5, n, 41)] <- 1
d$visits <- rpois(n, rgamma(n, 2) / 2 * exp(0.3 + 0.4 * d$x - 0.3 * d$z)) * (runif(n) < plogis(1 - d$z))
here <- if (length(commandArgs(TRUE)) > 0) commandArgs(TRUE)[1] else "."
write.csv(d, file.path(here, "data.csv"), row.names = FALSE, quote = FALSE)

hessian <- function(gradient, b) {
  H <- sapply(seq_along(b), function(j) {
    h <- 1e-4 * max(1, abs(b[j]))
    at <- function(k) colSums(gradient(replace(b, j, b[j] + k * h)))
    (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h)
  })
  (H + t(H)) / 2
}
# `scores` gives a row for each row of the data.
climbed <- function(ll, scores, b) {
  b <- optim(b, function(b) -ll(b), function(b) -colSums(scores(b)), method = "BFGS", control = list(maxit = 5000, reltol = 1e-15))$par
  for (step in 1:20) b <- b - solve(hessian(scores, b), colSums(scores(b)))
  list(b = b, ll = ll(b), V = solve(-hessian(scores, b)), s = scores(b))
}
covariance <- function(m, vcov, groups = NULL) {
  if (vcov == "iid") return(m$V)
  s <- if (is.null(groups)) m$s else rowsum(m$s, groups)
  k <- nrow(s)
  m$V %*% crossprod(s) %*% m$V * k / (k - 1)
}
# Values that every run has; `slopes` are tested, by the likelihood ratio or by Wald.
told <- function(m, vcov, N, slopes, groups = NULL) {
  V <- covariance(m, vcov, groups)
  chi2 <- if (vcov == "iid") 2 * (m$ll - m$ll_0) else drop(m$b[slopes] %*% solve(V[slopes, slopes], m$b[slopes]))
  p <- pchisq(chi2, length(slopes), lower.tail = FALSE)
  c(list(coef = m$b, se = setNames(sqrt(diag(V)), names(m$b)), ll = m$ll, ll_0 = m$ll_0, pseudo_r2 = 1 - m$ll / m$ll_0, chi2 = chi2, df_m = length(slopes),
    test = list(statistic = chi2, p = p, df = length(slopes)), N = N, outcomes = m$outcomes), if (!is.null(groups)) list(G = length(unique(groups))))
}

laws <- list(ologit = list(plogis, dlogis, qlogis), oprobit = list(pnorm, dnorm, qnorm),
  ocloglog = list(function(z) -expm1(-exp(z)), function(z) ifelse(is.finite(z), exp(z - exp(z)), 0), function(p) log(-log1p(-p))))
ordered <- function(est, X, y, w = rep(1, length(y))) {
  F <- laws[[est]][[1]]; f <- laws[[est]][[2]]
  J <- max(y); K <- ncol(X)
  ends <- function(b) list(u = c(b[-(1:K)], Inf)[y] - X %*% b[1:K], l = c(-Inf, b[-(1:K)])[y] - X %*% b[1:K])
  ll <- function(b) { e <- ends(b); p <- F(e$u) - F(e$l); if (any(is.nan(p) | p <= 0)) -1e10 else sum(w * log(p)) }
  scores <- function(b) {
    e <- ends(b); p <- drop(F(e$u) - F(e$l)); gu <- drop(f(e$u)) / p; gl <- drop(f(e$l)) / p
    w * cbind((gl - gu) * X, sapply(1:(J - 1), function(j) gu * (y == j) - gl * (y == j + 1)))
  }
  start <- c(numeric(K), laws[[est]][[3]](cumsum(tapply(w, y, sum))[-J] / sum(w)))
  m <- climbed(ll, scores, start)
  names(m$b) <- c(colnames(X), paste0("/cut", 1:(J - 1)))
  m$ll_0 <- ll(start)
  m$outcomes <- J
  # the average derivative of every probability by the first regressor, and its error by the delta method
  m$margins <- unlist(lapply(1:J, function(j) {
    slope <- function(b) { eta <- X %*% b[1:K]; cuts <- c(-Inf, b[-(1:K)], Inf); sum(w * (f(cuts[j] - eta) - f(cuts[j + 1] - eta))) / sum(w) * b[1] }
    by <- sapply(seq_along(m$b), function(k) { h <- 1e-4; at <- function(t) slope(replace(m$b, k, m$b[k] + t * h)); (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h) })
    setNames(list(list(dydx = unname(slope(m$b)), se = sqrt(drop(by %*% m$V %*% by)))), paste0(colnames(X)[1], " | grade=", j))
  }), recursive = FALSE)
  m
}
X <- cbind(x = d$x, z = d$z, South.region = as.numeric(d$region == "South"), North.region = as.numeric(d$region == "North"))
json <- function(v) if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", vapply(v, json, ""), collapse = ", "), "}") else if (length(v) == 1 && is.null(names(v))) sprintf("%.15g", v) else json(as.list(v))
runs <- character(0)
run <- function(name, est, fields, expected, note = NULL) {
  runs <<- c(runs, sprintf("  {\n   \"name\": \"%s\",\n   \"est\": \"%s\",\n   %s,\n   \"expected\": %s,\n   \"tolerance\": 1e-7,\n   \"computed_by\": \"base R: make.R of the case%s\"\n  }",
    name, est, fields, json(expected), if (is.null(note)) "" else paste0("; ", note)))
}
full <- "\"y\": \"grade\",\n   \"x\": [\"x\", \"z\", \"i.region\"],\n   \"base\": {\"region\": \"East\"}"
polr <- MASS::polr(factor(grade) ~ x + z + region, d, control = list(reltol = 1e-15, maxit = 1000))
for (est in names(laws)) {
  m <- ordered(est, X, d$grade)
  run(est, est, paste0(full, ",\n   \"margins\": \"average\""), c(told(m, "iid", n, 1:4), list(margins = m$margins)),
    if (est == "ologit") sprintf("MASS::polr differs by %.0e", max(abs(coef(polr)[c("x", "z")] / m$b[1:2] - 1))))
  run(paste0(est, "_robust"), est, paste0(full, ",\n   \"vcov\": {\"type\": \"HC1\"}"), told(m, "robust", n, 1:4))
  run(paste0(est, "_cluster"), est, paste0(full, ",\n   \"vcov\": {\"type\": \"cluster\", \"cluster\": [\"g\"]}"), told(m, "cluster", n, 1:4, d$g))
  m <- ordered(est, X[, 1:2], d$grade, d$f)
  run(paste0(est, "_frequency"), est, "\"y\": \"grade\",\n   \"x\": [\"x\", \"z\"],\n   \"weight\": {\"var\": \"f\", \"type\": \"frequency\"},\n   \"margins\": \"average\"",
    c(told(m, "iid", sum(d$f), 1:2), list(margins = m$margins)))
}
# Fractions: the mean F(x'b) by the quasi-likelihood of binary outcomes, whose test of all slopes is Wald's.
fractional <- function(est, X, y, w = rep(1, length(y))) {
  F <- if (est == "flogit") plogis else pnorm
  f <- if (est == "flogit") dlogis else dnorm
  ll <- function(b) { e <- drop(X %*% b); sum(w * (y * F(e, log.p = TRUE) + (1 - y) * F(-e, log.p = TRUE))) }
  scores <- function(b) { e <- drop(X %*% b); w * f(e) * (y / F(e) - (1 - y) / F(-e)) * X }
  m <- climbed(ll, scores, numeric(ncol(X)))
  names(m$b) <- colnames(X)
  p <- sum(w * y) / sum(w)
  m$ll_0 <- sum(w) * (p * log(p) + (1 - p) * log(1 - p))
  m
}
shared <- function(name, est, names, vcov, fields, w = rep(1, n), groups = NULL, note = NULL) {
  X <- cbind(x = d$x, z = d$z, "_cons" = 1)[, names]
  m <- fractional(est, X, d$share, w)
  N <- if (is.integer(w)) sum(w) else n
  V <- covariance(m, vcov, groups)
  if (is.null(groups) && vcov != "iid" && is.integer(w)) V <- m$V %*% crossprod(m$s / sqrt(w)) %*% m$V * N / (N - 1)
  se <- setNames(sqrt(diag(V)), names(m$b))
  slopes <- which(names != "_cons")
  chi2 <- drop(m$b[slopes] %*% solve(V[slopes, slopes], m$b[slopes]))
  f <- if (est == "flogit") dlogis else dnorm
  average <- function(b) sum(w * f(drop(X %*% b))) / sum(w) * b[1]
  by <- sapply(seq_along(m$b), function(k) { h <- 1e-4; at <- function(t) average(replace(m$b, k, m$b[k] + t * h)); (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h) })
  values <- c(list(coef = m$b, se = se, ll = m$ll, ll_0 = m$ll_0, pseudo_r2 = 1 - m$ll / m$ll_0, chi2 = chi2, df_m = length(slopes), N = N,
    zeros = sum(d$share == 0), ones = sum(d$share == 1), margins = list(x = list(dydx = unname(average(m$b)), se = sqrt(drop(by %*% V %*% by))))), if (!is.null(groups)) list(G = length(unique(groups))))
  run(name, est, paste0("\"y\": \"share\",\n   \"x\": [\"x\", \"z\"],\n   \"margins\": \"average\",\n   ", fields), values, note)
}
for (est in c("flogit", "fprobit")) {
  all <- c("x", "z", "_cons")
  quasi <- glm(share ~ x + z, quasibinomial(if (est == "flogit") "logit" else "probit"), d, control = list(epsilon = 1e-15, maxit = 200))
  m <- fractional(est, cbind(x = d$x, z = d$z, "_cons" = 1), d$share)
  away <- max(abs(coef(quasi)[c("x", "z")] / m$b[1:2] - 1))
  stopifnot(away < 1e-6)
  shared(paste0(est, "_oim"), est, all, "iid", "\"vcov\": {\"type\": \"iid\"}", note = sprintf("glm(quasibinomial) differs by %.0e", away))
  shared(est, est, all, "robust", "\"vcov\": {\"type\": \"HC1\"}")
  shared(paste0(est, "_cluster"), est, all, "cluster", "\"vcov\": {\"type\": \"cluster\", \"cluster\": [\"g\"]}", groups = d$g)
  shared(paste0(est, "_frequency"), est, all, "robust", "\"vcov\": {\"type\": \"HC1\"},\n   \"weight\": {\"var\": \"f\", \"type\": \"frequency\"}", w = d$f)
}
# An equation for each outcome but the base, of which `slopes` are the places of all but constants.
multinomial <- function(X, y, base, w = rep(1, length(y))) {
  others <- setdiff(sort(unique(y)), base)
  K <- ncol(X)
  shares <- function(b) { eta <- cbind(0, X %*% matrix(b, K)); p <- exp(eta - apply(eta, 1, max)); p / rowSums(p) }
  own <- cbind(y == base, outer(y, others, "==")) + 0
  ll <- function(b) sum(w * log(rowSums(own * shares(b))))
  scores <- function(b) { r <- w * (own - shares(b))[, -1, drop = FALSE]; do.call(cbind, lapply(seq_along(others), function(j) r[, j] * X)) }
  m <- climbed(ll, scores, numeric(K * length(others)))
  m$ll_0 <- sum(w * log((tapply(w, y, sum) / sum(w))[as.character(y)]))
  m$outcomes <- length(others) + 1
  average <- function(b, j) { p <- shares(b); rise <- cbind(0, matrix(b, K)[1, , drop = FALSE]); sum(w * p[, j] * (rise[j] - p %*% t(rise))) / sum(w) }
  m$margins <- sapply(seq_len(m$outcomes), function(j) average(m$b, j))
  m$margins_se <- sapply(seq_len(m$outcomes), function(j) {
    by <- sapply(seq_along(m$b), function(k) { h <- 1e-4; at <- function(t) average(replace(m$b, k, m$b[k] + t * h), j); (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h) })
    sqrt(drop(by %*% m$V %*% by))
  })
  m$labels <- c(base, others)
  m
}
nested <- function(values, m, names) setNames(lapply(seq_along(m$labels[-1]), function(e) setNames(values[(e - 1) * length(names) + seq_along(names)], names)), m$labels[-1])
chosen <- function(name, X, vcov, fields, w = rep(1, n), groups = NULL, note = NULL) {
  names <- colnames(X)
  m <- multinomial(X, d$choice, 1, w)
  slopes <- which(rep(names != "_cons", m$outcomes - 1))
  values <- told(m, vcov, sum(w), slopes, groups)
  values$coef <- nested(m$b, m, names)
  values$se <- nested(unname(values$se), m, names)
  if (vcov == "iid") {
    values$margins <- setNames(lapply(m$margins, function(v) list(x = v)), m$labels)
    values$margins_se <- setNames(lapply(m$margins_se, function(v) list(x = v)), m$labels)
    fields <- paste0(fields, ",\n   \"margins\": \"average\"")
  }
  run(name, "mlogit", paste0("\"y\": \"choice\",\n   \"base_outcome\": 1,\n   ", fields), values, note)
}
X <- cbind(X, "_cons" = 1)
terms <- "\"x\": [\"x\", \"z\", \"i.region\"],\n   \"base\": {\"region\": \"East\"}"
net <- nnet::multinom(factor(choice) ~ x + z + region, d, trace = FALSE, reltol = 1e-15, maxit = 1000)
chosen("mlogit", X, "iid", terms, note = sprintf("nnet::multinom differs by %.0e", max(abs(coef(net)[, "x"] / multinomial(X, d$choice, 1)$b[c(1, 6)] - 1))))
chosen("mlogit_robust", X, "robust", paste0(terms, ",\n   \"vcov\": {\"type\": \"HC1\"}"))
chosen("mlogit_cluster", X, "cluster", paste0(terms, ",\n   \"vcov\": {\"type\": \"cluster\", \"cluster\": [\"g\"]}"), groups = d$g)
chosen("mlogit_frequency", X[, c("x", "z", "_cons")], "iid", "\"x\": [\"x\", \"z\"],\n   \"weight\": {\"var\": \"f\", \"type\": \"frequency\"}", d$f)
head <- "{\n \"id\": \"choice-small\",\n \"title\": \"Synthetic choices of 400 persons: ordered grades, modes of travel\",\n \"source\": \"own draws (make.R)\",\n \"licence\": \"CC0\",\n \"panel\": null,\n \"note\": null,\n \"published\": [],\n \"data\": \"data.csv\",\n \"runs\": [\n"
cat(head, paste(runs, collapse = ",\n"), "\n ]\n}\n", sep = "", file = file.path(here, "case.json"))
