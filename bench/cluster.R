# The peers of bench/cluster.ts: the same fits and the same samples, in R.
# Rscript bench/cluster.R batchtools WHAT COUNT CHUNKS FOLDER   by batchtools' chunks, in a registry below FOLDER, which has the data
# Rscript bench/cluster.R one WHAT FROM TO FOLDER               tasks FROM to TO here: what a job of Snakemake does; prints the last result
args <- commandArgs(trailingOnly = TRUE)
folder <- args[5]

task <- function(what, k, data) {
  if (what == "naps") return(Sys.sleep(0.02))
  if (what == "fits") {
    picked <- data$models[[k]]
    d <- data$frame
    m <- glm(reformulate(picked, "b"), family = binomial("probit"), data = d)
    return(coef(summary(m))[, 1:2])
  }
  z <- data$matrix
  z <- z[sample.int(nrow(z), replace = TRUE), ]
  a <- .lm.fit(z[, c("one", "x0", "x1")], z[, "x2"])$coefficients[[2]]
  b <- .lm.fit(z[, c("one", "x0", "x2", "x1")], z[, "y"])$coefficients[[3]]
  a * b
}

read <- function(folder, what) {
  if (what == "naps") return(list())
  frame <- read.csv(file.path(folder, paste0(what, ".csv")))
  list(frame = frame, matrix = as.matrix(cbind(one = 1, frame)), models = combn(grep("^x", names(frame), value = TRUE), 3, simplify = FALSE))
}

if (args[1] == "one") {
  data <- read(folder, args[2])
  for (k in seq(as.integer(args[3]), as.integer(args[4]))) last <- task(args[2], k, data)
  cat(format(last), "\n")
} else {
  suppressPackageStartupMessages(library(batchtools))
  count <- as.integer(args[3])
  template <- file.path(folder, "slurm.tmpl")
  writeLines(c(
    "#!/bin/sh", "#SBATCH --job-name=<%= job.name %>", "#SBATCH --output=<%= log.file %>", "#SBATCH --ntasks=1",
    "<%= if (array.jobs) sprintf('#SBATCH --array=1-%i', nrow(jobs)) else '' %>", "Rscript -e 'batchtools::doJobCollection(\"<%= uri %>\")'"
  ), template)
  reg <- makeRegistry(file.path(folder, "registry"), conf.file = NA, seed = 1)
  reg$cluster.functions <- makeClusterFunctionsSlurm(template)
  what <- args[2]
  run <- function(k, what, task, read, folder) {
    # What the jobs of a chunk share is read once.
    if (is.null(getOption("bench.data"))) options(bench.data = read(folder, what))
    task(what, k, getOption("bench.data"))
  }
  ids <- batchMap(run, seq_len(count), more.args = list(what = what, task = task, read = read, folder = folder), reg = reg)
  ids$chunk <- chunk(ids$job.id, n.chunks = as.integer(args[4]))
  submitJobs(ids, reg = reg)
  # Asked every second, where five and more are usual.
  if (!waitForJobs(sleep = 1, expire.after = 60, reg = reg)) stop("jobs failed: ", getErrorMessages(reg = reg)$message[1])
  cat(length(reduceResultsList(reg = reg)), "results\n")
}
