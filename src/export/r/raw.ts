/** R's words for data that are made of raw files. */
import type { RawWords } from '../frames/dialect.ts';
import type { RawColumn } from '../raw/rules.ts';
import { rName, rNumber, rText, rTexts } from './names.ts';

const listed = (name: string, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [] : [`${name} = ${rTexts(texts)}`];

export const rawWords: RawWords = {
  read({ path, layout }, columns, missing) {
    const codes = [
      ...listed('missing', missing.texts),
      ...(missing.numbers.length === 0 ? [] : [`codes = c(${missing.numbers.map(rNumber).join(', ')})`]),
    ];
    const of = (isText: boolean) => columns.filter((each) => each.isText === isText);
    if (layout.is === 'xlsx') {
      const placed = (name: string, some: readonly RawColumn[]): string[] =>
        some.length === 0 ? [] : [`${name} = c(${some.map((each) => `${rName(each.name)} = ${each.at}`).join(', ')})`];
      const places = [...placed('numbers', of(false)), ...placed('text', of(true))];
      return [`d <- read_sheet(${[rText(path), rText(layout.sheet), ...places, ...codes].join(', ')})`];
    }
    const named = (isText: boolean): string[] => of(isText).map(({ from }) => from);
    const options = [...listed('numbers', named(false)), ...listed('text', named(true))];
    const separator = layout.is === 'csv' && layout.delimiter !== ',' ? [`sep = ${rText(layout.delimiter)}`] : [];
    return [
      `d <- ${layout.is === 'csv' ? 'read_raw' : 'read_dta'}(${[rText(path), ...options, ...separator, ...codes].join(', ')})`,
      ...columns.flatMap(({ from, name }) =>
        from === name ? [] : [`names(d)[names(d) == ${rText(from)}] <- ${rText(name)}`],
      ),
    ];
  },
  recoded(column, to, gives) {
    const pairs = [...to].map(
      ([from, value]) => `${rText(from)} = ${typeof value === 'number' ? rNumber(value) : rText(value)}`,
    );
    const made = `recoded(d$${rName(column)}, c(${pairs.join(', ')}))`;
    return `d$${rName(column)} <- ${gives === 'number' ? `as.numeric(${made})` : made}`;
  },
  merged: (other, on, columns, drops) =>
    `d <- merged(d, ${other}, ${rTexts(on)}, ${rTexts(columns)}${drops ? ', drop = TRUE' : ''})`,
  named: (name) => `${name} <- d`,
  number: (code, isCondition) => (isCondition ? `as.numeric(${code})` : `finite(${code})`),
  statistics: {
    mean: 'mean',
    sum: 'sum',
    min: 'min',
    max: 'max',
    median: 'median',
    sd: 'sd',
    count: 'length',
  },
  ofGroups: (value, statistic, by) => `of_groups(${[value, statistic, ...by].join(', ')})`,
  compared: (name, { rows, numbers, texts }) => [
    `check_data(${rText(name)}, d, ${rows}, list(`,
    [
      ...numbers.map(
        ({ column, values, sum, squares }) => `${rName(column)} = c(${[values, sum, squares].join(', ')})`,
      ),
      ...texts.map(({ column, values, distinct }) => `${rName(column)} = c(${values}, ${distinct})`),
    ]
      .map((line) => `  ${line}`)
      .join(',\n'),
    '))',
  ],
};

/** Functions for the file that all scripts share. */
export const rawFunctions = `
# ---- Data from raw files. ----

# Reads columns of a raw file: numbers and texts. An empty cell is missing, and so are the texts and the numbers that mean it.
read_raw <- function(file, numbers = character(), text = character(), sep = ",", missing = character(), codes = numeric()) {
  options <- list(file, sep = sep, fileEncoding = "UTF-8-BOM", quote = "\\"")
  header <- trimws(unlist(do.call(read.csv, c(options, list(header = FALSE, nrows = 1, colClasses = "character")))))
  types <- ifelse(header %in% c(numbers, text), "character", "NULL")
  d <- do.call(read.csv, c(options, list(check.names = FALSE, col.names = header, na.strings = c("", missing), colClasses = unname(types))))
  plain_columns(d, numbers, text, missing, codes)
}

# Reads columns of a data file of Stata.
read_dta <- function(file, numbers = character(), text = character(), missing = character(), codes = numeric()) {
  plain_columns(as.data.frame(haven::read_dta(file))[c(numbers, text)], numbers, text, missing, codes)
}

# Reads columns of a sheet of Excel, from their places, behind the row of names.
read_sheet <- function(file, sheet, numbers = integer(), text = integer(), missing = character(), codes = numeric()) {
  at <- sort(c(numbers, text))
  types <- rep("skip", max(at))
  types[numbers] <- "numeric"
  types[text] <- "text"
  range <- cellranger::cell_limits(c(2, 1), c(NA, max(at)))
  d <- readxl::read_excel(file, sheet, range, col_names = FALSE, col_types = types, na = c("", missing), .name_repair = "minimal")
  plain_columns(setNames(as.data.frame(d), names(at)), names(numbers), names(text), missing, codes)
}

# Columns as plain numbers and texts. An empty text is missing, and so are the texts and the numbers that mean it.
plain_columns <- function(d, numbers, text, missing, codes) {
  for (name in numbers) {
    d[[name]] <- as.numeric(d[[name]])
    d[[name]][d[[name]] %in% codes] <- NA
  }
  for (name in text) {
    d[[name]] <- as.character(d[[name]])
    d[[name]][d[[name]] %in% c("", missing)] <- NA
  }
  d
}

# What stands for texts; one that is not named stays.
recoded <- function(x, to) {
  made <- unname(to[x])
  ifelse(is.na(made), x, made)
}

# Columns of other data, where the keys are the same; a missing key matches nothing.
merged <- function(d, other, by, columns, drop = FALSE) {
  key <- function(x) do.call(paste, c(unname(as.list(x[by])), sep = "\\r"))
  at <- match(key(d), key(other))
  at[!complete.cases(d[by])] <- NA
  d[columns] <- other[at, columns, drop = FALSE]
  if (drop) d[!is.na(at), , drop = FALSE] else d
}

# A statistic of the values that a group has, for each of its rows.
of_groups <- function(x, statistic, ...) {
  ave(as.numeric(x), paste(..., sep = "\\r"), FUN = function(v) {
    v <- v[!is.na(v)]
    if (length(v) == 0 && !any(vapply(list(sum, length), identical, NA, statistic))) NA_real_ else as.numeric(statistic(v))
  })
}

# Compares data with those of the paper: rows, and of each column its values, their sum and their squares' sum; of texts how many there are.
check_data <- function(name, d, rows, expected) {
  check(paste0("data ", name, ": rows"), nrow(d), rows)
  for (column in names(expected)) {
    e <- expected[[column]]
    x <- d[[column]]
    x <- x[!is.na(x)]
    cell <- paste0("data ", name, ": ", column, ": ")
    check(paste0(cell, "values"), length(x), e[1])
    if (is.character(x)) {
      check(paste0(cell, "different texts"), length(unique(x)), e[2])
      next
    }
    check(paste0(cell, "sum"), sum(x), e[2], sum(abs(x)))
    check(paste0(cell, "sum of squares"), sum(x^2), e[3], e[3])
  }
}
`;
