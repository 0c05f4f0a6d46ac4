/** Columns that the terms of a model stand for and that have no coefficient, since others span them. */
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import { codingsOf } from '../formula/coding.ts';
import { heldEffects } from '../sample/equation-columns.ts';
import { codedColumns } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';

/**
 * Columns that were dropped, of those that the `equation` has, and cells at bases that it has not since their values lie in effects or other terms. Cells
 * that it has not by the names of its terms need none: what spans them moves with them.
 */
export function withoutCoefficient(
  spec: ModelSpec,
  equation: readonly NamedColumn[],
  kept: readonly NamedColumn[],
  { columns }: Pick<Sample, 'columns'>,
): readonly NamedColumn[] {
  const named = new Set(kept.map(({ name }) => name));
  const known = new Set(equation.map(({ name }) => name));
  const texts = [...spec.terms, ...(spec.iv?.endogenous ?? [])];
  const codings = codingsOf(texts.map(termOf), { constant: spec.constant, effects: heldEffects(spec) });
  const held = texts.flatMap((text, i) => {
    if (!termOf(text).some((factor) => factor.is === 'levels')) return [];
    return codedColumns(columns([text], 'every'), codings[i]!).filter(({ name }) => !known.has(name));
  });
  return [...equation.filter(({ name }) => !named.has(name)), ...held];
}
