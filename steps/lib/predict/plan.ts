/** Plans a step of `kind: predict`: the model that it predicts by, its columns, and the frame that they stand in. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { readAsked } from '../../../src/econ/predict/written.ts';
import { type Asked, predictionWords } from '../../../src/econ/predictions.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import { columnsOfTerms, eventsOf, hasLags, type ModelSpec, variablesRead } from '../../../src/econ/spec.ts';
import type { ColumnInfo, NodeSpec, PlanContext, Step } from '../../../src/engine/step.ts';
import { frameInput, keyPath } from '../frame-source.ts';
import { baseOf } from '../models/columns.ts';
import { modelAlone } from '../models/model-alone.ts';
import { originAt } from '../origin.ts';
import type { PredictParams, PredictSpec } from './keys.ts';
import { predictMethod } from './method.ts';

/** The model and the frame that a step names; undefined after a complaint. */
interface Named {
  readonly base: NodeSpec;
  readonly spec: ModelSpec;
  /** The frame that the model was estimated on, and the one that the columns are added to. */
  readonly estimated: NodeId;
  readonly extended: NodeId;
}

function named(step: Step<PredictParams>, plan: PlanContext): Named | undefined {
  const at = keyPath(step, 'base');
  const base = baseOf(step.params.base, at, plan);
  const input = base?.inputs.data;
  if (base === undefined || input?.is !== 'node') return undefined;
  const { data } = step.params;
  const extended = data === undefined ? input.node : plan.node(data, keyPath(step, 'data'))?.id;
  if (extended === undefined) return undefined;
  return { base, spec: modelAlone(base.params as unknown as ModelSpec), estimated: input.node, extended };
}

/** The step's one node; none after a complaint. */
export function predictNodes(step: Step<PredictParams>, plan: PlanContext): NodeSpec[] {
  const found = named(step, plan);
  if (found === undefined) return [];
  const { base, spec, estimated, extended } = found;
  const estimator = estimatorOf(spec);
  if (estimator.predictions === undefined) {
    const message = `\`${estimator.name}\` has no predictions`;
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'base') });
    return [];
  }
  const isElsewhere = step.params.data !== undefined;
  const path = keyPath(step, 'columns');
  const columns: { name: string; asked: Asked }[] = [];
  const known = plan.columns(extended);
  for (const name of plan.keys(path)) {
    const text = step.params.columns[name]!;
    const asked = readAsked(text, spec, estimator, isElsewhere);
    if ('message' in asked) plan.complain({ ...asked, path: [...path, name] });
    else columns.push({ name, asked });
    if (!known?.some((column) => column.name === name)) continue;
    const message = `\`${name}\` is already a column of \`${extended}\``;
    plan.complain({ code: 'column-exists', message, path: [...path, name], key: true, hint: 'give it another name' });
  }
  if (isElsewhere) checkData(step, spec, columns, known, plan);
  const params: PredictSpec = { model: spec, columns, isElsewhere };
  const origins = Object.entries(base.origins ?? {}).flatMap(([field, origin]) => [
    [field, origin],
    [`model.${field}`, origin],
  ]);
  return [
    {
      id: step.name as NodeId,
      params: params as unknown as Json,
      method: predictMethod(estimator.name),
      inputs: {
        data: frameInput(estimated, variablesRead(spec)),
        rows: { is: 'node', node: extended, parts: 'all' },
      },
      origins: {
        ...Object.fromEntries(origins),
        columns: originAt(path, plan),
        model: originAt(keyPath(step, 'base'), plan),
      },
    },
  ];
}

/** Refuses other data that lack what the model reads, and models whose terms depend on the rows that they were estimated from. */
function checkData(
  step: Step<PredictParams>,
  spec: ModelSpec,
  columns: readonly { readonly asked: Asked }[],
  known: readonly ColumnInfo[] | undefined,
  plan: PlanContext,
): void {
  const path = keyPath(step, 'data');
  const refuse = (message: string, hint: string): void => plan.complain({ code: 'unsupported', message, hint, path });
  if (spec.winsorize !== null)
    refuse(
      'a winsorised model predicts for its own rows alone, since other rows have no percentiles of their own',
      'leave `data` out, or start from a column with `winsorize: false`',
    );
  if (eventsOf(spec).length > 0) refuse('a model of event time predicts for its own rows alone', 'leave `data` out');
  const frame = step.params.data!;
  if (hasLags(spec) && plan.panel(frame) === null)
    refuse(
      `the model has lags, and \`${frame}\` declares no panel`,
      `declare \`panel: {unit: …, time: …}\` in \`${frame}\``,
    );
  const needed = neededOf(spec, columns);
  const lacking = needed.filter((name) => known !== undefined && !known.some((column) => column.name === name));
  if (lacking.length === 0) return;
  const message = `\`${frame}\` has no column ${quoted(lacking)}, which these predictions read`;
  plan.complain({ code: 'no-column', message, path, hint: 'derive it there, or leave those predictions out' });
}

/** The columns that predictions of other rows read. */
function neededOf(spec: ModelSpec, columns: readonly { readonly asked: Asked }[]): readonly string[] {
  const { outcome, terms, iv, estimator, absorb } = spec;
  const further = Object.values(estimator?.terms ?? {}).flat();
  const readsOutcome = columns.some(({ asked }) => predictionWords[asked.name].ofOutcome === true);
  const readsEffects = columns.some(({ asked }) => !['index', 'probability', 'mills'].includes(asked.name));
  const texts = [...(readsOutcome ? [outcome] : []), ...terms, ...(iv?.endogenous ?? []), ...further];
  const levels = estimator?.absorbs === false || !readsEffects ? [] : absorb;
  return columnsOfTerms(texts, levels);
}

/** The columns of the frame that the step makes. */
export function predictColumns(step: Step<PredictParams>, plan: PlanContext): readonly ColumnInfo[] | undefined {
  const found = named(step, plan);
  const known = found && plan.columns(found.extended);
  if (found === undefined || known === undefined) return undefined;
  const variable = plan.project.variables[found.spec.outcome];
  const en = variable?.label ?? found.spec.outcome;
  const zh = variable?.translations.zh ?? en;
  const made = plan.keys(keyPath(step, 'columns')).flatMap((name): ColumnInfo[] => {
    const asked = readAsked(step.params.columns[name]!, found.spec, estimatorOf(found.spec), false);
    if ('message' in asked) return [{ name, type: 'number' }];
    const words = predictionWords[asked.name];
    return [{ name, type: 'number', labels: { en: words.en(en), zh: words.zh(zh) }, predictedBy: step.name }];
  });
  return [...known.filter(({ name }) => made.every((column) => column.name !== name)), ...made];
}

/** The panel of the frame that the step makes. */
export const predictPanel = (step: Step<PredictParams>, plan: PlanContext) => {
  const found = named(step, plan);
  return found === undefined ? null : plan.panel(found.extended);
};
