# Models of counts and of binary outcomes by stats::glm, survival and MASS, with a dummy for each level of an effect; covariances by sandwich.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
suppressMessages({ library(sandwich); library(survival); library(MASS) })
options(warn = -1)
tool <- with_r("sandwich", "survival", "MASS")
strict <- glm.control(epsilon = 1e-14, maxit = 100)

sizes <- function(unit) {
  size <- table(factor(unit))
  list("absorbed.0.levels" = length(size), ngroups = length(size), "stats.groupMin" = min(size), "stats.groupMax" = max(size),
    "stats.groupHarmonicMean" = 1 / mean(1 / size))
}
executions <- data_of("stata-cpunish-weights")
equation <- executions ~ income + perpoverty + perblack + LN_VC100k96 + south + degree
poisson_of <- function(equation, rows, weights = rep(1, nrow(rows))) {
  environment(equation) <- environment()
  glm(equation, poisson, rows, weights = weights, control = strict)
}
tested <- function(fit, v) {
  b <- coef(fit)[-1]; chi2 <- drop(b %*% solve(v[-1, -1], b)); p <- pchisq(chi2, length(b), lower.tail = FALSE)
  list("tests.0.statistic" = chi2, "tests.0.df.0" = length(b), "tests.0.pValue" = p)
}
# Kinds of chi-squared: Wald's where the covariance is robust, the likelihood ratio otherwise.
weighted <- poisson_of(equation, executions, executions$fweight)
empty <- poisson_of(executions ~ 1, executions, executions$fweight)
ll <- c(logLik(weighted), logLik(empty))
n <- nrow(executions)
shared <- list("stats.deviance" = deviance(weighted), "stats.ll0" = ll[2], "stats.pseudoR2" = 1 - ll[1] / ll[2], "stats.ymean" = weighted.mean(executions$executions, executions$fweight))
wald <- tested(weighted, vcovHC(weighted, "HC0") * n / (n - 1))
record("stata-cpunish-weights/poisson_pweight_hc1", tool, c(shared, wald, list("stats.chi2" = wald[[1]], "stats.chi2P" = wald[[3]])))
lr <- 2 * (ll[1] - ll[2])
record("stata-cpunish-weights/poisson_fweight_nonrobust", tool, c(shared, list("stats.chi2" = lr, "stats.chi2P" = pchisq(lr, 6, lower.tail = FALSE),
  "tests.0.statistic" = lr, "tests.0.df.0" = 6, "tests.0.pValue" = pchisq(lr, 6, lower.tail = FALSE))))

roads <- data_of("fatalities-fe")
rural <- poisson_of(fatal ~ beertax + unemp + lincome + offset(log(pop)), roads)
record("fatalities-count/poisson", tool, list("stats.deviance" = deviance(rural), "tests.0.df.0" = rural$rank - 1))
record("fatalities-count/poisson_cluster", tool, list("stats.deviance" = deviance(rural)))
care <- data_of("nmes-count")
of_care <- visits ~ hospital + health_poor + health_excellent + chronic + male + school + insurance
visits <- poisson_of(of_care, care)
record("nmes-count/poisson_robust", tool, list("stats.deviance" = deviance(visits), "tests.0.df.0" = visits$rank - 1))

