# Instrumental variables: two-stage least squares by AER, covariances by sandwich, canonical correlations by stats. LIML, Hansen's
# statistic and those of Kleibergen and Paap (2006, Journal of Econometrics 133) with one endogenous regressor are computed from their formulas.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
suppressMessages({ library(AER); library(sandwich) })
tool <- with_r("AER", "sandwich")
own <- paste("formulas of Kleibergen and Paap (2006), of LIML and of efficient moments, in", with_r())

wald <- function(b, v, of) drop(b[of] %*% solve(v[of, of], b[of])) / length(of)

# Residuals of columns on exogenous variables, weighted.
apart <- function(columns, from, w) sqrt(w) * residuals(lm(columns ~ from - 1, weights = w))

# Meat of scores: rows alone, or sums over clusters.
meat_of <- function(scores, cluster) crossprod(if (is.null(cluster)) scores else rowsum(scores, cluster))

# Statistics of weak and excluded instruments. d: endogenous regressors; z: excluded instruments; x: exogenous variables with the constant and the
# dummies of units; the number of those, `absorbed`, is taken from the number of rows in moments, and clusters that hold them do not count them.
identification <- function(run, d, z, x, w = rep(1, length(x[, 1])), kind = "iid", cluster = NULL, absorbed = 0) {
  n <- nrow(x); l <- ncol(z); df <- n - l - ncol(x); share <- if (is.null(cluster)) (n - absorbed) / n else 1
  dt <- apart(d, x, w); zt <- apart(z, x, w)
  r2 <- min(cancor(dt, zt, xcenter = FALSE, ycenter = FALSE)$cor)^2
  found <- list("stats.cdWaldF" = r2 / (1 - r2) * df / l)
  if (kind == "iid") return(c(found, list("stats.andersonLm" = n * share * r2)))
  s <- crossprod(zt, dt)
  lm0 <- share * drop(t(s) %*% solve(meat_of(zt * drop(dt), cluster), s))
  pi <- solve(crossprod(zt), s); e <- drop(dt - zt %*% pi)
  bread <- solve(crossprod(zt))
  chi2 <- drop(t(pi) %*% solve(bread %*% meat_of(zt * e, cluster) %*% bread, pi))
  factor <- if (is.null(cluster)) df / n else {
    g <- length(unique(cluster)); (n - l - ncol(x) + absorbed) / (n - 1) * (g - 1) / g
  }
  record(run, own, list("stats.kpLm" = lm0, "stats.kpLmP" = pchisq(lm0, l - ncol(d) + 1, lower.tail = FALSE),
    "stats.kpWaldF" = chi2 * factor / l, "tests.kp-wald.chi2" = chi2,
    "tests.kp-lm.statistic" = lm0, "tests.kp-lm.df.0" = l - ncol(d) + 1,
    "tests.kp-lm.pValue" = pchisq(lm0, l - ncol(d) + 1, lower.tail = FALSE)))
  found
}

