# A spatial Durbin panel with dense matrices and the eigenvalues of W, with effects and their errors: a peer of bench/spatial.ts.
# Rscript bench/spatial-dense.R DATA LINKS UNITS   prints the effects, then processor seconds and rho
a <- commandArgs(TRUE); start <- proc.time()
p <- read.csv(a[1]); l <- read.csv(a[2]); n <- as.integer(a[3]); T <- nrow(p) / n
W <- matrix(0, n, n); W[cbind(l$i, l$j)] <- l$w
within <- function(v) { m <- matrix(v, n); as.vector(m - rowMeans(m) - rep(colMeans(m), each = n) + mean(m)) }
lag <- function(v) as.vector(W %*% matrix(v, n))
y <- within(p$y); wy <- within(lag(p$y))
X <- sapply(p[c("x1", "x2", "x3")], within); X <- cbind(X, sapply(p[c("x1", "x2", "x3")], function(v) within(lag(v))))
ev <- eigen(W, only.values = TRUE)$values
q <- qr(X); e0 <- qr.resid(q, y); e1 <- qr.resid(q, wy)
N <- length(y)
ll <- function(r) T * sum(log(abs(1 - r * ev))) - N / 2 * log(sum((e0 - r * e1)^2) / N)
ev <- Re(ev)
rho <- optimize(ll, c(1 / min(ev), 1), maximum = TRUE, tol = 1e-10)$maximum
b <- qr.coef(q, y - rho * wy); s2 <- sum((e0 - rho * e1)^2) / N
S <- solve(diag(n) - rho * W); G <- W %*% S
k <- ncol(X); xb <- X %*% b; g <- as.vector(apply(matrix(xb, n), 2, function(v) G %*% v))
I <- matrix(0, k + 2, k + 2)
I[1:k, 1:k] <- crossprod(X) / s2; I[1:k, k + 1] <- I[k + 1, 1:k] <- crossprod(X, g) / s2
I[k + 1, k + 1] <- T * (sum(G * t(G)) + sum(G * G)) + sum(g * g) / s2
I[k + 1, k + 2] <- I[k + 2, k + 1] <- T * sum(diag(G)) / s2; I[k + 2, k + 2] <- N / (2 * s2^2)
V <- solve(I)
SWS <- S %*% G
for (j in 1:3) { M <- S * b[j] + G * b[j + 3]; D <- sum(diag(M)) / n; To <- sum(M) / n
  dD <- c(sum(diag(S)), sum(diag(G)), sum(diag(S %*% W %*% M))) / n; dT <- c(sum(S), sum(G), sum(S %*% W %*% M)) / n
  v <- V[c(j, j + 3, k + 1), c(j, j + 3, k + 1)]; d <- dT - dD
  cat(D, To - D, To, sqrt(dD %*% v %*% dD), sqrt(d %*% v %*% d), sqrt(dT %*% v %*% dT), "\n") }
spent <- proc.time() - start
cat(spent[["user.self"]] + spent[["sys.self"]], rho, "\n")
