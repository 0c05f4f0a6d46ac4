# Reader of papermake results: numbers, tables and figures of a project, by name, in any document of R.
#
#   source("papermake.R")
#   pmk("baseline.main.x")          the number, with all its digits
#   pmk_text("baseline.main.x")     the same as the text of a paper prints it
#   pmk_table("tables.main")        the table in the format of the document
#   pmk_figure("trend")             the path of the figure in the format of the document
#   pmk_digest("baseline.main.x")   the digest of the result; pmk("baseline.main.x", digest = "3fa9") refuses another
#   pmk_check()                     an error unless all results are up to date
#
# `papermake reader r` wrote this file. It needs base R alone (3.5 or later) and reads out/results.tsv, which each run of papermake brings
# up to date. A result that is not up to date is an error of class `papermake_stale`; any other, `papermake_error`. docs/readers.md says more.

pmk_state <- new.env(parent = emptyenv())

pmk_stop <- function(message, class = NULL) {
  stop(structure(class = c(class, "papermake_error", "error", "condition"), list(message = enc2utf8(message), call = NULL)))
}

pmk_stale <- function(message) pmk_stop(paste0(message, "; run `papermake`"), "papermake_stale")

# Names another project than the one above the working directory. `index` is the path of the index from the project. `absent = "allow"` reads
# results though files they were made from are not here, as where data are not shared.
pmk_project <- function(root = NULL, index = "out/results.tsv", absent = c("error", "allow")) {
  pmk_state$asked <- list(root = root, index = index, absent = match.arg(absent))
  invisible(pmk_root())
}

pmk_asked <- function() {
  if (is.null(pmk_state$asked)) list(root = NULL, index = "out/results.tsv", absent = "error") else pmk_state$asked
}

# The folder of the project: the nearest one, from the working directory upwards, that holds the index.
pmk_root <- function() {
  asked <- pmk_asked()
  lacking <- function(place) {
    pmk_stop(paste0("there is no `", asked$index, "` in ", place, ": `papermake reader r` writes it"))
  }
  if (!is.null(asked$root)) {
    if (!file.exists(file.path(asked$root, asked$index))) lacking(paste0("`", asked$root, "`"))
    return(normalizePath(asked$root, winslash = "/"))
  }
  at <- normalizePath(getwd(), winslash = "/")
  repeat {
    if (file.exists(file.path(at, asked$index))) return(at)
    above <- dirname(at)
    if (above == at) lacking("this folder or above it")
    at <- above
  }
}

pmk_stamp <- function(path) {
  info <- file.info(path, extra_cols = FALSE)
  paste(info$size, format(as.numeric(info$mtime), digits = 20))
}

pmk_plain <- function(fields) {
  escaped <- grep("\\", fields, fixed = TRUE)
  fields[escaped] <- vapply(fields[escaped], function(field) {
    signs <- strsplit(gsub("\\\\(.)", "\001\\1\001", field, perl = TRUE), "\001", fixed = TRUE)[[1]]
    escapes <- seq_along(signs) %% 2L == 0L
    meant <- c(t = "\t", n = "\n", r = "\r", "\\" = "\\")
    signs[escapes] <- meant[signs[escapes]]
    paste(signs, collapse = "")
  }, "", USE.NAMES = FALSE)
  fields
}

# The index, read once for each state of its file.
pmk_index <- function() {
  root <- pmk_root()
  path <- file.path(root, pmk_asked()$index)
  stamp <- paste(path, pmk_stamp(path))
  if (identical(pmk_state$stamp, stamp)) return(pmk_state$index)
  connection <- file(path, "rb")
  lines <- tryCatch(readLines(connection, warn = FALSE), finally = close(connection))
  Encoding(lines) <- "UTF-8"
  lines <- sub("\r$", "", lines)
  if (length(lines) == 0 || lines[[1]] != "papermake-results\t1") {
    pmk_stop(paste0("`", path, "` is no index that this reader knows: `papermake reader r` writes both anew"))
  }
  records <- strsplit(lines[-1], "\t", fixed = TRUE)
  records <- records[lengths(records) > 0]
  is <- vapply(records, `[`, "", 1L)
  table <- function(kind, names) {
    rows <- records[is == kind]
    columns <- lapply(seq_along(names), function(i) {
      cells <- vapply(rows, function(row) row[i + 1L], "")
      cells[is.na(cells)] <- ""
      pmk_plain(cells)
    })
    names(columns) <- names
    columns
  }
  index <- list(
    root = root,
    source = table("source", c("number", "path", "bytes", "sha256", "md5", "adler32")),
    common = table("common", "number")$number,
    node = table("node", c("id", "digest", "sources")),
    absent = table("absent", c("id", "why")),
    alias = table("alias", c("short", "id")),
    number = table("number", c("path", "node", "value", "text")),
    undefined = table("undefined", c("path", "node", "value", "text")),
    file = table("file", c("node", "path", "bytes", "sha256", "md5", "adler32"))
  )
  pmk_state$stamp <- stamp
  pmk_state$index <- index
  index
}

