/** Weights of a model over the rows it uses, and which rows weights leave out or forbid (Stata [U] 11.1.6). */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { aside, datum } from '../../base/value.ts';
import type { Weights } from '../design.ts';
import type { Warning } from '../fit.ts';
import { type Leaf, leafOf } from '../formula/factor.ts';
import { termOf, type WeightsSpec } from '../spec.ts';
import { pick } from './rows.ts';
import { type RowFilter, warningOf } from './sample.ts';
import type { Variables } from './variables.ts';

const leafOfText = (text: string): Leaf => leafOf(termOf(text)[0])!;

const valuesOf = (text: string, variables: Variables): Float64Array => variables.values(leafOfText(text));

const rowsInWords = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);

/** A negative weight is an error of the data, wherever else the row has gaps. */
export function refuseNegative(filter: RowFilter, { of }: WeightsSpec, variables: Variables): void {
  const values = valuesOf(of, variables);
  const negative = values.filter((value, row) => filter.keep[row] === 1 && value < 0);
  if (negative.length === 0) return;
  const least = negative.reduce((a, b) => Math.min(a, b));
  const message = `expected weights of 0 or more, got \`${of}\` below 0 in ${rowsInWords(negative.length)}${aside(of, `, the least ${least}`)}`;
  throw new Refusal('negative-weights', message, { param: 'weights', hint: `leave them out: \`exclude: ${of} < 0\`` });
}

/** Rows whose weight is missing or 0 are not used, and counted by cause. Refuses frequencies that are no whole numbers. */
export function dropUnweighted(
  filter: RowFilter,
  { is, of }: WeightsSpec,
  variables: Variables,
  warnings: Warning[],
): void {
  const leaf = leafOfText(of);
  const values = variables.values(leaf);
  filter.drop(leaf.is === 'shift' ? 'lag' : 'missing', of, (row) => Number.isNaN(values[row]!));
  for (const note of variables.notes(leaf)) warnings.push(warningOf(note, of));
  filter.drop('zero weight', of, (row) => values[row] === 0);
  if (is !== 'frequency') return;
  const broken = values.filter((value, row) => filter.keep[row] === 1 && !Number.isInteger(value));
  if (broken.length === 0) return;
  const message = `expected frequency weights that are whole numbers, got \`${of}\` = ${datum(of, broken[0]!)} and the like in ${rowsInWords(broken.length)}`;
  throw new Refusal('fractional-frequency', message, {
    param: 'weights',
    hint: 'weights of means are analytic, `weights: w`; those of a survey `{probability: w}`',
  });
}

/** Rows that a column of a common sample cannot use for its weight. */
export function dropWithoutWeight(filter: RowFilter, text: string, variables: Variables): void {
  const values = valuesOf(text, variables);
  filter.drop('common sample', text, (row) => !(values[row]! > 0));
}

/** Returns the number of rows for which each row stands; null without frequency weights. */
export const copiesOf = (weights: WeightsSpec | undefined, variables: Variables): Float64Array | null =>
  weights?.is === 'frequency' ? valuesOf(weights.of, variables) : null;

/** The weights over the rows used. */
export function weightsOf({ is, of }: WeightsSpec, variables: Variables, rows: Int32Array): Weights {
  const all = valuesOf(of, variables);
  return variables.workspace.recall(`weights ${is}`, [all, rows], () => {
    const raw = pick(all, rows);
    const total = sum(raw);
    if (!(total > 1e-300 && total < 1e300)) {
      const message = `weights \`${of}\` add up to ${total}, which is out of range`;
      throw new Refusal('value-out-of-range', message, { param: 'weights', hint: 'rescale the variable' });
    }
    const scale = is === 'frequency' ? 1 : raw.length / total;
    const values = raw.map((value) => value * scale);
    return { kind: is, raw, values, roots: values.map(Math.sqrt), count: is === 'frequency' ? total : raw.length };
  });
}
