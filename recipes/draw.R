# Draws the data of the recipes, which are synthetic: Rscript recipes/draw.R, in the folder of the repository.
write <- function(recipe, name, data, digits = 4) {
  numbers <- vapply(data, is.double, logical(1))
  data[numbers] <- lapply(data[numbers], round, digits)
  path <- file.path("recipes", recipe, "data", name)
  write.csv(data, path, row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")
}
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

set.seed(1)
spells <- local({
  n <- 600
  age <- sample(20:59, n, TRUE)
  training <- rbinom(n, 1, 0.4)
  hazard <- function(constant, ...) rexp(n, exp(constant + ...))
  job <- hazard(-2.2, 0.5 * training - 0.02 * (age - 40))
  leaves <- hazard(-3.2, -0.2 * training + 0.03 * (age - 40))
  end <- runif(n, 6, 30)
  months <- pmin(job, leaves, end)
  exit <- ifelse(months == end, 0, ifelse(job < leaves, 1, 2))
  data.frame(id = seq_len(n), months = pmax(months, 0.01), exit = exit, training = training, age = age)
})
write("competing-risks", "spells.csv", spells, 2)
write("parametric-survival", "spells.csv", spells, 2)

set.seed(2)
returns <- local({
  n <- 1500
  variance <- 0.05 / (1 - 0.08 - 0.9)
  r <- numeric(n)
  for (t in seq_len(n)) {
    r[t] <- 0.03 + sqrt(variance) * rnorm(1)
    variance <- 0.05 + 0.08 * (r[t] - 0.03)^2 + 0.9 * variance
  }
  data.frame(day = seq_len(n), r = r)
})
write("garch", "returns.csv", returns)

set.seed(3)
patents <- local({
  n <- 800
  subsidy <- rnorm(n)
  distance <- rnorm(n)
  taste <- rnorm(n)
  rd <- 0.6 * subsidy + 0.5 * distance + 0.6 * taste + rnorm(n, sd = 0.5)
  size <- rnorm(n)
  data.frame(firm = seq_len(n), patents = rpois(n, exp(0.3 + 0.4 * rd + 0.2 * size + 0.5 * taste - 0.125)), rd = rd, size = size, subsidy = subsidy, distance = distance)
})
write("moments", "patents.csv", patents)

set.seed(4)
dyads <- local({
  n <- 20
  pairs <- expand.grid(to = seq_len(n), from = seq_len(n))
  pairs <- pairs[pairs$from != pairs$to, c("from", "to")]
  place <- matrix(runif(2 * n), n)
  region <- sample(1:3, n, TRUE)
  effect <- rnorm(n, sd = 0.5)
  far <- sqrt(rowSums((place[pairs$from, ] - place[pairs$to, ])^2))
  same <- as.numeric(region[pairs$from] == region[pairs$to])
  flow <- 2 - 1.5 * far + 0.3 * same + effect[pairs$from] + effect[pairs$to] + rnorm(nrow(pairs), sd = 0.4)
  data.frame(pairs, flow = flow, distance = far, same_region = same)
})
write("qap", "dyads.csv", dyads)

set.seed(5)
places <- local({
  cells <- expand.grid(col = 1:9, row = 1:9)
  n <- nrow(cells)
  education <- rnorm(n)
  openness <- rnorm(n)
  slope <- 0.2 + 0.1 * cells$col
  data.frame(place = sprintf("p%02d", seq_len(n)), x = cells$col - 0.5, y = cells$row - 0.5, income = 1 + slope * education + 0.3 * openness + rnorm(n, sd = 0.3), education = education, openness = openness)
})
write("gwr", "places.csv", places)
local({
  corner <- function(x, y) sprintf("[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]", x - .5, y - .5, x + .5, y - .5, x + .5, y + .5, x - .5, y + .5, x - .5, y - .5)
  features <- sprintf('{"type":"Feature","properties":{"place":"%s"},"geometry":{"type":"Polygon","coordinates":%s}}', places$place, corner(places$x, places$y))
  writeLines(c('{"type":"FeatureCollection","features":[', paste(features, collapse = ",\n"), "]}"), "recipes/gwr/data/places.geojson")
})

set.seed(6)
plants <- local({
  cells <- expand.grid(year = 2015:2022, plant = 1:12)
  n <- nrow(cells)
  labour <- runif(n, 20, 100)
  capital <- runif(n, 50, 300)
  energy <- runif(n, 10, 60)
  power <- exp(0.4 * log(labour) + 0.4 * log(capital) + 0.2 * log(energy) - runif(n, 0, 0.5) + 0.02 * (cells$year - 2015))
  sales <- exp(0.9 * log(power) - runif(n, 0, 0.4)) * 2
  data.frame(plant = cells$plant, year = cells$year, labour = labour, capital = capital, energy = energy, power = power, sales = sales)
})
write("window-dea", "plants.csv", plants)
write("network-dea", "plants.csv", plants)

set.seed(7)
trips <- local({
  n <- 700
  nest <- c(bus = "public", rail = "public", car = "private", bicycle = "private")
  lambda <- c(public = 0.5, private = 0.7)
  rows <- lapply(seq_len(n), function(person) {
    cost <- runif(4, 1, 8)
    time <- runif(4, 10, 60)
    v <- c(0.2, 0.5, 0.8, 0) - 0.25 * cost - 0.03 * time
    inclusive <- sapply(names(lambda), function(each) log(sum(exp(v[nest == each] / lambda[each]))))
    chance <- sapply(seq_along(v), function(j) exp(v[j] / lambda[nest[j]] - inclusive[nest[j]] + lambda[nest[j]] * inclusive[nest[j]])) / sum(exp(lambda * inclusive))
    data.frame(person = person, mode = names(nest), nest = unname(nest), chosen = as.numeric(seq_along(v) == sample(4, 1, prob = chance)), cost = cost, time = time)
  })
  do.call(rbind, rows)
})
write("nested-logit", "trips.csv", trips, 2)

set.seed(8)
incomes <- local({
  latent <- rlnorm(12000, log(45), 0.35)
  moved <- latent > 50 & latent < 53 & runif(12000) < 0.8
  income <- ifelse(moved, 50 + rnorm(12000, sd = 0.4), latent)
  data.frame(income = income[income > 20 & income < 90])
})
write("bunching", "incomes.csv", incomes, 2)