# The MD5 digest of a file, computed once for each size and time of change.
pmk_md5 <- function(path) {
  stamp <- pmk_stamp(path)
  known <- pmk_state$digests[[path]]
  if (!is.null(known) && known[[1]] == stamp) return(known[[2]])
  digest <- unname(tools::md5sum(path))
  if (is.null(pmk_state$digests)) pmk_state$digests <- list()
  pmk_state$digests[[path]] <- c(stamp, digest)
  digest
}

pmk_verify_file <- function(index, path, md5, is_source) {
  full <- file.path(index$root, path)
  if (!file.exists(full)) {
    if (!is_source) pmk_stale(paste0("`", path, "` is not there"))
    if (pmk_asked()$absent == "allow") return(invisible())
    pmk_stale(paste0("`", path, "` is not there, so that nobody can tell whether it has changed"))
  }
  if (identical(pmk_md5(full), md5)) return(invisible())
  bytes <- readBin(full, "raw", min(file.size(full), 65536))
  ends <- if (any(bytes == as.raw(13L))) " (it has line ends of Windows, as git may write them: see docs/readers.md)" else ""
  pmk_stale(paste0("`", path, "` has changed since the last run", ends))
}

pmk_verify_sources <- function(index, numbers) {
  for (i in match(numbers, index$source$number)) pmk_verify_file(index, index$source$path[[i]], index$source$md5[[i]], TRUE)
}

# An error unless a node has a result, and nothing that it was made from has changed.
pmk_verify <- function(index, node) {
  pmk_verify_sources(index, index$common)
  if (node %in% index$absent$id) {
    pmk_stale(paste0("`", node, "` cannot be read: ", index$absent$why[[match(node, index$absent$id)]]))
  }
  at <- match(node, index$node$id)
  if (is.na(at)) pmk_stop(paste0("`", node, "` is not in the index: `papermake reader r` takes in all results"))
  pmk_verify_sources(index, strsplit(index$node$sources[[at]], " ", fixed = TRUE)[[1]])
  index$node$digest[[at]]
}

pmk_verify_digest <- function(name, found, wanted) {
  # R evaluates an argument when it is used: without this line nothing would be verified where no digest is asked for.
  force(found)
  if (is.null(wanted) || (nchar(wanted) >= 4 && startsWith(found, wanted))) return(invisible())
  pmk_stale(paste0("`", name, "` has the digest ", substr(found, 1, 12), ", expected ", wanted))
}

# A path as the index has it: short forms of fields, and names of nodes that stand for others.
pmk_spellings <- function(index, name) {
  long <- c(b = "estimate", se = "stdError", t = "statistic", p = "pValue")
  field <- sub("^.*\\.", "", name)
  spelled <- if (field %in% names(long)) c(name, paste0(sub("[^.]*$", "", name), long[[field]])) else name
  for (i in seq_along(index$alias$short)) {
    short <- index$alias$short[[i]]
    tail <- substr(spelled, nchar(short) + 1, nchar(spelled))
    is <- startsWith(spelled, short) & substr(tail, 1, 1) %in% c("", ".", "[")
    # paste0() gives a text even of no tail at all
    if (any(is)) spelled <- c(spelled, paste0(index$alias$id[[i]], tail[is]))
  }
  unique(spelled)
}

pmk_find <- function(name, digest = NULL) {
  name <- enc2utf8(name)
  index <- pmk_index()
  spelled <- pmk_spellings(index, name)
  for (kind in c("number", "undefined")) {
    at <- match(spelled, index[[kind]]$path)
    at <- at[!is.na(at)]
    if (length(at) == 0) next
    found <- lapply(index[[kind]], `[[`, at[[1]])
    pmk_verify_digest(name, pmk_verify(index, found$node), digest)
    if (kind == "undefined") pmk_stop(paste0("`", name, "` is not defined: ", found$text), "papermake_undefined")
    return(found)
  }
  # What is not there may be so since nothing is up to date.
  pmk_verify_sources(index, index$common)
  for (id in index$absent$id) {
    if (any(startsWith(spelled, id) & substr(spelled, nchar(id) + 1, nchar(id) + 1) %in% c("", ".", "["))) pmk_verify(index, id)
  }
  far <- as.vector(utils::adist(name, index$number$path))
  hint <- if (any(far <= 3)) paste0("; did you mean `", index$number$path[[which.min(far)]], "`?") else ""
  pmk_stop(paste0("no number is called `", name, "`", hint))
}

