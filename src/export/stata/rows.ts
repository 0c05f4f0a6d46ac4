/** Conditions on the rows of a model in Stata. */
import { leafOf } from '../../econ/formula/factor.ts';
import { columnsOfLevels, listsOfTerms, type ModelSpec, termOf } from '../../econ/spec.ts';
import { Untranslatable } from '../untranslatable.ts';
import { isLevel, type StataScope, stataCondition } from './expression.ts';
import type { StataNames } from './names.ts';

/** The condition of the rows; missing values of what the command reads it finds itself. */
export const conditionOf = (spec: ModelSpec, scope: StataScope): string =>
  joined([...(spec.sample === null ? [] : [stataCondition(spec.sample, scope)]), ...otherConditions(spec, scope)]);

/** Conditions that hold together. */
export const joined = (parts: readonly string[]): string =>
  parts.map((part) => (part.includes(' | ') ? `(${part})` : part)).join(' & ');

/** Conditions on the rows besides the sample. */
export function otherConditions(spec: ModelSpec, scope: StataScope): readonly string[] {
  const { exclude, split, common } = spec;
  const { names } = scope;
  const parts: string[] = [];
  for (const text of common?.samples ?? []) parts.push(stataCondition(text, scope));
  if (split !== null) parts.push(isLevel(split.column, split.level, scope));
  for (const text of [exclude, ...(common?.excludes ?? [])])
    if (text !== null) parts.push(`!(${stataCondition(text, scope)})`);
  const factors = listsOfTerms(spec)
    .flat()
    .flatMap((text) =>
      termOf(text).flatMap((factor) =>
        factor.is === 'levels' ? [names.of(factor.column)] : factor.is === 'event' ? [names.of(factor.time)] : [],
      ),
    );
  const others = (common?.terms ?? [])
    .flatMap((text) => termOf(text))
    .flatMap((factor) => commonVariable(factor, names));
  const lost = [
    ...new Set([
      ...factors,
      ...others,
      ...(common?.levels ?? []).flatMap(columnsOfLevels).map((name) => names.of(name)),
    ]),
  ];
  if (lost.length > 0) parts.push(`!missing(${lost.join(', ')})`);
  return parts;
}

function commonVariable(factor: ReturnType<typeof termOf>[number], names: StataNames): string[] {
  if (factor.is === 'levels') return [names.of(factor.column)];
  const leaf = leafOf(factor);
  if (leaf === undefined || leaf.is === 'function')
    throw new Untranslatable('the common rows of a table rest on a function');
  const column = leaf.is === 'column' ? leaf : leaf.of;
  if (column.is !== 'column' || leaf.is === 'shift')
    throw new Untranslatable('the common rows of a table rest on a lag');
  return [names.of(column.name)];
}
