# Geographically weighted regression (Brunsdon, Fotheringham & Charlton 1996, Geographical Analysis 28:281; Fotheringham, Brunsdon & Charlton
# 2002, chapter 2). The kernel is Gaussian, and the bandwidth that of the least corrected AIC.

gwr <- function(data, outcome, regressors, x, y, bandwidth = NULL) {
  used <- c(outcome, regressors, x, y)
  if (anyNA(data[used])) stop("missing values in ", sum(!stats::complete.cases(data[used])), " row(s): leave these out by `sample`", call. = FALSE)
  X <- cbind(`_cons` = 1, as.matrix(data[regressors]))
  n <- nrow(X)
  if (n < 5 * ncol(X)) stop(n, " places are few for ", ncol(X), " coefficients at each", call. = FALSE)
  far <- as.matrix(stats::dist(cbind(data[[x]], data[[y]])))
  if (max(far) == 0) stop("all places stand at one point", call. = FALSE)
  response <- data[[outcome]]
  at <- function(width) {
    local <- lapply(seq_len(n), function(i) {
      w <- exp(-0.5 * (far[i, ] / width)^2)
      R <- qr(X * sqrt(w))
      if (R$rank < ncol(X)) return(NULL)
      A <- qr.coef(R, diag(sqrt(w)))
      list(b = drop(A %*% response), A = A)
    })
    if (any(vapply(local, is.null, TRUE))) return(NULL)
    hat <- t(vapply(seq_len(n), function(i) drop(X[i, ] %*% local[[i]]$A), numeric(n)))
    residuals <- response - drop(hat %*% response)
    trace <- sum(diag(hat))
    rss <- sum(residuals^2)
    aicc <- n * log(rss / n) + n * log(2 * pi) + n * (n + trace) / (n - 2 - trace)
    list(width = width, local = local, rss = rss, trace = trace, aicc = if (n - 2 - trace > 0) aicc else Inf, df = n - 2 * trace + sum(hat^2))
  }
  if (is.null(bandwidth)) {
    least <- stats::median(apply(far + diag(Inf, n), 1, min))
    tried <- function(log_width) { found <- at(exp(log_width)); if (is.null(found)) Inf else found$aicc }
    grid <- seq(log(least), log(3 * max(far)), length.out = 25)
    values <- vapply(grid, tried, 0)
    best <- which.min(values)
    bandwidth <- exp(stats::optimize(tried, grid[c(max(1, best - 1), min(25, best + 1))], tol = 1e-8)$minimum)
  }
  chosen <- at(bandwidth)
  if (is.null(chosen)) stop("the regressors are collinear near some place with a bandwidth of ", format(bandwidth, digits = 3), call. = FALSE)
  sigma2 <- chosen$rss / chosen$df
  list(chosen = chosen, bandwidth = bandwidth, names = colnames(X), r2 = 1 - chosen$rss / sum((response - mean(response))^2), n = n,
    b = t(vapply(chosen$local, function(each) each$b, numeric(ncol(X)))), se = t(vapply(chosen$local, function(each) sqrt(sigma2 * rowSums(each$A^2)), numeric(ncol(X)))))
}

# A row for each place: its coefficients, with their standard errors.
local_coefficients <- function(fit, places) {
  b <- fit$b
  se <- fit$se
  colnames(b) <- paste0("b_", fit$names)
  colnames(se) <- paste0("se_", fit$names)
  data.frame(place = places, b, se, check.names = FALSE)
}
