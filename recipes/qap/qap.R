# Regression of dyads with p values by permutation of rows and columns together: double semi-partialing (Dekker, Krackhardt & Snijders 2007,
# Psychometrika 72:563), as sna::netlm has it.

# `data` has a row for each ordered pair of two different units.
qap <- function(data, from, to, outcome, regressors, permutations = 1000, seed = 1) {
  units <- sort(unique(c(data[[from]], data[[to]])))
  pairs <- length(units) * (length(units) - 1)
  key <- paste(data[[from]], data[[to]])
  if (any(data[[from]] == data[[to]])) stop("a unit is paired with itself in ", sum(data[[from]] == data[[to]]), " row(s)", call. = FALSE)
  if (anyDuplicated(key)) stop("the pair ", key[anyDuplicated(key)], " has several rows", call. = FALSE)
  if (nrow(data) != pairs) stop(pairs - nrow(data), " of ", pairs, " pairs have no row: every ordered pair needs one", call. = FALSE)
  square <- function(name) {
    if (anyNA(data[[name]])) stop("`", name, "` is missing in some pairs", call. = FALSE)
    m <- matrix(NA_real_, length(units), length(units))
    m[cbind(match(data[[from]], units), match(data[[to]], units))] <- data[[name]]
    m
  }
  set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
  fit <- sna::netlm(square(outcome), lapply(regressors, square), nullhyp = "qapspp", reps = permutations)
  b <- fit$coefficients
  why <- "permutations give a p value and no standard error"
  terms <- Map(function(term, estimate, p) list(term = term, estimate = estimate, stdError = list(invalid = why), pValue = p),
    c("_cons", regressors), unname(b), unname(fit$pgreqabs))
  list(
    estimator = "OLS of dyads", outcome = outcome, nobs = pairs, dfResid = pairs - length(b),
    vcovInfo = list(type = "other", text = paste(permutations, "permutations of units (QAP, double semi-partialing)")),
    terms = unname(terms), stats = list(r2 = 1 - sum(fit$residuals^2) / sum((data[[outcome]] - mean(data[[outcome]]))^2), nUnits = length(units))
  )
}
