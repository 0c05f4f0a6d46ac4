/** The key `unit_root` of `kind: diagnose`: how the variables of a model are tested for unit roots. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { printTerm } from '../../src/econ/formula/factor.ts';
import { parseTerm } from '../../src/econ/formula/formula.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { PlanContext, Step } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import { unitRootNames } from './numbers/spec.ts';
import type { UnitRootSpec } from './numbers/unit-root/tests.ts';

const lagCount = (words: { readonly description?: string } = {}) =>
  Type.Integer({ minimum: 0, maximum: 100, ...words });

export const UnitRoot = strict(
  {
    of: optional.texts('the outcome or regressors; all that are no indicators when left out'),
    lags: optional.either(
      [
        lagCount(),
        strict({
          by: Type.Enum(['aic', 'bic'], { description: 'the criterion that chooses' }),
          max: lagCount({ description: 'the most lags that are tried' }),
        }),
      ],
      'of differences; 1 when left out; {by: aic, max: 4} chooses for each unit; of Fisher–PP, of Newey and West’s kernel',
    ),
    deterministic: optional.oneOf(['none', 'intercept', 'trend'], 'besides the lag; intercept when left out'),
    demean: optional.flag('subtracts the means of periods before'),
  },
  { description: 'how unit roots are tested, where `tests` names such tests' },
);

type Keys = Static<typeof UnitRoot>;

/** The spec; undefined after a complaint, and where no such test is asked for. */
export function unitRootSpec(
  step: Step<object>,
  model: ModelSpec,
  asked: readonly string[],
  keys: Keys,
  plan: PlanContext,
): UnitRootSpec | undefined {
  const complain = (field: string, message: string, hint: string): undefined =>
    void plan.complain({ code: 'unknown-variable', message, path: keyPath(step, field), hint });
  const variables = [model.outcome, ...model.terms].filter((name) => !/(^|:)(i|event)\(/u.test(name));
  const of = (keys.of ?? variables).map((text) => {
    const parsed = parseTerm(text);
    return parsed.ok ? printTerm(parsed.term) : text;
  });
  const unknown = of.find((name) => !variables.includes(name));
  if (unknown !== undefined) {
    const message = `\`of\` names \`${unknown}\`, which is no variable of the model`;
    return complain('unit_root', message, `the model has ${quoted(variables)}`);
  }
  return {
    tests: unitRootNames.filter((name) => asked.includes(name)),
    of: [...new Set(of)],
    lags: keys.lags ?? 1,
    deterministic: keys.deterministic ?? 'intercept',
    demean: keys.demean ?? false,
  };
}
