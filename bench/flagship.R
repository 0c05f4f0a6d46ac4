# The flagship's tables with plm and sandwich: the peer of bench/flagship.ts, and an independent check of the numbers.
# Rscript bench/flagship.R DATA OUT   writes OUT/{describe,vif,baseline,heterogeneity,twoway}.{csv,tex} and OUT/numbers.csv
suppressMessages({
  library(plm)
  library(sandwich)
})

args <- commandArgs(trailingOnly = TRUE)
data_file <- args[1]
out <- args[2]
dir.create(out, recursive = TRUE, showWarnings = FALSE)

# Pooled entropy weights: min-max scaling, two indicators reversed, 0 ln 0 = 0.
indicators <- read.csv(file.path(dirname(data_file), "indicators.csv"), fileEncoding = "UTF-8")
reversed <- c("energy_intensity", "so2_per_gdp")
z <- sapply(setdiff(names(indicators), c("province", "year")), function(v) {
  x <- indicators[[v]]
  s <- (x - min(x)) / (max(x) - min(x))
  if (v %in% reversed) 1 - s else s
})
p <- sweep(z, 2, colSums(z), "/")
divergence <- 1 + colSums(ifelse(p > 0, p * log(ifelse(p > 0, p, 1)), 0)) / log(nrow(z))
indicators$NQP <- drop(z %*% (divergence / sum(divergence)))

# Derived from the raw columns, as the pipeline does.
raw <- merge(read.csv(data_file, fileEncoding = "UTF-8"), indicators[c("province", "year", "NQP")], by = c("province", "year"))
d <- data.frame(
  province = raw$province, year = raw$year, region = raw$region, NQP = raw$NQP,
  Gap = log((raw$urban_income - raw$rural_income) / 10000),
  Education = raw$education_exp_100m / 100,
  Patent = raw$patents_granted / 10000,
  DigEco = raw$web_pages_10k / 1e6
)
controls <- c("Education", "Patent", "DigEco")

# Within estimator, province clusters: G/(G-1) (N-1)/(N-K), t(G-1); the constant at the grand means, as xtreg prints it.
fit <- function(terms, data, effect = "individual") {
  data$NQP2 <- data$NQP^2
  model <- plm(reformulate(terms, "Gap"), pdata.frame(data, index = c("province", "year")), model = "within", effect = effect)
  n <- nrow(data)
  g <- length(unique(data$province))
  k <- length(terms)
  # With year effects, all T of them are counted (T - 1 and the constant); the provinces are nested in the clusters.
  counted <- if (effect == "twoways") k + length(unique(data$year)) else k + 1
  v <- vcovHC(model, method = "arellano", type = "HC0", cluster = "group") * (g / (g - 1)) * ((n - 1) / (n - counted))
  means <- colMeans(data[terms])
  b <- c(coef(model), `_cons` = mean(data$Gap) - sum(means * coef(model)))
  se <- c(sqrt(diag(v)), sqrt(drop(means %*% v %*% means)))
  p <- 2 * pt(-abs(b / se), g - 1)
  names(b) <- sub("NQP2", "NQP^2", names(b), fixed = TRUE)
  list(term = names(b), b = unname(b), se = unname(se), p = unname(p), n = n, r2 = unname(summary(model)$r.squared[1]))
}

stars <- function(p) ifelse(p < 0.01, "***", ifelse(p < 0.05, "**", ifelse(p < 0.1, "*", "")))
num <- function(x) sprintf("%.3f", x)

regression_table <- function(fits, headers) {
  terms <- unique(unlist(lapply(fits, function(f) setdiff(f$term, "_cons"))))
  terms <- c(terms, "_cons")
  cells <- sapply(fits, function(f) {
    at <- match(terms, f$term)
    c(ifelse(is.na(at), "", paste0(num(f$b[at]), stars(f$p[at]), " (", num(f$se[at]), ")")), f$n, num(f$r2))
  })
  data.frame(Variable = c(sub("_cons", "Constant", terms, fixed = TRUE), "N", "R2"), setNames(as.data.frame(cells), headers), check.names = FALSE)
}

write_tables <- function(name, table) {
  write.csv(table, file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
  table[[1]] <- sub("NQP^2", "NQP$^2$", table[[1]], fixed = TRUE)
  rows <- apply(table, 1, function(r) paste0(paste(gsub("([_%&])", "\\\\\\1", r), collapse = " & "), " \\\\"))
  writeLines(c(
    paste0("\\begin{tabular}{l*{", ncol(table) - 1, "}{c}}\\toprule"),
    paste0(paste(names(table), collapse = " & "), " \\\\ \\midrule"), rows, "\\bottomrule\\end{tabular}"
  ), file.path(out, paste0(name, ".tex")))
}

describe <- function(x) c(mean = mean(x), sd = sd(x), min = min(x), max = max(x))
described <- sapply(d[c("Gap", "NQP", controls)], describe)
write_tables("describe", data.frame(Variable = colnames(described), apply(t(described), 2, num)))

regressors <- c("NQP", controls)
vif <- sapply(regressors, function(v) 1 / (1 - summary(lm(reformulate(setdiff(regressors, v), v), d))$r.squared))
write_tables("vif", data.frame(Variable = regressors, VIF = num(vif), Tolerance = num(1 / vif)))

baseline <- lapply(0:3, function(i) fit(c("NQP", controls[seq_len(i)]), d))
baseline[[5]] <- fit(c("NQP", "NQP2", controls), d)
write_tables("baseline", regression_table(baseline, paste0("(", 1:5, ")")))

regions <- c("East", "Central", "West", "Northeast")
heterogeneity <- lapply(regions, function(r) fit(regressors, d[d$region == r, ]))
write_tables("heterogeneity", regression_table(heterogeneity, regions))

twoway <- list(fit(regressors, d, effect = "twoways"))
write_tables("twoway", regression_table(twoway, "(1)"))

# Everything unrounded, one number a line.
long <- function(name, column, f) {
  data.frame(
    table = name, column = column,
    what = c(paste0(f$term, ".estimate"), paste0(f$term, ".stdError"), paste0(f$term, ".pValue"), "nobs", "r2Within"),
    value = c(f$b, f$se, f$p, f$n, f$r2)
  )
}
numbers <- rbind(
  do.call(rbind, Map(function(f, i) long("baseline", i, f), baseline, 1:5)),
  do.call(rbind, Map(function(f, r) long("heterogeneity", r, f), heterogeneity, regions)),
  long("twoway", 1, twoway[[1]]),
  data.frame(table = "describe", column = rep(colnames(described), each = 4), what = rownames(described), value = c(described)),
  data.frame(table = "vif", column = regressors, what = "vif", value = vif)
)
numbers$value <- sprintf("%.17g", numbers$value)
write.csv(numbers, file.path(out, "numbers.csv"), row.names = FALSE, quote = FALSE)
