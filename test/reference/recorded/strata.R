# The geographical detector (Wang et al. 2010; Wang, Zhang and Fu 2016) in base R: factors that are numbers are cut at quantiles of type 7, or at equal widths, and a class holds its upper limit.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
provinces <- data_of("geodetector-small")
y <- provinces$gap; n <- length(y); total <- sum((y - mean(y))^2)

classes <- function(x, k, rule) {
  inner <- if (rule == "widths") min(x) + seq_len(k - 1) * (max(x) - min(x)) / k else quantile(x, seq_len(k - 1) / k, type = 7)
  as.integer(cut(x, c(-Inf, inner, Inf)))
}
# R's pf with a noncentrality has absolute errors up to 1e-9, so that upper tails are sums of central ones with Poisson weights.
upper <- function(f, df1, df2, lambda) { j <- 0:1000; sum(dpois(j, lambda / 2) * pbeta(df1 * f / (df1 * f + df2), df1 / 2 + j, df2 / 2, lower.tail = FALSE)) }
within <- function(g) sum(tapply(y, g, function(own) sum((own - mean(own))^2)))

detectors <- function(run, k, rule) {
  factors <- list(nqp = classes(provinces$nqp, k, rule), education = classes(provinces$education, k, rule), region = provinces$region)
  printed <- list(nobs = n)
  for (name in names(factors)) {
    g <- factors[[name]]; at <- paste0("rows.", name, ".")
    q <- 1 - within(g) / total; means <- tapply(y, g, mean); size <- tapply(y, g, length); strata <- length(means)
    f <- (n - strata) * q / ((strata - 1) * (1 - q))
    lambda <- (sum(means^2) - sum(sqrt(size) * means)^2 / n) / var(y)
    p <- upper(f, strata - 1, n - strata, lambda)
    printed <- c(printed, setNames(list(q, f, p, strata), paste0(at, c("q", "f", "pValue", "strata"))))
  }
  # means of strata, which go by positions: those of numbers in order of their classes, then regions by name
  orders <- list(sort(unique(factors$nqp)), sort(unique(factors$education)), sort(unique(factors$region)))
  i <- 0
  for (k in seq_along(factors)) for (stratum in orders[[k]]) {
    own <- y[factors[[k]] == stratum]
    printed <- c(printed, setNames(list(length(own), mean(own)), paste0("means.", i, c(".n", ".mean")))); i <- i + 1
  }
  for (pair in combn(names(factors), 2, simplify = FALSE)) {
    a <- within(factors[[pair[1]]]); b <- within(factors[[pair[2]]]); ratio <- max(a, b) / min(a, b)
    both <- paste(factors[[pair[1]]], factors[[pair[2]]])
    printed <- c(printed, setNames(list(1 - within(both) / total, length(unique(both)), ratio, pf(ratio, n - 1, n - 1, lower.tail = FALSE)),
      paste0("rows.", pair[1], ":", pair[2], ".", c("q", "strata", "ecologicalF", "ecologicalP"))))
  }
  record(run, paste("formulas of Wang, Zhang and Fu (2016), in", with_r()), printed)
}
detectors("geodetector-small/quantiles", 4, "quantiles")
detectors("geodetector-small/widths", 5, "widths")
save_values()
