# Every subset of ten controls with plm and sandwich: the peer of bench/specifications.ts.
# Rscript bench/specifications.R DATA OUT   writes estimate and clustered standard error of x by subset; prints seconds of the loop,
# and of the same loop that also makes the table of coefficients with its tests, R2 and F, as a fit of papermake holds them
suppressMessages({
  library(plm)
  library(sandwich)
})

args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1])
panel <- pdata.frame(d, index = c("unit", "time"))
controls <- grep("^c[0-9]+$", names(d), value = TRUE)
n <- nrow(d)
g <- length(unique(d$unit))

loop <- function(finish) {
  vapply(0:(2^length(controls) - 1), function(mask) {
    chosen <- controls[bitwAnd(mask, 2^(seq_along(controls) - 1)) > 0]
    model <- plm(reformulate(c("x", chosen), "y"), panel, model = "within")
    k <- 1 + length(chosen)
    v <- vcovHC(model, method = "arellano", type = "HC0", cluster = "group") * (g / (g - 1)) * ((n - 1) / (n - k - 1))
    finish(model, v)
  }, numeric(2))
}

started <- proc.time()[["elapsed"]]
fits <- loop(function(model, v) c(coef(model)[["x"]], sqrt(v["x", "x"])))
between <- proc.time()[["elapsed"]]
tables <- loop(function(model, v) summary(model, vcov = v)$coefficients["x", 1:2])
cat(between - started, proc.time()[["elapsed"]] - between, "\n")
stopifnot(all.equal(fits, tables, check.attributes = FALSE))

write.table(format(t(fits), digits = 17), args[2], row.names = FALSE, col.names = FALSE, quote = FALSE)
