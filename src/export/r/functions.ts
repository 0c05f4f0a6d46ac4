/** The functions that exported R scripts share; they stand in a file of their own beside the scripts. */
import { choiceFunctions } from './choice-functions.ts';
import { countFunctions } from './count-functions.ts';
import { modelFunctions } from './model-functions.ts';

export const FUNCTIONS = 'functions.R';

export const functionsFile = `# Functions that the scripts of this folder share. They need base R and the package sandwich.

# Compares a value with the one in the paper; the first 8 digits must be the same.
tolerance <- 1e-8
failures <- character()
compared <- 0
check <- function(cell, got, expected, scale = abs(expected)) {
  compared <<- compared + 1
  same <- length(got) == 1 && is.finite(got) && abs(got - expected) <= tolerance * scale
  if (!same) {
    text <- sprintf("%s: expected %.15g, got %s", cell, expected, format(got, digits = 15))
    failures <<- c(failures, text)
    cat("DIFFERENT  ", text, "\\n", sep = "")
  }
}

# Reads data of which every column is a number, but for those of text.
read_data <- function(file, text = character()) {
  header <- read.csv(file, header = FALSE, nrows = 1, colClasses = "character", encoding = "UTF-8")
  types <- ifelse(unlist(header) %in% text, "character", "numeric")
  read.csv(file, check.names = FALSE, na.strings = "", encoding = "UTF-8", colClasses = unname(types))
}

# Coefficients by the names that the paper has for them; tobit() calls the logarithm of its scale so.
plain <- function(x) {
  x <- ifelse(x == "Log(scale)", "/lnsigma", x)
  sub("^\\\\(Intercept\\\\)$", "_cons", gsub("[\`\\\\\\\\]", "", x))
}

# Compares coefficients and standard errors; \`expected\` has a row for each coefficient.
check_coefficients <- function(node, b, V, expected) {
  b <- setNames(b, plain(names(b)))
  s <- setNames(sqrt(diag(as.matrix(V))), plain(colnames(V)))
  for (term in rownames(expected)) {
    e <- expected[term, ]
    check(paste(node, term, "coefficient", sep = ": "), unname(b[term]), e[1], max(abs(e), na.rm = TRUE))
    if (!is.na(e[2])) check(paste(node, term, "standard error", sep = ": "), unname(s[term]), e[2])
  }
}

# Wald's statistic over its degrees of freedom, that coefficients are zero.
wald <- function(b, V, terms = setdiff(plain(names(b)), "_cons")) {
  at <- match(terms, plain(names(b)))
  drop(b[at] %*% inverse(V[at, at, drop = FALSE]) %*% b[at]) / length(at)
}

# A combination of coefficients with its error.
combined <- function(b, V, weights) {
  at <- match(names(weights), plain(names(b)))
  c(sum(weights * b[at]), sqrt(drop(weights %*% V[at, at, drop = FALSE] %*% weights)))
}

# A function of coefficients with its error by the delta method, from its derivatives.
nonlinear <- function(b, V, terms, value, gradient) {
  at <- match(terms, plain(names(b)))
  own <- unname(b[at])
  g <- gradient(own)
  c(value(own), sqrt(drop(g %*% V[at, at, drop = FALSE] %*% g)))
}

# Wald's statistic that combinations of coefficients have some values.
restricted <- function(b, V, restrictions, values) {
  R <- matrix(0, length(restrictions), length(b))
  for (i in seq_along(restrictions)) R[i, match(names(restrictions[[i]]), plain(names(b)))] <- restrictions[[i]]
  gap <- drop(R %*% b) - values
  drop(gap %*% inverse(R %*% V %*% t(R)) %*% gap)
}

# The marginal effect of a variable on the mean with its error by the delta method: the average over the rows, or that at the means.
marginal_effect <- function(m, V, term, at_means = FALSE) {
  X <- model.matrix(m)
  if (at_means) X <- t(colMeans(X))
  b <- coef(m)
  eta <- drop(X %*% b)
  slope <- m$family$mu.eta(eta)
  bend <- slope * switch(m$family$link, logit = 1 - 2 * plogis(eta), probit = -eta, log = 1)
  at <- match(term, plain(names(b)))
  J <- b[at] * colMeans(bend * X)
  J[at] <- J[at] + mean(slope)
  c(b[at] * mean(slope), sqrt(drop(J %*% V %*% J)))
}

# Ends the script with an error where a value differed.
finish <- function(script) {
  if (length(failures) > 0) {
    cat(sprintf("%s: %d of %d values differ\\n", script, length(failures), compared))
    quit(status = 1, save = "no")
  }
  cat(sprintf("%s: all %d values are the same\\n", script, compared))
}

# The value of x so many periods before, by the calendar and not by rows.
lagged <- function(x, unit, time, periods = 1) {
  x[match(paste(unit, time - periods), paste(unit, time))]
}

# A value that is not defined, such as the logarithm of 0, is missing.
finite <- function(x) {
  x <- suppressWarnings(x)
  ifelse(is.finite(x), x, NA)
}

# Rows that have a value of every variable.
complete <- function(d, variables) d[complete.cases(d[variables]), , drop = FALSE]

# Values beyond two percentiles are moved to them; percentiles as Stata takes them.
winsorized <- function(x, low, high, type = 2) {
  at <- quantile(x, c(low, high) / 100, type = type, na.rm = TRUE)
  pmin(pmax(x, at[1]), at[2])
}

# Rows that are alone in a level of some effect are dropped, again and again.
without_singletons <- function(d, effects) {
  repeat {
    alone <- Reduce(\`|\`, lapply(effects, function(e) ave(seq_along(d[[e]]), d[[e]], FUN = length) == 1))
    if (!any(alone)) return(d)
    d <- d[!alone, , drop = FALSE]
  }
}

# Periods since treatment, at the ends of a window where they are beyond it.
event_time <- function(time, cohort, window = c(-Inf, Inf), bin = TRUE) {
  ever <- is.finite(cohort) & cohort != 0 & cohort <= max(time)
  at <- ifelse(ever, time - cohort, NA)
  if (bin) pmin(pmax(at, window[1]), window[2]) else ifelse(at < window[1] | at > window[2], NA, at)
}

# Takes the means of effects out of variables and adds the mean of all rows (the within transformation).
demeaned <- function(d, variables, effects, w = rep(1, nrow(d))) {
  groups <- lapply(effects, function(e) factor(d[[e]]))
  for (v in variables) {
    x <- as.numeric(d[[v]])
    mean_of_all <- weighted.mean(x, w)
    size <- max(abs(x - mean_of_all), 1e-300)
    for (round in 1:100000) {
      before <- x
      for (g in groups) x <- x - as.vector(rowsum(w * x, g) / rowsum(w, g))[g]
      if (length(groups) == 1 || max(abs(x - before)) < 1e-14 * size) break
    }
    d[[v]] <- x + mean_of_all
  }
  d
}

# Degrees of freedom that absorbed effects take, counted as reghdfe counts them: levels that a cluster holds are
# redundant, and so are as many as two effects have connected groups.
absorbed_df <- function(effects, clusters = list()) {
  nested <- vapply(effects, function(e) {
    any(vapply(clusters, function(g) all(tapply(as.integer(factor(g)), e, function(v) all(v == v[1]))), NA))
  }, NA)
  free <- effects[!nested]
  df <- 0
  for (i in seq_along(free)) {
    redundant <- if (any(nested)) 1 else 0
    for (j in seq_len(i - 1)) redundant <- max(redundant, connected(free[[j]], free[[i]]))
    df <- df + length(unique(free[[i]])) - redundant
  }
  list(df = df, nested = any(nested))
}

connected <- function(a, b) {
  a <- factor(a)
  b <- factor(b)
  of_a <- seq_len(nlevels(a))
  repeat {
    of_b <- tapply(of_a[a], b, min)
    new <- as.vector(tapply(of_b[b], a, min))
    if (all(new == of_a)) return(length(unique(of_a)))
    of_a <- new
  }
}

# Sum of products of scores up to \`lag\` periods apart within units, with Bartlett's weights.
bartlett <- function(scores, unit, time, lag) {
  M <- crossprod(scores)
  for (l in seq_len(lag)) {
    at <- match(paste(unit, time - l), paste(unit, time))
    C <- crossprod(scores[!is.na(at), , drop = FALSE], scores[at[!is.na(at)], , drop = FALSE])
    M <- M + (1 - l / (lag + 1)) * (C + t(C))
  }
  M
}

# A matrix without its negative eigenvalues.
positive <- function(V) {
  e <- eigen(V, symmetric = TRUE)
  V[] <- e$vectors %*% (pmax(e$values, 0) * t(e$vectors))
  V
}

# Steps after the deviance no longer changes, since coefficients of a probit still do in the eighth digit.
refined <- function(m) {
  for (step in 1:12) m <- update(m, start = coef(m))
  m
}

# The inverse of the observed information of a probit.
observed_probit <- function(m) {
  X <- model.matrix(m)
  q <- 2 * m$y - 1
  z <- q * m$linear.predictors
  l <- q * exp(dnorm(z, log = TRUE) - pnorm(z, log.p = TRUE))
  inverse(crossprod(X * (l * (l + m$linear.predictors) * m$prior.weights), X))
}

# The inverse of a matrix, whatever the units of its variables are.
inverse <- function(A) {
  s <- 1 / sqrt(abs(diag(A)))
  solve(A * outer(s, s)) * outer(s, s)
}

# Iterations go on until 8 digits are sure.
tight <- glm.control(epsilon = 1e-14, maxit = 200)
${modelFunctions}${choiceFunctions}${countFunctions}`;
