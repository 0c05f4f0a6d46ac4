/** The internal kind `difference-levels`: differences of pairs of levels of a factor in one model (Stata's `pwcompare`). */
import { Type } from 'typebox';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { aside } from '../../src/base/value.ts';
import { levelDifference, levelEstimate, levelsOfFactor } from '../../src/econ/difference/levels.ts';
import { withAdjustedP } from '../../src/econ/distributions/adjusted-p.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import type { LevelsParams } from '../lib/difference/keys.ts';
import { allPairs, type LevelPair, pairName, pairsAgainst } from '../lib/pairs.ts';

const read = ['terms', 'vcov', 'vcovInfo', 'dfResid', 'nclusters', 'dropped', 'bases'] as const;

export default defineStep({
  name: 'difference-levels',
  summary: 'Differences between levels of a factor in one model',
  internal: true,
  artifact: 'pairwise',
  params: Type.Object({}),
  run: (context) => {
    const { of, group, adjust, order, ...asked } = context.params as unknown as LevelsParams;
    const artifact = context.artifact('fit');
    const parts = read.filter((name) => artifact.parts.includes(name)).map((name) => [name, artifact.json(name)]);
    const fit = Object.fromEntries(parts) as unknown as Parameters<typeof levelDifference>[0];
    const { estimated, dropped } = levelsOfFactor(fit, group);
    if (dropped.length > 0) {
      const message = `${dropped.length} dropped ${dropped.length === 1 ? 'level' : 'levels'} of \`${group}\` ${dropped.length === 1 ? 'is' : 'are'} compared with none`;
      context.warn({ code: 'dropped-level', message, param: 'of', severity: 'warning' });
    }
    const pairs = pairsIn(order === null ? estimated : inOrder(estimated, order), asked, group, context);
    const tests = pairs.map((pair) => {
      const { estimate, term: _, of: __, ...test } = levelDifference(fit, group, pair);
      return { difference: estimate, ...test };
    });
    const adjusted = adjust === null ? tests : withAdjustedP(tests, adjust);
    const rows = pairs.map((pair, k) => {
      const [first, second] = pair.map((level) => levelEstimate(fit, group, level));
      return { name: pairName(pair), between: pair, first, second, ...adjusted[k]! };
    });
    return { of, group, by: [], ...(adjust === null ? {} : { adjust }), rows };
  },
});

/** Levels in the declared order, before those that it does not name. */
const inOrder = (levels: readonly string[], order: readonly string[]): readonly string[] => [
  ...order.filter((level) => levels.includes(level)),
  ...levels.filter((level) => !order.includes(level)),
];

/** The pairs, whose levels the estimation must have. */
function pairsIn(
  levels: readonly string[],
  { pairs, reference }: Pick<LevelsParams, 'pairs' | 'reference'>,
  group: string,
  context: RunContext<unknown>,
): readonly LevelPair[] {
  const named = reference === null ? (pairs ?? []).flat() : [reference];
  const absent = named.find((level) => !levels.includes(level));
  if (absent !== undefined) {
    const message = `this estimation has no coefficient of the level \`${absent}\` of \`${group}\``;
    const hint = aside(group, didYouMean(absent, levels) ?? `it has ${quoted(levels)}`);
    return context.fail({ code: 'unknown-level', message, hint, param: reference === null ? 'between' : 'reference' });
  }
  const found = pairs ?? (reference === null ? allPairs(levels) : pairsAgainst(reference, levels));
  if (found.length > 0) return found;
  const message = `this estimation has ${levels.length === 1 ? 'one level' : 'no level'} of \`${group}\`, and a difference is of two`;
  return context.fail({ code: 'one-level', message, param: 'of' });
}
