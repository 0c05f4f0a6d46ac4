/** Functions of R for matching. */
export const matchInR = `

# ---- Matching. Weights are 1 for matched treated rows, and sum to their number over controls. ----

kernels <- list(
  epan = function(u) ifelse(abs(u) <= 1, 1 - u^2, 0),
  normal = function(u) exp(-u^2 / 2),
  biweight = function(u) ifelse(abs(u) <= 1, (1 - u^2)^2, 0),
  uniform = function(u) as.numeric(abs(u) <= 1),
  tricube = function(u) ifelse(abs(u) <= 1, (1 - abs(u)^3)^3, 0)
)

# The places of the k nearest controls with replacement. Of those at one distance all are taken, or first those of the lower scores.
nearest <- function(score, controls, k, ties, caliper) {
  distance <- abs(controls - score)
  near <- distance < caliper
  if (!any(near)) return(integer())
  last <- sort(distance[near])[min(k, sum(near))]
  found <- which(near & distance - last <= 1e-12)
  if (ties || length(found) <= k) return(found)
  found[order(last - distance[found] <= 1e-12, controls[found], found)][seq_len(k)]
}

# Weights by the nearest controls, or by a kernel of the distance.
matched_weights <- function(treated, score, p, k = 1, ties = FALSE, caliper = Inf, kernel = NULL, width = 1, common = FALSE) {
  controls <- which(!treated)
  w <- numeric(length(treated))
  inside <- which(treated & (!common | (p >= min(p[controls]) & p <= max(p[controls]))))
  for (i in inside) {
    own <- numeric(length(controls))
    if (is.null(kernel)) own[nearest(score[i], score[controls], k, ties, caliper)] <- 1
    else own <- kernels[[kernel]]((score[controls] - score[i]) / width)
    if (sum(own) == 0) next
    w[i] <- 1
    w[controls] <- w[controls] + own / sum(own)
  }
  w
}

# Weights of controls that give them the moments of the treated and are as near to equal as these allow (Hainmueller 2012).
balanced_weights <- function(X, treated, squares = FALSE) {
  X <- as.matrix(X)
  if (squares) X <- cbind(X, X[, apply(X, 2, function(x) length(unique(x)) > 2)]^2)
  Z <- scale(X, colMeans(X[!treated, , drop = FALSE]), apply(X[!treated, , drop = FALSE], 2, sd))
  C <- sweep(Z[!treated, , drop = FALSE], 2, colMeans(Z[treated, , drop = FALSE]))
  dual <- function(l) { e <- drop(C %*% l); max(e) + log(sum(exp(e - max(e)))) }
  l <- numeric(ncol(C))
  for (step in 1:200) {
    p <- exp(drop(C %*% l) - dual(l))
    g <- colSums(p * C)
    if (max(abs(g)) < 1e-13) break
    move <- solve(crossprod(C * p, C) - tcrossprod(g), g)
    share <- 1
    while (share > 1e-9 && dual(l - share * move) > dual(l) + 1e-14) share <- share / 2
    l <- l - share * move
  }
  w <- as.numeric(treated)
  w[!treated] <- sum(treated) * p
  w
}

# The effect on the treated with its error, which takes the weights as given: of matched rows, or robust of a weighted regression.
effect_on_treated <- function(y, treated, w, robust = FALSE) {
  inside <- treated & w > 0
  used <- !treated & w > 0
  n1 <- sum(inside)
  b <- mean(y[inside]) - weighted.mean(y[used], w[used])
  if (!robust) return(c(b, sqrt(var(y[inside]) / n1 + var(y[used]) * sum(w[used]^2) / n1^2)))
  part <- function(rows) sum((w[rows] * (y[rows] - weighted.mean(y[rows], w[rows])))^2) / sum(w[rows])^2
  n <- n1 + sum(used)
  c(b, sqrt(n / (n - 2) * (part(inside) + part(used))))
}
`;
