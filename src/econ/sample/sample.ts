/** Chooses the rows that a model uses, and counts the others by the reason of their loss. */
import { type EvaluationNote, evaluateCondition } from '../../base/expression/evaluate.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import { type Data, groupsOf } from '../data.ts';
import type { RowsLost, Warning } from '../fit.ts';

/** Rows still in, and a count of those lost for every cause, in the order they were lost. */
export class RowFilter {
  readonly keep: Uint8Array;
  readonly lost: RowsLost[] = [];
  #count: number;

  constructor(nrows: number) {
    this.keep = new Uint8Array(nrows).fill(1);
    this.#count = nrows;
  }

  get count(): number {
    return this.#count;
  }

  /** Drops the rows where `isLost` holds, among those still in. */
  drop(cause: RowsLost['cause'], detail: string, isLost: (row: number) => boolean): void {
    let count = 0;
    for (let row = 0; row < this.keep.length; row++) {
      if (this.keep[row] === 1 && isLost(row)) {
        this.keep[row] = 0;
        count++;
      }
    }
    this.#count -= count;
    if (count > 0) this.lost.push({ cause, count, detail });
  }

  /** Refuses an empty sample, saying where the rows went; what was found odd on the way may be why. */
  requireRows(warnings: readonly Warning[] = []): void {
    if (this.count > 0) return;
    const said = this.lost.map(({ cause, count, detail }) => `${count} lost to ${causeInWords[cause]} \`${detail}\``);
    const message = `no rows are left of ${this.keep.length}: ${said.join(', ') || 'the data has none'}`;
    const param = this.lost.some((lost) => lost.cause === 'sample') ? 'sample' : 'terms';
    const lagged = this.lost.some((lost) => lost.cause === 'lag' && lost.count === this.keep.length);
    const hints = [...warnings.map((warning) => warning.message), ...(lagged ? [unitOfTime] : [])];
    const hint = hints.join('; ');
    throw new Refusal('empty-sample', message, hint === '' ? { param } : { param, hint });
  }
}

const unitOfTime =
  'a lag is one unit of the panel’s time: one day of dates (`types: {t: month}` or `quarter` counts in those), and `L2.x` where years go in steps of two';

const causeInWords: Readonly<Record<RowsLost['cause'], string>> = {
  sample: 'the sample',
  exclude: 'the exclusion',
  lag: 'the lag',
  missing: 'missing values of',
  'common sample': 'the common sample,',
  singleton: 'singletons of',
  trimmed: 'trimming',
  'zero weight': 'weights of 0 in',
  transformed: 'the transformation',
  donut: 'the donut',
  window: 'the window',
  cutoff: 'cut-offs that are not estimated',
  'perfectly predicted': 'perfect prediction by',
  separated: 'separation by',
  'same outcome': 'groups of one outcome in',
  truncated: 'the limits of truncation of',
};

export interface RowChoice {
  readonly sample: string | null;
  readonly exclude: string | null;
  readonly split?: { readonly column: string; readonly level: string } | null;
}

/** Applies sample, split and exclusion: a sample keeps rows where it is true, an exclusion drops those. */
export function chooseRows(filter: RowFilter, data: Data, choice: RowChoice): Warning[] {
  const warnings: Warning[] = [];
  if (choice.sample !== null) warnings.push(...keepWhere(filter, data, choice.sample, 'sample'));
  if (choice.split) {
    const { column, level } = choice.split;
    const { codes, levels } = groupsOf(data, column);
    const wanted = levels.indexOf(level);
    filter.drop('sample', `${column} == "${level}"`, (row) => wanted < 0 || codes[row] !== wanted);
  }
  if (choice.exclude !== null) warnings.push(...dropWhere(filter, data, choice.exclude, 'exclude'));
  return warnings;
}

export function keepWhere(filter: RowFilter, data: Data, text: string, cause: RowsLost['cause']): Warning[] {
  const { values, warnings } = condition(data, text, 'sample');
  filter.drop(cause, text, (row) => values[row] !== 1);
  return warnings;
}

export function dropWhere(filter: RowFilter, data: Data, text: string, cause: RowsLost['cause']): Warning[] {
  const { values, warnings } = condition(data, text, 'exclude');
  filter.drop(cause, text, (row) => values[row] === 1);
  return warnings;
}

function condition(data: Data, text: string, param: string): { values: Float64Array; warnings: Warning[] } {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`not a canonical expression: ${text}`);
  try {
    const { values, notes } = evaluateCondition(parsed.ast, data);
    return { values, warnings: notes.map((note) => warningOf(note, text)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw error.about(param);
  }
}

export function warningOf(note: EvaluationNote, text: string): Warning {
  if (note.is === 'undefined') {
    const rows = note.count === 1 ? '1 row' : `${note.count} rows`;
    return { code: 'undefined-values', message: `\`${note.text}\` is not defined in ${rows}, which count as missing` };
  }
  const near = note.near === undefined ? '' : aside(note.variable, `; did you mean \`${note.near}\`?`);
  const message = `no row has \`${note.variable}\` equal to \`${note.literal}\` (in \`${text}\`)${near}`;
  return { code: 'unmatched-literal', message };
}
