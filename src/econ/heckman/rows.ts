/** Rows of a selection model, its probit of selection, and what is said where both equations have the same terms. */
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit, RowsLost } from '../fit.ts';
import { type BinaryFit, binaryFit } from '../likelihood/binary.ts';
import { normalLatent } from '../likelihood/latents.ts';
import { pickDesign } from '../likelihood/rows.ts';

export interface HeckmanRows {
  /** Positions of the rows that stay, in the sample. */
  readonly rows: Int32Array;
  /** The probit's design, over all rows that stay. */
  readonly selection: Design;
  /** The outcome's, over the same rows; NaN where it is not seen. */
  readonly outcome: Design;
  /** Positions of the selected rows. */
  readonly selectedRows: Int32Array;
  readonly lost: readonly RowsLost[];
}

/** Selected rows that lack the outcome or a term go; the others need those of selection alone. */
export function chosenRows(sample: Sample): HeckmanRows {
  const { design, spec } = sample;
  const named = spec.estimator?.terms ?? {};
  const terms = sample.columns(named.selection ?? [], { constant: true });
  const [written] = sample.columns(named.selected ?? []);
  const y = design.outcome.values;
  const selected = written ?? {
    name: `${design.outcome.name} is there`,
    values: y.map((value) => (Number.isNaN(value) ? 0 : 1)),
  };
  requireBinary(selected);
  const whole = [design.outcome, ...design.terms];
  const keep: number[] = [];
  for (let i = 0; i < design.nobs; i++) {
    const isLacking = selected.values[i] === 1 && whole.some(({ values }) => Number.isNaN(values[i]!));
    if (!isLacking) keep.push(i);
  }
  const rows = Int32Array.from(keep);
  const count = design.nobs - rows.length;
  const outcome = pickDesign(design, rows);
  const selection = pickDesign({ nobs: design.nobs, outcome: selected, terms, constant: true, absorb: [] }, rows);
  const selectedRows: number[] = [];
  for (let i = 0; i < rows.length; i++) if (selection.outcome.values[i] === 1) selectedRows.push(i);
  const lost: RowsLost[] = count === 0 ? [] : [{ cause: 'missing', count, detail: design.outcome.name }];
  return { rows, selection, outcome, selectedRows: Int32Array.from(selectedRows), lost };
}

function requireBinary({ name, values }: NamedColumn): void {
  if (values.every((value) => value === 0 || value === 1)) return;
  const message = `expected a selection of 0 and 1, got \`${name}\` at other values`;
  throw new Refusal('not-binary', message, { param: 'estimator', hint: 'make one in the data, with `derive`' });
}

/** The probit of selection, with conventional errors; refused where a term predicts selection perfectly. */
export function probitOf(selection: Design): BinaryFit {
  const vcov = { is: 'iid' } as const;
  const probit = binaryFit(selection, vcov, [], { ...normalLatent, estimator: 'selection' });
  if (probit.rows !== null) {
    const named = probit.fit.dropped.filter(({ why }) => why === 'predicts perfectly').map(({ term }) => `\`${term}\``);
    const message = `selection is predicted perfectly by ${named.join(', ')}`;
    throw new Refusal('separation', message, { param: 'estimator', hint: 'leave it out of `select`' });
  }
  return probit;
}

export function exclusionWarnings({ spec }: Sample): Fit['warnings'] {
  const selection = spec.estimator?.terms?.selection ?? [];
  if (!selection.every((term) => spec.terms.includes(term))) return [];
  const message = 'selection has no term of its own: the model is identified by the form of the distribution alone';
  return [{ code: 'no-exclusion', message }];
}