pmk <- function(name, digest = NULL) {
  value <- pmk_find(name, digest)$value
  if (value == "-0") -0 else as.numeric(value)
}

pmk_text <- function(name, digest = NULL) pmk_find(name, digest)$text

pmk_digest <- function(name) {
  index <- pmk_index()
  spelled <- pmk_spellings(index, enc2utf8(name))
  node <- c(index$number$node[match(spelled, index$number$path)], spelled[spelled %in% index$node$id])
  node <- node[!is.na(node)]
  if (length(node) == 0) pmk_find(name)
  pmk_verify(index, node[[1]])
}

# The format of the document that knitr makes: `latex`, `html`, `docx`, `markdown`, …
pmk_output <- function() {
  if (!"knitr" %in% loadedNamespaces()) return("markdown")
  to <- getExportedValue("knitr", "opts_knit")$get("rmarkdown.pandoc.to")
  if (!is.null(to)) return(sub("[-+].*$", "", to))
  if (isTRUE(getExportedValue("knitr", "is_latex_output")())) "latex" else "markdown"
}

# The file of a table or a figure by its node, or by the end of its name where one node alone has it.
pmk_file <- function(name, extensions, digest = NULL) {
  name <- enc2utf8(name)
  index <- pmk_index()
  ids <- unique(c(index$file$node, index$absent$id))
  asked <- pmk_spellings(index, name)
  node <- ids[ids %in% asked]
  if (length(node) == 0) node <- ids[endsWith(ids, paste0(".", name)) | endsWith(ids, paste0('["', name, '"]'))]
  if (length(node) > 1) pmk_stop(paste0("`", name, "` may be ", paste0("`", node, "`", collapse = " or ")))
  if (length(node) == 0) {
    pmk_verify_sources(index, index$common)
    pmk_stop(paste0("no table or figure is called `", name, "`; there is ", paste0("`", ids, "`", collapse = ", ")))
  }
  pmk_verify_digest(name, pmk_verify(index, node), digest)
  mine <- which(index$file$node == node)
  has <- tolower(sub("^.*\\.", "", index$file$path[mine]))
  at <- match(extensions, has)
  at <- at[!is.na(at)]
  if (length(at) == 0) {
    pmk_stop(paste0("`", node, "` has no .", paste(extensions, collapse = ", ."), ": add it to `formats:`; there is .", paste(has, collapse = ", .")))
  }
  i <- mine[[at[[1]]]]
  pmk_verify_file(index, index$file$path[[i]], index$file$md5[[i]], FALSE)
  file.path(index$root, index$file$path[[i]])
}

# `format` is an extension (`tex`, `md`, `html`); by itself it is that of the document.
pmk_table <- function(name, format = NULL, digest = NULL) {
  to <- pmk_output()
  usual <- if (to %in% c("latex", "beamer")) "tex" else if (grepl("^html|^revealjs|^slid", to)) c("html", "md") else if (to == "typst") c("typ", "md") else "md"
  path <- pmk_file(name, if (is.null(format)) usual else format, digest)
  text <- readChar(path, file.size(path), useBytes = TRUE)
  Encoding(text) <- "UTF-8"
  # Pandoc passes raw blocks on to the format they name.
  raw <- c(tex = "latex", html = "html", typ = "typst")[sub("^.*\\.", "", path)]
  if (!is.na(raw) && "knitr" %in% loadedNamespaces()) text <- paste0("\n\n```{=", raw, "}\n", text, "\n```\n\n")
  structure(text, class = "knit_asis")
}

print.knit_asis <- function(x, ...) {
  cat(unclass(x), sep = "\n")
  invisible(x)
}

pmk_figure <- function(name, format = NULL, digest = NULL) {
  to <- pmk_output()
  usual <- if (to %in% c("latex", "beamer")) c("pdf", "png") else if (to %in% c("docx", "odt", "pptx")) "png" else c("svg", "png")
  path <- pmk_file(name, if (is.null(format)) usual else format, digest)
  if ("knitr" %in% loadedNamespaces()) getExportedValue("knitr", "include_graphics")(path) else path
}

# An error that names each result that is not up to date; TRUE where all are.
pmk_check <- function() {
  index <- pmk_index()
  said <- function(act) tryCatch({ act; NULL }, papermake_error = function(wrong) conditionMessage(wrong))
  files <- seq_along(index$file$path)
  wrong <- c(
    said(pmk_verify_sources(index, index$common)),
    unlist(lapply(c(index$node$id, index$absent$id), function(id) said(pmk_verify(index, id)))),
    unlist(lapply(files, function(i) said(pmk_verify_file(index, index$file$path[[i]], index$file$md5[[i]], FALSE))))
  )
  if (length(wrong) > 0) pmk_stop(paste(unique(wrong), collapse = "\n"), "papermake_stale")
  invisible(TRUE)
}
