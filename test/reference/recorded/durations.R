# Survival functions and their tests by survival: medians, restricted means to each group's last time, points of curves, weighted and stratified log-rank tests.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
suppressMessages(library(survival))
tool <- with_r("survival")

# Summaries of the groups and points of their curves, which go by positions.
curves <- function(spell, group, at, scale, level = 0.95) {
  g <- factor(group); printed <- list(nobs = nrow(spell))
  for (k in seq_along(levels(g))) {
    fit <- survfit(spell[g == levels(g)[k], ] ~ 1, conf.type = scale, conf.int = level)
    own <- summary(fit, rmean = "individual")$table; place <- paste0("rows.", k - 1, ".")
    printed[paste0(place, "n")] <- own[["records"]]; printed[paste0(place, "events")] <- own[["events"]]
    # an end that is not reached is NA
    ends <- list(own[["median"]], own[[grep("LCL", names(own))]], own[[grep("UCL", names(own))]])
    for (i in 1:3) printed[paste0(place, c("median", "medianLow", "medianHigh")[i])] <- list(if (is.na(ends[[i]])) NULL else ends[[i]])
    printed[paste0(place, "mean")] <- own[["rmean"]]; printed[paste0(place, "meanStdError")] <- own[["se(rmean)"]]
    points <- summary(fit, times = at, extend = TRUE)
    for (i in seq_along(at)) {
      place <- paste0("at.", (k - 1) * length(at) + i - 1, ".")
      told <- list(points$n.risk[i], sum(points$n.event[seq_len(i)]), points$surv[i], points$std.err[i], points$lower[i], points$upper[i])
      # a curve that no spell reaches is not defined there
      if (at[i] > max(fit$time) && tail(fit$surv, 1) > 0) told[3:6] <- list(NULL)
      printed[paste0(place, c("atRisk", "events", "survival", "stdError", "low", "high"))] <- told
    }
  }
  printed
}

# A weighted test that survdiff has not, from its definition: U and V are summed within strata.
weighted <- function(time, event, group, stratum, weight, entry = rep(-Inf, length(time))) {
  g <- as.integer(factor(group)); k <- max(g); U <- numeric(k); V <- matrix(0, k, k)
  for (s in unique(stratum)) for (t in sort(unique(time[event == 1 & stratum == s]))) {
    at <- stratum == s & entry < t & time >= t
    n <- tabulate(g[at], k); d <- tabulate(g[at & time == t & event == 1], k); N <- sum(n); D <- sum(d); w <- weight(N)
    U <- U + w * (d - D * n / N)
    if (N > 1) V <- V + w^2 * D * (N - D) / (N - 1) * (diag(n / N, k) - outer(n, n) / N^2)
  }
  chi2 <- drop(U[-1] %*% solve(V[-1, -1], U[-1])); c(chi2, k - 1, pchisq(chi2, k - 1, lower.tail = FALSE))
}
test <- function(name, values) setNames(as.list(values), paste0("tests.", name, c(".chi2", ".df", ".pValue")))
differs <- function(name, fit) test(name, c(fit$chisq, length(fit$n) - 1, pchisq(fit$chisq, length(fit$n) - 1, lower.tail = FALSE)))
# expectations of groups, over the strata where there are some
expected <- function(fit) { e <- if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp; setNames(as.list(e), paste0("rows.", seq_along(e) - 1, ".expected")) }

lung <- data_of("survival-lung"); dead <- lung$status == 2; life <- Surv(lung$time, dead)
plain <- survdiff(life ~ sex, lung)
record("survival-lung/by_sex_log", tool, c(curves(life, lung$sex, c(100, 365, 900), "log", 0.9), expected(plain),
  differs("log-rank", plain), differs("fleming-harrington", survdiff(life ~ sex, lung, rho = 1))))
record("survival-lung/plain", tool, curves(life, rep("all", nrow(lung)), c(100, 365, 900), "plain"))

veteran <- data_of("survival-veteran"); life <- Surv(veteran$time, veteran$status)
parted <- survdiff(life ~ celltype + strata(trt), veteran)
of <- function(weight) weighted(veteran$time, veteran$status, veteran$celltype, veteran$trt, weight)
record("survival-veteran/strata", tool, c(curves(life, veteran$celltype, c(30, 180), "log-log"), expected(parted), differs("log-rank", parted),
  differs("fleming-harrington", survdiff(life ~ celltype + strata(trt), veteran, rho = 1)), test("wilcoxon", of(identity)), test("tarone-ware", of(sqrt))))

heart <- data_of("survival-heart")
# the score test of coxph with two groups and exact ties is the log-rank test
score <- coxph(Surv(start, stop, event) ~ transplant, heart, ties = "exact")$score
own <- weighted(heart$stop, heart$event, heart$transplant, rep(1, nrow(heart)), function(n) 1, heart$start)
stopifnot(abs(own[1] - score) < 1e-8)
record("survival-heart/entries", tool, c(curves(Surv(heart$start, heart$stop, heart$event), heart$transplant, c(30, 100, 500), "log-log"), test("log-rank", own)))
save_values()
