/** Reads the judgements of an analytic hierarchy: each pair of a group once. */
import { Type } from 'typebox';
import { listing } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { comparedGroups, type Judgement, MOST_COMPARED } from '../../src/econ/index/hierarchy.ts';
import type { IndicatorSpec } from '../../src/econ/index/spec.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';

export const judgementKey = Type.Optional(
  Type.Array(Type.Tuple([Type.String(), Type.String(), Type.Number({ exclusiveMinimum: 0 })]), {
    minItems: 1,
    description:
      'ahp: `[a, b, 3]` says that a matters 3 times as much as b, for each pair of dimensions, and of indicators of one dimension',
  }),
);

interface Written {
  readonly method?: string;
  readonly weights?: string;
  readonly judgements?: readonly (readonly [string, string, number])[];
}

/** The judgements; undefined where none are asked, or after a complaint. */
export function readJudgements(
  { method, weights, judgements }: Written,
  indicators: readonly IndicatorSpec[],
  pathOf: (key: string) => YamlPath,
  plan: PlanContext,
): readonly Judgement[] | undefined {
  if (method !== 'ahp') {
    if (judgements !== undefined)
      plan.complain({
        code: 'unused-judgements',
        message: '`judgements` are read by `method: ahp` alone',
        path: pathOf('judgements'),
        hint: 'write `method: ahp`, or leave them out',
      });
    return undefined;
  }
  if (weights !== undefined)
    plan.complain({
      code: 'unused-weights',
      message: '`method: ahp` weighs dimensions and their indicators by judgements, and reads no `weights`',
      path: pathOf('weights'),
      hint: 'leave `weights` out',
    });
  const groups = comparedGroups(indicators);
  const found = (judgements ?? []).map(([first, second, times]): Judgement => ({ first, second, times }));
  const keys = new Set<string>();
  found.forEach(({ first, second }, i) => {
    const path = [...pathOf('judgements'), i];
    const among = groups.filter(({ members }) => members.includes(first) && members.includes(second));
    if (among.length > 1) {
      const message = `\`${first}\` and \`${second}\` are names of dimensions and of indicators`;
      plan.complain({ code: 'not-compared', message, path, hint: 'give the dimensions other names' });
      return;
    }
    if (first === second || among.length === 0) {
      const names = groups.flatMap(({ members }) => members);
      const unknown = [first, second].find((name) => !names.includes(name));
      plan.complain({
        code: 'not-compared',
        message: `\`${first}\` and \`${second}\` are not two dimensions, or two indicators of one dimension`,
        path,
        hint:
          (unknown === undefined ? undefined : didYouMean(unknown, names)) ??
          'indicators of two dimensions are compared through their dimensions',
      });
      return;
    }
    const key = JSON.stringify([first, second].sort());
    if (keys.has(key))
      plan.complain({ code: 'judged-twice', message: `\`${first}\` and \`${second}\` are judged twice`, path });
    keys.add(key);
  });
  for (const { dimension, members } of groups) {
    const whose = dimension === null ? 'dimensions' : `indicators of \`${dimension}\``;
    if (members.length > MOST_COMPARED) {
      const message = `${members.length} ${whose} are too many to be judged in pairs, more than ${MOST_COMPARED}`;
      plan.complain({ code: 'too-many-judged', message, path: pathOf('dimensions') });
      continue;
    }
    const lacking = members.flatMap((first, i) =>
      members
        .slice(i + 1)
        .flatMap((second) => (keys.has(JSON.stringify([first, second].sort())) ? [] : [[first, second]])),
    );
    if (lacking.length > 0)
      plan.complain({
        code: 'missing-judgements',
        message: `${lacking.length} of ${(members.length * (members.length - 1)) / 2} pairs of ${whose} are not judged: ${listing(lacking.map((pair) => pair.join(' and ')))}`,
        path: pathOf(judgements === undefined ? 'method' : 'judgements'),
        hint: `write \`[${lacking[0]!.join(', ')}, 3]\` where the first matters 3 times as much`,
      });
  }
  return found;
}
