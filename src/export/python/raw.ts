/** Python's words for data that are made of raw files. */
import type { RawWords } from '../frames/dialect.ts';
import type { RawColumn } from '../raw/rules.ts';
import { pyNumber, pyText, pyTexts } from './names.ts';

const listed = (name: string, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [] : [`${name}=${pyTexts(texts)}`];

export const rawWords: RawWords = {
  read({ path, layout }, columns, missing) {
    const codes = [
      ...listed('missing', missing.texts),
      ...(missing.numbers.length === 0 ? [] : [`codes=[${missing.numbers.map(pyNumber).join(', ')}]`]),
    ];
    const of = (isText: boolean) => columns.filter((each) => each.isText === isText);
    if (layout.is === 'xlsx') {
      const placed = (name: string, some: readonly RawColumn[]): string[] =>
        some.length === 0 ? [] : [`${name}={${some.map((each) => `${pyText(each.name)}: ${each.at}`).join(', ')}}`];
      const places = [...placed('numbers', of(false)), ...placed('text', of(true))];
      return [`d = read_sheet(${[pyText(path), pyText(layout.sheet), ...places, ...codes].join(', ')})`];
    }
    const named = (isText: boolean): string[] => of(isText).map(({ from }) => from);
    const separator = layout.is === 'csv' && layout.delimiter !== ',' ? [`sep=${pyText(layout.delimiter)}`] : [];
    const options = [...listed('numbers', named(false)), ...listed('text', named(true)), ...separator, ...codes];
    const read = layout.is === 'csv' ? 'read_raw' : 'read_dta';
    const renamed = columns.flatMap(({ from, name }) => (from === name ? [] : [`${pyText(from)}: ${pyText(name)}`]));
    return [
      `d = ${read}(${[pyText(path), ...options].join(', ')})`,
      ...(renamed.length === 0 ? [] : [`d = d.rename(columns={${renamed.join(', ')}})`]),
    ];
  },
  recoded(column, to, gives) {
    const pairs = [...to].map(
      ([from, value]) => `${pyText(from)}: ${typeof value === 'number' ? pyNumber(value) : pyText(value)}`,
    );
    const of = `d[${pyText(column)}]`;
    return `${of} = recoded(${of}, {${pairs.join(', ')}}${gives === 'number' ? ', "Float64"' : ''})`;
  },
  merged: (other, on, columns, drops) =>
    `d = merged(d, ${other}, ${pyTexts(on)}, ${pyTexts(columns)}${drops ? ', drop=True' : ''})`,
  named: (name) => `${name} = d`,
  number: (code, isCondition) => (isCondition ? `number(${code})` : `finite(${code})`),
  statistics: {
    mean: '"mean"',
    sum: '"sum"',
    min: '"min"',
    max: '"max"',
    median: '"median"',
    sd: '"std"',
    count: '"count"',
  },
  ofGroups: (value, statistic, by) => `of_groups(${[value, statistic, ...by].join(', ')})`,
  compared: (name, { rows, numbers, texts }) => [
    `check_data(${pyText(name)}, d, ${rows}, {`,
    ...numbers.map(
      ({ column, values, sum, squares }) => `    ${pyText(column)}: (${[values, sum, squares].join(', ')}),`,
    ),
    ...texts.map(({ column, values, distinct }) => `    ${pyText(column)}: (${values}, ${distinct}),`),
    '})',
  ],
};

/** Functions for the file that all scripts share. */
export const rawFunctions = `

# ---- Data from raw files. ----


def made_by(script):
    """The data that a script makes."""
    return runpy.run_path(script)["d"]


def read_raw(file, numbers=(), text=(), sep=",", missing=(), codes=()):
    """Reads columns of a raw file. An empty cell is missing, and so are the texts and the numbers that mean it."""
    d = pd.read_csv(file, sep=sep, usecols=lambda name: name.strip() in {*numbers, *text}, dtype={name: "string" for name in text},
                    na_values=["", *missing], keep_default_na=False, float_precision="round_trip", encoding="utf-8-sig")
    d = d.rename(columns=str.strip).astype({name: "Float64" for name in numbers})
    for name in numbers:
        d[name] = d[name].mask(d[name].isin(codes).fillna(False))
    return d


def read_dta(file, numbers=(), text=(), missing=(), codes=()):
    """Reads columns of a data file of Stata."""
    d = pd.read_stata(file, convert_dates=False, convert_categoricals=False, columns=[*numbers, *text])
    return plain_columns(d, numbers, text, missing, codes)


def read_sheet(file, sheet, numbers={}, text={}, missing=(), codes=()):
    """Reads columns of a sheet of Excel, from their places, behind the row of names."""
    places = sorted([*numbers.items(), *text.items()], key=lambda item: item[1])
    d = pd.read_excel(file, sheet_name=sheet, header=None, skiprows=1, usecols=[at - 1 for _, at in places], keep_default_na=False, na_values=["", *missing])
    return plain_columns(d.set_axis([name for name, _ in places], axis=1), numbers, text, missing, codes)


def plain_columns(d, numbers, text, missing, codes):
    """Columns as plain numbers and texts. An empty text is missing, and so are the texts and the numbers that mean it."""
    for name in numbers:
        x = pd.to_numeric(d[name]).astype("Float64")
        d[name] = x.mask(x.isin(codes).fillna(False))
    for name in text:
        x = d[name].astype("string")
        d[name] = x.mask(x.isin(["", *missing]).fillna(False))
    return d


def recoded(x, to, type="string"):
    """What stands for texts; one that is not named stays."""
    made = x.astype("object").map(to)
    return (made.where(made.notna(), x) if type == "string" else made).astype(type)


def merged(d, other, by, columns, drop=False):
    """Columns of other data, where the keys are the same; a missing key matches nothing."""
    return d.merge(other[[*by, *columns]].dropna(subset=by), on=by, how="inner" if drop else "left")


def of_groups(x, statistic, *by):
    """A statistic of the values that a group has, for each of its rows."""
    return x.groupby(list(by), dropna=False).transform(statistic).astype("Float64")


def check_data(name, d, rows, expected):
    """Compares data with those of the paper: rows, and of each column its values, their sum and their squares' sum; of texts how many there are."""
    check(f"data {name}: rows", len(d), rows)
    for column, (values, *sums) in expected.items():
        x = d[column].dropna()
        check(f"data {name}: {column}: values", len(x), values)
        if len(sums) == 1:
            check(f"data {name}: {column}: different texts", x.nunique(), sums[0])
            continue
        x = numbers(x)
        check(f"data {name}: {column}: sum", x.sum(), sums[0], abs(x).sum())
        check(f"data {name}: {column}: sum of squares", (x**2).sum(), sums[1], sums[1])
`;
