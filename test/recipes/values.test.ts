/** Functions of recipes against other programs, closed forms and what must hold of them. */
import { expect, it } from 'vitest';
import { hasR, inR, told } from './r.ts';

interface Compared {
  readonly what: string;
  readonly recipe: string;
  readonly file?: string;
  /** Lines that leave `ours` and `theirs`. */
  readonly lines: string;
  readonly digits: number;
}

const spells = 'd <- read.csv("data/spells.csv")';

const compared: readonly Compared[] = [
  {
    what: 'subdistribution hazards are those of cmprsk where no two spells end together',
    recipe: 'competing-risks',
    lines: `${spells}; d$months <- d$months + seq_along(d$months) * 1e-6; f <- subdistribution(d, "months", "exit", 2, c("training", "age")); ours <- f$terms$estimate;
      theirs <- cmprsk::crr(d$months, d$exit, d[c("training", "age")], failcode = 2, gtol = 1e-12)$coef`,
    digits: 6,
  },
  {
    what: 'cumulative incidence is that of cmprsk',
    recipe: 'competing-risks',
    lines: `${spells}; at <- c(2, 5, 10, 20); f <- incidence(d, "months", "exit", at); ours <- f$share[f$cause == 1];
      theirs <- cmprsk::timepoints(cmprsk::cuminc(d$months, d$exit), at)$est[1, ]`,
    digits: 10,
  },
  {
    what: 'a GARCH(1, 1) of the mark against the pound is the benchmark of Fiorentini, Calzolari and Panattoni (1996)',
    recipe: 'garch',
    lines: `data(dem2gbp, package = "fGarch"); f <- garch(data.frame(r = dem2gbp[, 1]), "r"); ours <- f$terms$estimate;
      theirs <- c(-0.00619041, 0.0107613, 0.153134, 0.805974)`,
    digits: 3,
  },
  {
    what: 'moments of a linear model are two-stage least squares with optimal weights',
    recipe: 'moments',
    lines: `d <- read.csv("data/patents.csv"); Z <- cbind(1, d$size, d$subsidy, d$distance); X <- cbind(1, d$rd, d$size); y <- d$patents;
      g <- function(b, x) (x[, "patents"] - b[1] - b[2] * x[, "rd"] - b[3] * x[, "size"]) * cbind(1, x[, c("size", "subsidy", "distance")]);
      ours <- by_moments(g, d[c("patents", "rd", "size", "subsidy", "distance")], c(a = 0, rd = 0, size = 0), "patents")$terms$estimate;
      step <- function(W) solve(t(X) %*% Z %*% W %*% t(Z) %*% X, t(X) %*% Z %*% W %*% t(Z) %*% y);
      e <- drop(y - X %*% step(diag(4))); theirs <- drop(step(solve(crossprod(Z * e))))`,
    digits: 4,
  },
  {
    what: 'coefficients of dyads are those of least squares',
    recipe: 'qap',
    lines: `d <- read.csv("data/dyads.csv"); f <- qap(d, "from", "to", "flow", c("distance", "same_region"), 20);
      ours <- c(sapply(f$terms, function(t) t$estimate), f$stats$r2); m <- lm(flow ~ distance + same_region, d); theirs <- c(coef(m), summary(m)$r.squared)`,
    digits: 9,
  },
  {
    what: 'coefficients at a place are those of weighted least squares there',
    recipe: 'gwr',
    lines: `d <- read.csv("data/places.csv"); f <- gwr(d, "income", c("education", "openness"), "x", "y", bandwidth = 2);
      d$w <- exp(-0.5 * ((d$x - d$x[20])^2 + (d$y - d$y[20])^2) / 4); ours <- f$b[20, ]; theirs <- coef(lm(income ~ education + openness, d, weights = w))`,
    digits: 10,
  },
  {
    what: 'a wide bandwidth gives every place the regression of all, with its errors',
    recipe: 'gwr',
    lines: `d <- read.csv("data/places.csv"); f <- gwr(d, "income", c("education", "openness"), "x", "y", bandwidth = 1e6);
      m <- summary(lm(income ~ education + openness, d))$coefficients; ours <- c(f$b[7, ], f$se[7, ]); theirs <- c(m[, 1], m[, 2])`,
    digits: 6,
  },
  {
    what: 'with one input and one output each, efficiency is the ratio to the best of the window',
    recipe: 'window-dea',
    file: 'dea.R',
    lines: `d <- read.csv("data/plants.csv"); d$ratio <- d$power / d$labour; f <- window_dea(d, "plant", "year", "labour", "power", 3);
      f <- merge(f, d, by.x = c("unit", "time"), by.y = c("plant", "year")); ours <- f$score;
      theirs <- sapply(seq_len(nrow(f)), function(i) f$ratio[i] / max(d$ratio[d$year >= f$window[i] & d$year < f$window[i] + 3]))`,
    digits: 8,
  },
  {
    what: 'a product of two stages, neither above what the stage has alone',
    recipe: 'network-dea',
    lines: `d <- read.csv("data/plants.csv"); d <- d[d$year == 2020, ]; f <- network_dea(d, "plant", c("labour", "capital"), "power", "sales");
      source("../window-dea/dea.R"); alone <- sapply(seq_len(nrow(d)), function(i) radial(as.matrix(d[c("labour", "capital")]), as.matrix(d["power"]), i));
      ours <- c(max(abs(f$whole - f$first * f$second)), all(f$first <= alone + 1e-6), max(f$second) <= 1 + 1e-6); theirs <- c(0, 1, 1)`,
    digits: 9,
  },
  {
    what: 'with one input, product and output each, stages are ratios to the best',
    recipe: 'network-dea',
    lines: `d <- data.frame(u = 1:4, x = c(2, 3, 4, 5), z = c(2, 6, 4, 4), y = c(3, 5, 7, 2)); f <- network_dea(d, "u", "x", "z", "y");
      ours <- c(f$first, f$second); theirs <- c(d$z / d$x / max(d$z / d$x), d$y / d$z / max(d$y / d$z))`,
    digits: 7,
  },
  {
    what: 'a nested logit whose nests are no closer is the conditional logit of survival',
    recipe: 'nested-logit',
    lines: `d <- read.csv("data/trips.csv"); f <- nested_logit(d, "person", "mode", "nest", "chosen", c("cost", "time"), dissimilarity = 1);
      library(survival); m <- clogit(chosen ~ cost + time + I(mode == "bus") + I(mode == "car") + I(mode == "rail") + strata(person), d);
      ours <- c(f$terms$estimate, f$terms$stdError); theirs <- c(coef(m), sqrt(diag(vcov(m))))`,
    digits: 4,
  },
  {
    what: 'the likelihood of a nested logit is that of its formula',
    recipe: 'nested-logit',
    lines: `d <- read.csv("data/trips.csv"); f <- nested_logit(d, "person", "mode", "nest", "chosen", c("cost", "time")); b <- setNames(f$terms$estimate, f$terms$term);
      d$v <- b["cost"] * d$cost + b["time"] * d$time + ifelse(d$mode == "bicycle", 0, b[paste0("i(mode)::", d$mode)]); d$l <- b[paste0("lambda_", d$nest)];
      d$s <- ave(exp(d$v / d$l), d$person, d$nest, FUN = sum); bottom <- tapply(d$s^d$l / 2, d$person, sum);
      p <- exp(d$v / d$l) * d$s^(d$l - 1) / bottom[as.character(d$person)]; ours <- f$stats$ll; theirs <- sum(log(p[d$chosen == 1]))`,
    digits: 8,
  },
  {
    what: 'the excess over an exact polynomial is what was added',
    recipe: 'bunching',
    lines: `z <- -20:30; plain <- 500 - 8 * z + 0.1 * z^2; added <- ifelse(abs(z) <= 2, 300, 0); above <- z > 2;
      n <- (plain + added) ; n[above] <- plain[above] * (1 - 1500 / sum(plain[above])); f <- excess(data.frame(z = z, n = n), c(-2, 2), 4);
      ours <- c(f$mass, f$b); theirs <- c(1500, 1500 / mean(plain[abs(z) <= 2]))`,
    digits: 1,
  },
];

it.skipIf(!hasR).each(compared)('$what', ({ recipe, file, lines, digits }) => {
  const both = inR(recipe, file ?? `${recipe}.R`, `${lines}; ${told('c(ours, theirs)')}`);
  expect(both).toBeInstanceOf(Array);
  const values = both as readonly number[];
  const half = values.length / 2;
  for (let i = 0; i < half; i++) expect(values[i]).toBeCloseTo(values[i + half]!, digits);
});
