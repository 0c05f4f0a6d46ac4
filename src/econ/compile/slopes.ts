/** Refuses the options that do not go with slopes by group, `| id[t]`. */
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';

type SlopeKeys = Pick<WrittenColumn, 'equation' | 'vcov' | 'winsorize' | 'trim'>;

export function slopeProblems(
  estimator: Estimator,
  { equation: { slopes }, vcov, winsorize, trim }: SlopeKeys,
  small: WrittenColumn['small'],
): readonly SpecProblem[] {
  if (slopes === undefined) return [];
  const [{ by, of }] = slopes as readonly [NonNullable<typeof slopes>[number]];
  const slope = `\`${by}[${of}]\``;
  const unsupported = (field: SpecProblem['field'], message: string, hint: string): SpecProblem => ({
    field,
    code: 'unsupported',
    message,
    hint,
  });
  if (estimator.slopes !== true) {
    const hint = `\`i(${by}):${of}\` is a term for each group`;
    return [unsupported('absorb', `slopes by group, ${slope}, are not supported with \`${estimator.name}\``, hint)];
  }
  const found: SpecProblem[] = [];
  if (small === 'xtreg' || small === 'areg') {
    const message = `small-sample style \`${small}\` has no slopes by group, as ${slope}`;
    found.push(unsupported('small', message, 'use `small: reghdfe`'));
  }
  if (vcov.is === 'hc' && (vcov.type === 'HC2' || vcov.type === 'HC3')) {
    found.push(
      unsupported(
        'vcov',
        `${vcov.type} is not supported with slopes by group, as ${slope}`,
        'use `robust` or clusters',
      ),
    );
  }
  if (vcov.is === 'cluster' && vcov.wild !== undefined) {
    const message = `the wild bootstrap is not supported with slopes by group, as ${slope}`;
    found.push(unsupported('vcov', message, 'use `cluster(a)`'));
  }
  for (const [field, tails] of [
    ['winsorize', winsorize],
    ['trim', trim ?? null],
  ] as const) {
    if (tails === null || tails.vars !== null) continue;
    const message = `\`${field}\` without \`vars\` is not supported with slopes by group, whose ${of} is a variable of the regression too`;
    found.push(unsupported(field, message, 'list the others: `{at: [1, 99], vars: [y, x]}`'));
  }
  return found;
}
