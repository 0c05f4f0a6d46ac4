# Least squares with a dummy for each level of an effect by stats::lm, panels by plm, covariances by sandwich, unions of levels by tables of counts.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
suppressMessages({ library(sandwich); library(plm) })
tool <- with_r("sandwich", "plm")

units <- function(of) length(unique(of))
nests <- function(level, cluster) all(tapply(cluster, level, units) == 1)

# An event study: leads and lags are dummies, with the periods beyond the window in the last ones.
events <- function(run, rows, y, unit, time, cohort, window) {
  rows$unit <- factor(rows[[unit]]); rows$time <- factor(rows[[time]])
  since <- ifelse(is.na(rows[[cohort]]) | rows[[cohort]] == 0, -1, pmax(window[1], pmin(window[2], rows[[time]] - rows[[cohort]])))
  rows$since <- relevel(factor(since), "-1"); rows$y <- rows[[y]]
  fit <- lm(y ~ since + unit + time, rows); within <- lm(y ~ unit + time, rows)
  n <- nobs(fit); g <- nlevels(rows$unit); t <- nlevels(rows$time)
  of <- grep("^since", names(coef(fit))); k <- length(of)
  counted <- k + t; rss <- deviance(fit)
  v <- vcovCL(fit, rows$unit, type = "HC0", cadjust = FALSE)[of, of] * g / (g - 1) * (n - 1) / (n - counted)
  f <- drop(coef(fit)[of] %*% solve(v, coef(fit)[of])) / k
  ll <- c(logLik(fit)); tss <- sum((rows$y - mean(rows$y))^2); one <- summary(fit)
  record(run, tool, list(
    "absorbed.0.levels" = g, "absorbed.1.levels" = t, "absorbed.0.redundant" = g, "absorbed.1.redundant" = 1, ngroups = g,
    "stats.dfAbsorbed" = t - 1, "stats.dfAbsorbedNested" = g, "stats.f" = f, "stats.fDf1" = k, "stats.fP" = pf(f, k, g - 1, lower.tail = FALSE),
    "stats.ll" = ll, "stats.aic" = -2 * ll + 2 * (k + 1), "stats.bic" = -2 * ll + log(n) * (k + 1), "stats.mss" = tss - rss, "stats.rss" = rss,
    "stats.r2" = one$r.squared, "stats.r2Lsdv" = one$r.squared, "stats.r2Adj" = one$adj.r.squared, "stats.r2AdjLsdv" = one$adj.r.squared,
    "stats.r2Within" = 1 - rss / deviance(within), "stats.r2AdjWithin" = 1 - rss / fit$df.residual / (deviance(within) / (fit$df.residual + k)),
    "stats.rmse" = one$sigma, "stats.sigmaE" = one$sigma, "stats.ymean" = mean(rows$y)))
}
events("did-mpdta/es_binned", data_of("did-mpdta"), "lemp", "county", "year", "first_treat", c(-3, 2))
events("did-castle/es_window", data_of("did-castle"), "l_homicide", "sid", "year", "effyear", c(-5, 3))

# Counts of levels, and parameters of the dummies beside the slopes: pairs of effects have as many redundant levels as the graph has components.
connected <- function(a, b) {
  a <- as.integer(factor(a)); b <- as.integer(factor(b)); of <- seq_len(max(a))
  repeat {
    next_of <- ave(ave(of[a], b, FUN = min), a, FUN = min)
    moved <- of; moved[a] <- next_of
    if (identical(moved, of)) return(units(of))
    of <- moved
  }
}
alone <- function(rows, levels) {
  repeat {
    before <- nrow(rows)
    for (level in levels) rows <- rows[ave(seq_len(nrow(rows)), rows[[level]], FUN = length) > 1, ]
    if (nrow(rows) == before) return(rows)
  }
}
# Of levels: each after the first lacks one for each component that it forms with the first.
unclustered <- function(rows, levels) sum(vapply(levels, function(each) units(rows[[each]]), 0)) - sum(vapply(levels[-1], function(each) connected(rows[[levels[1]]], rows[[each]]), 0))
counts <- function(run, rows, levels, more = list()) record(run, tool, c(list(ngroups = units(rows[[levels[1]]])), more))

