/** The kind `bootstrap`: a column of models, or numbers of another result, with errors and intervals of samples that are drawn again. */
import type { Fit } from '../../src/econ/fit.ts';
import { fewReplications } from '../../src/econ/vcov/inference.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import type { ResampledKinds } from '../lib/resampled.ts';
import { bootstrapSchema, isResult, type ResultParams } from './keys.ts';
import type { Replicate } from './numbers/inference.ts';
import type { DrawnModel } from './numbers/spec.ts';
import { bootstrapNodes } from './plan.ts';
import { resampling } from './resampling.ts';
import { resultSamples } from './result-samples.ts';
import type { MethodName } from './schemes.ts';

export default (kinds: ResampledKinds) =>
  defineStep({
    name: 'bootstrap',
    summary:
      'Standard errors and intervals of a column of models, or of statistics of other results, by a bootstrap or jackknife of rows, clusters, residuals or blocks of periods, with the predictions that it reads made anew in each sample',
    params: bootstrapSchema,
    artifact: 'fit',
    expand: (step, plan) => bootstrapNodes(step, plan, kinds),
    run: (context) => run(context as RunContext<unknown>, kinds),
  });

async function run(context: RunContext<unknown>, kinds: ResampledKinds) {
  const { bootstrapped, byDraws, byLeavingOut, jackknifed } = await import('./numbers/inference.ts');
  const { drawn, method, interval, draws, without } = context.params as ResultParams;
  const estimates = (nodes: readonly string[]): Replicate[] =>
    nodes.flatMap((node) => context.artifact(node).json('estimates') as unknown as Replicate[]);
  const counted = (found: readonly Replicate[]): (readonly number[])[] => {
    const valid = found.filter((each) => each !== null);
    if (valid.length === found.length) return valid;
    const lost = found.length - valid.length;
    const message = isResult(drawn)
      ? `${lost} of ${found.length} samples do not tell every statistic, and were left out`
      : `${lost} of ${found.length} samples do not identify every coefficient, and were left out`;
    context.warn({ code: 'failed-draws', message, param: 'draws', severity: 'warning' });
    return valid;
  };
  const [inDraws, leftOut] = [counted(estimates(draws)), counted(estimates(without))];
  if (method !== 'jackknife') warnAll(context, fewReplications(inDraws.length, '`draws: 1000` is usual'));
  if (isResult(drawn)) {
    const { named, clusters } = await resultSamples(context, drawn, kinds.of(drawn.kind)!);
    const resampled = { interval, draws: inDraws, without: leftOut };
    const { terms } = method === 'jackknife' ? byLeavingOut(named, resampled) : byDraws(named, resampled);
    const rows = terms.map(({ term, ...row }) => ({ variable: term, ...row }));
    return { rows, method, interval, by: drawn.clusters, clusters, draws: inDraws.length };
  }
  const { fit, clusters } = await resampling(context, drawn);
  const by = drawn.clusters === null ? [] : [{ name: drawn.clusters, count: clusters }];
  const info = {
    type: typeOf[method],
    text: textOf(method, drawn),
    clusters: by,
    ...(method === 'jackknife' ? {} : { draws: inDraws.length }),
  };
  const resampled = { fit, interval, info, draws: inDraws, without: leftOut };
  noteLost(context, fit.rowsLost);
  return (method === 'jackknife' ? jackknifed(resampled) : bootstrapped(resampled)) as Fit &
    Readonly<Record<string, unknown>>;
}

const typeOf: Readonly<Record<MethodName, string>> = {
  pairs: 'Bootstrap',
  jackknife: 'Jackknife',
  residual: 'ResidualBootstrap',
  wild: 'WildBootstrap',
  'moving-blocks': 'BlockBootstrap',
  'circular-blocks': 'BlockBootstrap',
};

/** `bootstrap(id)`, `wild(id)`, `moving-blocks(4)`. */
function textOf(method: MethodName, { scheme, clusters }: DrawnModel): string {
  if (scheme.is === 'blocks') return `${method}(${scheme.length})`;
  return `${method === 'pairs' ? 'bootstrap' : method}(${clusters ?? ''})`;
}
