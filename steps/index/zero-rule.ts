/** Reads the key `zero` of an index: `limit`, `shift(c)`, `affine`. */

import type { ZeroRule } from '../../src/econ/index/index-scale.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';

/** The largest shift; after a larger one, only rounding would be left of the indicators. */
const LARGEST_SHIFT = 1000;

/** Reads the rule; complains at `path` and returns undefined where it cannot be read. */
export function readZeroRule(text: string, path: YamlPath, plan: PlanContext): ZeroRule | undefined {
  if (text === 'limit' || text === 'affine') return { is: text };
  const shift = /^shift\(\s*([^()\s]+)\s*\)$/.exec(text);
  const by = Number(shift?.[1] ?? Number.NaN);
  if (by > 0 && by <= LARGEST_SHIFT) return { is: 'shift', by };
  const wanted = shift === null ? '`limit`, `shift(c)` or `affine`' : `a shift above 0 and up to ${LARGEST_SHIFT}`;
  return void plan.complain({
    code: 'bad-zero-rule',
    message: `expected ${wanted}, got \`${text}\``,
    path,
    hint: 'as in `shift(0.0001)`',
  });
}