workers <- data_of("synth-akm-a")
linked <- alone(workers, c("worker", "firm", "year"))
counts("synth-akm-a/w_f_y_2cl", linked, c("worker", "firm", "year"), list(nclusters = min(units(linked$worker), units(linked$firm)),
  "stats.dfAbsorbedUnclustered" = unclustered(linked, c("worker", "firm", "year"))))
counts("synth-akm-a/w_f_y_cl_worker", linked, c("worker", "firm", "year"), list("stats.dfAbsorbedUnclustered" = unclustered(linked, c("worker", "firm", "year"))))
heavy <- lm(y ~ x1 + x2 + factor(worker) + factor(firm) + factor(year), linked, weights = w)
counts("synth-akm-a/aw_w_f_y", linked, c("worker", "firm", "year"), list("stats.dfAbsorbedUnclustered" = unclustered(linked, c("worker", "firm", "year")),
  "stats.r2AdjLsdv" = summary(heavy)$adj.r.squared, "stats.ymean" = weighted.mean(linked$y, linked$w)))
counts("synth-akm-a/w_f_y_hc1", linked, "worker")
counts("synth-akm-a/four_way", alone(workers, c("worker", "firm", "year", "industry")), "worker")
counts("synth-akm-a/keepsingletons", workers, "worker")
copied <- alone(workers[rep(seq_len(nrow(workers)), workers$fw), ], c("worker", "year"))
counts("synth-akm-a/fw_w_y", copied, "worker", list("stats.ymean" = mean(copied$y)))
states <- data_of("produc-fe")
counts("produc-panel/reghdfe_3nested", states, c("region", "state", "year"),
  list("stats.dfAbsorbedUnclustered" = lm(lgsp ~ factor(region) + factor(state) + factor(year), states)$rank))
record("produc-panel/pooled_pw", tool, list("stats.ymean" = weighted.mean(states$lgsp, states$emp)))
counts("crime-fe/twfe_iid", data_of("crime-fe"), "county")
counts("fatalities-fe/twfe_cluster", data_of("fatalities-fe"), "state")
executions <- data_of("stata-cpunish-weights")
heavy <- list("stats.ymean" = weighted.mean(executions$executions, executions$fweight))
for (run in c("wls_aweight_clu1", "wls_pweight_clu1", "wls_aweight_robust")) record(paste0("stata-cpunish-weights/", run), tool, heavy)

points <- data_of("conley-small")
slopes <- lm(y ~ x + z, points)$rank - 1
record("conley-small/cluster_unit_sector_year", tool, list("stats.fDf1" = slopes, nclusters = min(units(points$unit), units(points$sector), units(points$year))))
record("conley-small/conley_uniform", tool, list("stats.fDf1" = slopes))
record("conley-small/conley_weights", tool, list("stats.fDf1" = slopes, "stats.ymean" = weighted.mean(points$y, points$w)))
record("conley-small/conley_twoway", tool, list("stats.fDf1" = slopes, ngroups = units(points$unit)))
regions <- data_of("twoway-mended")
record("twoway-mended/gdp_first", tool, list(ngroups = units(regions$id), "stats.fDf1" = lm(y ~ scale(gdp) + scale(exports) + share, regions)$rank - 1,
  "stats.dfAbsorbedNested" = sum(units(regions$id) * nests(regions$id, regions$id), units(regions$year) * nests(regions$year, regions$year)),
  "stats.dfAbsorbedUnclustered" = lm(y ~ factor(id) + factor(year), regions)$rank))

sizes_of <- function(unit) {
  size <- table(unit)
  list("stats.groupMin" = min(size), "stats.groupMax" = max(size), "stats.groupAvg" = mean(size), "stats.groupHarmonicMean" = 1 / mean(1 / size))
}
cigar <- data_of("cigar-fe")
record("cigar-reghdfe/aw_state", tool, c(sizes_of(cigar$state), list(ngroups = units(cigar$state), "stats.ymean" = weighted.mean(cigar$sales, cigar$pop))))
joint <- anova(lm(sales ~ price, cigar), lm(sales ~ price + factor(state), cigar))
record("cigar-reghdfe/state_iid", tool, list("tests.0.statistic" = joint$F[2], "tests.0.df.0" = joint$Df[2], "tests.0.df.1" = joint$Res.Df[2],
  "tests.0.pValue" = joint$`Pr(>F)`[2]))