# Effects: what the data say of their levels, and what fits with dummies have of parameters. Levels without a positive count drop out.
effects <- function(run, rows, y, x, levels, cluster = NULL) {
  repeat {
    before <- nrow(rows)
    for (level in levels) rows <- rows[ave(rows[[y]], rows[[level]], FUN = sum) > 0, ]
    if (nrow(rows) == before) break
  }
  alone <- 0
  repeat {
    before <- nrow(rows)
    for (level in levels) rows <- rows[ave(rows[[y]], rows[[level]], FUN = length) > 1, ]
    alone <- alone + before - nrow(rows)
    if (nrow(rows) == before) break
  }
  dummies <- paste0("factor(", levels, ")")
  fit <- poisson_of(as.formula(paste(y, "~", paste(c(x, dummies), collapse = " + "))), rows)
  nested <- if (is.null(cluster)) 0 else sum(vapply(levels, function(level) {
    if (all(tapply(rows[[cluster]], rows[[level]], function(of) length(unique(of))) == 1)) length(unique(rows[[level]])) else 0L
  }, 0L))
  without <- poisson_of(as.formula(paste(y, "~", paste(dummies, collapse = " + "))), rows)
  record(run, tool, c(sizes(rows[[levels[1]]])[if (length(levels) == 1) 1:5 else 1:2], list("stats.dfAbsorbedNested" = nested, "stats.nSingletons" = alone,
    "tests.0.df.0" = fit$rank - without$rank)), rel = 1e-8)
}
x <- c("beertax", "unemp", "lincome")
effects("fatalities-count/xtpoisson_fe", roads, "fatal", x, "state")
effects("fatalities-count/xtpoisson_fe_robust", roads, "fatal", x, "state", "state")
effects("fatalities-count/ppml_state", roads, "fatal", x, "state")
effects("fatalities-count/ppml_2way_cl", roads, "fatal", x, c("state", "year"), "state")
workers <- data_of("synth-akm-a")
effects("synth-akm-a/ppml_w_f", workers, "count", c("x1", "x2"), c("worker", "firm"))

# The logit of propensity scores.
trainees <- data_of("psm-lalonde")
score <- glm(treat ~ age + educ + black + hispan + married + nodegree + re74 + re75, binomial, trainees, control = strict)
chi2 <- score$null.deviance - deviance(score)
propensity <- list(chi2 = chi2, chi2Df = score$rank - 1, chi2P = pchisq(chi2, score$rank - 1, lower.tail = FALSE), kCounted = score$rank,
  ll0 = -score$null.deviance / 2, nOnes = sum(trainees$treat), ymean = mean(trainees$treat))
names(propensity) <- paste0("records.logit.stats.", names(propensity))
for (run in c("kernel_epan", "nn_noreplace", "nn_replace_ties")) record(paste0("psm-lalonde/", run), tool, propensity)

# Counts of ones and of restrictions.
binary <- function(run, case, y, x, link, rows = data_of(case), df = TRUE) {
  fit <- glm(as.formula(paste(y, "~", paste(x, collapse = " + "))), binomial(link), rows, control = strict)
  record(paste0(case, "/", run), tool, c(list("stats.nOnes" = sum(fit$y)), if (df) list("tests.0.df.0" = fit$rank - 1)))
}
for (link in c("logit", "probit")) binary(link, "stata-spector-binary", "grade", c("gpa", "tuce", "psi"), link)
binary("probit_cluster", "mroz-select", "inlf", c("nwifeinc", "educ", "exper", "expersq", "kidslt6", "city"), "probit", df = FALSE)
women <- data_of("mroz-select")

hours <- survreg(Surv(hours, hours > 0, type = "left") ~ nwifeinc + educ + exper + expersq + age + kidslt6 + kidsge6, women, dist = "gaussian")
for (run in c("tobit", "tobit_robust")) record(paste0("mroz-select/", run), tool, list("tests.0.df.0" = length(coef(hours)) - 1))
# Heckman's second step: the inverse Mills ratio is a regressor that the test of the slopes leaves out.
works <- glm(inlf ~ nwifeinc + educ + exper + expersq + age + kidslt6 + kidsge6, binomial("probit"), women, control = strict)
women$mills <- dnorm(predict(works)) / pnorm(predict(works))
second <- lm(lwage ~ educ + exper + expersq + mills, women, subset = inlf == 1)
record("mroz-select/heckman", tool, list("stats.ymean" = mean(second$model[[1]]), "stats.kCounted" = second$rank, "stats.chi2Df" = second$rank - 2,
  "tests.0.df.0" = second$rank - 2))
counts <- glm.nb(of_care, care)
for (run in c("nbreg", "nbreg_robust")) record(paste0("nmes-count/", run), tool, list("tests.0.df.0" = counts$rank - 1))

births <- data_of("infert-clogit")
matched <- clogit(case ~ spontaneous + induced + strata(stratum), births)
record("infert-clogit/clogit", tool, c(sizes(births$stratum)[c(1, 5)], list("tests.0.df.0" = length(coef(matched)))))
save_values()
