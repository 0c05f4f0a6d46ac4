# A loop over specifications: R's own panel regression (plm, clustered errors of vcovHC), and the same by lm on columns demeaned once, with
# sandwich's clustered errors. Prints processor seconds a specification of both, and estimate and error of each specification run.
suppressPackageStartupMessages({ library(plm); library(sandwich) })
args <- commandArgs(TRUE)
d <- read.csv(args[1])
controls <- strsplit(args[2], ",")[[1]]
masks <- as.integer(strsplit(args[3], ",")[[1]])
chosen <- function(mask) c("x", controls[bitwAnd(mask, 2^(seq_along(controls) - 1)) > 0])
p <- pdata.frame(d, index = c("id", "t"))
panel <- system.time(found <- lapply(masks, function(mask) {
  m <- plm(reformulate(chosen(mask), "y"), p, model = "within")
  # Stata's xtreg counts the constant too
  left <- nrow(d) - length(coef(m))
  c(coef(m)[["x"]], sqrt(vcovHC(m, type = "sss", cluster = "group")[1, 1] * left / (left - 1)))
}))
w <- as.data.frame(lapply(d, function(v) v - ave(v, d$id)))
by_hand <- system.time(for (mask in masks) {
  m <- lm(reformulate(chosen(mask), "y", intercept = FALSE), w)
  v <- vcovCL(m, cluster = d$id)
})
cat(sum(panel[1:2]) / length(masks), sum(by_hand[1:2]) / length(masks), "\n")
for (each in found) cat(format(each, digits = 17), "\n")
