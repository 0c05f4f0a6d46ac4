# The same figures with ggplot2, from the rows that papermake drew and the data behind them: the peer of bench/figures.ts.
# Rscript bench/figures.R ROWS OUT   writes OUT/NAME.svg, .pdf and .png, and OUT/times.csv with milliseconds a figure
args <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(ggplot2))
out <- args[2]
dir.create(out, showWarnings = FALSE)
rows <- function(name) read.csv(file.path(args[1], paste0(name, ".csv")))
panel <- read.csv("panel.csv")
theme_set(theme_classic(base_size = 9, base_family = "serif") + theme(legend.position = "bottom"))
width <- 160 / 25.4
times <- c()

save_figure <- function(name, draw, height = 0.62 * width) {
  start <- proc.time()[["elapsed"]]
  plot <- draw()
  svg(file.path(out, paste0(name, ".svg")), width, height); print(plot); dev.off()
  cairo_pdf(file.path(out, paste0(name, ".pdf")), width, height); print(plot); dev.off()
  png(file.path(out, paste0(name, ".png")), width, height, units = "in", res = 300, type = "cairo"); print(plot); dev.off()
  times[[name]] <<- 1000 * (proc.time()[["elapsed"]] - start)
}

save_figure("coefficients", function() {
  ggplot(rows("coefficients"), aes(estimate, label, xmin = confLow95, xmax = confHigh95, colour = model, shape = model)) +
    geom_vline(xintercept = 0, linetype = 2) + geom_pointrange(position = position_dodge(width = 0.5), size = 0.3)
}, 2)
save_figure("event", function() {
  d <- rows("event")
  ggplot(d, aes(time, estimate, ymin = confLow95, ymax = confHigh95)) + geom_hline(yintercept = 0) + geom_vline(xintercept = -0.5, linetype = 2) +
    geom_pointrange(data = d[d$element == "estimate", ], size = 0.3) + geom_point(data = d[d$element == "reference", ], shape = 1)
})
save_figure("margins", function() {
  d <- rows("margins")
  curve <- d[d$element == "curve", ]
  turning <- d[d$element == "turning", ]
  plot <- ggplot(curve, aes(at, estimate)) + geom_ribbon(aes(ymin = confLow95, ymax = confHigh95), alpha = 0.2) + geom_line() +
    geom_hline(yintercept = 0, linetype = 2) + geom_rug(data = d[d$element == "rug", ], aes(x = at), inherit.aes = FALSE, sides = "b", linewidth = 0.2)
  if (nrow(turning) > 0) plot <- plot + geom_vline(xintercept = turning$at, linetype = 2)
  plot
})
save_figure("specification-curve", function() {
  d <- rows("specification-curve")
  estimates <- d[d$element == "estimate", ]
  choices <- d[d$element == "choice", ]
  both <- rbind(
    data.frame(order = estimates$order, y = estimates$estimate, low = estimates$confLow95, high = estimates$confHigh95, panel = "Estimate", significant = estimates$significant, line = NA),
    data.frame(order = choices$order, y = as.numeric(factor(paste(choices$dimension, choices$choice))), low = NA, high = NA, panel = choices$dimension, significant = NA, line = choices$choice))
  ggplot(both, aes(order, y)) + geom_linerange(aes(ymin = low, ymax = high, colour = significant), na.rm = TRUE) + geom_point(aes(colour = significant), size = 0.8) +
    facet_grid(panel ~ ., scales = "free_y", space = "fixed")
}, 1.1 * width)
save_figure("placebo", function() {
  d <- rows("placebo")
  draws <- d[d$element == "draw", ]
  ggplot(draws, aes(estimate)) + geom_density() + geom_point(aes(y = pValue), shape = 1, size = 0.8) +
    geom_vline(xintercept = d$estimate[d$element == "actual"], linetype = 2) + scale_y_continuous(sec.axis = sec_axis(~., name = "p value"))
})
save_figure("threshold", function() {
  ggplot(rows("threshold"), aes(gamma, lr)) + geom_line() + geom_hline(aes(yintercept = critical), linetype = 2) + facet_wrap(~threshold)
})
save_figure("trends", function() {
  ggplot(panel, aes(year, y, colour = region, shape = region, linetype = region)) + stat_summary(fun = mean, geom = "line") + stat_summary(fun = mean, geom = "point")
})
save_figure("density", function() ggplot(panel, aes(y, colour = region, linetype = region)) + geom_density())
save_figure("histogram", function() ggplot(panel, aes(y)) + geom_histogram(bins = 20) + facet_wrap(~region))
save_figure("box", function() ggplot(panel, aes(factor(year), y)) + geom_boxplot())
save_figure("binscatter", function() {
  d <- panel
  d$rx <- resid(lm(x ~ factor(unit), d)) + mean(d$x)
  d$ry <- resid(lm(y ~ factor(unit), d)) + mean(d$y)
  d$bin <- cut(d$rx, quantile(d$rx, 0:20 / 20), include.lowest = TRUE)
  means <- aggregate(cbind(rx, ry) ~ bin, d, mean)
  ggplot(means, aes(rx, ry)) + geom_point() + geom_smooth(data = d, method = "lm", formula = y ~ x, se = FALSE)
})
save_figure("scatter", function() {
  ggplot(panel, aes(x, y)) + geom_point(aes(colour = region, shape = region), size = 1) + geom_smooth(method = "lm", formula = y ~ x, se = FALSE)
})
save_figure("map", function() {
  shapes <- read.csv("shapes.csv")
  classes <- rows("map")
  d <- merge(shapes, classes, by = "unit", sort = FALSE)
  ggplot(d, aes(x, y, group = unit, fill = class)) + geom_polygon(colour = "grey30") + coord_quickmap() + theme_void()
}, 0.75 * width)
save_figure("index", function() ggplot(rows("index"), aes(weight, label)) + geom_col() + facet_grid(dimension ~ ., scales = "free_y", space = "free_y"), 2)

writeLines(paste(names(times), times, sep = ","), file.path(out, "times.csv"))
