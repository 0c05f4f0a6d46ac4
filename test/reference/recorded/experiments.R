# What experiments tell beside their effects, by estimatr (Blair, Cooper, Coppock, Humphreys and Sonnet) and base R: control means, first stages, rows and degrees of freedom.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
library(estimatr)
by_estimatr <- with_r("estimatr")
village <- data_of("exp-village")

# Mean and standard deviation of the control, weighted by w.
control_of <- function(y, control, w = rep(1, length(y))) {
  w <- w[control]; y <- y[control]; n <- length(y); mean <- weighted.mean(y, w)
  list(controlMean = mean, controlSd = sqrt(weighted.mean((y - mean)^2, w) * n / (n - 1)))
}
at <- function(part, values) setNames(values, paste0(part, ".0.", names(values)))

known <- subset(village, !is.na(y1))
record("exp-village/itt_cr2_strata", with_r(), at("effects", control_of(known$y1, known$z == 0)))
record("exp-village/itt_ipw_cr2", with_r(), at("effects", control_of(known$y1, known$z == 0, known$ipw)))
record("exp-village/clustered_difference", with_r(), at("effects", control_of(village$y0, village$z == 0)))
record("exp-village/lin_three_arms", with_r(), at("effects", control_of(village$y2, village$arm == "control")))

# The index is Anderson's (2008) over all rows, so that its regression on the treatment has two coefficients.
record("exp-village/index_anderson", with_r(), list("effects.0.df" = lm_robust(y2 ~ z, village)$df[["z"]]))

first <- lm_robust(take ~ z + y0, known, fixed_effects = ~ stratum, clusters = village, se_type = "CR2")
record("exp-village/late_cr2", by_estimatr, at("late", c(control_of(known$y1, known$z == 0), list(
  clusters = length(unique(known$village)), firstStage = coef(first)[["z"]], firstStageF = first$statistic[["z"]]^2))))
first <- lm_robust(take ~ z, known, se_type = "HC2")
record("exp-village/late_hc2", by_estimatr, at("late", c(control_of(known$y1, known$z == 0), list(firstStageF = first$statistic[["z"]]^2))))

rows <- list(n = nrow(village), known = nrow(known))
for (run in c("lee", "lee_tight_female", "horowitz_manski", "kling_liebman_025")) record(paste0("exp-village/", run), with_r(), at("bounds", rows))

# Errors of Lee's (2009) bounds within cells, by the influence of each row on the mean of the cells' bounds: on the trimmed mean, its threshold and
# the trimmed share (his Proposition 3), on the mean of the control, and on the weight of the cell, its share of the known control.
influences <- function(y, z, end) {
  q <- tapply(!is.na(y), z, mean)
  # the arm that is known less often is compared with a part of the other, whichever that is
  if (q[["0"]] > q[["1"]]) {
    turned <- influences(y, 1 - z, if (end == "upper") "lower" else "upper")
    return(list(bound = -turned$bound, of = -turned$of))
  }
  n <- table(z); seen <- !is.na(y)
  p <- 1 - q[["0"]] / q[["1"]]; treated <- sort(y[z == 1 & seen]); m <- length(treated)
  cut <- treated[ceiling((if (end == "upper") p else 1 - p) * m - 1e-9)]
  kept <- z == 1 & seen & (if (end == "upper") y >= cut else y <= cut)
  mean1 <- mean(y[kept]); mean0 <- mean(y[z == 0 & seen]); gap <- cut - mean1
  of_share <- ifelse(z == 1, (seen - q[["1"]]) / (q[["1"]] * n[["1"]]), -(seen - q[["0"]]) / (q[["0"]] * n[["0"]]))
  own <- ifelse(z == 1 & seen, (kept * (y - mean1) + gap * ((!kept) - p)) / (m * (1 - p)), 0)
  control <- ifelse(z == 0 & seen, (y - mean0) / sum(z == 0 & seen), 0)
  own[is.na(own)] <- 0; control[is.na(control)] <- 0
  list(bound = mean1 - mean0, of = own - gap * of_share - control)
}
tightened <- function(end, by, cluster) {
  weighs <- village$z == 0 & !is.na(village$y1)
  cells <- lapply(split(seq_len(nrow(village)), village[[by]]), function(i) c(list(rows = i), influences(village$y1[i], village$z[i], end)))
  weight <- vapply(cells, function(cell) sum(weighs[cell$rows]) / sum(weighs), 0)
  bound <- sum(weight * vapply(cells, function(cell) cell$bound, 0))
  total <- numeric(nrow(village))
  for (k in seq_along(cells)) {
    i <- cells[[k]]$rows
    total[i] <- weight[k] * cells[[k]]$of + weighs[i] * (cells[[k]]$bound - bound) / sum(weighs)
  }
  groups <- if (is.null(cluster)) total else rowsum(total, village[[cluster]])
  g <- length(groups)
  c(bound, sqrt(sum(groups^2) * if (is.null(cluster)) 1 else g / (g - 1)))
}
tight <- function(run, by, cluster = NULL) {
  lower <- tightened("lower", by, cluster); upper <- tightened("upper", by, cluster)
  width <- (upper[1] - lower[1]) / max(lower[2], upper[2])
  within <- uniroot(function(c) pnorm(c + width) - pnorm(-c) - 0.95, c(0, 4), tol = 1e-14)$root
  record(run, paste("influence functions of Lee (2009), in", with_r()), at("bounds", list(
    lower = lower[1], upper = upper[1], lowerError = lower[2], upperError = upper[2],
    confLow = lower[1] - within * lower[2], confHigh = upper[1] + within * upper[2])))
}
tight("exp-village/lee_tight_female", "female")
tight("exp-village/lee_tight_stratum", "stratum")
tight("exp-village/lee_tight_female_cluster", "female", "village")
save_values()
