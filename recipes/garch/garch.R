# GARCH(p, q) with a constant mean by maximum likelihood of normal innovations (Bollerslev 1986, J. Econometrics 31:307), as fGarch fits it.

garch <- function(data, series, p = 1, q = 1) {
  x <- data[[series]]
  if (any(is.na(x))) stop("`", series, "` is missing in ", sum(is.na(x)), " row(s): a series has no gaps", call. = FALSE)
  if (length(x) < 100) stop("a series of ", length(x), " rows is too short: 100 are the least", call. = FALSE)
  formula <- stats::as.formula(paste0("~ garch(", p, ", ", q, ")"))
  fit <- fGarch::garchFit(formula, data = x, trace = FALSE, cond.dist = "norm")
  b <- fit@fit$coef
  persistence <- sum(b[grepl("^(alpha|beta)", names(b))])
  if (persistence >= 1) warning("alpha and beta sum to ", format(persistence, digits = 3), ": the variance has no long-run level")
  list(
    estimator = paste0("GARCH(", p, ", ", q, ")"), outcome = series, nobs = length(x), dfResid = Inf,
    vcovInfo = list(type = "other", text = "the Hessian of the likelihood"),
    terms = data.frame(term = names(b), estimate = unname(b), stdError = unname(sqrt(diag(fit@fit$cvar)))),
    stats = list(ll = -unname(fit@fit$value), persistence = persistence)
  )
}

# The conditional standard deviation of each row.
volatility <- function(data, series, p = 1, q = 1) {
  formula <- stats::as.formula(paste0("~ garch(", p, ", ", q, ")"))
  fGarch::garchFit(formula, data = data[[series]], trace = FALSE, cond.dist = "norm")@sigma.t
}
