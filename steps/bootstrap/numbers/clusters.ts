/** The clusters of a bootstrap. */
import { Refusal } from '../../../src/base/problem.ts';

export function requireClusters(count: number, by: string | null): void {
  if (count >= 2) return;
  const message = `a bootstrap needs at least two clusters, \`${by}\` has one in the rows used`;
  throw new Refusal('one-cluster', message, { param: 'clusters' });
}
