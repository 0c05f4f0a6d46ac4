source("bunching.R")
data <- read.csv("incomes.csv")
counts <- counts_of(data$income, 50, 1, 30, 80)
fit <- excess(counts, c(-2, 2), 7)
both <- rbind(
  data.frame(income = 50 + counts$z, people = counts$n, line = "observed"),
  data.frame(income = 50 + counts$z, people = fit$counterfactual, line = "counterfactual"))
write.csv(both, "bins.csv", row.names = FALSE)
