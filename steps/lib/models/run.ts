/** Runs a node of models: estimates it, and says what was left out. */

import type { ArtifactReader } from '../../../src/base/reader.ts';
import { estimate } from '../../../src/econ/estimate.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import { droppedWarnings } from '../../../src/econ/regression/dropped.ts';
import { type CodedFit, factorChanges } from '../../../src/econ/regression/factor-changes.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import { estimationData } from '../estimation-memory.ts';
import { noteLost, warnAll } from '../frame-source.ts';

/** Estimates the node's model by the numerics of its estimator alone; refusals end the node. */
export async function runModel(context: RunContext<unknown>): Promise<{ readonly [part: string]: unknown }> {
  const spec = context.params as ModelSpec;
  const fitModel = await estimatorOf(spec).load();
  const { data, workspace } = estimationData(context);
  const fit = estimate(spec, data, fitModel, workspace);
  warnAll(context, [...fit.warnings, ...droppedWarnings(fit)]);
  noteLost(context, fit.rowsLost);
  return fit as Fit & Readonly<Record<string, unknown>>;
}

/** Gives what the kind says of two results of one node: where its factors are coded otherwise. */
export function fitChangeLines(before: ArtifactReader, after: ArtifactReader): readonly string[] {
  const coded = (artifact: ArtifactReader): CodedFit =>
    Object.fromEntries(
      ['terms', 'dropped', 'bases'].flatMap((part) =>
        artifact.parts.includes(part) ? [[part, artifact.json(part)]] : [],
      ),
    ) as unknown as CodedFit;
  return factorChanges(coded(before), coded(after));
}
