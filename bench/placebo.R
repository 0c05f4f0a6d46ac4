# The peer of bench/placebo.ts: a loop of cross-products of two-way demeaned data, with errors clustered as sandwich's vcovCL has them for lm().
# Rscript bench/placebo.R DATA DRAWS   prints processor seconds of the loop, the actual estimate, and mean and sd of the placebos
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1])
draws <- as.integer(args[2])
n <- length(unique(d$city)); periods <- length(unique(d$year))
city <- as.integer(factor(d$city)); year <- as.integer(factor(d$year))
demean <- function(v) v - (rowsum(v, city) / periods)[city] - (rowsum(v, year) / n)[year] + mean(v)
y <- demean(d$y); x <- demean(d$x)
starts <- tapply(ifelse(d$d == 1, d$year, Inf), city, min)
one <- function(g) {
  treated <- demean(as.numeric(d$year >= g[city]))
  regressors <- cbind(treated, x)
  inverse <- solve(crossprod(regressors))
  b <- inverse %*% crossprod(regressors, y)
  scores <- rowsum(regressors * c(y - regressors %*% b), city)
  se <- sqrt((n / (n - 1) * (length(y) - 1) / (length(y) - 2) * inverse %*% crossprod(scores) %*% inverse)[1, 1])
  c(b[1], 2 * pt(-abs(b[1] / se), n - 1))
}
set.seed(1)
used <- system.time(found <- replicate(draws, one(sample(starts))))
options(digits = 15)
cat(used[["user.self"]] + used[["sys.self"]], one(starts)[1], mean(found[1, ]), sd(found[1, ]), "\n")
