/** The design that a spec stands for: its terms, effects and instruments as columns over the rows used. */
import type { AbsorbedCodes, Design, NamedCodes, NamedColumn } from '../design.ts';
import { printTerm } from '../formula/factor.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { pickedCodes } from './rows.ts';
import { termColumns, termName } from './terms.ts';
import type { Variables } from './variables.ts';
import { weightsOf } from './weights.ts';
import { type WinsorizedSource, winsorizeTerms } from './winsorize-spec.ts';

/** Levels of an effect or a cluster variable in some rows. */
export function levelsAt(variables: Variables, text: string, rows: Int32Array): NamedCodes {
  const all = variables.levels(text);
  return variables.workspace.recall('levels', [all, rows], () => ({ ...all, codes: pickedCodes(all.codes, rows) }));
}

/** Terms evaluated over `rows`, in any order of rows. */
export function designOf(spec: ModelSpec, variables: Variables, rows: Int32Array, source: WinsorizedSource): Design {
  return {
    nobs: rows.length,
    outcome: { name: termName(termOf(spec.outcome)), values: columnsOf(spec.outcome, spec, source)[0]!.values },
    terms: columnsOfAll(spec.terms, spec, source),
    constant: spec.constant,
    absorb: spec.absorb.map((text) => absorbedAt(text, spec, levelsAt(variables, text, rows), source)),
    ...(spec.weights === undefined ? {} : { weights: weightsOf(spec.weights, variables, rows) }),
  };
}

/** An absorbed effect with the variables that have slopes in its levels. */
function absorbedAt(effect: string, spec: ModelSpec, levels: NamedCodes, source: WinsorizedSource): AbsorbedCodes {
  const own = (spec.slopes ?? []).filter(({ by }) => by === effect).map(({ of }) => of);
  return own.length === 0 ? levels : { ...levels, slopes: columnsOfAll(own, spec, source) };
}

/** The columns of some terms, in their order. */
export function columnsOfAll(
  texts: readonly string[],
  spec: ModelSpec,
  source: WinsorizedSource,
): readonly NamedColumn[] {
  const columns: NamedColumn[] = [];
  for (let i = 0; i < texts.length; i++) {
    const own = columnsOf(texts[i]!, spec, source);
    for (let j = 0; j < own.length; j++) columns.push(own[j]!);
  }
  return columns;
}

/** A term's columns: several where it has levels. */
export function columnsOf(text: string, spec: ModelSpec, source: WinsorizedSource): readonly NamedColumn[] {
  const term = termOf(text);
  if (spec.winsorize === null) return source.plainColumns(term);
  return winsorizeTerms(spec, printTerm(term), termColumns(term, source), source);
}
