# Excess mass at a kink (Saez 2010; Chetty, Friedman, Olsen & Pistaferri 2011, QJE 126:749): counts in bins beside a polynomial that leaves out
# the bins of the window. The counterfactual is moved up to the right of the kink until it holds as many people as there are.

counts_of <- function(x, kink, width, least, most) {
  if (anyNA(x)) stop("missing values in ", sum(is.na(x)), " row(s): leave these out by `sample`", call. = FALSE)
  if (!(least < kink && kink < most)) stop("the kink, ", kink, ", is not between ", least, " and ", most, call. = FALSE)
  bin <- round((x - kink) / width)
  range <- c(ceiling((least - kink) / width), floor((most - kink) / width))
  z <- seq(range[1], range[2])
  data.frame(z = z, n = tabulate(bin[bin >= range[1] & bin <= range[2]] - range[1] + 1, length(z)))
}

# The excess mass at the kink, as a share of the counterfactual's height there, and the counterfactual.
excess <- function(counts, window, degree, tolerance = 1e-10) {
  inside <- counts$z >= window[1] & counts$z <= window[2]
  if (sum(!inside) < degree + 5) stop(sum(!inside), " bins outside the window are few for a polynomial of degree ", degree, call. = FALSE)
  powers <- outer(counts$z / max(abs(counts$z)), 0:degree, "^")
  above <- counts$z > window[2]
  mass <- 0
  for (turn in 1:1000) {
    shifted <- counts$n * (1 + ifelse(above, mass / sum(counts$n[above]), 0))
    b <- stats::lm.fit(powers[!inside, ], shifted[!inside])$coefficients
    counterfactual <- drop(powers %*% b)
    now <- sum(counts$n[inside] - counterfactual[inside])
    if (abs(now - mass) <= tolerance * max(1, abs(now))) break
    mass <- now
  }
  if (turn == 1000) stop("the counterfactual did not settle", call. = FALSE)
  list(b = now / mean(counterfactual[inside]), mass = now, counterfactual = counterfactual, residuals = shifted - ifelse(inside, NA, counterfactual), shifted = shifted)
}

# Errors by draws of residuals of the bins outside the window, as Chetty et al. have them.
bunching <- function(data, variable, kink, width, window, range, degree = 7, draws = 500, seed = 1, elasticity = NULL) {
  counts <- counts_of(data[[variable]], kink, width, range[1], range[2])
  fit <- excess(counts, window, degree)
  set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
  residuals <- fit$residuals[!is.na(fit$residuals)]
  outside <- which(!is.na(fit$residuals))
  drawn <- replicate(draws, {
    again <- counts
    again$n[outside] <- pmax(0, counts$n[outside] - fit$residuals[outside] + sample(residuals, length(outside), TRUE))
    found <- excess(again, window, degree)
    c(found$b, found$mass)
  })
  terms <- data.frame(term = c("excess", "mass"), estimate = c(fit$b, fit$mass), stdError = apply(drawn, 1, stats::sd))
  if (!is.null(elasticity)) {
    # The change of the variable that the excess stands for, over the change of the net-of-tax rate in logs.
    scale <- width / (kink * log(elasticity[["before"]] / elasticity[["after"]]))
    terms <- rbind(terms, data.frame(term = "elasticity", estimate = fit$b * scale, stdError = terms$stdError[1] * abs(scale)))
  }
  list(
    estimator = "bunching", outcome = variable, nobs = sum(counts$n), dfResid = Inf,
    vcovInfo = list(type = "other", text = paste(draws, "draws of residuals of the bins")), terms = terms,
    stats = list(nBins = nrow(counts))
  )
}
