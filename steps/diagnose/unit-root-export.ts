/** Says how unit-root tests of panels are written in other languages. Sources: `help purtest` of plm, `help xtunitroot` of Stata. */
import type { Stat } from '../../src/econ/fit.ts';
import {
  type Columns,
  columnOf,
  type ExportedResult,
  type WordedIn,
  type WordedValue,
} from '../../src/export/worded.ts';
import type { UnitRootSpec, UnitRootTest } from './numbers/unit-root/tests.ts';

/** A statistic that papermake reports of a variable, with its p value. */
export interface UnitRootFound {
  /** `gdp, LLC t*` */
  readonly variable: string;
  readonly statistic: Stat;
  readonly pValue: Stat;
}

export interface WordedRoots {
  readonly values: readonly WordedValue[];
  readonly missing: NonNullable<ExportedResult['missing']>;
  readonly packages: readonly string[];
  /** Code of functions that the values call. */
  readonly functions: string;
}

/** A test in a language: the code that leaves its result, and that of each statistic and p value, by the end of papermake's name. */
interface Words {
  readonly run: readonly string[];
  readonly found: Readonly<Record<string, readonly [statistic: string, pValue: string]>>;
}

type WordsOf = (
  test: UnitRootTest,
  column: string,
  spec: UnitRootSpec,
  columns: Columns,
) => Words | { readonly none: string };

export interface RootPanel {
  readonly unit: string;
  readonly time: string;
}

/** Writes all tests of all variables; what a language lacks is missing with the reason. */
export function unitRootsIn(
  language: WordedIn,
  spec: UnitRootSpec,
  found: readonly UnitRootFound[],
  panel: RootPanel,
  columns: Columns,
): WordedRoots {
  const values: WordedValue[] = [];
  const missing: { what: string; why: string }[] = [];
  for (const name of spec.of)
    for (const test of spec.tests) {
      const words =
        typeof spec.lags === 'number'
          ? worded[language](panel)(test, columnOf(columns, name), spec, columns)
          : { none: 'lags that each unit chooses are not written' };
      if ('none' in words) {
        missing.push({ what: `${name}, ${test}`, why: words.none });
        continue;
      }
      const { run, found: codes } = words;
      Object.entries(codes).forEach(([end, [statistic, pValue]], i) => {
        const row = found.find(({ variable }) => variable === `${name}, ${end}`);
        values.push({
          cell: `${name}, ${end}`,
          code: statistic,
          value: row?.statistic,
          ...(i === 0 && { after: run }),
        });
        values.push({ cell: `${name}, ${end}: p`, code: pValue, value: row?.pValue });
      });
    }
  if (values.length === 0) return { values, missing, packages: [], functions: '' };
  const { packages, functions } = needed[language];
  return { values, missing, packages, functions };
}

const fisherNames = { p: 'inverse χ² P', z: 'inverse normal Z', l: 'inverse logit L*', pm: 'modified inverse χ² Pm' };

const lagsOf = ({ lags }: UnitRootSpec): number => Number(lags);

/** plm counts degrees of freedom in the units’ regressions where it is asked to, and takes MacKinnon's surface of 1994. */
const inR =
  ({ unit, time }: RootPanel): WordsOf =>
  (test, column, spec, columns) => {
    const { deterministic, demean } = spec;
    const ask = (name: string): string =>
      `unit_root("${name}", ${columns.values(column)}, ${columns.values(unit)}, ${columns.values(time)}, "${deterministic}", ${lagsOf(spec)}${demean ? ', demean = TRUE' : ''})`;
    const both = (name: string): readonly [string, string] => [`${name}[[1]]`, `${name}[[2]]`];
    switch (test) {
      case 'llc':
        return { run: [`llc <- ${ask('levinlin')}`], found: { 'LLC t*': both('llc') } };
      case 'ips':
        return { run: [`ips <- ${ask('ips')}`], found: { 'IPS W-t-bar': both('ips') } };
      case 'fisher-adf': {
        const tests = { p: 'madwu', z: 'invnormal', l: 'logit', pm: 'Pm' };
        return {
          run: Object.entries(tests).map(([name, asked]) => `fisher_${name} <- ${ask(asked)}`),
          found: Object.fromEntries(
            Object.entries(fisherNames).map(([name, end]) => [`Fisher–ADF ${end}`, both(`fisher_${name}`)]),
          ),
        };
      }
      case 'fisher-pp':
        return { none: 'purtest() of plm has no Phillips–Perron tests' };
    }
  };

