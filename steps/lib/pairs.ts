/** Pairs of groups that a step compares: `between: [a, b]`, a list of such, or all of them. */
import { type Static, Type } from 'typebox';
import { canonicalJson } from '../../src/base/canonical.ts';

const Level = Type.Union([Type.String(), Type.Number()]);
const Pair = Type.Array(Level, { minItems: 2, maxItems: 2 });

export const Pairs = Type.Union([Type.Literal('all'), Pair, Type.Array(Pair, { minItems: 1 })], {
  description: 'two groups, the first less the second; a list of pairs; or `all`',
});
export type PairsKey = Static<typeof Pairs>;

/** A pair of levels, the first less the second. */
export type LevelPair = readonly [string, string];

const isPair = (key: Exclude<PairsKey, 'all'>): key is (string | number)[] => !Array.isArray(key[0]);

/** The pairs as texts, in the order written; null is all of those that the data have. */
export function pairsOf(key: PairsKey): readonly LevelPair[] | null {
  if (key === 'all') return null;
  const pairs = isPair(key) ? [key] : (key as (string | number)[][]);
  return pairs.map(([a, b]) => [String(a), String(b)]);
}

/** All pairs of levels, in their order. */
export const allPairs = (levels: readonly string[]): LevelPair[] =>
  levels.flatMap((a, i) => levels.slice(i + 1).map((b): LevelPair => [a, b]));

/** Every other level less one, in their order. */
export const pairsAgainst = (reference: string, levels: readonly string[]): LevelPair[] =>
  levels.filter((level) => level !== reference).map((level): LevelPair => [level, reference]);

/** Complains of pairs as they are written: one of a level with itself, or a pair twice. */
export function pairProblem(pairs: readonly LevelPair[]): string | undefined {
  const same = pairs.find(([a, b]) => a === b);
  if (same !== undefined) return `expected two groups that differ, got \`${same[0]}\` twice`;
  const sorted = pairs.map((pair) => canonicalJson(pair.toSorted()));
  const twice = pairs.find((_, i) => sorted.indexOf(sorted[i]!) < i);
  return twice && `\`${twice[0]}\` and \`${twice[1]}\` are compared twice`;
}

/** The name of a pair among several; a level that could be two itself stands in parentheses. */
export const pairName = ([a, b]: LevelPair): string => `${apart(a)} - ${apart(b)}`;

const apart = (level: string): string => (level.includes(' - ') ? `(${level})` : level);
