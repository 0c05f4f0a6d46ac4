/** The kind `codebook`: what the variables of data are, and what was done to them. */

import { type Static, Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { nodeId } from '../../src/base/node-id.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { strict } from '../../src/base/schema.ts';
import { type Hides, hiding, withMasks } from '../../src/base/value.ts';
import {
  defineStep,
  type NodeSpec,
  type Origin,
  type PlanContext,
  type RunContext,
  type Step,
} from '../../src/engine/step.ts';
import { codebookRows, type DeclaredVariable } from '../../src/frame/codebook.ts';
import { type FrameSchema, readFrame, readLabels } from '../../src/frame/stored/artifact.ts';
import { keyPath } from '../lib/frame-source.ts';
import { Provenances } from '../lib/provenance.ts';
import { keysOf, listed } from '../lib/shape.ts';

const Params = strict({
  from: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
    description: 'steps that make frames; of several, each has a codebook of its own',
  }),
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly variables: Readonly<Record<string, DeclaredVariable>>;
  /** The declaration of columns whose names only the run of their step tells. */
  readonly others?: DeclaredVariable;
}

export default defineStep({
  name: 'codebook',
  summary: 'What variables are: labels, units, sources, types, missing values, ranges, and what was done to them',
  params: Params,
  artifact: 'codebook',
  expand: (step, plan) => nodes(step, plan),
  run: (context) => {
    const { variables, others } = context.params as unknown as NodeParams;
    const stored = (context as RunContext<unknown>).artifact('data');
    const schema = stored.json('schema') as unknown as FrameSchema;
    return {
      nrows: schema.nrows,
      panel: schema.panel,
      rows: codebookRows(readFrame(stored), schema, readLabels(stored), variables, others),
      told: (schema.told ?? []).map((told) => withMasks(told, hidesOf(context.params as unknown as NodeParams))),
    };
  },
});

/** The variables of which no value is told. */
function hidesOf({ variables, others }: NodeParams): Hides {
  const hidden = hiding(new Set(Object.keys(variables).filter((name) => variables[name]!.confidential)));
  return (name) => hidden(name) || (others?.confidential === true && ownValue(variables, name) === undefined);
}

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const { from } = keysOf(step);
  const path = keyPath(step, 'from');
  const sources = listed(from).map((name, k) => plan.node(name, typeof from === 'string' ? path : [...path, k]));
  return sources.flatMap((source, k): NodeSpec[] => {
    if (source === undefined) return [];
    const name = listed(from)[k]!;
    const at = typeof from === 'string' ? path : [...path, k];
    const type = plan.artifact(source);
    if (type !== null && type !== 'frame' && type !== 'index') {
      plan.complain({ code: 'no-frame', message: `\`${name}\` makes no data, but a \`${type}\``, path: at });
      return [];
    }
    const origins: Record<string, Origin> = { from: { path: at }, variables: { path: ['variables'] } };
    return [
      {
        id: nodeId(step.name, typeof from === 'string' ? [] : [name]),
        params: declared(name, plan, at) as unknown as Json,
        inputs: { data: { is: 'node', node: source.id, parts: 'all' } },
        origins,
        view: { header: typeof from === 'string' ? '' : name },
      },
    ];
  });
}

/**
 * Returns the pipeline's declaration of each column. Where the plan does not know the columns, it returns those declared or named upstream,
 * and one for others.
 */
function declared(step: string, plan: PlanContext, at: Origin['path']): NodeParams {
  const provenances = new Provenances(plan, at);
  const { variables } = plan.project;
  const known = plan.columns(step)?.map(({ name }) => name);
  const names = known ?? [...new Set([...Object.keys(variables), ...provenances.above(step)])];
  const entries = names.map((name): [string, DeclaredVariable] => {
    const said = ownValue(variables, name);
    const { source, formula, confidential } = provenances.of(step, name);
    return [
      name,
      {
        ...(said?.label === undefined ? {} : { label: said.label }),
        ...(said?.unit === undefined ? {} : { unit: said.unit }),
        source: said?.source ?? source,
        formula: said?.source === undefined ? formula : null,
        confidential,
      },
    ];
  });
  return {
    variables: Object.fromEntries(entries),
    ...(known === undefined && { others: provenances.of(step, null) }),
  };
}
