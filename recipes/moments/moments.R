# Generalized method of moments by moments of one's own (Hansen 1982, Econometrica 50:1029), as the package gmm minimises them.

# `g(b, x)` gives a matrix with a row for each row of the data and a column for each moment. `start` names the parameters.
by_moments <- function(g, data, start, outcome) {
  x <- as.matrix(data)
  if (anyNA(x)) stop("the data have missing values in ", sum(!stats::complete.cases(x)), " row(s): leave these out by `sample`", call. = FALSE)
  first <- g(start, x)
  if (!is.matrix(first) || nrow(first) != nrow(x)) stop("the moments are no matrix with a row for each row of the data", call. = FALSE)
  if (ncol(first) < length(start)) stop(ncol(first), " moment(s) do not identify ", length(start), " parameters", call. = FALSE)
  fit <- gmm::gmm(g, x, start, type = "twoStep", vcov = "iid", wmatrix = "optimal", method = "BFGS", control = list(reltol = 1e-14, maxit = 10000))
  if (fit$algoInfo$convergence != 0) stop("the search for the parameters did not end", call. = FALSE)
  b <- stats::coef(fit)
  extra <- ncol(first) - length(b)
  j <- if (extra > 0) gmm::specTest(fit)$test
  list(
    estimator = "GMM, two steps", outcome = outcome, nobs = nrow(x), dfResid = Inf,
    vcovInfo = list(type = "other", text = "the robust variance of two-step GMM"),
    terms = data.frame(term = names(b), estimate = unname(b), stdError = unname(sqrt(diag(stats::vcov(fit))))),
    stats = if (extra > 0) list(hansen = j[1], hansenDf = extra, hansenP = j[2]) else list(nMoments = ncol(first))
  )
}
