/** The steps between a model and the data that are drawn, which are made anew in every sample. */
import type { NodeId } from '../../src/base/brand.ts';
import { columnsIn } from '../../src/base/expression/lag.ts';
import type { IndexSpec } from '../../src/econ/index/spec.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import { parseDerivations } from '../lib/ingest/expressions.ts';
import type { PredictSpec } from '../lib/predict/keys.ts';
import { type DeriveParams, derivations } from './derivations.ts';
import type { BootstrapParams } from './keys.ts';
import { columnsRead, type Index, type Stage } from './numbers/spec.ts';

/**
 * The steps between a model and the data that are drawn: predictions, indices that are read, and what `derive` makes of them; undefined after a complaint.
 * Steps before the first of them make the data. An index is data where samples keep the regressors.
 */
export function stagesOf(
  step: Step<BootstrapParams>,
  model: ModelSpec,
  from: NodeId,
  keepsRegressors: boolean,
  plan: PlanContext,
) {
  const stages: Stage[] = [];
  const derived: NodeSpec[] = [];
  let root = from;
  for (let at = from; ; ) {
    const node = plan.node(at, keyPath(step, 'base'));
    if (node === undefined) return undefined;
    const kind = plan.kind(node);
    const { data } = node.inputs;
    if (kind === 'derive' && data?.is === 'node') {
      derived.unshift(node);
      at = data.node;
      continue;
    }
    const index = indexOf(node, plan);
    if (index !== undefined && !keepsRegressors && data?.is === 'node') {
      const read = [...columnsRead({ model, stages, clusters: null }), ...derived.flatMap(readsIn)];
      at = data.node;
      if (!index.columns.some(({ name }) => read.includes(name))) continue;
      const behind = derived.splice(0).map((each) => derivations(each, keyPath(step, 'base'), plan));
      if (behind.includes(undefined)) return undefined;
      stages.unshift(index, ...(behind as Stage[]));
      root = at;
      continue;
    }
    if (kind !== 'predict') return { stages, root };
    const { model: predicting, columns, isElsewhere } = node.params as unknown as PredictSpec;
    if (isElsewhere || data?.is !== 'node') {
      const message = `\`${at}\` predicts for the rows of another step, which are not drawn with its own`;
      plan.complain({ code: 'unsupported', message, path: keyPath(step, 'base'), hint: 'leave `data` out there' });
      return undefined;
    }
    const behind = derived.splice(0).map((each) => derivations(each, keyPath(step, 'base'), plan));
    if (behind.includes(undefined)) return undefined;
    stages.unshift({ model: predicting, columns }, ...(behind as Stage[]));
    at = data.node;
    root = at;
  }
}

/** The stage that a step `index` is; undefined for other kinds. */
function indexOf(node: NodeSpec, plan: PlanContext): Index | undefined {
  if (plan.artifact(node) !== 'index') return undefined;
  const { name, indicators, scope, ...options } = node.params as unknown as IndexSpec;
  const { data } = node.inputs;
  const panel = data?.is === 'node' ? plan.panel(data.node) : null;
  return {
    columns: [{ name }],
    indicators,
    options,
    time: scope === 'by-time' ? (panel?.time ?? null) : null,
  };
}

/** The columns that a step `derive` reads. */
const readsIn = ({ params }: NodeSpec): readonly string[] =>
  parseDerivations({ derive: (params as unknown as DeriveParams).columns }).derivations.flatMap(({ expression }) =>
    columnsIn(expression),
  );
