source("competing-risks.R")
write.csv(incidence(read.csv("spells.csv"), "months", "exit", 0:26), "incidence.csv", row.names = FALSE)
