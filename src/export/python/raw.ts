/** Python's words for data that are made of raw files. */
import type { RawWords } from '../frames/dialect.ts';
import { pyNumber, pyText, pyTexts } from './names.ts';

const listed = (name: string, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [] : [`${name}=${pyTexts(texts)}`];

export const rawWords: RawWords = {
  read({ path, delimiter }, columns, missing) {
    const of = (isText: boolean): string[] => columns.filter((each) => each.isText === isText).map(({ from }) => from);
    const options = [
      ...listed('numbers', of(false)),
      ...listed('text', of(true)),
      ...(delimiter === ',' ? [] : [`sep=${pyText(delimiter)}`]),
      ...listed('missing', missing.texts),
      ...(missing.numbers.length === 0 ? [] : [`codes=[${missing.numbers.map(pyNumber).join(', ')}]`]),
    ];
    const renamed = columns.flatMap(({ from, name }) => (from === name ? [] : [`${pyText(from)}: ${pyText(name)}`]));
    return [
      `d = read_raw(${[pyText(path), ...options].join(', ')})`,
      ...(renamed.length === 0 ? [] : [`d = d.rename(columns={${renamed.join(', ')}})`]),
    ];
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
