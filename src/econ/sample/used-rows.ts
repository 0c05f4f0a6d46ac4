/** The rows a spec is estimated on: sample → exclusion → listwise deletion → common sample → trimming → singletons. */
import { memo } from '../../base/memo.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import type { RowsLost, Warning } from '../fit.ts';
import type { EventFactor } from '../formula/event-factor.ts';
import { type Leaf, type LevelsFactor, leafOf, printFactor } from '../formula/factor.ts';
import { isNested, keepNonSingletons } from '../panel/effects.ts';
import {
  columnsOfVcov,
  eventsOf,
  levelsOfSpec,
  listsRequired,
  type ModelSpec,
  singletonConvention,
  termOf,
} from '../spec.ts';
import { firstPeriod, isTreatedBy } from './event-time.ts';
import { hasNaN, hasNoLevel, pick, pickedCodes, positions } from './rows.ts';
import { chooseRows, dropWhere, keepWhere, RowFilter, warningOf } from './sample.ts';
import { dropTrimmed } from './trim.ts';
import type { Variables } from './variables.ts';
import { copiesOf, dropUnweighted, dropWithoutWeight, refuseNegative } from './weights.ts';
import type { TailRows } from './winsorize-spec.ts';

export interface UsedRows extends TailRows {
  readonly rows: Int32Array;
  readonly lost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/**
 * Specs that ask the same of the rows, and differ in variables without missing values only, share the answer. O(NK). A variable that cannot
 * be read is refused together with the others of the spec that cannot.
 */
export function usedRows(spec: ModelSpec, variables: Variables): UsedRows {
  try {
    return shareUsed(spec, variables);
  } catch (error) {
    if (!(error instanceof Refusal) || error.variable === undefined) throw error;
    throw error.beside(unreadable(spec, variables));
  }
}

function unreadable(spec: ModelSpec, variables: Variables): Refusal[] {
  const leaves = variablesListed(ownTerms(spec)).map(({ variable }) => variable);
  const levels = new Set([
    ...levelsOfSpec(spec),
    ...leaves.flatMap((each) => (each.is === 'levels' ? [columnText(each)] : [])),
  ]);
  const values = leaves.flatMap((each) => (each.is === 'levels' ? [] : [() => variables.values(each)]));
  return [...values, ...[...levels].map((text) => () => variables.levels(text))].flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (error instanceof Refusal) return [error];
      throw error;
    }
  });
}

function shareUsed(spec: ModelSpec, variables: Variables): UsedRows {
  if (spec.trim !== undefined) return chooseUsed(spec, variablesListed(ownTerms(spec)), variables);
  const incomplete: Listed[] = [];
  const isWanted = (each: Listed): boolean => isIncomplete(variables, each);
  for (const terms of listsRequired(spec)) addListed(incomplete, terms, isWanted);
  const { sample, exclude, split, common } = spec;
  const names = incomplete.map(({ name }) => name);
  const levels = levelsOfSpec(spec);
  const question = JSON.stringify([
    sample,
    exclude,
    split,
    common,
    levels,
    asksOfSingletons(spec),
    spec.weights,
    columnsOfVcov(spec),
    names,
    dropsAlways(spec).map(printFactor),
  ]);
  return variables.workspace.recall(`used ${question}`, [], () => chooseUsed(spec, incomplete, variables));
}

