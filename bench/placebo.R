# The peer of bench/placebo.ts: a loop of lm() on two-way demeaned data with sandwich's clustered errors.
# Rscript bench/placebo.R DATA DRAWS   prints processor seconds of the loop, the actual estimate, and mean and sd of the placebos
args <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(sandwich))
d <- read.csv(args[1])
draws <- as.integer(args[2])
n <- length(unique(d$city)); periods <- length(unique(d$year))
city <- as.integer(factor(d$city)); year <- as.integer(factor(d$year))
demean <- function(v) v - (rowsum(v, city) / periods)[city] - (rowsum(v, year) / n)[year] + mean(v)
y <- demean(d$y); x <- demean(d$x)
starts <- tapply(ifelse(d$d == 1, d$year, Inf), city, min)
one <- function(g) {
  treated <- demean(as.numeric(d$year >= g[city]))
  fit <- lm(y ~ treated + x - 1)
  se <- sqrt(vcovCL(fit, cluster = city)[1, 1])
  c(coef(fit)[[1]], 2 * pt(-abs(coef(fit)[[1]] / se), n - 1))
}
set.seed(1)
used <- system.time(found <- replicate(draws, one(sample(starts))))
options(digits = 15)
cat(used[["user.self"]] + used[["sys.self"]], one(starts)[1], mean(found[1, ]), sd(found[1, ]), "\n")
