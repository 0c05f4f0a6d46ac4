/** The design of an experiment: which arm each row was assigned to, within which strata, and with whom. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum, nameOfResult } from '../../../src/base/value.ts';
import type { Codes } from '../../../src/econ/data.ts';
import type { NamedCodes } from '../../../src/econ/design.ts';
import { pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import type { DesignSpec } from './spec.ts';

export interface ExperimentDesign {
  readonly nobs: number;
  /** Columns that say which arm a row is in. */
  readonly treatment: readonly string[];
  /** Arms that occur, the control first; of several factors their combinations, `a=1,b=0`. */
  readonly arms: readonly string[];
  /** Arm of each row, an index into `arms`. Length nobs. */
  readonly arm: Int32Array;
  /** Effects that are estimated: one for each arm, or the factors and their products `a:b`. */
  readonly terms: readonly string[];
  /** coding[j][arm]: the regressor of term j in that arm. */
  readonly coding: readonly (readonly number[])[];
  /** Every level occurs. */
  readonly strata: NamedCodes | null;
  readonly clusters: NamedCodes | null;
  /** True where clusters were assigned as one, rather than their rows. */
  readonly clustered: boolean;
  /** Weights times the inverse of the chance of the row's arm; null where rows count alike. */
  readonly weights: Float64Array | null;
}

/** Arms and what is estimated of them, over all rows; −1 where a row has none of them. */
export type Arms = Pick<ExperimentDesign, 'treatment' | 'arms' | 'arm' | 'terms' | 'coding'>;

/** The name of the effect of an arm, by which its results are called. */
export const armTerm = (arm: string): string => arm;

/** An arm in a message. */
export const toldArm = ({ treatment, arms }: Pick<ExperimentDesign, 'treatment' | 'arms'>, which: number): string =>
  nameOfResult(treatment, arms[which]!);

/** `factors`: the columns of the treatment, in their order. Refuses one arm alone, and factors that are not 0 and 1. */
export function armsOf(spec: DesignSpec, factors: readonly NamedCodes[]): Arms {
  const found = factors.length === 1 ? ofOne(spec, factors[0]!) : ofSeveral(factors);
  if (found.arms.length > 1) return found;
  const [only] = found.arms;
  const name = factors[0]!.name;
  const message =
    only === undefined
      ? `no row has an arm of \`${spec.treatment.join('`, `')}\``
      : `all rows are in one arm: \`${datum(name, only)}\` of \`${name}\``;
  throw new Refusal('one-arm', message, { param: 'treatment', hint: 'an experiment compares two arms or more' });
}

function ofOne({ control, arms }: DesignSpec, { codes, levels, name }: NamedCodes): Arms {
  const occurring = occurs(codes, levels);
  const base = control ?? '0';
  if (!occurring.includes(base)) {
    const found = occurring.slice(0, 8).map((level) => `\`${datum(name, level)}\``);
    const message = `no row of \`${name}\` is in the control arm \`${base}\``;
    throw new Refusal('no-control', message, {
      param: 'control',
      hint: `say which arm it is by \`control\`; rows are in ${found.join(', ')}`,
    });
  }
  for (const arm of arms ?? []) {
    if (occurring.includes(arm) && arm !== base) continue;
    const message = arm === base ? `\`${arm}\` is the control arm` : `no row of \`${name}\` is in the arm \`${arm}\``;
    throw new Refusal('no-arm', message, { param: 'arms', hint: 'name arms other than the control' });
  }
  const others = (arms ?? occurring).filter((level) => level !== base);
  const kept = [base, ...occurring.filter((level) => others.includes(level))];
  const at = new Map(kept.map((level, i) => [level, i]));
  const arm = codes.map((code) => (code < 0 ? -1 : (at.get(levels[code]!) ?? -1)));
  const isBinary = base === '0' && kept.length === 2 && kept[1] === '1';
  return {
    treatment: [name],
    arms: kept,
    arm,
    terms: isBinary ? [name] : kept.slice(1).map((level) => armTerm(level)),
    coding: kept.slice(1).map((_, j) => kept.map((_level, i) => (i === j + 1 ? 1 : 0))),
  };
}

