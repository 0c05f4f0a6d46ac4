# System GMM of Arellano and Bond's firms by plm: the peer of bench/gmm.ts.
# Rscript bench/gmm.R DATA ROUNDS   prints processor seconds of each round, with robust errors and tests
args <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(plm))
firms <- pdata.frame(read.csv(args[1]), index = c("id", "year"))
once <- function() {
  fit <- pgmm(n ~ lag(n, 1) + lag(w, 0:1) + lag(k, 0:1) | lag(n, 2:99) + lag(w, 2:99) + lag(k, 2:99),
    data = firms, effect = "twoways", model = "twosteps", transformation = "ld")
  summary(fit, robust = TRUE)
}
invisible(once())
for (round in seq_len(as.integer(args[2]))) {
  start <- proc.time()
  invisible(once())
  spent <- proc.time() - start
  cat(spent[["user.self"]] + spent[["sys.self"]], "\n")
}
