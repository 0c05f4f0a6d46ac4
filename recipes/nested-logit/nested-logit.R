# Nested logit by maximum likelihood (McFadden 1978; Train 2009, Discrete Choice Methods with Simulation, section 4.2): a dissimilarity parameter
# for each nest of several alternatives, 1 where the nest is no closer than other alternatives.

# `data` has a row for each person and alternative. Effects of alternatives are told against the first in their order.
nested_logit <- function(data, person, alternative, nest, chosen, regressors, dissimilarity = NULL) {
  used <- c(person, alternative, nest, chosen, regressors)
  if (anyNA(data[used])) stop("missing values in ", sum(!stats::complete.cases(data[used])), " row(s): leave these out by `sample`", call. = FALSE)
  data <- data[order(data[[person]], data[[alternative]]), ]
  alternatives <- sort(unique(as.character(data[[alternative]])))
  persons <- unique(data[[person]])
  J <- length(alternatives)
  if (nrow(data) != J * length(persons)) stop("every person needs a row for each of the ", J, " alternatives", call. = FALSE)
  picks <- tapply(data[[chosen]], data[[person]], sum)
  if (any(picks != 1)) stop(sum(picks != 1), " person(s) chose no alternative, or several", call. = FALSE)
  nests <- tapply(as.character(data[[nest]]), as.character(data[[alternative]]), function(x) unique(x))
  if (is.list(nests)) stop("an alternative stands in several nests", call. = FALSE)
  nests <- vapply(alternatives, function(each) nests[[each]], "")
  several <- sort(names(which(table(nests) > 1)))
  X <- as.matrix(data[regressors])
  effects <- sapply(alternatives[-1], function(each) as.numeric(data[[alternative]] == each))
  colnames(effects) <- paste0("i(", alternative, ")::", alternatives[-1])
  X <- cbind(X, effects)
  free <- is.null(dissimilarity)
  names <- c(colnames(X), if (free) paste0("lambda_", several))
  choice <- matrix(data[[chosen]], J)
  at <- function(b) {
    v <- matrix(X %*% b[seq_len(ncol(X))], J)
    lambda <- stats::setNames(rep(1, length(unique(nests))), unique(nests))
    lambda[several] <- if (free) b[-seq_len(ncol(X))] else dissimilarity
    if (any(lambda <= 0)) return(rep(-1e10, ncol(v)))
    own <- lambda[nests]
    scaled <- v / own
    top <- apply(scaled, 2, max)
    inclusive <- sapply(unique(nests), function(each) {
      part <- scaled[nests == each, , drop = FALSE]
      peak <- apply(part, 2, max)
      peak + log(colSums(exp(sweep(part, 2, peak))))
    })
    weighted <- sweep(inclusive, 2, lambda[colnames(inclusive)], "*")
    peak <- apply(weighted, 1, max)
    total <- peak + log(rowSums(exp(weighted - peak)))
    picked <- max.col(t(choice), "first")
    cell <- cbind(picked, seq_along(picked))
    mine <- match(nests[picked], colnames(inclusive))
    inside <- inclusive[cbind(seq_along(picked), mine)]
    scaled[cell] - inside + lambda[nests[picked]] * inside - total
  }
  start <- c(rep(0, ncol(X)), if (free) rep(1, length(several)))
  fit <- stats::optim(start, function(b) -sum(at(b)), method = "BFGS", control = list(maxit = 5000, reltol = 1e-14))
  if (fit$convergence != 0) stop("the search for the maximum did not end", call. = FALSE)
  hessian <- stats::optimHess(fit$par, function(b) -sum(at(b)))
  V <- tryCatch(solve(hessian), error = function(e) stop("the likelihood is flat at its maximum: the parameters are not identified", call. = FALSE))
  if (any(diag(V) <= 0)) stop("the likelihood has no maximum that was found", call. = FALSE)
  list(
    estimator = "nested logit", outcome = chosen, nobs = length(persons), dfResid = Inf, vcovInfo = list(type = "iid"),
    terms = data.frame(term = names, estimate = fit$par, stdError = sqrt(diag(V))),
    stats = list(ll = -fit$value, aic = 2 * fit$value + 2 * length(names))
  )
}
