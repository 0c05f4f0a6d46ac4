# The same tables from stored results with xtable (LaTeX) or with flextable and officer (Word): the peer of bench/tables.ts.
# Rscript bench/tables.R RESULTS OUT FORMAT…   FORMAT is latex or docx; RESULTS has table, term, column, b, se, p; n and r2 are rows of it without se
args <- commandArgs(trailingOnly = TRUE)
out <- args[2]
formats <- args[-(1:2)]
suppressMessages({
  if ("latex" %in% formats) library(xtable)
  if ("docx" %in% formats) {
    library(flextable)
    library(officer)
  }
})
dir.create(out, recursive = TRUE, showWarnings = FALSE)

stars <- function(p) ifelse(p < 0.01, "***", ifelse(p < 0.05, "**", ifelse(p < 0.1, "*", "")))
num <- function(x) formatC(x, digits = 3, format = "f")
note <- "Standard errors clustered by unit in parentheses. * p<0.10, ** p<0.05, *** p<0.01."

# One table as a data frame of printed cells: a line for each estimate and one for its standard error, then the statistics.
printed <- function(rows) {
  columns <- sort(unique(rows$column))
  lines <- list()
  for (term in unique(rows$term)) {
    at <- rows[rows$term == term, ]
    at <- at[match(columns, at$column), ]
    if (term %in% c("N", "R2")) {
      lines[[term]] <- c(term, if (term == "N") formatC(at$b, big.mark = ",", format = "d") else num(at$b))
    } else {
      lines[[term]] <- c(term, ifelse(is.na(at$b), "", paste0(num(at$b), stars(at$p))))
      lines[[paste(term, "se")]] <- c("", ifelse(is.na(at$b), "", paste0("(", num(at$se), ")")))
    }
  }
  table <- as.data.frame(do.call(rbind, lines))
  names(table) <- c("Variable", paste0("(", columns, ")"))
  table
}

write_latex <- function(table, name) {
  body <- xtable(table, caption = paste("Results of", name), label = paste0("tab:", name), align = c("l", "l", rep("c", ncol(table) - 1)))
  print(body, file = file.path(out, paste0(name, ".tex")), include.rownames = FALSE, booktabs = TRUE, caption.placement = "top",
    add.to.row = list(pos = list(nrow(table)), command = paste0("\\bottomrule\\multicolumn{", ncol(table), "}{l}{", note, "}\\\\ ")), hline.after = c(-1, 0))
}

write_docx <- function(table, name) {
  body <- flextable(table)
  body <- theme_booktabs(body)
  body <- font(body, fontname = "Times New Roman", part = "all")
  body <- fontsize(body, size = 10, part = "all")
  body <- align(body, j = 2:ncol(table), align = "center", part = "all")
  body <- set_caption(body, paste("Results of", name))
  body <- add_footer_lines(body, note)
  save_as_docx(body, path = file.path(out, paste0(name, ".docx")))
}

results <- read.csv(args[1])
for (name in unique(results$table)) {
  table <- printed(results[results$table == name, ])
  if ("latex" %in% formats) write_latex(table, name)
  if ("docx" %in% formats) write_docx(table, name)
}
