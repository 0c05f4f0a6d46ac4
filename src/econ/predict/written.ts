/** Reads what a column of predictions asks for, and says which of it an estimator has. */

import { ownValue } from '../../base/own-value.ts';
import type { Diagnostic } from '../../base/problem.ts';
import { quoted } from '../../base/text/quoted.ts';
import { suggest } from '../../base/text/suggest.ts';
import { words } from '../foreign/absent.ts';
import { type Asked, type PredictionName, type Predictions, predictionNames } from '../predictions.ts';
import type { ModelSpec } from '../spec.ts';

/** Maps the words that users of Stata and R write to predictions of papermake. */
const foreign: Readonly<Record<string, string>> = {
  ...words('yhat fit mu response n predicted', 'fitted'),
  ...words('xb link lp linear eta', 'index'),
  ...words('pr p pc1 prob', 'probability'),
  ...words('imr lambda', 'mills'),
  ...words('d u fe fixef ranef', 'effects'),
  ...words('resid residuals res raw working e ue', 'residual'),
  ...words('rstandard standardized', 'standardised'),
  ...words('rstudent studentized', 'studentised'),
  ...words('hat hatvalues', 'leverage'),
  ...words('cooksd cook cooks.distance', 'cooks'),
  ...words('scores estfun', 'score'),
};

/** The estimator, by its name and its predictions. */
interface Having {
  readonly name: string;
  readonly predictions?: { readonly of: Predictions; readonly hasOwnEffects?: boolean };
}

/** Reads `residual` or `effect(firm)`; what is wrong with it where the model has no such prediction, of its own rows or of others (`isElsewhere`). */
export function readAsked(
  text: string,
  spec: ModelSpec,
  { name: estimator, predictions }: Having,
  isElsewhere: boolean,
): Asked | Diagnostic {
  const [, written, effect] = /^([^()\s]+)\s*(?:\((.*)\))?$/.exec(text.trim()) ?? [];
  const known = predictions?.of ?? {};
  const names = predictionNames.filter((name) => known[name] !== undefined);
  const list = names.map((name) => (name === 'effect' ? 'effect(…)' : name));
  const name = predictionNames.find((each) => each === written);
  if (name === undefined || (effect !== undefined && name !== 'effect')) {
    const meant = written === undefined ? undefined : (ownValue(foreign, written) ?? suggest(written, names));
    const hint = meant === undefined ? `there are ${quoted(list)}` : `write \`${meant}\``;
    return { code: 'unknown-prediction', message: `no prediction is called \`${text}\``, hint };
  }
  const reach = known[name];
  if (reach === undefined)
    return { code: 'unsupported', message: `\`${estimator}\` has no \`${name}\``, hint: `it has ${quoted(list)}` };
  if (isElsewhere && reach === 'rows') {
    const message = `\`${name}\` is of the rows that the model was estimated from`;
    return { code: 'unsupported', message, hint: 'leave `data` out' };
  }
  return name === 'effects' || name === 'effect'
    ? readEffect(name, effect, spec, predictions?.hasOwnEffects === true)
    : { name };
}

function readEffect(
  name: PredictionName,
  effect: string | undefined,
  { absorb }: ModelSpec,
  hasOwnEffects: boolean,
): Asked | Diagnostic {
  if (absorb.length === 0 && !hasOwnEffects)
    return { code: 'no-effects', message: `\`${name}\` is of absorbed effects, and the model absorbs none` };
  if (name === 'effects') return { name };
  const of = absorb.find((each) => each === effect?.replaceAll(' ', ''));
  if (of !== undefined) return { name, of };
  const hint = absorb.map((each) => `\`effect(${each})\``).join(', ');
  const message = effect === undefined ? '`effect` is of one absorbed effect' : `the model absorbs no \`${effect}\``;
  return { code: 'no-effects', message, hint: `write ${hint}` };
}
