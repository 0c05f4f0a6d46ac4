# Tests, placebos and effects over time by stats and plm, spatial tests by spdep; what is computed from formulas names its source.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
suppressMessages({ library(sandwich); library(plm); library(spdep) })
tool <- with_r("sandwich", "plm", "spdep")
own <- function(source) paste("formulas of", source, "in", with_r())
units <- function(of) length(unique(of))

grunfeld <- data_of("grunfeld-fe")
panel <- pdim(grunfeld, index = c("firm", "year"))
random <- plm(inv ~ value + capital, grunfeld, model = "random", index = c("firm", "year"))
within <- plm(inv ~ value + capital, grunfeld, model = "within", index = c("firm", "year"))
for (run in c("hausman", "xttest0", "xtcsd", "xtserial", "xttest3")) record(paste0("grunfeld-panel/", run), tool,
  c(list(ngroups = panel$nT$n, nobs = nobs(within)), if (run == "hausman") list("stats.hausmanDf" = unname(phtest(within, random)$parameter))))

# Two-way effects that a decomposition is of: errors of clusters count the effects that these do not hold.
homicide <- data_of("did-castle")
clustered <- function(fit, cluster, counted) {
  n <- nobs(fit); g <- units(cluster)
  vcovCL(fit, cluster, type = "HC0", cadjust = FALSE) * g / (g - 1) * (n - 1) / (n - counted)
}
both <- lm(l_homicide ~ post + factor(sid) + factor(year), homicide)
error <- sqrt(clustered(both, homicide$sid, 1 + units(homicide$year))["post", "post"])
estimate <- coef(both)[["post"]]; g <- units(homicide$sid)
starts <- tapply(ifelse(is.na(homicide$effyear), 0, homicide$effyear), homicide$sid, max)
cohorts <- sort(unique(starts[starts > 0])); pairs <- choose(length(cohorts), 2)
record("did-castle/bacon", tool, list("simple.stdError" = error, "simple.statistic" = estimate / error, "simple.pValue" = 2 * pt(-abs(estimate / error), g - 1),
  "simple.confLow" = estimate - qt(0.975, g - 1) * error, "simple.confHigh" = estimate + qt(0.975, g - 1) * error,
  "rows.0.count" = length(cohorts), "rows.1.count" = pairs, "rows.2.count" = pairs))
counties <- data_of("did-mpdta")
record("did-mpdta/cs_never_dr", tool, list("leftOut.unitsTreatedInFirstPeriod" =
  units(counties$county[counties$first_treat > 0 & counties$first_treat <= min(counties$year)])))

# Imputation: effects by calendar year, and errors from the weights that each outcome has in them.
homicide$cohort <- starts[as.character(homicide$sid)]
homicide$treated <- homicide$cohort > 0 & homicide$year >= homicide$cohort
design <- model.matrix(~ factor(sid) + factor(year), homicide)
untreated <- lm(homicide$l_homicide[!homicide$treated] ~ design[!homicide$treated, ] - 1)
effect <- homicide$l_homicide - drop(design %*% coef(untreated))
calendar <- list("simple.n" = sum(homicide$treated))
years <- sort(unique(homicide$year[homicide$treated]))
for (i in seq_along(years)) {
  of <- homicide$treated & homicide$year == years[i]
  x0 <- design[!homicide$treated, ]
  v <- ifelse(of, 1 / sum(of), 0); v[!homicide$treated] <- -drop(x0 %*% solve(crossprod(x0), colMeans(design[of, , drop = FALSE])))
  residual <- effect
  residual[homicide$treated] <- effect[homicide$treated] - ave(effect, homicide$cohort, homicide$year)[homicide$treated]
  error <- sqrt(sum(tapply(v * residual, homicide$sid, sum)^2)); at <- mean(effect[of]); z <- at / error
  calendar <- c(calendar, setNames(list(at, error, z, 2 * pnorm(-abs(z)), at - qnorm(0.975) * error, at + qnorm(0.975) * error, sum(of), error),
    paste0("calendar.by.", i - 1, c(".estimate", ".stdError", ".statistic", ".pValue", ".confLow", ".confHigh", ".n", ".stdErrorStata"))))
}
record("did-castle/imputation", own("Borusyak, Jaravel and Spiess (2024)"), calendar)

