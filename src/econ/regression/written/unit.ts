/** The unit of estimators of panels that do not absorb it: the effect behind the formula's bar, or the panel's own. */
import type { NamedCodes } from '../../design.ts';
import type { Sample, SpecProblem, WrittenColumn } from '../../estimator.ts';
import type { EstimatorSpec } from '../../spec.ts';

export interface WrittenUnit {
  /** The levels of the unit, where the spec does not have them already. */
  readonly levels: Pick<EstimatorSpec, 'levels'>;
  readonly name: string | undefined;
  readonly problems: readonly SpecProblem[];
}

/** Reads the unit of a column; `what` it is in messages. */
export function writtenUnit({ equation: { absorb }, panel }: WrittenColumn, name: string, what = 'unit'): WrittenUnit {
  const [own, ...others] = absorb;
  const problem = (message: string, hint: string): WrittenUnit => ({
    levels: {},
    name: undefined,
    problems: [{ field: 'absorb', code: 'unsupported', message, hint }],
  });
  if (others.length > 0)
    return problem(
      `\`${name}\` has one ${what}, and the formula names ${absorb.length}`,
      `enter further effects as terms: \`i(${others[0]})\``,
    );
  if (own !== undefined) return { levels: {}, name: own, problems: [] };
  if (panel === null)
    return problem(`\`${name}\` needs a ${what}, and the data declares no panel`, `name it: \`y ~ x | id\``);
  return { levels: { levels: { unit: [panel.unit] } }, name: panel.unit, problems: [] };
}

/** The codes of that unit. */
export const unitOf = ({ design, levels }: Sample): NamedCodes => design.absorb[0] ?? levels('unit')[0]!;