/** Combinations of factors of 0 and 1, with the effect of each where the others are 0, and of being in several. */
function ofSeveral(factors: readonly NamedCodes[]): Arms {
  for (const { codes, levels, name } of factors) {
    const other = occurs(codes, levels).find((level) => level !== '0' && level !== '1');
    if (other === undefined) continue;
    const message = `expected a factor of 0 and 1, got \`${datum(name, other)}\` in \`${name}\``;
    throw new Refusal('not-binary', message, { param: 'treatment' });
  }
  const cell = (i: number): number =>
    factors.reduce((sum, { codes, levels }, f) => {
      const code = codes[i]!;
      return code < 0 || sum < 0 ? -1 : sum + (levels[code] === '1' ? 1 << f : 0);
    }, 0);
  const cells = Int32Array.from(factors[0]!.codes, (_, i) => cell(i));
  const found = [...new Set(cells)].filter((each) => each >= 0).sort((a, b) => a - b);
  if (found[0] !== 0) throw new Refusal('no-control', 'no row has 0 of all factors', { param: 'treatment' });
  const groups = Array.from({ length: (1 << factors.length) - 1 }, (_, g) => g + 1).sort(
    (a, b) => bitsOf(a) - bitsOf(b) || a - b,
  );
  const absent = groups.find((group) => !found.includes(group));
  if (absent !== undefined) {
    const names = factors.filter((_, f) => (absent >> f) & 1).map(({ name }) => `\`${name}\``);
    const message = `no row has 1 of ${names.join(' and ')}${names.length === factors.length ? '' : ' alone'}`;
    throw new Refusal('empty-cell', message, {
      param: 'treatment',
      hint: 'name arms by one column instead of factors',
    });
  }
  const at = new Map(found.map((each, i) => [each, i]));
  const told = (bits: number): string => factors.map(({ name }, f) => `${name}=${(bits >> f) & 1}`).join(',');
  return {
    treatment: factors.map(({ name }) => name),
    arms: found.map(told),
    arm: cells.map((each) => (each < 0 ? -1 : at.get(each)!)),
    terms: groups.map((group) =>
      factors
        .filter((_, f) => (group >> f) & 1)
        .map(({ name }) => name)
        .join(':'),
    ),
    coding: groups.map((group) => found.map((bits) => ((bits & group) === group ? 1 : 0))),
  };
}

function bitsOf(x: number): number {
  let count = 0;
  for (let rest = x; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Levels that occur, in their order. */
function occurs(codes: Int32Array, levels: readonly string[]): string[] {
  const seen = new Set(codes);
  return levels.filter((_, code) => seen.has(code));
}

/** The design of some of its rows, with levels numbered anew. */
export function pickDesign(design: ExperimentDesign, rows: Int32Array): ExperimentDesign {
  const { strata, clusters, weights, arm } = design;
  return {
    ...design,
    nobs: rows.length,
    arm: pickCodes(arm, rows),
    strata: strata && pickLevels(strata, rows),
    clusters: clusters && pickLevels(clusters, rows),
    weights: weights && pick(weights, rows),
  };
}

/** Codes of some rows, of levels that occur among them. */
export function pickLevels<T extends Codes>(of: T, rows: Int32Array): T {
  const own = pickCodes(of.codes, rows);
  const seen = [...new Set(own)].sort((a, b) => a - b);
  const at = new Map(seen.map((code, i) => [code, i]));
  return { ...of, codes: own.map((code) => at.get(code)!), levels: seen.map((code) => of.levels[code]!) };
}

/** Regressors of the terms, over the rows of the design. */
export const treatmentColumns = ({ terms, coding, arm }: ExperimentDesign) =>
  terms.map((name, j) => ({ name, values: new Float64Array(arm).map((own) => coding[j]![own]!) }));

/** An arm that the effect of a term compares, and how: its mean is added or taken off. */
export interface ComparedArm {
  readonly arm: number;
  readonly sign: 1 | -1;
}

/**
 * The arms by whose means the effect of a term is told, where all terms are estimated: an arm and the control, and of factors all combinations of those of the term. The
 * first is the arm that has the whole term.
 */
export function comparedArms({ coding }: Pick<ExperimentDesign, 'coding'>, term: number): readonly ComparedArm[] {
  const armOf = (j: number): number => coding[j]!.indexOf(1);
  const whole = armOf(term);
  // of m factors an arm has 2^m − 1 terms
  const factors = (arm: number): number => Math.round(Math.log2(1 + coding.filter((codes) => codes[arm] === 1).length));
  const within = [0, ...coding.flatMap((codes, j) => (codes[whole] === 1 ? [armOf(j)] : []))];
  return within
    .map((arm): ComparedArm => ({ arm, sign: (factors(whole) - factors(arm)) % 2 === 0 ? 1 : -1 }))
    .reverse();
}

/** Rows that are not alone in their level: one that is tells nothing beside a constant of its own, and has no residual. */
export function accompanied(rows: Int32Array, levels: Codes | null): Int32Array {
  if (levels === null) return rows;
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(levels.codes[row]!, (counts.get(levels.codes[row]!) ?? 0) + 1);
  return rows.filter((row) => counts.get(levels.codes[row]!)! > 1);
}

/** Rows of the strata that have this many of every arm, and the levels of the others; all rows where `least` is null. */
export function wellFilled(
  { strata, arm, arms }: ExperimentDesign,
  rows: Int32Array,
  least: number | null,
): { readonly rows: Int32Array; readonly left: readonly string[] } {
  if (strata === null || least === null) return { rows, left: [] };
  const counts = strata.levels.map(() => arms.map(() => 0));
  for (const row of rows) {
    const own = counts[strata.codes[row]!]!;
    own[arm[row]!] = own[arm[row]!]! + 1;
  }
  const isFilled = counts.map((own) => own.every((count) => count >= least));
  const seen = counts.map((own) => own.some((count) => count > 0));
  return {
    rows: rows.filter((row) => isFilled[strata.codes[row]!]),
    left: strata.levels.filter((_, level) => seen[level]! && !isFilled[level]!),
  };
}
