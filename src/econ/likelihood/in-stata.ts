/** Says by which command of Stata a model by maximum likelihood is estimated. */
import type { StataModel, StataPieces } from '../counterpart.ts';
import type { Fit } from '../fit.ts';

/** `more`: options besides those of the errors, by what the estimator reads. */
export const likelihoodInStata = (
  command: string,
  { vcovInfo: { type } }: Fit,
  more: (pieces: StataPieces) => readonly string[] = () => [],
): StataModel => ({
  command,
  options: (pieces) => [...more(pieces), ...errors(type, pieces)],
});

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