# Sun and Abraham: effects of each cohort and relative period, weighted by the cohorts' shares of rows.
since <- ifelse(homicide$cohort > 0, homicide$year - homicide$cohort, -1)
cell <- relevel(factor(ifelse(since == -1, "none", paste(homicide$cohort, since))), "none")
fit <- lm(l_homicide ~ cell + factor(sid) + factor(year), homicide)
at <- grep("^cell", names(coef(fit))); names_of <- sub("^cell", "", names(coef(fit))[at])
relative <- as.numeric(sub(".* ", "", names_of)); size <- as.numeric(table(cell)[names_of])
periods <- sort(unique(relative))
weights <- t(vapply(periods, function(p) ifelse(relative == p, size, 0) / sum(size[relative == p]), size))
v <- clustered(fit, homicide$sid, length(at) + units(homicide$year))[at, at]
b <- drop(weights %*% coef(fit)[at]); vb <- weights %*% v %*% t(weights); before <- periods < 0
f <- drop(b[before] %*% solve(vb[before, before], b[before])) / sum(before)
dynamic <- unlist(lapply(seq_along(periods), function(i) setNames(list(sum(size[relative == periods[i]]), sum(relative == periods[i])),
  paste0("dynamic.by.", i - 1, c(".n", ".groups")))), recursive = FALSE)
record("did-castle/sunab", tool, c(dynamic, list("pretest.f" = f, "pretest.df1" = sum(before), "pretest.df2" = g - 1, "pretest.p" = pf(f, sum(before), g - 1, lower.tail = FALSE),
  "leftOut.singletons" = sum(table(homicide$sid) == 1))))

# Differences between groups: regressions apart, with the clusters of both.
provinces <- data_of("synth-nqp-a"); g <- units(provinces$province)
apart <- lapply(0:1, function(level) {
  rows <- provinces[provinces$municipality == level, ]
  fit <- lm(gap ~ nqp + education + factor(province), rows)
  list(b = coef(fit)[2:3], v = vcovCL(fit, rows$province, type = "HC0", cadjust = FALSE)[2:3, 2:3] * g / (g - 1), n = nobs(fit))
})
difference <- apart[[1]]$b - apart[[2]]$b; v <- apart[[1]]$v + apart[[2]]$v; chi2 <- drop(difference %*% solve(v, difference))
record("mech-nqp-a/group_municipality", tool, list("groups.0.estimate" = apart[[1]]$b[[1]], "groups.1.estimate" = apart[[2]]$b[[1]],
  "groups.0.nobs" = apart[[1]]$n, "groups.1.nobs" = apart[[2]]$n, "suest.statistic" = difference[[1]] / sqrt(v[1, 1]),
  "suest.joint.chi2" = chi2, "suest.joint.df" = 2, "suest.joint.pValue" = pchisq(chi2, 2, lower.tail = FALSE)))

# Placebos: all assignments of the treatment to units, to dates, and to both, in any order.
small <- data_of("perm-small-a"); all_units <- sort(unique(small$unit)); dates <- sort(unique(small$year))
begins <- vapply(split(small, small$unit), function(rows) min(c(rows$year[rows$did == 1], Inf)), 0)
ever <- sum(is.finite(begins)); chosen <- combn(length(all_units), ever, simplify = FALSE)
placebo <- function(starts) {
  d <- as.numeric(small$year >= starts[match(small$unit, all_units)])
  summary(lm(y ~ d + factor(unit) + factor(year), small))$coefficients["d", c(1, 4)]
}
moved <- function(of, date) replace(rep(Inf, length(all_units)), of, date)
assignments <- function(run, starts, shares) {
  found <- vapply(starts, placebo, c(0, 0))
  record(paste0("perm-small-a/", run), tool, c(setNames(as.list(quantile(found[1, ], shares / 100, type = 2)), paste0("quantiles.p", shares)),
    list(treatedUnits = ever, units = length(all_units), skipped = sum(is.na(found[1, ]))), if (run == "dates") setNames(as.list(found[2, ]), paste0("pValues.", seq_along(starts) - 1))))
}
treated <- which(is.finite(begins))
assignments("dates", lapply(dates[-1], function(date) moved(treated, date)), c(25, 50, 75))
if (units(begins[treated]) == 1) assignments("units", lapply(chosen, moved, date = begins[treated][1]), c(10, 25, 75, 90))
assignments("both", unlist(lapply(dates[-1], function(date) lapply(chosen, moved, date)), recursive = FALSE), c(1, 10, 25, 75, 90, 99))

groups <- tapply(small$treat, small$unit, max); of_group <- combn(length(all_units), sum(groups == 1), simplify = FALSE)
slope <- function(rows) coef(lm(y ~ x + factor(unit), rows))[["x"]]
gap <- function(of) { is <- small$unit %in% all_units[of]; slope(small[!is, ]) - slope(small[is, ]) }
observed <- gap(which(groups == 1)); gaps <- vapply(of_group, gap, 0)
record("perm-small-a/bdiff_units", tool, c(setNames(as.list(quantile(gaps, c(10, 25, 50, 75, 90) / 100, type = 2)), paste0("quantiles.p", c(10, 25, 50, 75, 90))),
  list(countLe = sum(gaps <= observed + 1e-12), skipped = sum(is.na(gaps)))))

