/** Functions of R scripts that estimate zero-inflated counts, written out in base R. */
export const countFunctions = `
# Zero-inflated counts, with a logit of zeros that no count explains.
# A search by slopes from several places comes near the maximum, and Newton's method ends it.
count_laws <- list(
  P = list(f = quote(y * (x + o) - exp(x + o) - lgamma(y + 1)), zero = quote(exp(-exp(x + o)))),
  NB2 = list(
    f = quote(lgamma(y + exp(-a)) - lgamma(exp(-a)) - lgamma(y + 1) - (y + exp(-a)) * log(1 + exp(a + x + o)) + y * (a + x + o)),
    zero = quote(exp(-exp(-a) * log(1 + exp(a + x + o))))))
inflated_ml <- function(formula, zeros, data, law, weights = 1) {
  f <- count_laws[[law]]
  l <- bquote(none * log(exp(t) + .(f$zero)) + (1 - none) * (.(f$f)) - log(1 + exp(t)))
  parts <- c("x", "t", if (law == "NB2") "a")
  rows <- deriv(l, parts, c(parts, "y", "o", "none"), hessian = TRUE)
  frame <- model.frame(formula, data)
  y <- model.response(frame)
  o <- model.offset(frame)
  if (is.null(o)) o <- numeric(length(y))
  X <- model.matrix(formula, data)
  Z <- model.matrix(zeros, data)
  colnames(Z) <- paste(gsub("\`", "", sub("(Intercept)", "_cons", colnames(Z), fixed = TRUE), fixed = TRUE), "| inflate")
  designs <- c(list(X, Z), if (law == "NB2") list(one("/lnalpha", length(y))))
  of <- rep(seq_along(designs), vapply(designs, ncol, 1L))
  given <- list(y = y, o = o, none = as.numeric(y == 0))
  at <- function(b) do.call(rows, c(lapply(seq_along(designs), function(j) drop(designs[[j]] %*% b[of == j])), given))
  less <- function(b) { l <- -sum(weights * at(b)); if (is.finite(l)) l else 1e300 }
  slopes <- function(b) -colSums(do.call(cbind, designs) * (weights * attr(at(b), "gradient"))[, of])
  first <- coef(glm.fit(X, y, rep_len(weights, length(y)), family = poisson(), offset = o))
  size <- 1 / pmax(1e-8, apply(abs(do.call(cbind, designs)), 2, max))
  tries <- lapply(c(-1, 0, 1), function(t) {
    start <- c(first, t, numeric(ncol(Z) - 1), if (law == "NB2") -0.5)
    optim(start, less, slopes, method = "BFGS", control = list(maxit = 2000, reltol = 1e-14, parscale = size))
  })
  near <- tries[[which.min(vapply(tries, function(each) each$value, 1))]]$par
  m <- maximised(rows, designs, near, given, weights)
  m$ll <- sum(weights * at(coef(m)))
  m
}
`;
