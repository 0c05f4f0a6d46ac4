# Tests of weak instruments with one endogenous regressor by the formulas of their papers, in R alone: the effective F of Montiel Olea and Pflueger (2013),
# tF of Lee, McCrary, Moreira and Porter (2022), and confidence sets of Anderson and Rubin (1949), whose ends are roots of the test.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
own <- paste("formulas of Montiel Olea and Pflueger (2013) and of Anderson and Rubin (1949), in", with_r())

apart <- function(columns, from, w) sqrt(w) * residuals(lm(columns ~ from - 1, weights = w))
root_of <- function(m) { e <- eigen(m, TRUE); e$vectors %*% (sqrt(e$values) * t(e$vectors)) }

# y: outcome; d: endogenous regressor; z: instruments; x: exogenous variables with the constant and the dummies of units, of which clusters count none of
# the last `nested`.
weak <- function(run, y, d, z, x, kind, w = rep(1, length(y)), cluster = NULL, nested = 0) {
  n <- length(y); l <- ncol(z); df <- n - l - ncol(x)
  yt <- drop(apart(y, x, w)); dt <- drop(apart(d, x, w)); zt <- as.matrix(apart(z, x, w))
  zz <- crossprod(zt); a <- solve(zz)
  delta <- a %*% crossprod(zt, yt); pi <- a %*% crossprod(zt, dt); u <- drop(yt - zt %*% delta); v <- drop(dt - zt %*% pi)
  g <- length(unique(cluster))
  factor <- if (kind == "CRV1") g / (g - 1) * (n - 1) / (df + nested) else n / df
  sums <- function(e) if (is.null(cluster)) zt * e else rowsum(zt * e, cluster)
  covariance <- function(e, f) if (kind == "iid") a * sum(e * f) / df else factor * a %*% crossprod(sums(e), sums(f)) %*% a
  q <- root_of(zz); turned <- function(m) q %*% m %*% q
  w2 <- turned(covariance(v, v)); w12 <- turned(covariance(u, v)); f <- sum((q %*% pi)^2) / sum(diag(w2))
  bias <- function(b) {
    s12 <- w12 - b * w2; values <- eigen((s12 + t(s12)) / 2, TRUE)$values
    max(abs(sum(diag(s12)) - 2 * values)) / sqrt(sum(diag(w2)) * sum(diag(turned(covariance(u - b * v, u - b * v)))))
  }
  unit <- sqrt(sum(u^2) / sum(v^2)); centre <- sum(u * v) / sum(v^2)
  at <- function(angle) bias(centre + unit * tan(angle))
  grid <- seq(-pi_half, pi_half, length.out = 2001); best <- grid[which.max(vapply(grid, at, 0))]
  worst <- if (l == 1) 1 else optimize(at, best + c(-0.002, 0.002), maximum = TRUE, tol = 1e-12)$objective
  k_of <- function(s) sum(diag(w2))^2 * (1 + 2 * s) / (sum(w2^2) + 2 * s * sum(diag(w2)) * max(eigen(w2, TRUE)$values))
  critical <- function(s) { k <- k_of(s); qchisq(0.95, k, k * s) / k }
  parts <- c(5, 10, 20, 30)
  named <- function(values, path) setNames(as.list(values), paste0("tests.effective-f.", path, ".", parts, "%"))
  df2 <- if (kind == "CRV1") g - 1 else df
  ar <- function(b) { r <- delta - b * pi; e <- u - b * v; drop(t(r) %*% solve(covariance(e, e), r)) / l - qf(0.95, l, df2) }
  b <- sum((zt %*% pi) * yt) / sum((zt %*% pi)^2); step <- sqrt(sum((yt - b * dt)^2) / df / sum((zt %*% pi)^2))
  edge <- function(way) {
    far <- b; while (ar(far) < 0) far <- far + way * step
    uniroot(ar, sort(c(far, far - way * step)), tol = 1e-14)$root
  }
  ends <- if (ar(b) < 0) c(edge(-1), edge(1))
  record(run, own, c(list("stats.effectiveF" = f, "tests.effective-f.largeSample" = f * if (kind == "iid") n / df else factor),
    named(vapply(100 / parts, critical, 0), "critical.simplified"), named(vapply(100 / parts, k_of, 0), "degrees")))
  record(run, own, c(list("tests.effective-f.worstBias" = worst), named(vapply(100 * worst / parts, critical, 0), "critical.tsls"),
    if (!is.null(ends)) setNames(as.list(rep(ends, 3)), paste0("tests.anderson-rubin.", c("low", "high", "set.bounds.0", "set.bounds.1", "set.pieces.0.0", "set.pieces.0.1"))),
    if (l == 1) list("tests.tf.f" = f)), 1e-6)
  none <- if (kind != "iid") list("tests.clr.set" = NULL)
  if (l > 1) none <- c(none, list("tests.tf.critical" = NULL, "tests.tf.stdError" = NULL))
  if (l == 1 && f > 106.09) none <- c(none, list("tests.tf.critical" = 1.96))
  record(run, "Lee, McCrary, Moreira and Porter (2022), Table 3, for one instrument; Moreira (2003) for iid errors", none)
}
pi_half <- pi / 2 - 1e-9

workers <- data_of("synth-akm-a")
rows <- workers[complete.cases(workers[c("y", "x2", "x1", "z1", "w")]), ]
weak("synth-akm-a/iv_aw", rows$y, rows$x1, as.matrix(rows["z1"]), cbind(1, rows$x2), "HC1", rows$w * nrow(rows) / sum(rows$w))
housing <- data_of("stata13-hsng-iv")
z <- as.matrix(housing[c("faminc", "reg2", "reg3", "reg4")]); x <- cbind(1, housing$pcturban)
weak("stata13-hsng-iv/2sls_unadjusted_small", housing$rent, housing$hsngval, z, x, "iid")
weak("stata13-hsng-iv/2sls_robust_small", housing$rent, housing$hsngval, z, x, "HC1")
weak("stata13-hsng-liml/liml_unadjusted_small", housing$rent, housing$hsngval, z, x, "iid")
weak("stata13-hsng-liml/liml_robust_small", housing$rent, housing$hsngval, z, x, "HC1")
# Effects are dummies of units.
fixed <- function(run, data, y, d, unit, x, kind) {
  data$lagged <- lagged(data[[d]], data[[unit]])
  data <- data[complete.cases(data[c(y, d, "lagged", x)]), ]
  units <- factor(data[[unit]]); dummies <- model.matrix(~ units - 1)
  cluster <- if (kind == "CRV1") units
  weak(run, data[[y]], data[[d]], as.matrix(data["lagged"]), cbind(dummies, as.matrix(data[x])), kind, cluster = cluster, nested = nlevels(units))
}
fixed("cigar-fe/iv_fe_lagprice", data_of("cigar-fe"), "lsales", "lprice", "state", c("lndi", "lpimin"), "CRV1")
fixed("cigar-fe/iv_fe_lagprice_iid", data_of("cigar-fe"), "lsales", "lprice", "state", c("lndi", "lpimin"), "iid")
fixed("synth-nqp-a/table4_iv_fe_robust", data_of("synth-nqp-a"), "gap", "nqp", "province", c("education", "patent", "digeco"), "HC1")
save_values()
