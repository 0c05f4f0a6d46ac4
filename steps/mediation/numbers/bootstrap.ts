/** Draws of the indirect effect in samples of clusters, and what they come to. */

import type { RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { chainOf } from '../../../src/econ/draws/chain.ts';
import { bootstrapInterval } from '../../../src/econ/draws/interval.ts';
import { prepared } from '../../../src/econ/estimate.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import { levelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact, eachRow } from '../../../src/econ/panel/effects.ts';
import { termName } from '../../../src/econ/sample/terms.ts';
import { termOf } from '../../../src/econ/spec.ts';
import type { MediationBootstrap } from './mediation.ts';
import { type MediationSpec, mediationModels } from './spec.ts';

export interface IndirectDraws {
  /** Number of clusters. */
  readonly clusters: number;
  /** ab in a sample in which each cluster, in the order of their values (panel/drawing-order.ts), stands so many times; null where the sample does not identify it. */
  of(times: Int32Array): number | null;
}

/** Prepares draws of ab; refuses fewer than two clusters. */
export function indirectDraws(spec: MediationSpec, data: Data, workspace: Workspace = new Workspace()): IndirectDraws {
  const { sample, levels } = prepared(mediationModels(spec).outcome, data, workspace);
  const { design } = sample;
  const named = (name: string): Float64Array => design.terms.find((term) => term.name === name)!.values;
  const { clusters: by = null } = spec;
  const effects = design.absorb.map(compact);
  const clusters = numberedByValues(
    by === null ? eachRow(design.nobs) : compact(levels(by)),
    levelMarks([design.outcome, ...design.terms], effects),
  );
  if (clusters.levels < 2) {
    const message = `a bootstrap needs at least two clusters, \`${by}\` has one in the rows used`;
    throw new Refusal('one-cluster', message, { param: 'clusters' });
  }
  const links = [spec.treatment, spec.mediator].map((text) => termName(termOf(text)));
  const draw = chainOf({
    regressors: design.terms.filter(({ name }) => !links.includes(name)).map(({ values }) => values),
    links: [...links.map(named), design.outcome.values],
    constant: design.constant,
    effects,
    clusters,
  });
  return {
    clusters: clusters.levels,
    of: (times) => {
      const found = draw(times);
      return found && found[0]! * found[1]!;
    },
  };
}

/** Draws as many clusters as there are, with replacement, and returns how often each was drawn. */
export function drawnTimes(stream: RandomStream, clusters: number): Int32Array {
  const times = new Int32Array(clusters);
  const drawn = stream.sample(clusters, clusters);
  for (let i = 0; i < clusters; i++) times[drawn[i]!]!++;
  return times;
}

/** Summarises draws of ab. `null` marks a failed draw. */
export function indirectBootstrap(
  indirect: number,
  draws: readonly (number | null)[],
  level: number,
  clusters: MediationBootstrap['clusters'],
): MediationBootstrap {
  const valid = draws.filter((draw) => draw !== null);
  return { ...bootstrapInterval(indirect, valid, level), failed: draws.length - valid.length, level, clusters };
}