# Fixed effects: the regression with a dummy for each unit.
fixed_effects <- function(run, rows, y, x, d, z, unit, kind) {
  rows <- rows[complete.cases(rows[c(y, x, d, z)]), ]
  rows$unit <- factor(rows[[unit]])
  right <- paste(c(d, x, "unit"), collapse = " + ")
  fit <- ivreg(as.formula(paste(y, "~", right, "|", paste(c(z, x, "unit"), collapse = " + "))), data = rows)
  slopes <- c(d, x); k <- length(slopes); n <- nobs(fit); g <- nlevels(rows$unit)
  b <- coef(fit)[slopes]; xb <- drop(as.matrix(rows[slopes]) %*% b)
  mean_of <- function(v) tapply(v, rows$unit, mean)
  u <- mean_of(rows[[y]] - xb); rss <- sum(residuals(fit)^2)
  tss_within <- sum((rows[[y]] - ave(rows[[y]], rows$unit))^2)
  # The error's variance in large samples, as without `small` in ivreg2: its parameters are those of the units alone.
  sigma_e <- sqrt(rss / (n - g)); size <- table(rows$unit)
  # Two-step errors of Hausman's test: residuals of the first stage as a further regressor.
  first <- lm(as.formula(paste(d, "~", paste(c(z, x, "unit"), collapse = " + "))), data = rows)
  rows$residual <- residuals(first)
  augmented <- lm(as.formula(paste(y, "~", right, "+ residual")), data = rows)
  cluster <- if (kind == "CRV1") rows$unit
  v <- switch(kind, iid = vcov(fit), HC1 = vcovHC(fit, "HC1"),
    CRV1 = vcovCL(fit, cluster, type = "HC0", cadjust = FALSE) * g / (g - 1) * (n - 1) / (n - k))
  va <- switch(kind, iid = vcov(augmented), HC1 = vcovHC(augmented, "HC1"),
    CRV1 = vcovCL(augmented, cluster, type = "HC0", cadjust = FALSE) * g / (g - 1) * (n - 1) / (n - k - 1))
  f <- wald(coef(fit), v, slopes); df2 <- if (kind == "CRV1") g - 1 else df.residual(fit)
  wu <- wald(coef(augmented), va, "residual")
  units <- model.matrix(~ unit, rows)
  printed <- c(list(
    "absorbed.0.levels" = g, ngroups = g, "stats.dfAbsorbed" = g, "stats.corrUXb" = cor(u[rows$unit], xb),
    "stats.f" = f, "stats.fDf1" = k, "stats.fDf2" = df2, "stats.fP" = pf(f, k, df2, lower.tail = FALSE),
    "stats.groupMin" = min(size), "stats.groupMax" = max(size), "stats.groupHarmonicMean" = 1 / mean(1 / size),
    "stats.kCounted" = if (kind == "CRV1") k else n - df.residual(fit),
    "stats.r2Adj" = 1 - rss / tss_within * (n - 1) / df.residual(fit),
    "stats.r2Lsdv" = summary(fit)$r.squared, "stats.r2AdjLsdv" = summary(fit)$adj.r.squared,
    "stats.r2Between" = cor(mean_of(rows[[y]]), mean_of(xb))^2, "stats.r2Overall" = cor(rows[[y]], xb)^2,
    "stats.sigmaU" = sd(u), "stats.rho" = var(u) / (var(u) + sigma_e^2),
    "stats.wuHausmanF" = wu, "stats.ymean" = mean(rows[[y]])),
    if (kind == "iid") list("stats.sargan" = NULL), if (kind == "CRV1") list(nclusters = g),
    identification(run, as.matrix(rows[d]), as.matrix(rows[z]), cbind(units, as.matrix(rows[x])), kind = kind, cluster = cluster, absorbed = g))
  record(run, tool, printed)
}

cigar <- data_of("cigar-fe")
cigar$lagged <- lagged(cigar$lprice, cigar$state)
fixed_effects("cigar-fe/iv_fe_lagprice", cigar, "lsales", c("lndi", "lpimin"), "lprice", "lagged", "state", "CRV1")
fixed_effects("cigar-fe/iv_fe_lagprice_iid", cigar, "lsales", c("lndi", "lpimin"), "lprice", "lagged", "state", "iid")
provinces <- data_of("synth-nqp-a")
provinces$lagged <- lagged(provinces$nqp, provinces$province)
fixed_effects("synth-nqp-a/table4_iv_fe_robust", provinces, "gap", c("education", "patent", "digeco"), "nqp", "lagged", "province", "HC1")