function chooseUsed(spec: ModelSpec, listed: readonly Listed[], variables: Variables): UsedRows {
  const { workspace } = variables;
  const filter = new RowFilter(variables.data.nrows);
  const warnings = chooseRows(filter, variables.data, spec);
  filter.requireRows(warnings);
  if (spec.weights !== undefined) refuseNegative(filter, spec.weights, variables);
  const chosen = workspace.rows(filter.keep, positions);
  for (const each of listed) dropMissing(filter, variables, each, warnings);
  for (const text of levelsOfSpec({ ...spec, common: null })) dropMissingLevels(filter, variables, text, 'missing');
  if (spec.weights !== undefined) dropUnweighted(filter, spec.weights, variables, warnings);
  for (const name of columnsOfVcov(spec)) dropMissingValues(filter, variables, { is: 'column', name }, 'missing');
  for (const event of dropsAlways(spec)) dropAlways(filter, variables, event);
  if (spec.common !== null) applyCommon(filter, spec.common, variables, warnings);
  // rows are only dropped: as many as before are the same
  const rowsAfter = (before: Int32Array): Int32Array =>
    before.length === filter.count ? before : workspace.rows(filter.keep, positions);
  const complete = rowsAfter(chosen);
  if (spec.trim !== undefined) dropTrimmed(filter, spec, ownTerms(spec).map(termOf), variables, chosen);
  const trimmed = rowsAfter(complete);
  const own = dropsSingletons(spec, trimmed, variables) ? spec.absorb : [];
  const effects = [...new Set([...own, ...(spec.common?.singletons ?? [])])].map((text) => variables.levels(text));
  if (effects.length > 0) {
    const copies = copiesOf(spec.weights, variables);
    dropSingletons(filter, trimmed, effects, copies, own.length > 0 ? 'singleton' : 'common sample');
  }
  filter.requireRows(warnings);
  return { rows: rowsAfter(trimmed), chosen, complete, lost: filter.lost, warnings };
}

/** Event terms that leave out units treated from the first period on. */
const dropsAlways = (spec: ModelSpec): EventFactor[] => eventsOf(spec).filter((each) => each.always === 'drop');

/** Rows of units that are treated in the first period of the rows still in. */
function dropAlways(filter: RowFilter, variables: Variables, event: EventFactor): void {
  const rows = positions(filter.keep);
  const first = firstPeriod(pick(variables.values(timeOf(event)), rows));
  const cohort = variables.values({ is: 'column', name: event.cohort });
  const name = printFactor({ is: 'column', name: event.cohort });
  filter.drop('sample', `missing(${name}) or ${name} == 0 or ${name} > ${first}`, (row) =>
    isTreatedBy(cohort[row]!, first),
  );
}

const ownTerms = (spec: ModelSpec): string[] => listsRequired(spec).flat();

interface Listed {
  readonly name: string;
  readonly variable: Leaf | LevelsFactor;
}

const variablesOfTerm = memo((text: string): readonly Listed[] =>
  termOf(text).map((factor) => {
    const variable = factor.is === 'levels' ? factor : factor.is === 'event' ? timeOf(factor) : leafOf(factor)!;
    return { name: printFactor(variable), variable };
  }),
);

/** Whoever has no first treated period is never treated, so that the period alone must be known. */
const timeOf = ({ time }: EventFactor): Leaf => ({ is: 'column', name: time });

/** Variables and indicators once each, in the order listed. */
function variablesListed(terms: readonly string[]): Listed[] {
  const found: Listed[] = [];
  addListed(found, terms, () => true);
  return found;
}

/** Adds the variables of terms that are wanted and not yet listed. */
function addListed(found: Listed[], terms: readonly string[], isWanted: (each: Listed) => boolean): void {
  for (let i = 0; i < terms.length; i++) {
    const variables = variablesOfTerm(terms[i]!);
    for (let j = 0; j < variables.length; j++) {
      const each = variables[j]!;
      if (isWanted(each) && !found.some(({ name }) => name === each.name)) found.push(each);
    }
  }
}

/** False where dropping its missing values would drop nothing and say nothing. */
function isIncomplete(variables: Variables, { variable }: Listed): boolean {
  if (variable.is === 'levels') return hasMissingLevels(variables, columnText(variable));
  return hasMissingValues(variables, variable) || variables.notes(variable).length > 0;
}

const columnText = ({ column }: LevelsFactor): string => printFactor({ is: 'column', name: column });

function hasMissingValues(variables: Variables, leaf: Leaf): boolean {
  const values = variables.values(leaf);
  return variables.workspace.recall('missing', [values], () => hasNaN(values));
}

