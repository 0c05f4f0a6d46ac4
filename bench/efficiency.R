# SBM scores with an undesirable output against one frontier of all periods and those of each, and the changes between: a loop over lpSolve's lp().
library(lpSolve)
a <- commandArgs(TRUE)
d <- read.csv(a[1])
X <- t(as.matrix(d[c("k", "l", "e")])); Y <- t(as.matrix(d["y"])); B <- t(as.matrix(d["b"]))
score <- function(o, ref) {
  n <- length(ref)
  A <- rbind(cbind(X[, ref], diag(3), 0, 0, -X[, o]), cbind(Y[, ref, drop = FALSE], 0, 0, 0, -1, 0, -Y[, o]),
             cbind(B[, ref, drop = FALSE], 0, 0, 0, 0, 1, -B[, o]), c(rep(0, n + 3), 1 / 2 / Y[, o], 1 / 2 / B[, o], 1))
  lp("min", c(rep(0, n), -1 / 3 / X[, o], 0, 0, 1), A, rep("=", 6), c(0, 0, 0, 0, 0, 1))$objval
}
all <- seq_len(nrow(d))
if (a[2] == "scores") {
  global <- sapply(all, score, ref = all)
  own <- numeric(nrow(d))
  for (year in unique(d$year)) {
    ref <- which(d$year == year)
    own[ref] <- sapply(ref, score, ref = ref)
  }
  change <- ifelse(c(FALSE, d$id[-1] == d$id[-nrow(d)]), global / c(NA, global[-nrow(d)]), NA)
  cat(sprintf("%.12g,%.12g\n", own, change), sep = "")
}
