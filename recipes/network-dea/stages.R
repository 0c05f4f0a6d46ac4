source("network-dea.R")
data <- read.csv("plants.csv")
write.csv(network_dea(data[data$year == 2022, ], "plant", c("labour", "capital", "energy"), "power", "sales"), "stages.csv", row.names = FALSE)
