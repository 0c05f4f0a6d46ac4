# Matching by the propensity score in base R: glm, findInterval or loops, the effect and the balance. Arguments: FILE WAY.
args <- commandArgs(TRUE)
d <- read.csv(args[1])
way <- args[2]
d$p <- fitted(glm(d ~ x + z, binomial, d))
t <- d$p[d$d == 1]
o <- order(d$p[d$d == 0])
c <- d$p[d$d == 0][o]
w <- numeric(length(c))
if (way == "kernel") {
  for (s in t) {
    k <- pmax(1 - ((c - s) / 0.06)^2, 0)
    w <- w + k / sum(k)
  }
} else if (way == "replace") {
  for (i in order(-t)) {
    j <- which.min(abs(c - t[i]) + w)
    w[j] <- 1
  }
} else {
  below <- pmax(findInterval(t, c), 1)
  above <- pmin(below + 1, length(c))
  near <- ifelse(abs(c[above] - t) < abs(c[below] - t), above, below)
  if (way == "caliper") near <- near[abs(c[near] - t) < 0.05]
  w <- tabulate(near, length(c))
}
att <- mean(d$y[d$d == 1]) - sum(w * d$y[d$d == 0][o]) / sum(w)
bias <- sapply(d[c("x", "z")], function(v) {
  a <- v[d$d == 1]
  b <- v[d$d == 0][o]
  c(100 * (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2), 100 * (mean(a) - sum(w * b) / sum(w)) / sqrt((var(a) + var(b)) / 2))
})
cat(att, bias, "\n")
