source("garch.R")
data <- read.csv("returns.csv")
write.csv(data.frame(day = data$day, volatility = volatility(data, "r")), "volatility.csv", row.names = FALSE)
