# Leniency of judges from the other cases of the same (Dahl, Kostol and Mogstad 2014; Dobbie, Goldin and Yang 2018) and two-stage least squares with it within cells, in base R:
# errors are clustered by judge, with factors of reghdfe, which counts the cells.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "recording.R"))
cases_of <- data_of("wiv-judges")

leniency <- function(run, strata) {
  data <- cases_of; n <- nrow(data)
  cell <- interaction(data[strata], drop = TRUE)
  within <- function(x) x - ave(x, cell)
  residual <- within(data$incarcerated)
  z <- (ave(residual, data$judge, FUN = sum) - residual) / (ave(residual, data$judge, FUN = length) - 1)
  y <- within(data$recid); d <- residual; zt <- within(z)
  g <- length(unique(data$judge))
  factor <- g / (g - 1) * (n - 1) / (n - 1 - nlevels(cell))
  error <- function(e, scale) sqrt(factor * sum(rowsum(zt * e, data$judge)^2)) / abs(scale)
  first <- sum(zt * d) / sum(zt^2); second <- sum(zt * y) / sum(zt * d)
  se <- error(d - first * zt, sum(zt^2))
  record(run, paste("formulas of Dobbie, Goldin and Yang (2018), in", with_r()), c(
    list("judges" = g, "fit.nobs" = n, "fit.terms.0.estimate" = second, "fit.terms.0.stdError" = error(y - second * d, sum(zt * d)),
      "fit.firstStage.0.f" = (first / se)^2, "fit.firstStage.0.terms.0.estimate" = first, "fit.firstStage.0.terms.0.stdError" = se),
    setNames(as.list(z[1:5]), paste0("values.", 0:4))))
}
leniency("wiv-judges/leniency_2sls", c("court", "year"))
leniency("wiv-judges/leniency_court", "court")
leniency("wiv-judges/leniency_year", "year")
save_values()
