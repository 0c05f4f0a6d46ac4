/** Tells whether weights are constant within the units of a panel, as `xtreg` demands. */
import { Refusal } from '../../base/problem.ts';
import type { Weights } from '../design.ts';
import type { Effect } from './effects.ts';

/** The code of the first unit in which weights differ; null where there is none. O(N). */
export function varyingUnit({ raw }: Weights, { codes, levels }: Effect): number | null {
  const own = new Float64Array(levels);
  for (let i = 0; i < raw.length; i++) {
    const unit = codes[i]!;
    if (own[unit] === 0) own[unit] = raw[i]!;
    else if (own[unit] !== raw[i]!) return unit;
  }
  return null;
}

/** Refuses weights that `xtreg` refuses. */
export function requireConstantWeights(weights: Weights | undefined, unit: Effect): void {
  if (weights === undefined || varyingUnit(weights, unit) === null) return;
  throw new Refusal(
    'weights-vary',
    `\`xtreg\` demands weights that are constant within \`${unit.name}\`, and these vary`,
    {
      param: 'weights',
      hint: '`small: areg` and `small: reghdfe` take any weights',
    },
  );
}
