/** Says whether the effect of a move is identified, or hangs on coefficients that the model has not. */
import { levelTerm } from '../../base/text/term-names.ts';
import type { SampleVariables } from '../estimator.ts';
import { type Leaf, leafOf, printFactor } from '../formula/factor.ts';
import { occurring, termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';
import type { Basis } from './basis.ts';
import type { Dependence } from './dependence.ts';
import type { Motion } from './effect.ts';
import type { FormulaMember } from './member.ts';
import { type Move, movedBy } from './move.ts';
import { columnAt, isMoved, slopeOf } from './moved-columns.ts';

/** A column without a coefficient, which others span, with its values at the rows. */
export interface SpannedColumn {
  readonly member: FormulaMember;
  readonly values: Float64Array;
}

/** Rounding may keep such a column from moving as what spans it by this part of what moves in a row. */
const ROUNDING = 1e-6;

/**
 * The first column without a coefficient that the move moves otherwise than what spans it, so that the effect is no combination that the data identify
 * (Searle 1971, Linear Models, 5.4); undefined where there is none. `motion`: that of the columns that were kept.
 */
export function unidentifiedBy(
  move: Move,
  motion: Motion,
  without: readonly SpannedColumn[],
  dependence: Dependence,
  basis: Basis,
): string | undefined {
  const own = without.filter(({ member }) => isMoved(member, movedBy(move)));
  return own.find(({ member, values }) => {
    const weights = dependence.weights(values);
    const left = motionOf(member, move, basis);
    const size = left.map(Math.abs);
    const columns = motion.is === 'slope' ? motion.by : motion.to;
    for (const [j, values] of columns) {
      const before = motion.is === 'slope' ? basis.zeros : motion.from.get(j)!;
      for (let i = 0; weights[j] !== 0 && i < left.length; i++) {
        const part = weights[j]! * (values[i]! - before[i]!);
        left[i] = left[i]! - part;
        size[i] = size[i]! + Math.abs(part);
      }
    }
    const scale = size.reduce((most, value) => Math.max(most, value), 0);
    return left.some((value) => Math.abs(value) > ROUNDING * scale);
  })?.member.name;
}

/** Returns the change of a column in each row, as an array of its own. */
function motionOf(member: FormulaMember, move: Move, basis: Basis): Float64Array {
  if (move.is === 'slope') return slopeOf(member, move.variable, basis);
  const from = columnAt(member, move.from, basis);
  return columnAt(member, move.to, basis).map((value, i) => value - from[i]!);
}

/**
 * Gives what of a move the absorbed effects hold whole, so that they may hold any part of its effect: a variable or a level that the model has in
 * products alone, and that does not vary within them. Undefined where there is nothing.
 */
export function absorbedIn(
  move: Move,
  texts: readonly string[],
  variables: SampleVariables,
  rows: Basis,
  dependence: Dependence,
): string | undefined {
  const terms = texts.map(termOf);
  const isAlone = (is: (factor: (typeof terms)[number][number]) => boolean): boolean =>
    terms.some((term) => term.length === 1 && is(term[0]));
  const { variables: numbers, factors } = movedBy(move);
  const number = numbers.find((text) => {
    const isInProduct = terms.some((term) => term.length > 1 && term.some((factor) => hasLeaf(factor, text)));
    if (!isInProduct || isAlone((factor) => printFactor(factor) === text)) return false;
    return dependence.isAbsorbed(variables.values(termOf(text)[0] as Leaf));
  });
  if (number !== undefined) return termName(termOf(number));
  if (move.is === 'slope') return undefined;
  for (const column of factors) {
    if (isAlone((factor) => factor.is === 'levels' && factor.column === column)) continue;
    const levels = [move.from, move.to].flatMap(
      (place) => place.levels.get(column) ?? occurringLevels(column, variables),
    );
    const absorbed = levels.find((level) => dependence.isAbsorbed(rows.indicator(column, level)));
    if (absorbed !== undefined) return levelTerm(`i(${column})`, absorbed);
  }
  return undefined;
}

/** Rows that are where they are have all levels. */
function occurringLevels(column: string, variables: SampleVariables): readonly string[] {
  const { codes, levels } = variables.codes(column);
  return occurring(codes, levels.length).map((code) => levels[code]!);
}

function hasLeaf(factor: ReturnType<typeof termOf>[number], text: string): boolean {
  const leaf = leafOf(factor);
  return leaf !== undefined && printFactor(leaf) === text;
}
