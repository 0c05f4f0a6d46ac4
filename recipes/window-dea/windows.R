source("dea.R")
data <- read.csv("plants.csv")
write.csv(window_dea(data, "plant", "year", c("labour", "capital", "energy"), "power", width = 3), "windows.csv", row.names = FALSE)