# Pooled two-stage least squares by AER, or LIML by its k-class formula, whose robust errors have projected regressors in their scores.
pooled <- function(run, rows, y, x, d, z, kind, liml = FALSE, w = rep(1, nrow(rows)), small = TRUE) {
  n <- nrow(rows); rows$w <- w / mean(w); s <- sqrt(rows$w); slopes <- c(d, x); p <- length(slopes) + 1
  x1 <- cbind("(Intercept)" = 1, as.matrix(rows[x])); dm <- as.matrix(rows[d]); zm <- as.matrix(rows[z])
  all <- s * cbind(x1, zm); xs <- s * cbind(dm, x1); ys <- s * rows[[y]]
  residual <- function(of, on) of - on %*% solve(crossprod(on), crossprod(on, of))
  if (liml) {
    both <- s * cbind(rows[[y]], dm)
    k <- min(Re(eigen(solve(crossprod(residual(both, all)), crossprod(residual(both, s * x1))))$values))
    weighted <- xs - k * residual(xs, all); bread <- solve(crossprod(xs, weighted)); b <- drop(bread %*% crossprod(weighted, ys))
    u <- drop(ys - xs %*% b); projected <- xs - residual(xs, all)
    v <- if (kind == "iid") bread * sum(u^2) / (n - p) else bread %*% crossprod(projected * u) %*% bread * n / (n - p)
  } else {
    fit <- ivreg(as.formula(paste(y, "~", paste(slopes, collapse = " + "), "|", paste(c(z, x), collapse = " + "))), data = rows, weights = w)
    b <- coef(fit); u <- s * residuals(fit); v <- if (kind == "iid") vcov(fit) else vcovHC(fit, "HC1")
  }
  f <- wald(b, v, slopes); excess <- length(z) - length(d); ones <- crossprod(all, u)
  printed <- c(list("stats.f" = f, "stats.fDf1" = length(slopes), "stats.fDf2" = n - p, "stats.fP" = pf(f, length(slopes), n - p, lower.tail = FALSE),
    "stats.kCounted" = length(b)), if (small) list(dfResid = n - p))
  # Sargan's statistic of these residuals; Hansen's of efficient moments, whose weights are of them.
  test <- if (kind == "iid") "sargan" else "hansen-j"; place <- if (kind == "iid") "stats.sargan" else "stats.hansenJ"
  value <- if (excess > 0 && kind == "iid") drop(t(ones) %*% solve(crossprod(all), ones)) / (sum(u^2) / n)
  else if (excess > 0) {
    weights <- solve(crossprod(all * u)); cross <- crossprod(all, xs)
    efficient <- solve(t(cross) %*% weights %*% cross, t(cross) %*% weights %*% crossprod(all, ys))
    moments <- crossprod(all, ys - xs %*% efficient); drop(t(moments) %*% weights %*% moments)
  }
  record(run, own, c(setNames(list(value), place),
    if (excess > 0) setNames(list(value, excess, pchisq(value, excess, lower.tail = FALSE)), paste0("tests.", test, c(".statistic", ".df.0", ".pValue")))))
  record(run, if (liml) own else tool, printed)
  # Hausman's test of Wu: residuals of the first stage as further regressors.
  first <- residual(s * dm, all); augmented <- lm(ys ~ xs + first - 1); at <- p + seq_along(d)
  wu <- wald(coef(augmented), if (kind == "iid") vcov(augmented) else vcovHC(augmented, "HC1"), at)
  record(run, tool, c(list("stats.wuHausmanF" = wu, "tests.wu-hausman.statistic" = wu, "tests.wu-hausman.df.0" = length(d),
    "tests.wu-hausman.df.1" = n - p - length(d), "tests.wu-hausman.pValue" = pf(wu, length(d), n - p - length(d), lower.tail = FALSE),
    "stats.ymean" = weighted.mean(rows[[y]], w)), identification(run, dm, zm, x1, rows$w, kind)))
}
workers <- data_of("synth-akm-a")
pooled("synth-akm-a/iv_aw", workers, "y", "x2", "x1", "z1", "HC1", w = workers$w)
housing <- data_of("stata13-hsng-iv")
instruments <- c("faminc", "reg2", "reg3", "reg4")
pooled("stata13-hsng-iv/2sls_robust_small", housing, "rent", "pcturban", "hsngval", instruments, "HC1")
pooled("stata13-hsng-iv/2sls_unadjusted_small", housing, "rent", "pcturban", "hsngval", instruments, "iid")
pooled("stata13-hsng-liml/liml_robust_small", housing, "rent", "pcturban", "hsngval", instruments, "HC1", TRUE)
pooled("stata13-hsng-liml/liml_unadjusted_small", housing, "rent", "pcturban", "hsngval", instruments, "iid", TRUE)
griliches <- data_of("stata-griliches-ivreg2")
pooled("griliches-liml/liml", griliches, "lw", c("expr", "tenure", "rns", "smsa"), c("s", "iq"), c("med", "kww", "age", "mrt"), "iid", TRUE, small = FALSE)
save_values()
