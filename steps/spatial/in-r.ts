/** Functions of R for spatial models: the parameter of the lag by spatialreg, to all digits by the root of its score. */
export const spatialInR = `
# ---- Spatial models of cross-sections and panels. ----

# Weights between units, which stand in the order of the file.
read_weights <- function(file) {
  w <- read.csv(file, colClasses = c("character", "character", "numeric"), na.strings = character(), encoding = "UTF-8")
  units <- unique(w$unit)
  W <- matrix(0, length(units), length(units), dimnames = list(units, units))
  W[cbind(match(w$unit, units), match(w$neighbour, units))] <- w$weight
  W
}

# Maximum likelihood of y = rho W y + X b + e, or of y = X b + u with u = lambda W u + e, in blocks of periods. Means of effects are taken out. Errors are
# those of the information, and those of effects follow by the delta method. \`x\` holds the columns of regressors, by the names of terms.
spatial_model <- function(d, y, x, unit, time, W, model, effects, constant = FALSE, lag_of_within = FALSE, corrected = FALSE, expected = FALSE) {
  n <- nrow(W)
  d <- d[order(d[[time]], match(as.character(d[[unit]]), rownames(W))), ]
  periods <- nrow(d) / n
  lag <- function(v) c(W %*% matrix(v, n))
  of_units <- effects %in% c("unit", "both")
  of_times <- effects %in% c("time", "both")
  within <- function(v) {
    v <- matrix(v, n)
    if (of_units) v <- v - rowMeans(v)
    if (of_times) v <- sweep(v, 2, colMeans(v))
    c(v)
  }
  within_lag <- function(v) if (lag_of_within) lag(within(v)) else within(lag(v))
  own <- names(x)
  all <- as.matrix(d[x])
  colnames(all) <- own
  if (model == "sdm") all <- cbind(all, apply(all, 2, lag))
  colnames(all) <- c(own, if (model == "sdm") paste0("W.", own))
  if (constant) all <- cbind(all, "_cons" = 1)
  X <- apply(all, 2, within)
  WX <- apply(all, 2, within_lag)
  Y <- within(d[[y]])
  WY <- within_lag(d[[y]])
  is_error <- model == "sem"

  # spatialreg has no panels: all periods are one cross-section. With a lag that is demeaned after it was taken, effects of periods are dummy variables.
  near <- suppressWarnings(spdep::mat2listw(kronecker(diag(periods), W), style = "M", zero.policy = TRUE))
  dummies <- cbind(if (of_units) model.matrix(~ factor(rep(1:n, periods)) - 1), if (of_times) model.matrix(~ factor(rep(1:periods, each = n)) - 1)[, if (of_units) -1 else TRUE])
  sample <- if (lag_of_within || !of_times) list(y = Y, X = X) else list(y = d[[y]], X = cbind(all, dummies))
  fit <- if (is_error) errorsarlm(y ~ 0 + X, sample, near, method = "LU", zero.policy = TRUE) else lagsarlm(y ~ 0 + X, sample, near, method = "LU", zero.policy = TRUE)
  start <- if (is_error) fit$lambda else fit$rho

  counted <- if (corrected) periods - 1 else periods
  w <- eigen(W, only.values = TRUE)$values
  solved <- function(r) {
    q <- lm.fit(if (is_error) X - r * WX else X, Y - r * WY)
    b <- coef(q)
    list(b = b, e = residuals(q), u = if (is_error) WY - drop(WX %*% b) else WY)
  }
  score <- function(r) with(solved(r), n * sum(e * u) / sum(e^2)) - Re(sum(w / (1 - r * w)))
  r <- uniroot(score, start + c(-1, 1) * 1e-4, tol = 1e-15)$root
  at <- solved(r)
  s2 <- sum(at$e^2) / (n * counted)

  S <- solve(diag(n) - r * W)
  G <- W %*% S
  X_ <- if (is_error) X - r * WX else X
  u <- if (is_error) at$u else if (expected) c(G %*% matrix(X %*% at$b, n)) else WY
  across <- if (!is_error) crossprod(X_, u) else if (expected) 0 * X_[1, ] else crossprod(X_, u) + crossprod(WX, at$e)
  second <- counted * (sum(G * t(G)) + if (expected) sum(G^2) else 0) + if (is_error && expected) 0 else sum(u^2) / s2
  both <- if (expected) counted * sum(diag(G)) / s2 else sum(at$u * at$e) / s2^2
  k <- ncol(X)
  I <- rbind(cbind(crossprod(X_), across, 0), c(across, second * s2, both * s2), c(rep(0, k), both * s2, n * counted / (2 * s2))) / s2
  V <- inverse(I)
  b <- c(at$b, r, s2)
  names(b) <- c(colnames(X), if (is_error) "lambda" else "rho", "sigma2_e")
  J <- diag(k + 2)
  if (!is_error) for (kind in c("direct", "indirect", "total")) for (name in own) {
    of <- function(A) if (kind == "direct") sum(diag(A)) / n else if (kind == "total") sum(A) / n else (sum(A) - sum(diag(A))) / n
    theta <- if (model == "sdm") b[[paste0("W.", name)]] else 0
    b[[paste0(kind, "(", name, ")")]] <- b[[name]] * of(S) + theta * of(G)
    j <- numeric(k + 2)
    j[match(name, colnames(X))] <- of(S)
    if (model == "sdm") j[match(paste0("W.", name), colnames(X))] <- of(G)
    j[k + 1] <- b[[name]] * of(S %*% G) + theta * of(G %*% G)
    J <- rbind(J, j)
  }
  ll <- -n * counted / 2 * (log(2 * pi * s2) + 1) + counted * sum(log(Mod(1 - r * w)))
  list(b = b, se = setNames(sqrt(diag(J %*% V %*% t(J))), names(b)), n = nrow(d), ll = ll)
}
`;
