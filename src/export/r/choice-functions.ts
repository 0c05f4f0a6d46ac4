/** Functions of R scripts that estimate models of choices, written out in base R. */
export const choiceFunctions = `
# Fractional logit and probit, E(y) = F(x'b), by Newton's method with the observed information.
fractional_rows <- list(
  logistic = deriv(~ -y * log(1 + exp(-x - o)) - (1 - y) * log(1 + exp(x + o)), "x", c("x", "y", "o"), hessian = TRUE),
  normal = deriv(~ y * log(pnorm(x + o)) + (1 - y) * log(pnorm(-x - o)), "x", c("x", "y", "o"), hessian = TRUE))
fractional_ml <- function(formula, data, error, weights = 1) {
  frame <- model.frame(formula, data)
  o <- model.offset(frame)
  given <- list(y = model.response(frame), o = if (is.null(o)) 0 else o)
  X <- model.matrix(formula, data)
  maximised(fractional_rows[[error]], list(X), numeric(ncol(X)), given, weights)
}

# Ordered outcomes, P(y <= j) = F(cut_j - x'b), by Newton's method on a concave likelihood: polr() of MASS stops before its maximum.
ordered_laws <- list(
  logistic = list(F = plogis, f = dlogis, tilt = function(z) -tanh(z / 2), q = qlogis),
  normal = list(F = pnorm, f = dnorm, tilt = function(z) -z, q = qnorm),
  cloglog = list(F = function(z) -expm1(-exp(z)), f = function(z) ifelse(is.finite(z), exp(z - exp(z)), 0), tilt = function(z) -expm1(z), q = function(p) log(-log1p(-p))))
ordered_ml <- function(formula, data, error, weights = 1) {
  X <- model.matrix(formula, data)
  y <- model.response(model.frame(formula, data))
  w <- rep_len(weights, length(y))
  code <- match(y, sort(unique(y)))
  cuts <- seq_len(max(code) - 1)
  law <- ordered_laws[[error]]
  A <- cbind(-X, outer(code, cuts, "==") + 0)
  B <- cbind(-X, outer(code - 1, cuts, "==") + 0)
  found <- function(b) {
    u <- ifelse(code > length(cuts), Inf, drop(A %*% b))
    l <- ifelse(code == 1, -Inf, drop(B %*% b))
    p <- law$F(u) - law$F(l)
    g <- law$f(u) / p
    h <- law$f(l) / p
    bent <- function(z, value) ifelse(is.finite(z), value * law$tilt(z), 0)
    across <- crossprod(A, w * g * h * B)
    list(ll = if (any(p <= 0)) -Inf else sum(w * log(p)), scores = w * (g * A - h * B),
      information = -crossprod(A, w * (bent(u, g) - g^2) * A) - across - t(across) + crossprod(B, w * (bent(l, h) + h^2) * B))
  }
  b <- c(numeric(ncol(X)), law$q(cumsum(tapply(w, code, sum))[cuts] / sum(w)))
  here <- found(b)
  for (step in 1:200) {
    change <- drop(inverse(here$information) %*% colSums(here$scores))
    repeat {
      there <- found(b + change)
      if (isTRUE(there$ll >= here$ll - 1e-10 * abs(here$ll)) || all(abs(change) <= 1e-15 * abs(b))) break
      change <- change / 2
    }
    b <- b + change
    here <- there
    if (all(abs(change) <= 1e-11 * (abs(b) + 1e-4))) break
  }
  names(b) <- c(colnames(X), paste0("/cut", cuts))
  estimated(b, inverse(here$information), here$scores, ll = here$ll)
}

# Multinomial logit against a base outcome, by Newton's method; an equation for each other outcome.
multinomial_ml <- function(formula, data, base, weights = 1) {
  X <- model.matrix(formula, data)
  y <- model.response(model.frame(formula, data))
  w <- rep_len(weights, length(y))
  others <- setdiff(sort(unique(y)), base)
  chosen <- outer(y, others, "==") + 0
  K <- ncol(X)
  found <- function(b) {
    eta <- X %*% matrix(b, K)
    top <- pmax(0, apply(eta, 1, max))
    total <- top + log(exp(-top) + rowSums(exp(eta - top)))
    P <- exp(eta - total)
    block <- function(i, j) crossprod(X, w * P[, i] * ((i == j) - P[, j]) * X)
    each <- function(f) lapply(seq_along(others), f)
    list(ll = sum(w * (rowSums(chosen * eta) - total)), scores = do.call(cbind, each(function(j) w * (chosen[, j] - P[, j]) * X)),
      information = do.call(rbind, each(function(i) do.call(cbind, each(function(j) block(i, j))))))
  }
  b <- numeric(K * length(others))
  here <- found(b)
  for (step in 1:200) {
    change <- drop(inverse(here$information) %*% colSums(here$scores))
    repeat {
      there <- found(b + change)
      if (isTRUE(there$ll >= here$ll - 1e-10 * abs(here$ll)) || all(abs(change) <= 1e-15 * abs(b))) break
      change <- change / 2
    }
    b <- b + change
    here <- there
    if (all(abs(change) <= 1e-11 * (abs(b) + 1e-4))) break
  }
  own <- gsub("\`", "", sub("(Intercept)", "_cons", colnames(X), fixed = TRUE), fixed = TRUE)
  names(b) <- paste0(rep(own, length(others)), " | ", all.vars(formula)[1], "=", rep(others, each = K))
  estimated(b, inverse(here$information), here$scores, ll = here$ll)
}
`;