function hasMissingLevels(variables: Variables, text: string): boolean {
  const { codes } = variables.levels(text);
  return variables.workspace.recall('missing', [codes], () => hasNoLevel(codes));
}

function dropMissing(filter: RowFilter, variables: Variables, { name, variable }: Listed, warnings: Warning[]): void {
  if (variable.is === 'levels') {
    dropMissingLevels(filter, variables, columnText(variable), 'missing');
    return;
  }
  dropMissingValues(filter, variables, variable, variable.is === 'shift' ? 'lag' : 'missing');
  for (const note of variables.notes(variable)) warnings.push(warningOf(note, name));
}

function dropMissingValues(filter: RowFilter, variables: Variables, leaf: Leaf, cause: RowsLost['cause']): void {
  if (!hasMissingValues(variables, leaf)) return;
  const values = variables.values(leaf);
  filter.drop(cause, printFactor(leaf), (row) => Number.isNaN(values[row]!));
}

function dropMissingLevels(
  filter: RowFilter,
  variables: Variables,
  text: string,
  cause: 'missing' | 'common sample',
): void {
  if (!hasMissingLevels(variables, text)) return;
  const { name, codes } = variables.levels(text);
  filter.drop(cause, name, (row) => codes[row]! < 0);
}

function applyCommon(
  filter: RowFilter,
  common: NonNullable<ModelSpec['common']>,
  variables: Variables,
  warnings: Warning[],
): void {
  for (const text of common.samples) warnings.push(...keepWhere(filter, variables.data, text, 'common sample'));
  for (const text of common.excludes) warnings.push(...dropWhere(filter, variables.data, text, 'common sample'));
  for (const { variable } of variablesListed(common.terms)) {
    if (variable.is === 'levels') dropMissingLevels(filter, variables, columnText(variable), 'common sample');
    else dropMissingValues(filter, variables, variable, 'common sample');
  }
  for (const text of common.levels) dropMissingLevels(filter, variables, text, 'common sample');
  for (const text of common.weights ?? []) dropWithoutWeight(filter, text, variables);
}

/** Specs that agree in this drop the same singletons of the same rows. */
function asksOfSingletons(spec: ModelSpec): unknown {
  const asked = spec.singletons ?? singletonConvention(spec);
  return asked === 'keep' ? null : [asked, spec.absorb, asked === 'drop' ? null : spec.vcov];
}

/**
 * Tells whether singletons are dropped: as written, or by the style. The style of one effect may depend on whether the clusters hold its
 * levels whole.
 */
function dropsSingletons(spec: ModelSpec, rows: Int32Array, variables: Variables): boolean {
  const asked = spec.singletons ?? singletonConvention(spec);
  if (asked !== 'unless nested') return asked === 'drop';
  const inside = (text: string) => {
    const { codes, levels } = variables.levels(text);
    return { codes: pickedCodes(codes, rows), levels: levels.length };
  };
  const unit = inside(spec.absorb[0]!);
  const { vcov } = spec;
  return vcov.is === 'cluster' && !vcov.by.every((text) => isNested(unit, inside(text)));
}

/** Rows, among those still in, whose level of some effect occurs once, again and again until there are none. */
function dropSingletons(
  filter: RowFilter,
  rows: Int32Array,
  effects: readonly NamedCodes[],
  copies: Float64Array | null,
  cause: RowsLost['cause'],
): void {
  const inside = effects.map((effect) => ({ ...effect, codes: pickedCodes(effect.codes, rows) }));
  const keep = keepNonSingletons(inside, rows.length, copies && pick(copies, rows));
  if (!keep.includes(0)) return;
  const gone = new Set<number>();
  for (const [i, row] of rows.entries()) if (keep[i] === 0) gone.add(row);
  filter.drop(cause, effects.map((effect) => effect.name).join(', '), (row) => gone.has(row));
}
