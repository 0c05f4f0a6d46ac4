/** Functions of R for estimators and errors that base R and its packages have in another form, or not at all. */
export const modelFunctions = `
# ---- Estimators and errors that packages have in another form, or not at all. ----

# A model by maximum likelihood, by Newton's method from \`b\`. \`rows\` is a function of deriv(): the log likelihood of each row with its
# derivatives by the products of \`designs\` with their coefficients; a design that is a column of ones is a parameter.
maximised <- function(rows, designs, b, given, w = 1) {
  of <- rep(seq_along(designs), vapply(designs, ncol, 1L))
  each <- function(f) lapply(seq_along(designs), f)
  found <- function(b) {
    l <- do.call(rows, c(each(function(j) drop(designs[[j]] %*% b[of == j])), given))
    H <- attr(l, "hessian")
    block <- function(i, j) -crossprod(designs[[i]], designs[[j]] * (w * H[, i, j]))
    list(ll = sum(w * l), scores = do.call(cbind, designs) * (w * attr(l, "gradient")[, of]),
      information = do.call(rbind, each(function(i) do.call(cbind, each(function(j) block(i, j))))))
  }
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
  names(b) <- unlist(lapply(designs, colnames))
  estimated(b, inverse(here$information), here$scores)
}

# An estimate for which coef(), vcov(), nobs() and estfun() answer.
estimated <- function(b, V, scores = NULL, ...) {
  b <- drop(b)
  V <- structure(as.matrix(V), dimnames = list(names(b), names(b)))
  structure(list(coefficients = b, vcov = V, scores = scores, ...), class = "estimated")
}
coef.estimated <- function(object, ...) object$coefficients
vcov.estimated <- function(object, ...) object$vcov
nobs.estimated <- function(object, ...) nrow(object$scores)
df.residual.estimated <- function(object, ...) object$df
estfun.estimated <- function(x, ...) x$scores

one <- function(name, n) matrix(1, n, 1, dimnames = list(NULL, name))

# Negative binomial regression: glm.nb() takes the dispersion as known in its errors, so that its estimates are a beginning here.
negbin_rows <- deriv(~ lgamma(y + exp(-a)) - lgamma(exp(-a)) - lgamma(y + 1) - (y + exp(-a)) * log(1 + exp(a + x + o)) + y * (a + x + o),
  c("x", "a"), c("x", "a", "y", "o"), hessian = TRUE)
negbin <- function(formula, data, weights = 1) {
  first <- suppressWarnings(MASS::glm.nb(formula, data = data, control = tight))
  frame <- model.frame(formula, data)
  o <- model.offset(frame)
  given <- list(y = model.response(frame), o = if (is.null(o)) 0 else o)
  designs <- list(model.matrix(formula, data), one("/lnalpha", nrow(frame)))
  maximised(negbin_rows, designs, c(coef(first), -log(first$theta)), given, weights)
}

# Poisson regression given the sum of each unit: the conditional likelihood of Hausman, Hall and Griliches (1984), by Newton's method.
poisson_fe <- function(formula, data, unit) {
  u <- factor(data[[unit]])
  frame <- model.frame(formula, data)
  o <- model.offset(frame)
  y <- model.response(frame)
  X <- model.matrix(formula, data)
  colnames(X) <- gsub("\`", "", colnames(X), fixed = TRUE)
  b <- numeric(ncol(X))
  for (step in 1:200) {
    index <- drop(X %*% b) + (if (is.null(o)) 0 else o)
    p <- exp(index - ave(index, u, FUN = max))
    p <- p / ave(p, u, FUN = sum)
    mu <- ave(y, u, FUN = sum) * p
    centred <- X - rowsum(p * X, u)[u, , drop = FALSE]
    V <- inverse(crossprod(centred, mu * centred))
    change <- drop(V %*% crossprod(X, y - mu))
    if (all(abs(change) <= 1e-11 * (abs(b) + 1e-4))) break
    b <- b + change
  }
  estimated(structure(b, names = colnames(X)), V, X * (y - mu))
}

# Heckman's selection model: rows that are chosen have an outcome, all have the variables of selection.
probit_rows <- deriv(~ log(pnorm(q * x)), "x", c("x", "q"), hessian = TRUE)
selection_probit <- function(selection, data, chosen) {
  Z <- model.matrix(selection, data)
  first <- glm.fit(Z, as.numeric(chosen), family = binomial(link = "probit"))
  maximised(probit_rows, list(Z), coef(first), list(q = 2 * chosen - 1))
}

# In two steps, with the covariance of Heckman (1979) written out.
heckman_twostep <- function(outcome, selection, data, chosen) {
  probit <- selection_probit(selection, data, chosen)
  Z <- model.matrix(selection, data)[chosen, , drop = FALSE]
  z <- drop(Z %*% coef(probit))
  mills <- exp(dnorm(z, log = TRUE) - pnorm(z, log.p = TRUE))
  own <- data[chosen, , drop = FALSE]
  X <- cbind(model.matrix(outcome, own), "mills:lambda" = mills)
  second <- lm.fit(X, model.response(model.frame(outcome, own)))
  b <- coef(second)
  delta <- mills * (mills + z)
  sigma2 <- mean(residuals(second)^2) + b[["mills:lambda"]]^2 * mean(delta)
  rho2 <- b[["mills:lambda"]]^2 / sigma2
  A <- inverse(crossprod(X))
  D <- crossprod(X, delta * Z)
  estimated(b, sigma2 * A %*% (crossprod(X, (1 - rho2 * delta) * X) + rho2 * D %*% vcov(probit) %*% t(D)) %*% A)
}

# By maximum likelihood of both equations, with arctanh(rho) and ln(sigma) as parameters.
heckman_rows <- deriv(
  ~ chosen * (log(pnorm(z * cosh(a) + (y - x) * exp(-s) * sinh(a))) - ((y - x) * exp(-s))^2 / 2 - s) + (1 - chosen) * log(pnorm(-z)),
  c("x", "z", "a", "s"), c("x", "z", "a", "s", "y", "chosen"), hessian = TRUE)
heckman_ml <- function(outcome, selection, data, chosen) {
  probit <- selection_probit(selection, data, chosen)
  own <- data[chosen, , drop = FALSE]
  inside <- model.matrix(outcome, own)
  first <- lm.fit(inside, model.response(model.frame(outcome, own)))
  X <- matrix(0, nrow(data), ncol(inside), dimnames = list(NULL, colnames(inside)))
  X[chosen, ] <- inside
  y <- replace(numeric(nrow(data)), chosen, model.response(model.frame(outcome, own)))
  Z <- model.matrix(selection, data)
  colnames(Z) <- paste0("selection:", colnames(Z))
  designs <- list(X, Z, one("/athrho", nrow(data)), one("/lnsigma", nrow(data)))
  b <- c(coef(first), coef(probit), 0, log(mean(residuals(first)^2)) / 2)
  maximised(heckman_rows, designs, b, list(y = y, chosen = as.numeric(chosen)))
}

# A stochastic frontier: normal errors less (or of cost: plus) inefficiency that is half-normal, exponential, or of a normal with a mean that is
# truncated at zero. A search by slopes comes near the maximum from the moments of residuals, and Newton's method ends it.
frontier_rows <- list(
  "half-normal" = deriv(
    ~ log(2 / pi) / 2 - log(exp(2 * u) + exp(2 * v)) / 2 - (y - x)^2 / 2 / (exp(2 * u) + exp(2 * v)) + log(pnorm(-sign * (y - x) * exp(u - v) / sqrt(exp(2 * u) + exp(2 * v)))),
    c("x", "u", "v"), c("x", "u", "v", "y", "sign"), hessian = TRUE),
  "exponential" = deriv(
    ~ exp(2 * (v - u)) / 2 - u + sign * (y - x) * exp(-u) + log(pnorm(-sign * (y - x) * exp(-v) - exp(v - u))),
    c("x", "u", "v"), c("x", "u", "v", "y", "sign"), hessian = TRUE),
  "truncated-normal" = deriv(
    ~ -log(2 * pi * (exp(2 * u) + exp(2 * v))) / 2 - (sign * (y - x) + m)^2 / 2 / (exp(2 * u) + exp(2 * v)) - log(pnorm(m * exp(-u))) +
      log(pnorm((m * exp(v - u) - sign * (y - x) * exp(u - v)) / sqrt(exp(2 * u) + exp(2 * v)))),
    c("x", "m", "u", "v"), c("x", "m", "u", "v", "y", "sign"), hessian = TRUE))
frontier_ml <- function(formula, data, distribution, sign, mean = NULL) {
  X <- model.matrix(formula, data)
  y <- model.response(model.frame(formula, data))
  first <- lm.fit(X, y)
  e <- sign * residuals(first)
  told <- max(0, -base::mean(e^3) / (if (distribution == "exponential") 2 else sqrt(2 / pi) * (4 / pi - 1)))^(1 / 3)
  u <- if (told > 0) min(told, sqrt(base::mean(e^2))) else sqrt(base::mean(e^2) / 2)
  v <- sqrt(max(base::mean(e^2) / 10, base::mean(e^2) - u^2 / 2))
  M <- if (distribution == "truncated-normal") model.matrix(if (is.null(mean)) ~ 1 else mean, data)
  if (!is.null(M)) colnames(M) <- paste0("u:", sub("(Intercept)", "_cons", colnames(M), fixed = TRUE))
  designs <- c(list(X), if (!is.null(M)) list(M), list(one("/lnsigma_u", nrow(X)), one("/lnsigma_v", nrow(X))))
  of <- rep(seq_along(designs), vapply(designs, ncol, 1L))
  at <- function(b) do.call(frontier_rows[[distribution]], c(lapply(seq_along(designs), function(j) drop(designs[[j]] %*% b[of == j])), list(y = y, sign = sign)))
  less <- function(b) { l <- -sum(at(b)); if (is.finite(l)) l else 1e300 }
  slopes <- function(b) -colSums(do.call(cbind, designs) * attr(at(b), "gradient")[, of])
  start <- c(coef(first) + (colnames(X) == "(Intercept)") * sign * u * 0.8, if (!is.null(M)) numeric(ncol(M)), log(u), log(v))
  near <- optim(start, less, slopes, method = "BFGS", control = list(maxit = 2000, reltol = 1e-14, parscale = c(1 / pmax(1e-8, apply(abs(do.call(cbind, designs)), 2, max)))))
  maximised(frontier_rows[[distribution]], designs, near$par, list(y = y, sign = sign))
}

# Truncated regression: rows with an outcome between limits, of a normal outcome that has rows beyond them too, with sigma as a parameter. A search by
# slopes comes near the maximum from least squares, and Newton's method ends it.
truncreg_rows <- list(
  lower = deriv(~ -log(2 * pi) / 2 - log(s) - ((y - x) / s)^2 / 2 - log(pnorm((x - a) / s)), c("x", "s"), c("x", "s", "y", "a", "b"), hessian = TRUE),
  upper = deriv(~ -log(2 * pi) / 2 - log(s) - ((y - x) / s)^2 / 2 - log(pnorm((b - x) / s)), c("x", "s"), c("x", "s", "y", "a", "b"), hessian = TRUE),
  both = deriv(~ -log(2 * pi) / 2 - log(s) - ((y - x) / s)^2 / 2 - log(pnorm((b - x) / s) - pnorm((a - x) / s)), c("x", "s"), c("x", "s", "y", "a", "b"), hessian = TRUE))
truncreg_ml <- function(formula, data, lower = -Inf, upper = Inf, weights = 1) {
  X <- model.matrix(formula, data)
  y <- model.response(model.frame(formula, data))
  rows <- truncreg_rows[[if (lower == -Inf) "upper" else if (upper == Inf) "lower" else "both"]]
  first <- lm.fit(X, y)
  k <- ncol(X)
  at <- function(b) rows(drop(X %*% b[1:k]), b[k + 1], y, lower, upper)
  less <- function(b) { l <- if (b[k + 1] > 0) -sum(weights * at(b)) else NA; if (is.finite(l)) l else 1e300 }
  slopes <- function(b) -colSums(cbind(X, 1) * (weights * attr(at(b), "gradient"))[, c(rep(1, k), 2)])
  start <- c(coef(first), sqrt(mean(residuals(first)^2)))
  near <- optim(start, less, slopes, method = "BFGS", control = list(maxit = 2000, reltol = 1e-14, parscale = c(1 / pmax(1e-8, apply(abs(X), 2, max)), 1)))
  maximised(rows, list(X, one("/sigma", nrow(X))), near$par, list(y = y, a = lower, b = upper), weights)
}

# The covariance of quantile regression: the sparsity from the quantiles a bandwidth of Hall and Sheather (1988) above and below.
quantile_vcov <- function(m) {
  X <- model.matrix(formula(m), m$model)
  h <- quantreg::bandwidth.rq(m$tau, nrow(X), hs = TRUE)
  b <- function(tau) coef(quantreg::rq.fit(X, model.response(m$model), tau = tau, method = "br"))
  sparsity <- sum(colMeans(X) * (b(m$tau + h) - b(m$tau - h))) / (2 * h)
  structure(m$tau * (1 - m$tau) * sparsity^2 * inverse(crossprod(X)), dimnames = list(names(coef(m)), names(coef(m))))
}

# Means of variables by unit, a row for each, with the number of its rows in \`size\`.
unit_means <- function(data, variables, unit) {
  u <- factor(data[[unit]])
  means <- lapply(data[variables], function(x) as.vector(tapply(x, u, mean)))
  structure(c(means, list(size = as.vector(table(u)))), names = c(variables, "size"), class = "data.frame", row.names = seq_len(nlevels(u)))
}

# Random effects with the variances of Swamy and Arora (1972) as Stata takes them in panels with gaps: that of units from the regression of their
# means, each of which counts once. Every variable is less a part of its unit's mean.
random_effects <- function(formula, data, unit, mundlak = character()) {
  u <- factor(data[[unit]])
  size <- as.vector(table(u))
  means <- function(x) (rowsum(as.matrix(x), u) / size)[u, , drop = FALSE]
  X <- model.matrix(formula, data)
  colnames(X) <- gsub("\`", "", colnames(X), fixed = TRUE)
  y <- model.response(model.frame(formula, data))
  if (length(mundlak) > 0) {
    own <- means(X[, mundlak, drop = FALSE])
    X <- cbind(X, structure(own, dimnames = list(NULL, paste0("mean_", mundlak))))
  }
  once <- !duplicated(u)
  moves <- apply(abs(X - means(X)), 2, max) > 1e-10 * apply(abs(X), 2, max)
  within <- lm.fit((X - means(X))[, moves, drop = FALSE], drop(y - means(y)))
  between <- lm.fit(means(X)[once, , drop = FALSE], means(y)[once])
  e2 <- sum(residuals(within)^2) / (length(y) - nlevels(u) - within$rank)
  u2 <- max(0, sum(residuals(between)^2) / (nlevels(u) - between$rank) - e2 * mean(1 / size))
  theta <- (1 - sqrt(e2 / (size * u2 + e2)))[u]
  starred <- X - theta * means(X)
  y <- drop(y - theta * means(y))
  m <- lm(y ~ 0 + starred)
  names(m$coefficients) <- colnames(X)
  m
}

# Estimators of the k-class: k = 1 is two-stage least squares, and the least root of limited-information maximum likelihood where none is given,
# which Fuller makes smaller by \`less\` over the degrees of freedom of the first stage.
k_class <- function(formula, instruments, data, k = NULL, less = 0, weights = 1, constants = 1) {
  root <- sqrt(weights)
  X <- model.matrix(formula, data) * root
  Z <- model.matrix(instruments, data) * root
  y <- model.response(model.frame(formula, data)) * root
  isOwn <- colnames(X) %in% colnames(Z)
  left <- qr.resid(qr(Z), X)
  if (is.null(k)) {
    Y <- cbind(y, X[, !isOwn])
    beside <- if (any(isOwn)) qr.resid(qr(X[, isOwn]), Y) else Y
    k <- min(Re(eigen(solve(crossprod(qr.resid(qr(Z), Y)), crossprod(beside)))$values)) - less / (nrow(Z) - ncol(Z) + 1 - constants)
  }
  H <- inverse(crossprod(X) - k * crossprod(left))
  b <- structure(drop(H %*% crossprod(X - k * left, y)), names = colnames(X))
  e <- drop(y - X %*% b)
  df <- nrow(X) - ncol(X)
  estimated(b, H * sum(e^2) / df, (X - left) * e, H = H, df = df)
}

# Sum of products of scores of rows of one time that are at most \`cutoff\` km apart on a great circle (Conley 1999), and of one unit some times apart.
conley <- function(scores, latitude, longitude, cutoff, time = NULL, kernel = "uniform", unit = NULL, lags = 0) {
  radians <- pi / 180 * cbind(latitude, longitude)
  places <- cbind(cos(radians[, 1]) * cbind(cos(radians[, 2]), sin(radians[, 2])), sin(radians[, 1]))
  most <- if (cutoff / 6371.0088 < pi) cutoff / 6371.0088 else Inf
  M <- matrix(0, ncol(scores), ncol(scores))
  for (at in split(seq_len(nrow(scores)), if (is.null(time)) rep(1, nrow(scores)) else time)) {
    angle <- 2 * asin(pmin(as.matrix(dist(places[at, , drop = FALSE])) / 2, 1))
    w <- (angle <= most) * (if (kernel == "uniform") 1 else 1 - angle / most)
    M <- M + crossprod(scores[at, , drop = FALSE], w %*% scores[at, , drop = FALSE])
  }
  if (lags > 0) M + bartlett(scores, unit, time, lags) - crossprod(scores) else M
}
`;