/** statsmodels tests one series at a time, by the same surface. */
const inPython =
  ({ unit, time }: RootPanel): WordsOf =>
  (test, column, spec, columns) => {
    if (test !== 'fisher-adf') return { none: 'statsmodels has augmented Dickey–Fuller tests of single series alone' };
    const { deterministic, demean } = spec;
    const series = [column, unit, time].map((each) => columns.values(each)).join(', ');
    return {
      run: [
        `fisher = fisher_adf(${series}, "${{ none: 'n', intercept: 'c', trend: 'ct' }[deterministic]}", ${lagsOf(spec)}${demean ? ', demean=True' : ''})`,
      ],
      found: Object.fromEntries(
        Object.entries(fisherNames).map(([name, end]) => [
          `Fisher–ADF ${end}`,
          [`fisher["${name}"][0]`, `fisher["${name}"][1]`],
        ]),
      ),
    };
  };

/** Stored results stand in `help xtunitroot`. */
const inStata = (): WordsOf => (test, column, spec) => {
  const { deterministic, demean } = spec;
  const lags = `lags(${lagsOf(spec)})`;
  const options = [lags, ...(deterministic === 'trend' ? ['trend'] : []), ...(demean ? ['demean'] : [])].join(' ');
  if (deterministic === 'none' && test !== 'llc') return { none: `xtunitroot has no ${test} without an intercept` };
  switch (test) {
    case 'llc': {
      const own = deterministic === 'none' ? `${options} noconstant` : options;
      return {
        run: [`xtunitroot llc ${column}, ${own} kernel(bartlett llc)`],
        found: { 'LLC t*': ['r(tds)', 'r(p_tds)'] },
      };
    }
    case 'ips':
      return { run: [`xtunitroot ips ${column}, ${options}`], found: { 'IPS W-t-bar': ['r(wtbar)', 'r(p_wtbar)'] } };
    case 'fisher-adf':
    case 'fisher-pp': {
      const [by, name] = test === 'fisher-adf' ? ['dfuller', 'ADF'] : ['pperron', 'PP'];
      const stored = { p: ['P', 'p_P'], z: ['Z', 'p_Z'], l: ['L', 'p_L'], pm: ['Pm', 'p_Pm'] };
      return {
        run: [`xtunitroot fisher ${column}, ${by} ${options}`],
        found: Object.fromEntries(
          Object.entries(fisherNames).map(([key, end]) => {
            const [statistic, pValue] = stored[key as keyof typeof stored];
            return [`Fisher–${name} ${end}`, [`r(${statistic})`, `r(${pValue})`] as const];
          }),
        ),
      };
    }
  }
};

const worded: Readonly<Record<WordedIn, (panel: RootPanel) => WordsOf>> = { r: inR, python: inPython, stata: inStata };

/** Functions of R for these tests. */
const unitRootsInR = `
# ---- Unit roots of panels. ----

# A test of plm: its statistic and its p value. Units have no gaps, since plm takes the value before by rows.
unit_root <- function(test, x, unit, time, deterministic, lags, demean = FALSE) {
  if (demean) x <- x - ave(x, time)
  at <- order(unit, time)
  d <- pdata.frame(data.frame(unit, time, x)[at, ], index = c("unit", "time"))
  stopifnot("a unit has gaps" = all(tapply(time, unit, function(t) diff(range(t)) == length(t) - 1)))
  q <- floor(3.21 * max(table(unit))^(1 / 3) + 1e-12)
  found <- purtest(d$x, test = test, exo = deterministic, lags = lags, q = q, dfcor = TRUE, p.approx = "MacKinnon1994")$statistic
  c(found$statistic, found$p.value)
}
`;

/** Functions of Python for these tests. */
const unitRootsInPython = `

# ---- Unit roots of panels. ----
from statsmodels.tsa.stattools import adfuller


def fisher_adf(x, unit, time, deterministic, lags, demean=False):
    """Choi (2001): combinations of the p values of units. Units have no gaps."""
    d = pd.DataFrame({"x": numbers(x), "unit": unit, "time": numbers(time)}).sort_values("time")
    if demean:
        d["x"] -= d.groupby("time")["x"].transform("mean")
    p = np.array([adfuller(own["x"], maxlag=lags, regression=deterministic, autolag=None)[1] for _, own in d.groupby("unit")])
    n = len(p)
    score = stats.norm.ppf(p)
    P = -2 * np.log(p).sum()
    Z = score.sum() / np.sqrt(n)
    L = np.sqrt(3 * (5 * n + 4) / (np.pi**2 * n * (5 * n + 2))) * np.log(p / (1 - p)).sum()
    Pm = (P - 2 * n) / np.sqrt(4 * n)
    return {"p": (P, stats.chi2.sf(P, 2 * n)), "z": (Z, stats.norm.cdf(Z)),
            "l": (L, stats.t.cdf(L, 5 * n + 4)), "pm": (Pm, stats.norm.sf(Pm))}
`;

const needed: Readonly<Record<WordedIn, Pick<WordedRoots, 'packages' | 'functions'>>> = {
  r: { packages: ['plm'], functions: unitRootsInR },
  python: { packages: [], functions: unitRootsInPython },
  stata: { packages: [], functions: '' },
};
