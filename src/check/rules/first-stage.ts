/** Audits the first-stage F, which with one instrument is the square of its t under the same covariance (Kleibergen and Paap 2006). */
import { type Audited, at, finding, type Printed, type Rule, type RuleFinding } from '../audit.ts';
import { magnitude, meet, type PrintedInterval, printedInterval, ratio, times } from '../interval.ts';
import { fixedNumber } from '../numbers.ts';
import { type PrintedNumber, unsigned } from '../printed.ts';

export const firstStageF: Rule = {
  name: 'first-stage-f',
  find: (audited: Audited) => [
    ...audited.printed.flatMap((table) => inPrinted(table, audited.printed)),
    ...inFits(audited),
  ],
};

const FIRST = /first[\s-]*stage/i;
const SECOND = /second[\s-]*stage/i;
const F = /kleibergen|cragg|first[\s-]*stage f|wald f/i;

function inPrinted(table: Printed, all: readonly Printed[]): RuleFinding[] {
  const [first, second] = [table.column(FIRST), table.column(SECOND)];
  if (first === undefined) return [];
  const excluded = table.terms(first).filter((row) => second === undefined || table.cell(row, second) === undefined);
  const f = printedF(table, first, all);
  if (excluded.length !== 1 || !f) return [];
  const [row] = excluded as [string];
  const { value, stdError } = table.cell(row, first)!;
  const error = unsigned(stdError!);
  const t: PrintedInterval = ratio(magnitude(printedInterval(value!)), printedInterval(error));
  if (meet(times(t, t), printedInterval(f.number))) return [];
  const face = Math.abs(value!.value) / error.value;
  const implied = fixedNumber(Math.abs(value!.value) / Math.sqrt(f.number.value), error.digits);
  const message = `one instrument, so F = t² = (${value!.text} / ${error.text})² = ${fixedNumber(face * face, 1)}, but ${f.row} is ${f.number.text}, which needs a standard error of ${implied}`;
  return [finding('error', table.name, at(row, first), message)];
}

/** The printed F, in the table itself or in one that is named after it. */
function printedF(
  table: Printed,
  column: string,
  all: readonly Printed[],
): { row: string; number: PrintedNumber } | undefined {
  const companions = all.filter((other) => other !== table && other.name.startsWith(table.name));
  for (const each of [table, ...companions]) {
    const row = each.row(F);
    if (row === undefined) continue;
    const columns = each === table ? [column, ...table.columns] : each.columns;
    const number = columns.map((name) => each.cell(row, name)?.value).find((value) => value);
    if (number) return { row, number };
  }
  return undefined;
}

function inFits({ fits }: Audited): RuleFinding[] {
  return fits.flatMap(({ node, fit }): RuleFinding[] => {
    const [stage, ...others] = fit.firstStage ?? [];
    const f = fit.stats.kpWaldF;
    if (!stage || others.length > 0 || stage.fDf1 !== 1 || typeof f !== 'number') return [];
    const t = stage.terms[0]?.statistic;
    if (typeof t !== 'number' || Math.abs(t * t - f) <= 1e-6 * f) return [];
    const message = `one instrument, so F = t² = ${fixedNumber(t * t, 2)} under the first stage's covariance, but kpWaldF is ${fixedNumber(f, 2)}`;
    return [finding('warning', node, 'kpWaldF', message)];
  });
}
