# Draws counts-small and computes its values in base R: each likelihood is written out, begun by optim() from several places and ended by Newton's method with derivatives of
# deriv(), which are exact. pscl::zeroinfl() must agree, where that package is, to what its own stopping rule and its differences leave.
set.seed(1992, kind = "Mersenne-Twister", normal.kind = "Inversion")
n <- 600
d <- data.frame(g = rep(1:60, each = 10), f = rep(1:3, 200))
d$x <- round(rnorm(n) + rep(rnorm(60), each = 10) / 2, 4)
d$z <- round(runif(n), 4)
d$hours <- round(runif(n, 0.5, 2.5), 3)
mean_of <- d$hours * exp(0.6 + 0.4 * d$x - 0.3 * d$z)
stays <- plogis(-1 + 1.5 * d$z - 0.6 * d$x)
d$visits <- rpois(n, mean_of) * (runif(n) > stays)
d$calls <- rpois(n, mean_of * rgamma(n, 1.5) / 1.5 * 1.6) * (runif(n) > stays)
here <- if (length(commandArgs(TRUE)) > 0) commandArgs(TRUE)[1] else "."
write.csv(d, file.path(here, "data.csv"), row.names = FALSE, quote = FALSE)

# ln f(y) and f(0) of both distributions, in the index x and a = ln(alpha); none is 1 where the count is 0.
ends <- c("x", "t", "a", "y", "o", "none")
f <- list(poisson = "(y * (x + o) - exp(x + o) - lgamma(y + 1))",
  negbin = "(lgamma(y + exp(-a)) - lgamma(exp(-a)) - lgamma(y + 1) - (y + exp(-a)) * log(1 + exp(a + x + o)) + y * (a + x + o))")
