/** Audits threshold tests: F, critical values and bootstrap p values, the regimes' sizes, and R² with and without thresholds. */
import { type Audited, at, finding, type Printed, R2, type Rule, type RuleFinding } from '../audit.ts';
import { meet, printedInterval } from '../interval.ts';
import { fixedNumber } from '../numbers.ts';
import { halfUnit, readPrinted } from '../printed.ts';

const COLUMNS = {
  f: /^f(\s|$|-|_|\s*stat)/i,
  p: /^p(\s|$|-|_|\s*val)/i,
  replications: /^(bs|bootstrap|replications|b$)/i,
};

export const thresholdP: Rule = {
  name: 'threshold-p',
  find: ({ printed }: Audited) =>
    printed.flatMap((table) => {
      const [f, p] = [table.column(COLUMNS.f), table.column(COLUMNS.p)];
      if (f === undefined || p === undefined) return [];
      return table.rows.flatMap((row) => [...againstCritical(table, row, f, p), ...ofReplications(table, row, p)]);
    }),
};

/** Compares p values with critical values: #(F* ≥ F) / B is below a level exactly when F is above that level's critical value. */
function againstCritical(table: Printed, row: string, fColumn: string, pColumn: string): RuleFinding[] {
  const [f, p] = [table.cell(row, fColumn)?.value, table.cell(row, pColumn)?.value];
  if (!f || !p) return [];
  return table.columns.flatMap((column): RuleFinding[] => {
    const [, percent] = /^(\d+)\s*%$/.exec(column) ?? [];
    const critical = percent === undefined ? undefined : table.cell(row, column)?.value;
    if (!critical) return [];
    const level = Number(percent) / 100;
    const beyond = f.value - halfUnit(f) > critical.value + halfUnit(critical);
    const short = f.value + halfUnit(f) < critical.value - halfUnit(critical);
    const rounded = printedInterval(p);
    const clash = `F ${f.text} is ${beyond ? 'above' : 'below'} its ${percent} % critical value ${critical.text}, but p is ${p.text}`;
    if ((beyond && rounded.low > level) || (short && rounded.high < level))
      return [finding('error', table.name, at(row, pColumn), clash)];
    if (!beyond || p.value !== level) return [];
    const message = `the p value is printed as ${p.text}, which is not below ${fixedNumber(level, 2)}; F ${f.text} is just above its ${percent} % critical value ${critical.text}`;
    return [finding('note', table.name, at(row, pColumn), message)];
  });
}

/** Checks that a bootstrap p value is a whole number of replications. */
function ofReplications(table: Printed, row: string, pColumn: string): RuleFinding[] {
  const column = table.column(COLUMNS.replications);
  const [p, b] = [table.cell(row, pColumn)?.value, column === undefined ? undefined : table.cell(row, column)?.value];
  if (!p || !b || b.value <= 0) return [];
  const nearest = Math.round(p.value * b.value) / b.value;
  if (Math.abs(nearest - p.value) <= halfUnit(p) * (1 + 1e-9)) return [];
  return [finding('error', table.name, at(row, pColumn), `no number of ${b.text} replications gives p = ${p.text}`)];
}

const FEW_UNITS = 5;
const FEW_ROWS = 30;

export const smallRegimes: Rule = {
  name: 'small-regime',
  find: ({ thresholds }: Audited) =>
    thresholds.flatMap(({ node, regimes }) =>
      regimes
        .filter(({ rows, units }) => units < FEW_UNITS || rows < FEW_ROWS)
        .map(({ number, rows, units }) => {
          const [one, few] = units === 1 ? ['', 'a single one'] : ['s', 'few'];
          const message = `the regime holds ${rows} rows of ${units} unit${one}: its slope rests on ${few}`;
          return finding('warning', node, `regime ${number}`, message);
        }),
    ),
};

/** The rule that F_j = d (S_{j−1} − S_j) / S_j fixes S_j from S_0, and so R² = 1 − S/TSS with thresholds from R² without (Hansen 1999). */
export const thresholdR2: Rule = {
  name: 'threshold-r2',
  find: ({ printed }: Audited) => printed.flatMap((table) => r2Found(table, printed)),
};

function r2Found(table: Printed, all: readonly Printed[]): RuleFinding[] {
  const { linear_r2: linear, test_df: df } = table.facts;
  const row = table.row(R2);
  const tests = all.find(
    (each) => each.column(COLUMNS.f) !== undefined && each.columns.some((c) => /^\d+\s*%$/.test(c)),
  );
  const start = linear === undefined ? undefined : readPrinted(linear)?.value;
  if (!start || df === undefined || row === undefined || !tests) return [];
  const regimes = table.rows.filter((label) => /[<≤>≥]/.test(label)).length;
  const f = tests.rows.slice(0, regimes - 1).map((label) => tests.cell(label, tests.column(COLUMNS.f)!)?.value);
  if (f.length === 0 || f.some((value) => !value)) return [];
  const left = (r2: number, side: 1 | -1): number =>
    f.reduce((share, value) => share / (1 + (value!.value + side * halfUnit(value!)) / df), 1 - r2);
  const implied = {
    low: 1 - left(start.value - halfUnit(start), -1),
    high: 1 - left(start.value + halfUnit(start), 1),
  };
  return table.columns.flatMap((column): RuleFinding[] => {
    const r2 = table.cell(row, column)?.value;
    if (!r2 || meet(printedInterval(r2), implied)) return [];
    const message = `R² ${start.text} without thresholds and F ${f.map((value) => value!.text).join(', ')} with ${df} degrees of freedom put R² between ${fixedNumber(implied.low, 4)} and ${fixedNumber(implied.high, 4)}, but ${r2.text} is printed`;
    return [finding('error', table.name, at(row, column), message)];
  });
}
