# The peer of bench/mediation.ts: a loop over samples of clusters, whose copies have effects of their own, with lm() on demeaned data.
# Rscript bench/mediation.R DATA DRAWS   prints processor seconds of the loop, the indirect effect, and sd of its draws
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1])
draws <- as.integer(args[2])
rows <- split(seq_len(nrow(d)), d$city)
m <- as.matrix(d[, c("y", "m", "d", "x", "w")])
indirect <- function(picked) {
  at <- unlist(rows[picked], use.names = FALSE)
  id <- rep(seq_along(picked), lengths(rows[picked]))
  z <- m[at, ]
  z <- z - (rowsum(z, id) / as.vector(table(id)))[id, ]
  a <- coef(lm(z[, "m"] ~ z[, c("d", "x", "w")] - 1))[[1]]
  b <- coef(lm(z[, "y"] ~ z[, c("d", "m", "x", "w")] - 1))[[2]]
  a * b
}
set.seed(1)
n <- length(rows)
used <- system.time(found <- replicate(draws, indirect(sample(n, n, TRUE))))
options(digits = 15)
cat(used[["user.self"]] + used[["sys.self"]], indirect(seq_len(n)), sd(found), "\n")
