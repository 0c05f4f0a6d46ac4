/** How the rows of the data become those of an estimate: what each rule leaves out, and why in the words of tables. */
import type { Fit, RowsLost } from '../../econ/fit.ts';
import { type LabelBook, termLabel } from './labels.ts';
import { words as wordsOf } from './phrases.ts';
import { conditionText } from './worded.ts';

/** A rule with the rows that are left behind it; the first stage has no rule and all rows of the data. */
export interface FlowStage {
  readonly cause: RowsLost['cause'] | null;
  readonly detail: string;
  readonly leftOut: number;
  readonly rows: number;
}

/** From all rows of the data to the `used` ones; rules that leave nothing out are no stages. */
export function flowStages(lost: Fit['rowsLost'], used: number): readonly FlowStage[] {
  const rules = lost.filter(({ count }) => count > 0);
  let rows = used + rules.reduce((sum, { count }) => sum + count, 0);
  const start: FlowStage = { cause: null, detail: '', leftOut: 0, rows };
  return [
    start,
    ...rules.map(({ cause, detail, count }) => {
      rows -= count;
      return { cause, detail, leftOut: count, rows };
    }),
  ];
}

/** Why a rule leaves rows out, as tables say it in their notes. */
export function whyLeftOut({ cause, detail }: Pick<FlowStage, 'cause' | 'detail'>, book: LabelBook): string {
  const words = wordsOf[book.language];
  const named = words.causes[cause!];
  if (detail === '') return named;
  const isVariable = cause === 'missing' || cause === 'lag' || cause === 'zero weight';
  return `${named}${words.colon}${isVariable ? termLabel(detail, book) : conditionText(detail, book)}`;
}