f0 <- list(poisson = "exp(-exp(x + o))", negbin = "exp(-exp(-a) * log(1 + exp(a + x + o)))")
rows <- function(law) {
  text <- sprintf("none * log(exp(t) + %s) + (1 - none) * %s - log(1 + exp(t))", f0[[law]], f[[law]])
  deriv(parse(text = text)[[1]], if (law == "negbin") c("x", "t", "a") else c("x", "t"), ends, hessian = TRUE)
}
counted <- function(law, X, Z, y, w = rep(1, length(y)), o = 0, V = TRUE) {
  designs <- c(list(X, Z), if (law == "negbin") list(cbind("/lnalpha" = rep(1, length(y)))))
  of <- rep(seq_along(designs), vapply(designs, ncol, 1L))
  each <- rows(law)
  at <- function(b) { parts <- lapply(seq_along(designs), function(j) drop(designs[[j]] %*% b[of == j])); each(parts[[1]], parts[[2]], if (law == "negbin") parts[[3]] else 0, y, o, as.numeric(y == 0)) }
  scores <- function(b) do.call(cbind, designs) * (w * attr(at(b), "gradient"))[, of]
  information <- function(b) { H <- attr(at(b), "hessian"); do.call(rbind, lapply(seq_along(designs), function(i) do.call(cbind, lapply(seq_along(designs), function(j) -crossprod(designs[[i]], designs[[j]] * (w * H[, i, j])))))) }
  ll <- function(b) { l <- sum(w * at(b)); if (is.finite(l)) l else -1e10 }
  first <- glm.fit(X, y, w, family = poisson(), offset = rep_len(o, length(y)))$coefficients
  tries <- lapply(c(-1, 0, 1), function(t) optim(c(first, t, numeric(ncol(Z) - 1), if (law == "negbin") -0.5), function(b) -ll(b), function(b) -colSums(scores(b)), method = "BFGS", control = list(maxit = 5000, reltol = 1e-15)))
  b <- tries[[which.min(sapply(tries, function(each) each$value))]]$par
  for (step in 1:20) b <- b + drop(solve(information(b), colSums(scores(b))))
  list(b = b, ll = ll(b), V = solve(information(b)), s = scores(b))
}
json <- function(v) if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", vapply(v, json, ""), collapse = ", "), "}") else if (length(v) == 1 && is.null(names(v))) sprintf("%.15g", v) else json(as.list(v))
runs <- character(0)
run <- function(name, est, fields, expected, note = NULL) {
  runs <<- c(runs, sprintf("  {\n   \"name\": \"%s\",\n   \"est\": \"%s\",\n   %s,\n   \"expected\": %s,\n   \"tolerance\": 1e-7,\n   \"computed_by\": \"base R: make.R of the case%s\"\n  }",
    name, est, fields, json(expected), if (is.null(note)) "" else paste0("; ", note)))
}
mean_at <- function(X, Z, b, o) {
  mu <- exp(drop(X %*% b[1:ncol(X)]) + o)
  p <- plogis(drop(Z %*% b[ncol(X) + 1:ncol(Z)]))
  (1 - p) * mu
}
# The average derivative of the mean by x, which is in both equations, from differences, and its error by the delta method.
effect <- function(X, Z, m, w, o, V) {
  slope <- function(b) { at <- function(h) { A <- X; B <- Z; A[, "x"] <- A[, "x"] + h; if ("x" %in% colnames(B)) B[, "x"] <- B[, "x"] + h; sum(w * mean_at(A, B, b, o)) / sum(w) }
    h <- 1e-3; (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h) }
  by <- sapply(seq_along(m$b), function(k) { h <- 1e-3; at <- function(t) slope(replace(m$b, k, m$b[k] + t * h)); (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h) })
  list(x = list(dydx = slope(m$b), se = sqrt(drop(by %*% V %*% by))))
}
told <- function(name, est, law, outcome, x, z, vcov = "iid", weight = NULL, w = rep(1, n), o = 0, keys = NULL, note = NULL) {
  X <- cbind("_cons" = rep(1, n), as.matrix(d[x]))
  Z <- cbind("_cons" = rep(1, n), as.matrix(d[z]))
  y <- d[[outcome]]
  m <- counted(law, X, Z, y, w, o)
  alone <- counted(law, X[, 1, drop = FALSE], Z, y, w, o)
  isFrequency <- identical(weight, "frequency")
  N <- if (isFrequency) sum(w) else n
  groups <- if (vcov == "cluster") d$g
  s <- if (is.null(groups)) m$s / (if (isFrequency) sqrt(w) else 1) else rowsum(m$s, groups)
  k <- if (is.null(groups)) N else length(unique(groups))
  V <- if (vcov == "iid") m$V else m$V %*% crossprod(s) %*% m$V * k / (k - 1)
  se <- sqrt(diag(V))
  slopes <- 1 + seq_along(x)
  chi2 <- if (vcov == "iid") 2 * (m$ll - alone$ll) else drop(m$b[slopes] %*% solve(V[slopes, slopes], m$b[slopes]))
  names <- c(paste0("count_", colnames(X)), paste0("zero_", colnames(Z)), if (law == "negbin") "/lnalpha")
  alpha <- if (law == "negbin") exp(m$b[length(m$b)])
  expected <- c(list(coef = setNames(unname(m$b), names), se = setNames(unname(se), names), ll = m$ll, ll_0 = alone$ll, chi2 = chi2, df_m = length(x), N = N, zeros = if (isFrequency) sum(w * (y == 0)) else sum(y == 0),
    margins = effect(X, Z, m, w, o, V)),
    if (law == "negbin") list(alpha = unname(alpha), alpha_se = unname(alpha * se[length(se)])),
    if (law == "negbin" && vcov == "iid") list(alpha_lr = 2 * (m$ll - counted("poisson", X, Z, y, w, o)$ll)),
    if (!is.null(groups)) list(G = length(unique(groups))))
  list_of <- function(v) paste0("[", paste0("\"", v, "\"", collapse = ", "), "]")
  fields <- paste(c(sprintf("\"y\": \"%s\"", outcome), paste0("\"x\": ", list_of(x)), paste0("\"inflate\": ", if (length(z) == 0) "[]" else list_of(z)),
    if (vcov == "robust") "\"vcov\": {\"type\": \"HC1\"}", if (vcov == "cluster") "\"vcov\": {\"type\": \"cluster\", \"cluster\": [\"g\"]}",
    if (!is.null(weight)) sprintf("\"weight\": {\"var\": \"f\", \"type\": \"%s\"}", weight), keys, "\"margins\": \"average\""), collapse = ",\n   ")
  run(name, est, fields, expected, note)
  m
}
away <- function(m, law, outcome) {
  if (!requireNamespace("pscl", quietly = TRUE)) return(NULL)
  other <- pscl::zeroinfl(as.formula(paste(outcome, "~ x + z | x + z")), d, dist = law, control = pscl::zeroinfl.control(reltol = 1e-15))
  gap <- max(abs(c(other$coefficients$count, other$coefficients$zero) - m$b[1:6]))
  stopifnot(gap < 1e-4)
  sprintf("coefficients of pscl differ by %.0e", gap)
}
both <- c("x", "z")
ones <- cbind("_cons" = rep(1, n), as.matrix(d[both]))
for (law in c("poisson", "negbin")) {
  est <- if (law == "poisson") "zip" else "zinb"
  y <- if (law == "poisson") "visits" else "calls"
  told(est, est, law, y, both, both, note = away(counted(law, ones, ones, d[[y]]), law, y))
  told(paste0(est, "_constant"), est, law, y, "x", character(0))
  told(paste0(est, "_robust"), est, law, y, both, "z", "robust")
  told(paste0(est, "_cluster"), est, law, y, both, both, "cluster")
  told(paste0(est, "_exposure"), est, law, y, "x", both, o = log(d$hours), keys = "\"exposure\": \"hours\"")
  told(paste0(est, "_offset"), est, law, y, "x", "z", "robust", o = d$z, keys = "\"offset\": \"z\"")
  told(paste0(est, "_frequency"), est, law, y, both, "z", "robust", weight = "frequency", w = d$f)
  told(paste0(est, "_probability"), est, law, y, both, "z", "robust", weight = "probability", w = d$f)
}
head <- "{\n \"id\": \"counts-small\",\n \"title\": \"Synthetic visits and calls of 600 persons, of whom some never call\",\n \"source\": \"own draws (make.R)\",\n \"licence\": \"CC0\",\n \"panel\": null,\n \"note\": null,\n \"published\": [],\n \"data\": \"data.csv\",\n \"runs\": [\n"
cat(head, paste(runs, collapse = ",\n"), "\n ]\n}\n", sep = "", file = file.path(here, "case.json"))
