/** Counts clusters, and warns where they are too few for clustered standard errors. */
import { Refusal } from '../../base/problem.ts';
import type { VcovInfo } from '../fit.ts';
import type { Effect } from '../panel/effects.ts';
import { combinationsOf } from './meat.ts';

/** Counts the clusters of each variable, and of each combination of several. */
export function countClusters(clusters: readonly Effect[]): Pick<VcovInfo, 'clusters' | 'combinations'> {
  // in the order in which they are stored
  const counted = { clusters: clusters.map(({ name, levels }) => ({ count: levels, name })) };
  if (clusters.length < 2) return counted;
  const combined = combinationsOf(clusters).slice(clusters.length);
  return { ...counted, combinations: combined.map(({ effect, of }) => ({ count: effect.levels, names: of })) };
}

/** The smallest number of clusters over the cluster variables. Refuses a single cluster. */
export function fewestClusters(clusters: readonly Effect[]): number {
  for (const cluster of clusters) {
    if (cluster.levels > 1) continue;
    throw new Refusal('one-cluster', `expected at least two clusters of \`${cluster.name}\`, got ${cluster.levels}`, {
      param: 'vcov',
    });
  }
  return Math.min(...clusters.map(({ levels }) => levels));
}

/** Clustered standard errors are too small with fewer clusters (Cameron, Gelbach & Miller 2008). */
const ENOUGH = 10;

/** Says that clusters are few; undefined where they are not. */
export function saysFewClusters({ clusters }: Pick<VcovInfo, 'clusters'>): string | undefined {
  const few = clusters.find(({ count }) => count < ENOUGH);
  return few && `${few.count} clusters of \`${few.name}\` are few for clustered standard errors`;
}
