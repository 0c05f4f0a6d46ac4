# Reads the data of the cases, and writes what was computed as JSON beside the script that runs: `Rscript iv.R` writes iv.json.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
cases <- file.path(dirname(script), "..", "cases")

data_of <- function(case, file = "data.csv", ...) read.csv(file.path(cases, case, file), check.names = FALSE, ...)

# A variable one row earlier within each unit, of rows that are sorted by unit and by a time without gaps.
lagged <- function(x, unit) ave(x, unit, FUN = function(each) c(NA, head(each, -1)))

# The version of R and of packages, as a case names programs.
with_r <- function(...) {
  versions <- vapply(c(...), function(name) paste(name, packageVersion(name)), "")
  paste0("R ", getRversion(), if (length(versions)) ": ", paste(versions, collapse = ", "))
}

values <- list()

# Records values of a run by their places in what it prints; NULL stands for a statistic that is not defined.
record <- function(run, tool, printed, rel = 1e-8) {
  values[[length(values) + 1]] <<- list(run = run, tool = tool, rel = rel, printed = printed)
}

as_json <- function(x) {
  if (is.list(x)) paste0("{", paste0('"', names(x), '":', vapply(x, as_json, ""), collapse = ","), "}")
  else if (is.character(x)) paste0('"', x, '"')
  else if (is.null(x) || is.na(x)) "null"
  else sprintf("%.17g", x)
}

save_values <- function() {
  lines <- vapply(values, as_json, "")
  writeLines(c("[", paste0(lines, c(rep(",", length(lines) - 1), "")), "]"), sub("\\.R$", ".json", script))
}
