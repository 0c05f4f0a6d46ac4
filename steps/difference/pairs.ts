/** The internal kind `difference-pairs`: differences of several pairs of groups in one table, with p values that allow for their number. */
import { Type } from 'typebox';
import { withAdjustedP } from '../../src/econ/distributions/adjusted-p.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { defineStep } from '../../src/engine/step.ts';
import type { PairsParams } from '../lib/difference/keys.ts';
import { pairName } from '../lib/pairs.ts';

interface PairTest {
  readonly stdError?: Stat;
  readonly statistic?: Stat;
  readonly pValue: Stat;
}
type GroupEstimates = readonly { readonly estimate: number }[];

export default defineStep({
  name: 'difference-pairs',
  summary: 'Differences of a coefficient between several pairs of groups of a split',
  internal: true,
  artifact: 'pairwise',
  params: Type.Object({}),
  run: (context) => {
    const { of, group, by, adjust, pairs, nodes } = context.params as unknown as PairsParams;
    const found = nodes.map((node) => context.artifact(node));
    const tests = by.map((way) => {
      const each = found.map((artifact): PairTest => {
        const { stdError, statistic, pValue } = artifact.json(way) as unknown as PairTest;
        return { ...(stdError === undefined ? {} : { stdError, statistic: statistic! }), pValue };
      });
      return adjust === null ? each : withAdjustedP(each, adjust);
    });
    const rows = pairs.map((pair, k) => {
      const [first, second] = found[k]!.json('groups') as unknown as GroupEstimates;
      return {
        name: pairName(pair),
        between: pair,
        first: first!.estimate,
        second: second!.estimate,
        difference: found[k]!.json('difference'),
        ...Object.fromEntries(by.map((way, w) => [way, tests[w]![k]!])),
      };
    });
    return { of, group, by, ...(adjust === null ? {} : { adjust }), rows };
  },
});
