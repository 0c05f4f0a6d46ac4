/** R: each script begins with nothing of the one before, and `check` writes down what it is given. */
import { r as scripts } from '../../../src/export/r/language.ts';
import { ANSWERS, type Engine } from './engine.ts';
import { engineProgram } from './programs.ts';

const DRIVER = 'witness.R';
const FUNCTIONS = 'functions.R';

export const r: Engine = {
  ...engineProgram('r'),
  scripts,
  floor: 8,
  drive: (files, names) => ({
    files: [
      ...files.map((file) =>
        file.path === FUNCTIONS ? { ...file, content: `${String(file.content)}${overrides}` } : file,
      ),
      { path: DRIVER, content: driver(names) },
    ],
    args: ['--vanilla', DRIVER],
  }),
  number: (text) => (text === 'NA' ? null : Number(text)),
};

/** Stands behind the functions that scripts share, so that values are told and nothing ends the program. */
const overrides = `
# ---- For papermake's witness: values are written down instead of being compared. ----

check <- function(cell, got, expected, scale = abs(expected)) .witness$value(cell, got, scale)
finish <- function(script) invisible()

# Scripts that share data read them once.
.witness$read_data <- read_data
read_data <- function(file, text = character()) {
  key <- paste(c(file, text), collapse = "\\r")
  if (is.null(.witness$data[[key]])) .witness$data[[key]] <- .witness$read_data(file, text)
  .witness$data[[key]]
}

.witness$check_coefficients <- check_coefficients
check_coefficients <- function(node, b, V, expected) {
  .witness$check_coefficients(node, b, V, expected)
  frame <- parent.frame()
  m <- get0("m", frame, inherits = FALSE)
  if (inherits(m, "glm")) .witness$by_other_conventions(node, m, expected, frame)
}

# The errors of a likelihood by either information, and coefficients from papermake's as starting values where they differ.
.witness$by_other_conventions <- function(node, m, expected, frame) {
  plain <- function(x) sub("^\\\\(Intercept\\\\)$", "_cons", gsub("\`", "", x))
  b <- setNames(coef(m), plain(names(coef(m))))
  errors <- function(V) {
    s <- setNames(sqrt(diag(as.matrix(V))), plain(colnames(V)))
    for (term in intersect(rownames(expected), names(s)))
      .witness$other(paste(node, term, "standard error", sep = ": "), s[[term]], "observed or expected information")
  }
  errors(vcov(m))
  if (identical(family(m)$link, "probit")) errors(observed_probit(m))
  terms <- intersect(rownames(expected), names(b))
  if (length(terms) == 0 || all(abs(b[terms] - expected[terms, 1]) <= tolerance * abs(expected[terms, 1]))) return(invisible())
  start <- b
  start[terms] <- expected[terms, 1]
  again <- coef(eval(update(m, start = unname(start), evaluate = FALSE), frame))
  names(again) <- names(b)
  for (term in terms) .witness$other(paste(node, term, "coefficient", sep = ": "), again[[term]], "starting values")
}
`;

const driver = (names: readonly string[]): string => `.witness <- new.env()
.witness$data <- list()
invisible(Sys.setlocale("LC_CTYPE", if (l10n_info()$\`UTF-8\`) "" else "C.UTF-8"))
.witness$out <- file("${ANSWERS}", open = "wb")
.witness$tell <- function(...) {
  words <- gsub("[\\t\\r\\n]", " ", enc2utf8(as.character(c(...))))
  writeLines(paste(words, collapse = "\\t"), .witness$out, useBytes = TRUE)
  flush(.witness$out)
}
.witness$number <- function(x) if (length(x) == 1 && is.numeric(x) && is.finite(x)) sprintf("%.17g", x) else "NA"
.witness$value <- function(cell, got, scale) .witness$tell("value", cell, .witness$number(got), .witness$number(scale))
.witness$other <- function(cell, got, convention) .witness$tell("other", cell, .witness$number(got), convention)
for (.witness_script in c(${names.map((name) => JSON.stringify(name)).join(', ')})) {
  .witness$tell("at", .witness_script)
  tryCatch({
    rm(list = ls(globalenv()), envir = globalenv())
    source(.witness_script, encoding = "UTF-8")
    .witness$tell("end")
  }, error = function(e) {
    if (inherits(e, "packageNotFoundError")) .witness$tell("package", e$package)
    message("Error in ", .witness_script, ": ", conditionMessage(e))
  })
}
close(.witness$out)
`;
