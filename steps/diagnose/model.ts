/** The model that panel tests are made on: linear, with effects of the panel's unit, further effects as terms. */
import { printName } from '../../src/base/expression/print.ts';
import { printTerm } from '../../src/econ/formula/factor.ts';
import { parseTerm } from '../../src/econ/formula/formula.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { PlanContext, Step } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import type { OneModel } from '../lib/models/one-model.ts';

/** The spec; undefined after a complaint. */
export function testedModel(step: Step<object>, { spec, source }: OneModel, plan: PlanContext): ModelSpec | undefined {
  const { panel, frame } = source.context;
  const complain = (code: string, message: string, hint: string): undefined =>
    void plan.complain({ code, message, path: keyPath(step, 'base'), hint });
  if (panel === null) {
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${frame}\``;
    return complain('no-panel', `panel tests need a panel, and \`${frame}\` declares none`, hint);
  }
  if (spec.iv !== null || spec.weights !== undefined) {
    const what = spec.iv === null ? 'weights' : 'instruments';
    return complain('unsupported', `panel tests of models with ${what} are not built in`, `take the ${what} away`);
  }
  const unit = printName(panel.unit);
  const others = spec.absorb.filter((effect) => effect !== unit);
  if (spec.absorb.length > 0 && others.length === spec.absorb.length) {
    const message = `panel tests are of effects of the unit \`${panel.unit}\`, and the model absorbs \`${others[0]}\``;
    return complain('unsupported', message, `absorb \`${panel.unit}\``);
  }
  // what is absorbed besides the unit is a term, as in `xtreg y x i.year, fe`
  const terms = others.map((effect) => {
    const parsed = parseTerm(`i(${effect})`);
    return parsed.ok ? printTerm(parsed.term) : undefined;
  });
  if (terms.includes(undefined))
    return complain(
      'unsupported',
      'panel tests of combined effects are not built in',
      'absorb the unit and the time alone',
    );
  const { estimator: _, uTest: __, margins: ___, oster: ____, ...rest } = spec;
  return {
    ...rest,
    absorb: [],
    estimator: { is: 'linear', levels: { unit: [unit] } },
    singletons: 'keep',
    small: null,
    terms: [...spec.terms, ...(terms as string[]).filter((term) => !spec.terms.includes(term))],
    // reads the calendar; no errors are made with it
    vcov: { is: 'dk', lag: 0 },
  };
}
