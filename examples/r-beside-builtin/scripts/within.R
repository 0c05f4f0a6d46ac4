# The within regression by hand, with base R alone: reads panel.csv, writes fit.json and residuals.csv.
# Standard errors are clustered by country with the finite-sample factor of Stata's `xtreg, fe`.
panel <- read.csv("panel.csv")
panel <- panel[complete.cases(panel), ]
regressors <- c("ltfp", "hc")

# Deviations from the country's mean with the overall mean added back, so that the constant is the grand mean's.
within <- function(x) x - ave(x, panel$iso3c) + mean(x)
y <- within(panel$lgini)
X <- cbind(sapply(regressors, function(name) within(panel[[name]])), `_cons` = 1)
model <- lm(y ~ X - 1)
e <- residuals(model)

bread <- solve(crossprod(X))
scores <- rowsum(X * e, panel$iso3c)
G <- nrow(scores)
N <- nrow(X)
K <- ncol(X)
V <- G / (G - 1) * (N - 1) / (N - K) * bread %*% crossprod(scores) %*% bread
r2 <- 1 - sum(e^2) / sum((y - mean(y))^2)

# Ten digits: the last bits depend on the linear algebra that R was built with.
number <- function(x) sprintf("%.10g", x)
terms <- sprintf('    {"term": "%s", "estimate": %s, "stdError": %s}', colnames(X), number(coef(model)), number(sqrt(diag(V))))
writeLines(c(
  '{',
  '  "estimator": "lm",',
  '  "outcome": "lgini",',
  sprintf('  "nobs": %d,', N),
  sprintf('  "dfResid": %d,', G - 1L),
  sprintf('  "vcovInfo": {"type": "CRV1", "clusters": [{"name": "iso3c", "count": %d}], "small": "by hand, t(G - 1)"},', G),
  sprintf('  "absorbed": [{"name": "iso3c", "levels": %d}],', G),
  sprintf('  "stats": {"r2Within": %s},', number(r2)),
  '  "terms": [',
  paste(terms, collapse = ",\n"),
  '  ]',
  '}'
), "fit.json")

residuals <- data.frame(panel[c("iso3c", "year")], residual = number(e))
write.csv(residuals, "residuals.csv", row.names = FALSE, quote = FALSE)
cat("within regression of", N, "rows in", G, "countries\n")
