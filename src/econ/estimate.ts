/**
 * Estimation of a spec on data, in the documented order: lags on the full frame by the time index → sample →
 * exclusion → listwise deletion → percentiles → trimming → singletons → winsorising → powers and products → the fit.
 */
import { requireFinite } from './check-fit.ts';
import type { Data } from './data.ts';
import type { Design, IvDesign, NamedCodes, NamedColumn, SmallStyle } from './design.ts';
import { keepNonSingletons } from './effects.ts';
import { type Factor, type Leaf, leafOf, printFactor, printTerm, type Term } from './factor.ts';
import type { Fit, RowsLost, Warning } from './fit.ts';
import { fitLinear } from './ols.ts';
import { withTurningPoint } from './quadratic.ts';
import { pick, pickCodes, positions } from './rows.ts';
import { chooseRows, dropWhere, keepWhere, RowFilter, warningOf } from './sample.ts';
import { levelsOfSpec, type ModelSpec, termOf } from './spec.ts';
import { defaultStyle } from './styles.ts';
import { termColumns, termName } from './terms.ts';
import { dropTrimmed } from './trim.ts';
import { fitIv } from './tsls.ts';
import { Variables } from './variables.ts';
import { type TailRows, WinsorizedSource, winsorizeTerms } from './winsorize-spec.ts';
import { Workspace } from './workspace.ts';

/**
 * Throws Refusal, with `param` naming the field of the spec it is about. The result's `rowsLost` accounts for every
 * row of the data that is not used. A `workspace` spares what earlier estimations on the same data found, and changes no result.
 */
export function estimate(spec: ModelSpec, data: Data, workspace: Workspace = new Workspace()): Fit {
  const variables = new Variables(data, workspace);
  const used = usedRows(spec, variables);
  const { rows, filter, warnings } = used;
  const source = new WinsorizedSource(spec, variables, rows, used);
  const design = designOf(spec, variables, rows, source);
  const options = {
    vcov: spec.vcov,
    clusters: spec.vcov.is === 'cluster' ? spec.vcov.by.map((text) => levelsAt(variables, text, rows)) : [],
    time: spec.vcov.is === 'dk' ? pick(variables.time(), rows) : null,
  };
  const fit =
    spec.iv === null
      ? fitLinear(design, { ...options, small: linearStyle(spec) }, workspace)
      : fitIv(ivDesignOf(design, spec.iv, spec, source), { ...options, small: spec.small ?? 'asymptotic' });
  const turning = withTurningPoint(fit, spec, variables, source);
  if (turning !== fit) requireFinite(turning);
  const counted = withRowsLost(turning, filter.lost);
  return Object.freeze({ ...counted, warnings: [...warnings, ...fit.warnings] });
}

/** All equations of a fit use the same rows. */
function withRowsLost(fit: Fit, rowsLost: Fit['rowsLost']): Fit {
  const { firstStage, reducedForm } = fit;
  return {
    ...fit,
    rowsLost,
    ...(firstStage === undefined ? {} : { firstStage: firstStage.map((stage) => ({ ...stage, rowsLost })) }),
    ...(reducedForm === undefined ? {} : { reducedForm: { ...reducedForm, rowsLost } }),
  };
}

function linearStyle({ small, absorb }: ModelSpec): SmallStyle {
  if (small === 'ivregress') throw new Error('a style of instrumental variables without instruments');
  return small ?? defaultStyle(absorb.length);
}

interface UsedRows extends TailRows {
  readonly rows: Int32Array;
  readonly filter: RowFilter;
  readonly warnings: readonly Warning[];
}

/** Sample, exclusion, listwise deletion, common sample, trimming, singletons. */
export function usedRows(spec: ModelSpec, variables: Variables): UsedRows {
  const filter = new RowFilter(variables.data.nrows);
  const warnings = chooseRows(filter, variables.data, spec);
  filter.requireRows(warnings);
  const chosen = variables.workspace.rows(filter.keep, positions);
  const terms = ownTerms(spec);
  for (const factor of distinctFactors(terms)) dropMissing(filter, variables, factor, warnings);
  for (const text of levelsOfSpec({ ...spec, common: null })) dropMissingLevels(filter, variables, text, 'missing');
  if (spec.common !== null) applyCommon(filter, spec.common, variables, warnings);
  const effects = spec.absorb.map((text) => variables.levels(text));
  const complete = variables.workspace.rows(filter.keep, positions);
  if (spec.trim !== undefined) dropTrimmed(filter, spec, terms, variables, chosen);
  if (spec.singletons === 'drop') dropSingletons(filter, effects);
  filter.requireRows(warnings);
  return { rows: variables.workspace.rows(filter.keep, positions), chosen, complete, filter, warnings };
}

function ownTerms(spec: ModelSpec): Term[] {
  const iv = spec.iv === null ? [] : [...spec.iv.endogenous, ...spec.iv.instruments];
  return [spec.outcome, ...spec.terms, ...iv].map(termOf);
}

