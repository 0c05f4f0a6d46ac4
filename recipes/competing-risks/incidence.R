source("competing-risks.R")
write.csv(incidence(read.csv("spells.csv"), "months", "exit"), "incidence.csv", row.names = FALSE)
