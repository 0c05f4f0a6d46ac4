/** The two equations of a model of counts: the columns of each, what is reported of them, and the columns of both. */
import { type FurtherEquation, termIn } from '../../base/text/term-names.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Dropped } from '../fit.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';

interface CountEquation {
  /** All columns that the terms stand for. */
  readonly written: readonly NamedColumn[];
  /** Terms that have coefficients. */
  readonly terms: readonly NamedColumn[];
  /** The constant, then the columns of the terms. */
  readonly columns: readonly Float64Array[];
}

export interface CountEquations {
  readonly counts: CountEquation;
  readonly zeros: CountEquation;
  readonly dropped: readonly Dropped[];
}

/** The columns of x'b and of z'g, which is the equation that the option of its name lists; each with a constant first. */
export function equationsOf(sample: Sample, equation: FurtherEquation): CountEquations {
  const { design, spec } = sample;
  const { weights: _, ...unweighted } = design;
  const counts = regress(unweighted, [], true);
  requireOwnNames(counts.terms);
  const { nobs, outcome } = design;
  const terms = sample.columns(spec.estimator?.terms?.[equation] ?? [], { constant: true });
  const zeros = regress({ nobs, outcome, terms, constant: true, absorb: [] }, [], true);
  requireOwnNames(zeros.terms);
  return {
    counts: { written: design.terms, terms: counts.terms, columns: counts.columns },
    zeros: { written: terms, terms: zeros.terms, columns: zeros.columns },
    dropped: [...counts.dropped, ...zeros.dropped.map((each) => ({ ...each, term: termIn(equation, each.term) }))],
  };
}

/** Names of the parameters in the order of coefficients as solved, and the order in which they are reported: constants behind the terms of their equation. */
export function namesOf({ counts, zeros }: CountEquations, equation: FurtherEquation, further: readonly string[]) {
  const solved = [
    '_cons',
    ...counts.terms.map(({ name }) => name),
    ...['_cons', ...zeros.terms.map(({ name }) => name)].map((name) => termIn(equation, name)),
    ...further,
  ];
  const k = counts.columns.length;
  const l = zeros.columns.length;
  // the record itself puts the first constant behind its terms
  const order = [
    ...Array.from({ length: k }, (_, j) => j),
    ...Array.from({ length: l - 1 }, (_, j) => k + 1 + j),
    k,
    ...further.map((_, a) => k + l + a),
  ];
  return { names: order.map((j) => solved[j]!), order };
}
