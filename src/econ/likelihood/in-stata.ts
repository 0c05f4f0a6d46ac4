/** Says by which command of Stata a model by maximum likelihood is estimated. */
import type { StataModel, StataPieces } from '../counterpart.ts';
import type { FitForm } from '../form.ts';

/** `more`: options besides those of the errors, by what the estimator reads. */
export const likelihoodInStata = (
  command: string,
  { vcovInfo: { type }, weights }: FitForm,
  more: (pieces: StataPieces) => readonly string[] = () => [],
): StataModel => ({
  command,
  options: (pieces) => [...more(pieces), ...errors(type, pieces)],
  // a likelihood of weighted rows is another there
  statistics: weights === undefined || weights.is === 'frequency' ? (stored[command] ?? {}) : {},
});

const likelihood = { ll: 'e(ll)', pseudoR2: 'e(r2_p)' };

/** Results in which commands leave statistics, by papermake's names. Sources: "Stored results" of their help pages. */
const stored: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  logit: likelihood,
  probit: likelihood,
  'fracreg logit': likelihood,
  'fracreg probit': likelihood,
  poisson: likelihood,
  mlogit: likelihood,
  nbreg: likelihood,
  ologit: likelihood,
  oprobit: likelihood,
  tobit: likelihood,
  truncreg: { ll: 'e(ll)' },
  zip: { ll: 'e(ll)' },
  zinb: { ll: 'e(ll)' },
  clogit: likelihood,
  heckman: { ll: 'e(ll)' },
  ppmlhdfe: { ll: 'e(ll)' },
  xtpoisson: { ll: 'e(ll)' },
  qreg: { sumAdev: 'e(sum_adev)' },
};

/** Robust errors have N/(N − 1) and clustered ones G/(G − 1) there as here. */
function errors(type: string, { clusters }: StataPieces): string[] {
  if (clusters.length > 0) return [`vce(cluster ${clusters.join(' ')})`];
  return type === 'HC1' || type === 'HC0' ? ['vce(robust)'] : [];
}

/** `exposure(e)` or `offset(o)`, where there is one. */
export function offsetInStata({ further }: StataPieces): string[] {
  const [exposure] = further('exposure');
  const [offset] = further('offset');
  return [
    ...(exposure === undefined ? [] : [`exposure(${exposure})`]),
    ...(offset === undefined ? [] : [`offset(${offset})`]),
  ];
}
