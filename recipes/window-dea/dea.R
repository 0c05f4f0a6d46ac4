# Radial efficiency by linear programmes (Charnes, Cooper & Rhodes 1978; Banker, Charnes & Cooper 1984), of windows of periods (Charnes, Clark,
# Cooper & Golany 1985, Annals of Operations Research 2:95). lpSolve solves the programmes.

# The input efficiency of `unit` among the rows of X (inputs) and Y (outputs).
radial <- function(X, Y, unit, scale = "constant") {
  n <- nrow(X)
  objective <- c(1, rep(0, n))
  constraints <- rbind(cbind(-X[unit, ], t(X)), cbind(0, t(Y)), if (scale == "variable") c(0, rep(1, n)))
  signs <- c(rep("<=", ncol(X)), rep(">=", ncol(Y)), if (scale == "variable") "=")
  right <- c(rep(0, ncol(X)), Y[unit, ], if (scale == "variable") 1)
  solved <- lpSolve::lp("min", objective, constraints, signs, right)
  if (solved$status != 0) stop("the programme of row ", unit, " has no solution", call. = FALSE)
  solved$objval
}

# A row for each window, unit and period of it. A unit is compared with all units in all periods of the window.
window_dea <- function(data, unit, time, inputs, outputs, width = 3, scale = "constant") {
  check_panel(data, unit, time, c(inputs, outputs))
  periods <- sort(unique(data[[time]]))
  if (width < 1 || width > length(periods)) stop("a window of ", width, " periods does not fit into ", length(periods), call. = FALSE)
  do.call(rbind, lapply(seq_len(length(periods) - width + 1), function(first) {
    part <- data[data[[time]] %in% periods[first + seq_len(width) - 1], ]
    X <- as.matrix(part[inputs])
    Y <- as.matrix(part[outputs])
    score <- vapply(seq_len(nrow(part)), function(i) radial(X, Y, i, scale), 0)
    data.frame(window = periods[first], unit = part[[unit]], time = part[[time]], score = score)
  }))
}

check_panel <- function(data, unit, time, used) {
  if (anyNA(data[used])) stop("missing values in ", sum(!stats::complete.cases(data[used])), " row(s): leave these out by `sample`", call. = FALSE)
  for (name in used) if (any(data[[name]] <= 0)) stop("`", name, "` is not above 0 in ", sum(data[[name]] <= 0), " row(s)", call. = FALSE)
  if (anyDuplicated(data[c(unit, time)])) stop("a unit has several rows in one period", call. = FALSE)
  if (length(unique(table(data[[unit]]))) != 1 || nrow(data) != length(unique(data[[unit]])) * length(unique(data[[time]])))
    stop("the panel is not balanced: every unit needs a row in every period", call. = FALSE)
}