/** Variables and indicators once each, in the order listed. */
function distinctFactors(terms: readonly Term[]): (Leaf | (Factor & { is: 'levels' }))[] {
  const found = new Map<string, Leaf | (Factor & { is: 'levels' })>();
  for (const factor of terms.flat()) {
    const variable = factor.is === 'levels' ? factor : leafOf(factor)!;
    const name = printFactor(variable);
    if (!found.has(name)) found.set(name, variable);
  }
  return [...found.values()];
}

function dropMissing(
  filter: RowFilter,
  variables: Variables,
  factor: Leaf | (Factor & { is: 'levels' }),
  warnings: Warning[],
): void {
  if (factor.is === 'levels') {
    dropMissingLevels(filter, variables, printFactor({ is: 'column', name: factor.column }), 'missing');
    return;
  }
  dropMissingValues(filter, variables, factor, factor.is === 'shift' ? 'lag' : 'missing');
  for (const note of variables.notes(factor)) warnings.push(warningOf(note, printFactor(factor)));
}

function dropMissingValues(filter: RowFilter, variables: Variables, leaf: Leaf, cause: RowsLost['cause']): void {
  const values = variables.values(leaf);
  const missing = variables.workspace.recall('missing', [values], () => values.some(Number.isNaN));
  if (missing) filter.drop(cause, printFactor(leaf), (row) => Number.isNaN(values[row]!));
}

function dropMissingLevels(
  filter: RowFilter,
  variables: Variables,
  text: string,
  cause: 'missing' | 'common sample',
): void {
  const { name, codes } = variables.levels(text);
  const missing = variables.workspace.recall('missing', [codes], () => codes.some((code) => code < 0));
  if (missing) filter.drop(cause, name, (row) => codes[row]! < 0);
}

function applyCommon(
  filter: RowFilter,
  common: NonNullable<ModelSpec['common']>,
  variables: Variables,
  warnings: Warning[],
): void {
  for (const text of common.samples) warnings.push(...keepWhere(filter, variables.data, text, 'common sample'));
  for (const text of common.excludes) warnings.push(...dropWhere(filter, variables.data, text, 'common sample'));
  for (const factor of distinctFactors(common.terms.map(termOf))) {
    if (factor.is === 'levels') {
      dropMissingLevels(filter, variables, printFactor({ is: 'column', name: factor.column }), 'common sample');
    } else {
      dropMissingValues(filter, variables, factor, 'common sample');
    }
  }
  for (const text of common.levels) dropMissingLevels(filter, variables, text, 'common sample');
}

/** Rows whose level of some effect occurs once, again and again until there are none. */
function dropSingletons(filter: RowFilter, effects: readonly NamedCodes[]): void {
  if (effects.length === 0) return;
  const rows = positions(filter.keep);
  const inside = effects.map((effect) => ({ ...effect, codes: pickCodes(effect.codes, rows) }));
  const keep = keepNonSingletons(inside, rows.length);
  const gone = new Set<number>();
  for (const [i, row] of rows.entries()) if (keep[i] === 0) gone.add(row);
  filter.drop('singleton', effects.map((effect) => effect.name).join(', '), (row) => gone.has(row));
}

export function levelsAt(variables: Variables, text: string, rows: Int32Array): NamedCodes {
  const all = variables.levels(text);
  return variables.workspace.recall('levels', [all, rows], () => ({ ...all, codes: pickCodes(all.codes, rows) }));
}

/** Terms evaluated over `rows`, in any order of rows. */
export function designOf(spec: ModelSpec, variables: Variables, rows: Int32Array, source: WinsorizedSource): Design {
  return {
    nobs: rows.length,
    outcome: { ...columnsOf(spec.outcome, spec, source)[0]!, name: termName(termOf(spec.outcome)) },
    terms: spec.terms.flatMap((text) => columnsOf(text, spec, source)),
    constant: spec.constant,
    absorb: spec.absorb.map((text) => levelsAt(variables, text, rows)),
  };
}

function ivDesignOf(
  { terms, ...design }: Design,
  iv: NonNullable<ModelSpec['iv']>,
  spec: ModelSpec,
  source: WinsorizedSource,
): IvDesign {
  const columns = (texts: readonly string[]) => texts.flatMap((text) => columnsOf(text, spec, source));
  return {
    ...design,
    exogenous: terms,
    endogenous: columns(iv.endogenous),
    instruments: columns(iv.instruments),
  };
}

function columnsOf(text: string, spec: ModelSpec, source: WinsorizedSource): readonly NamedColumn[] {
  const term = termOf(text);
  if (spec.winsorize === null) return source.recall(text, () => termColumns(term, source));
  return winsorizeTerms(spec, printTerm(term), termColumns(term, source), source);
}
