/** The file of R that loads a column of the paper as an estimate. */
import type { ScriptFile } from '../data.ts';

export const rLoader: ScriptFile = {
  path: 'papermake.R',
  content: `# Loads models that papermake estimated, so that R's tables and tests can use them:
#
#   source("papermake.R")
#   m <- papermake_estimate("main.iv")
#   modelsummary::modelsummary(list(m)); lmtest::coeftest(m)
#
# coef, vcov, nobs, df.residual and confint answer for it, and so do tidy and glance. It needs base R alone.

papermake_estimate <- function(node, folder = "estimates") {
  file <- file.path(folder, paste0(gsub("[^[:alnum:]_.-]", "_", enc2utf8(node)), ".txt"))
  if (!file.exists(file)) {
    known <- sub("[.]txt$", "", list.files(folder, "[.]txt$"))
    stop("there is no model \`", node, "\` in ", folder, ": it has ", paste(known, collapse = ", "), call. = FALSE)
  }
  words <- strsplit(readLines(file, encoding = "UTF-8"), "\\t", fixed = TRUE)
  is <- vapply(words, function(w) w[1], "")
  if (length(words) == 0 || is[1] != "papermake estimate" || is[length(is)] != "end") stop(file, " is not whole", call. = FALSE)
  number <- function(x) suppressWarnings(as.numeric(x))
  one <- function(name) if (any(is == name)) words[is == name][[1]][2]
  terms <- words[is == "term"]
  stats <- words[is == "stat"]
  names <- vapply(terms, function(w) w[3], "")
  V <- matrix(NA_real_, length(terms), length(terms), dimnames = list(names, names))
  for (w in words[is == "V"]) V[as.integer(w[2]), as.integer(w[3])] <- V[as.integer(w[3]), as.integer(w[2])] <- number(w[4])
  structure(list(
    node = one("node"), estimator = one("estimator"), outcome = one("outcome"), errors = one("errors"),
    coefficients = setNames(number(vapply(terms, function(w) w[4], "")), names),
    std.error = setNames(number(vapply(terms, function(w) w[5], "")), names), vcov = V, nobs = as.integer(one("nobs")),
    clusters = if (any(is == "clusters")) as.integer(one("clusters")), df.residual = if (any(is == "df")) number(one("df")) else Inf,
    stats = setNames(number(vapply(stats, function(w) w[3], "")), vapply(stats, function(w) w[2], ""))
  ), class = "papermake_estimate")
}

coef.papermake_estimate <- function(object, ...) object$coefficients
vcov.papermake_estimate <- function(object, ...) object$vcov
nobs.papermake_estimate <- function(object, ...) object$nobs
df.residual.papermake_estimate <- function(object, ...) object$df.residual

confint.papermake_estimate <- function(object, parm = names(coef(object)), level = 0.95, ...) {
  half <- qt((1 + level) / 2, object$df.residual) * object$std.error[parm]
  at <- paste(format(100 * c((1 - level) / 2, (1 + level) / 2), trim = TRUE), "%")
  matrix(c(coef(object)[parm] - half, coef(object)[parm] + half), ncol = 2, dimnames = list(parm, at))
}

tidy.papermake_estimate <- function(x, conf.int = FALSE, conf.level = 0.95, ...) {
  t <- x$coefficients / x$std.error
  table <- data.frame(term = names(x$coefficients), estimate = x$coefficients, std.error = x$std.error, statistic = t,
    p.value = 2 * pt(-abs(t), x$df.residual), row.names = NULL)
  if (conf.int) table[c("conf.low", "conf.high")] <- as.data.frame(unname(confint(x, level = conf.level)))
  table
}

glance.papermake_estimate <- function(x, ...) {
  stat <- function(name) if (name %in% names(x$stats)) x$stats[[name]] else NA_real_
  data.frame(nobs = x$nobs, r.squared = stat("r2"), adj.r.squared = stat("r2Adj"), within.r.squared = stat("r2Within"),
    sigma = stat("rmse"), statistic = stat("f"), logLik = stat("ll"), AIC = stat("aic"), BIC = stat("bic"),
    nclusters = if (is.null(x$clusters)) NA_integer_ else x$clusters, df.residual = x$df.residual)
}

print.papermake_estimate <- function(x, ...) {
  cat(x$node, ": ", x$outcome, " (", x$estimator, "), errors ", x$errors, ", N = ", x$nobs, "\\n", sep = "")
  print(tidy.papermake_estimate(x), row.names = FALSE)
  invisible(x)
}

# Packages for tables find tidy and glance where their own generics are.
if (requireNamespace("generics", quietly = TRUE)) {
  registerS3method("tidy", "papermake_estimate", tidy.papermake_estimate, envir = asNamespace("generics"))
  registerS3method("glance", "papermake_estimate", glance.papermake_estimate, envir = asNamespace("generics"))
}
`,
};