# Neighbours: rows of the contiguity file, a region without neighbours included.
regions <- data_of("spatial-synth31"); pairs <- data_of("spatial-synth31", "contiguity.csv")
names_of <- sort(unique(regions$id))
w <- table(factor(pairs$id, names_of), factor(pairs$neighbour, names_of)); w <- matrix(as.numeric(w), length(names_of)); links <- sum(w)
w <- w / pmax(1, rowSums(w))
record("spatial-synth31/w_contiguity_island", tool, list(eigMin = min(Re(eigen(w, only.values = TRUE)$values)), links = links, meanLinks = links / nrow(w), n = nrow(w), s0 = sum(w)))
first <- regions[regions$year == 2011, ]; first <- first[order(first$id), ]
moran <- moran.test(first$y, mat2listw(w, style = "W", zero.policy = TRUE), randomisation = TRUE, zero.policy = TRUE, adjust.n = FALSE)
record("spatial-synth31/moran_contiguity_2011", tool, list(sdRandom = sqrt(moran$estimate[["Variance"]])))
shared <- list("absorbed.0.levels" = units(regions$id), ngroups = units(regions$id), "stats.ymean" = mean(regions$y))
record("spatial-synth31/sar_ind_contiguity", tool, shared)
record("spatial-synth31/sdm_both_contiguity", tool, c(shared, list("absorbed.1.levels" = units(regions$year), "tests.0.df.0" = 2)))

# Thresholds: rows and units in each regime at the thresholds of the case, and the critical value of the likelihood ratio.
critical <- -2 * log(1 - sqrt(0.95))
record("synth-nqp-a/table5_single", own("Hansen (1999)"), list("profiles.0.critical" = critical))
high <- provinces$hc > 165.9195
record("synth-nqp-a/table5_single", tool, list("regimes.0.rows" = sum(!high), "regimes.1.rows" = sum(high), "regimes.0.units" = units(provinces$province[!high]),
  "regimes.1.units" = units(provinces$province[high])))
record("grunfeld-fe/thr_double", own("Hansen (1999)"), list("profiles.0.critical" = critical, "profiles.1.critical" = critical))

draws <- c(0.05, 0.31, 0.18, 0.22, 0.4, -0.02, 0.27, 0.12, 0.35, 0.19, 0.24, 0.08, 0.29, 0.16, 0.33, 0.21, 0.11, 0.26, 0.14, 0.38)
record("mech-nqp-a/boot_ci", tool, list(mean = mean(draws), reps = length(draws)))

# Entropy balancing: weights that minimise the dual, balance by t tests, and standardised biases.
trainees <- data_of("psm-lalonde")
x <- c("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75"); is <- trainees$treat == 1
z <- scale(as.matrix(trainees[x])); goal <- colMeans(z[is, ]); control <- z[!is, ]; lambda <- rep(0, length(x))
for (step in 1:50) {
  e <- exp(drop(control %*% lambda)); e <- e / sum(e)
  gradient <- drop(crossprod(control, e)) - goal
  lambda <- lambda - solve(crossprod(control * sqrt(e)) - tcrossprod(drop(crossprod(control, e))), gradient)
}
weight <- e * sum(is)
balance <- lapply(seq_along(x), function(i) {
  t1 <- trainees[[x[i]]][is]; t0 <- trainees[[x[i]]][!is]; test <- t.test(t1, t0, var.equal = TRUE)
  found <- list(bias = 100 * (mean(t1) - mean(t0)) / sqrt((var(t1) + var(t0)) / 2), statistic = unname(test$statistic), pValue = test$p.value)
  if (units(t1) > 2) found <- c(found, list(varianceRatio = var(t1) / var(t0), varianceRatioMatched = var(t1) / (sum(weight * (t0 - weighted.mean(t0, weight))^2) / (sum(weight) - 1))))
  setNames(found, paste0("records.balance.", i - 1, ".", names(found)))
})
biases <- abs(vapply(balance, function(of) of[[1]], 0)); y1 <- trainees$re78[is]; y0 <- trainees$re78[!is]
record("psm-lalonde/ebal_1", paste0(tool, ", weights by the dual of Hainmueller (2012)"), c(unlist(balance, recursive = FALSE), list("records.meanAbsBias.0" = mean(biases), "records.medianAbsBias.0" = median(biases),
  "records.att.0.treated" = mean(y1), "records.att.0.control" = weighted.mean(y0, weight), "records.att.0.unmatched.treated" = mean(y1),
  "records.att.0.unmatched.control" = mean(y0), "records.att.0.unmatched.difference" = mean(y1) - mean(y0),
  "records.support.matched" = sum(is), "records.support.controlsUsed" = sum(!is))))
save_values()