firms <- data_of("empluk-unbalanced")
between <- plm(lemp ~ lwage + lcap + lout, firms, model = "between", index = c("firm", "year"))
record("empluk-panel/be", tool, c(sizes_of(firms$firm)[-3], list("stats.ymean" = mean(between$model[[1]]))))
random <- plm(lemp ~ lwage + lcap + lout, firms, model = "random", index = c("firm", "year"))
for (run in c("re", "re_robust")) record(paste0("empluk-panel/", run), tool, list("stats.kCounted" = length(coef(random)), "tests.0.df.0" = length(coef(random)) - 1))
record("empluk-unbalanced/twfe_cluster", tool, list(ngroups = pdim(between)$nT$n))

# Mundlak's test: the means of regressors by unit in the equation of random effects, with errors of clusters.
grunfeld <- data_of("grunfeld-fe")
for (name in c("value", "capital")) grunfeld[[paste0("mean_", name)]] <- ave(grunfeld[[name]], grunfeld$firm)
mundlak <- plm(inv ~ value + capital + mean_value + mean_capital, grunfeld, model = "random", index = c("firm", "year"))
means <- c("mean_value", "mean_capital"); g <- units(grunfeld$firm); n <- nrow(grunfeld)
v <- vcovHC(mundlak, "arellano", "HC0", cluster = "group")[means, means] * g / (g - 1) * (n - 1) / (n - length(coef(mundlak)))
chi2 <- drop(coef(mundlak)[means] %*% solve(v, coef(mundlak)[means]))
record("grunfeld-panel/mundlak", tool, list("stats.mundlakChi2" = chi2, "stats.mundlakDf" = 2, "stats.mundlakP" = pchisq(chi2, 2, lower.tail = FALSE)))

# Dynamic panels: rows of levels that enter, and bounds of the lag by least squares with and without dummies of the units.
employment <- data_of("dpd-abdata")
employment <- employment[order(employment$id, employment$year), ]
for (name in c("n", "w", "k", "ys")) for (lag in 1:2) {
  before <- if (lag == 1) employment[[name]] else employment[[paste0(name, 1)]]
  employment[[paste0(name, lag)]] <- lagged(before, employment$id)
}
dynamic <- function(run, equation, outcome_rows, constant) {
  rows <- model.frame(equation, employment); level <- lm(equation, employment)
  least <- lm(update(equation, . ~ . + factor(id)), employment)
  slopes <- level$rank - 1
  record(run, tool, list("stats.lagLower" = coef(least)[["n1"]], "stats.lagUpper" = coef(level)[["n1"]], nclusters = units(employment$id),
    ngroups = units(employment$id), "stats.kCounted" = slopes + constant, "stats.ymean" = outcome_rows(employment, rows)))
}
in_levels <- function(all, rows) mean(rows$n)
years <- function(from) paste0("yr", from:1983, collapse = " + ")
dynamic("dpd-abdata/ab1991_a1_onestep_robust", as.formula(paste("n ~ n1 + n2 + w + w1 + k + k1 + k2 + ys + ys1 + ys2 +", years(1978))), in_levels, 0)
dynamic("dpd-abdata/fod_diff_onestep", n ~ n1 + w + k, in_levels, 0)
dynamic("dpd-abdata/sys_twostep_windmeijer", n ~ n1 + w + k, in_levels, 1)
dynamic("dpd-abdata/bb1998_system_onestep_small", as.formula(paste("n ~ n1 + w + w1 + k + k1 +", years(1977))), in_levels, 1)

# Inflation factors: those of regressions of each variable on the others.
inflation <- function(run, rows) {
  factors <- vapply(names(rows), function(name) 1 / (1 - summary(lm(reformulate(setdiff(names(rows), name), name), rows))$r.squared), 0)
  record(run, tool, list(mean = mean(factors), nobs = nrow(na.omit(rows))))
}
inflation("produc-fe/vif", states[c("lpcap", "lpc", "lemp", "unemp")])
save_values()
