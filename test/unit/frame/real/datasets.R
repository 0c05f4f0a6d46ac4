# Writes data sets of R as write.csv and foreign::write.dta do unless told otherwise, and what they hold. Argument: a folder.
folder <- commandArgs(TRUE)[1]
sets <- c("mtcars", "iris", "airquality", "ToothGrowth", "women", "warpbreaks", "esoph", "infert", "swiss", "ChickWeight", "CO2", "attitude", "longley", "Puromycin")
digits <- function(v) if (is.na(v)) "null" else sprintf("%.17g", v)
said <- sapply(sets, function(name) {
  data <- as.data.frame(get(name, "package:datasets"))
  class(data) <- "data.frame"
  for (v in names(data)) if (is.ordered(data[[v]])) data[[v]] <- factor(data[[v]], ordered = FALSE)
  write.csv(data, file.path(folder, paste0(name, ".csv")))
  foreign::write.dta(data, file.path(folder, paste0(name, ".dta")))
  columns <- sapply(names(data), function(v) {
    x <- data[[v]]
    texts <- if (is.factor(x)) paste0('"', levels(droplevels(x)), '"', collapse = ", ") else ""
    sprintf('{"name": "%s", "factor": %s, "missing": %d, "sum": %s, "levels": [%s], "first": "%s"}', v, tolower(is.factor(x)),
      sum(is.na(x)), if (is.factor(x)) "null" else digits(sum(x, na.rm = TRUE)), texts, as.character(x[1]))
  })
  sprintf('"%s": {"rows": %d, "columns": [%s]}', name, nrow(data), paste(columns, collapse = ",\n"))
})
cat(sprintf("{%s}\n", paste(said, collapse = ",\n")))
