# A spatial Durbin model on within-transformed data with a block-diagonal W by spatialreg: the peer of bench/spatial.ts.
# Rscript bench/spatial.R DATA LINKS UNITS   prints processor seconds, of the fit with its impacts (without errors of those), and rho
args <- commandArgs(trailingOnly = TRUE)
suppressMessages({library(spatialreg); library(spdep); library(Matrix)})
panel <- read.csv(args[1])
links <- read.csv(args[2])
n <- as.integer(args[3])
periods <- nrow(panel) / n
small <- sparseMatrix(links$i, links$j, x = links$w, dims = c(n, n))
within <- function(x) { m <- matrix(x, n); as.vector(m - rowMeans(m) - rep(colMeans(m), each = n) + mean(m)) }
d <- as.data.frame(lapply(panel[c("y", "x1", "x2", "x3")], within))
start <- proc.time()
W <- kronecker(Diagonal(periods), small)
listw <- mat2listw(as(W, "CsparseMatrix"), style = "W")
fit <- lagsarlm(y ~ x1 + x2 + x3 - 1, d, listw, Durbin = TRUE, method = "LU")
effects <- impacts(fit, tr = trW(as(W, "CsparseMatrix"), type = "mult"))
spent <- proc.time() - start
cat(spent[["user.self"]] + spent[["sys.self"]], fit$rho, "\n")
