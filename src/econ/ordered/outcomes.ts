/** Outcomes that are categories: which there are, and which each row has. */
import { Refusal } from '../../base/problem.ts';
import { aside, datum } from '../../base/value.ts';
import type { NamedColumn } from '../design.ts';

/** Outcomes beyond this are as good as a scale. */
const MOST_OUTCOMES = 100;

export interface Outcomes {
  /** Positions of the outcomes of rows among the values. */
  readonly codes: Int32Array;
  /** Ascending. */
  readonly values: readonly number[];
}

/** Refuses (`no-variation`, `too-few-outcomes`, `too-many-outcomes`) fewer than three outcomes, and a scale. `ofTwo`: what to do with two. */
export function outcomesOf({ name, values }: NamedColumn, ofTwo: string): Outcomes {
  const found = [...new Set(values)].sort((a, b) => a - b);
  if (found.length === 1) {
    const message = `\`${name}\` is ${datum(name, found[0]!)} in all ${values.length} rows used`;
    throw new Refusal('no-variation', message, { param: 'outcome', hint: 'are all outcomes in the sample?' });
  }
  if (found.length === 2) {
    const message = `expected three ordered outcomes or more, got \`${name}\` with two${aside(name, `, ${found.join(' and ')}`)}`;
    throw new Refusal('too-few-outcomes', message, { param: 'outcome', hint: ofTwo });
  }
  if (found.length > MOST_OUTCOMES) {
    const message = `expected at most ${MOST_OUTCOMES} ordered outcomes, got \`${name}\` with ${found.length} values`;
    const hint = 'is it a scale? Leave `estimator` out, or join values in the data step';
    throw new Refusal('too-many-outcomes', message, { param: 'outcome', hint });
  }
  const positions = new Map(found.map((value, at) => [value, at]));
  return { codes: Int32Array.from(values, (value) => positions.get(value)!), values: found };
}
