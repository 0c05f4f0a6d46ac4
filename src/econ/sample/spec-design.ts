/** The design that a spec stands for: its terms, effects and instruments as columns over the rows used. */
import type { AbsorbedCodes, Design, NamedCodes } from '../design.ts';
import { compact } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { EquationColumns, takenOut, type Within } from './equation-columns.ts';
import { pickedCodes } from './rows.ts';
import { termName } from './terms.ts';
import type { Variables } from './variables.ts';
import { weightsOf } from './weights.ts';
import type { WinsorizedSource } from './winsorize-spec.ts';

/** Levels of an effect or a cluster variable in some rows. */
export function levelsAt(variables: Variables, text: string, rows: Int32Array): NamedCodes {
  const all = variables.levels(text);
  return variables.workspace.recall('levels', [all, rows], () => ({ ...all, codes: pickedCodes(all.codes, rows) }));
}

/** The columns of a spec's terms over `rows`, in any order of rows. */
export function equationColumns(
  spec: ModelSpec,
  variables: Variables,
  rows: Int32Array,
  source: WinsorizedSource,
): EquationColumns {
  const { workspace } = variables;
  const within = (): Within => {
    const effects = takenOut(spec).map((text) => {
      const codes = absorbedAt(text, spec, levelsAt(variables, text, rows), source);
      return workspace.recall('compact', [codes], () => compact(codes));
    });
    if (effects.length === 0) return null;
    const swept = withinBy(effects);
    return (x, isColumn) => (isColumn ? workspace.recall('within', [x, ...effects], () => swept(x)) : swept(x));
  };
  return new EquationColumns(spec, source, within);
}

/** Terms evaluated over `rows`; `columns` are those of the spec over them. */
export function designOf(
  spec: ModelSpec,
  variables: Variables,
  rows: Int32Array,
  source: WinsorizedSource,
  columns: EquationColumns = equationColumns(spec, variables, rows, source),
): Design {
  const terms = columns.byTerm([...spec.terms, ...(spec.iv?.endogenous ?? [])]).slice(0, spec.terms.length);
  return {
    nobs: rows.length,
    outcome: { name: termName(termOf(spec.outcome)), values: source.cells(spec.outcome)[0]!.values },
    terms: terms.flat(),
    constant: spec.constant,
    absorb: spec.absorb.map((text) => absorbedAt(text, spec, levelsAt(variables, text, rows), source)),
    ...(spec.weights === undefined ? {} : { weights: weightsOf(spec.weights, variables, rows) }),
  };
}

/** An absorbed effect with the variables that have slopes in its levels. */
function absorbedAt(effect: string, spec: ModelSpec, levels: NamedCodes, source: WinsorizedSource): AbsorbedCodes {
  const own = (spec.slopes ?? []).filter(({ by }) => by === effect);
  return own.length === 0 ? levels : { ...levels, slopes: own.flatMap(({ of }) => source.cells(of)) };
}
