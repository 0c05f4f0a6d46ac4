/** Finds terms that a figure names and none of its fits can have, as far as the plan tells. */
import { quoted } from '../../../src/base/text/quoted.ts';
import type { NodeSpec, PlanContext } from '../../../src/engine/step.ts';
import type { FigureOptions } from '../../../src/figure/option-schemas.ts';
import { listOf } from '../../../src/table/options/options.ts';
import { isJudged, unmatched } from '../../../src/table/select.ts';
import { termsPlanned } from '../planned-results.ts';

export interface LostTerm {
  readonly option: 'terms' | 'term';
  readonly message: string;
  readonly hint: string;
}

/** Names of an option of which no fit has any; where some are there, the figure is drawn of these, and warns of the others. */
export function lostTerms(options: FigureOptions, nodes: readonly NodeSpec[], plan: PlanContext): LostTerm[] {
  const names = nodes.map((node) => (plan.artifact(node) === 'fit' ? termsPlanned(node, plan) : null));
  if (names.includes(null)) return [];
  const known = [...new Set(names.flatMap((each) => each!.listed))];
  return (['terms', 'term'] as const).flatMap((option): LostTerm[] => {
    const patterns = listOf(options[option]);
    const lost = unmatched(
      patterns.filter((pattern) => isJudged(pattern, names)),
      known,
    );
    if (lost.length < patterns.length) return [];
    return lost.map(({ pattern, hint }) => ({
      option,
      message: `no result has a term \`${pattern}\``,
      hint: hint === undefined ? `terms: ${quoted(known)}` : `did you mean \`${hint}\`?`,
    }));
  });
}
