# Two stages in a row: the first makes of inputs what the second makes outputs of (relational model: Kao & Hwang 2008, European Journal of
# Operational Research 185:418). The efficiency of the whole is the product of those of its stages. lpSolve solves the programmes.

network_dea <- function(data, unit, inputs, between, outputs) {
  used <- c(inputs, between, outputs)
  if (anyNA(data[used])) stop("missing values in ", sum(!stats::complete.cases(data[used])), " row(s): leave these out by `sample`", call. = FALSE)
  for (name in used) if (any(data[[name]] <= 0)) stop("`", name, "` is not above 0 in ", sum(data[[name]] <= 0), " row(s)", call. = FALSE)
  parts <- lapply(list(inputs, between, outputs), function(names) as.matrix(data[names]))
  # Means of one leave the scores as they are, and keep the programme well scaled.
  parts <- lapply(parts, function(part) sweep(part, 2, colMeans(part), "/"))
  X <- parts[[1]]
  Z <- parts[[2]]
  Y <- parts[[3]]
  n <- nrow(X)
  nothing <- function(part) matrix(0, n, ncol(part))
  stage1 <- cbind(-X, Z, nothing(Y))
  stage2 <- cbind(nothing(X), -Z, Y)
  solve <- function(i, direction, objective, more, sign, right) {
    solved <- lpSolve::lp(direction, objective, rbind(stage1, stage2, c(X[i, ], 0 * Z[i, ], 0 * Y[i, ]), more), c(rep("<=", 2 * n), "=", sign), c(rep(0, 2 * n), 1, right))
    if (solved$status != 0) stop("the programme of row ", i, " has no solution", call. = FALSE)
    solved$objval
  }
  scores <- vapply(seq_len(n), function(i) {
    produced <- c(0 * X[i, ], 0 * Z[i, ], Y[i, ])
    made <- c(0 * X[i, ], Z[i, ], 0 * Y[i, ])
    whole <- solve(i, "max", produced, NULL, NULL, NULL)
    # Weights are not unique: the first stage has the best efficiency that the whole allows.
    first <- solve(i, "max", made, produced, ">=", whole * (1 - 1e-9))
    c(whole = whole, first = first, second = whole / first)
  }, numeric(3))
  data.frame(unit = data[[unit]], t(scores))
}
