/** The kind `spatial_weights`: who is whose neighbour, from lists, files, places or what units have. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { Refusal } from '../../src/base/problem.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { aside } from '../../src/base/value.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import type { KeyProblem } from '../../src/econ/compile/keys.ts';
import { compileVariables, variablesOfList } from '../../src/econ/compile/variable-list.ts';
import { eigenvalues, standardized, summary } from '../../src/econ/spatial/weights.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../../src/engine/step.ts';
import { frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { weightsArtifact, weightsInput, weightsNode, weightsType } from '../lib/spatial/weights.ts';
import { needs, type WeightsParams, weightsSchema } from './keys.ts';
import { nestedOf, rawOf, type WeightsNodeParams } from './raw.ts';

/** More take an hour for their eigenvalues. */
const MOST_UNITS = 1500;

export default defineStep({
  name: 'spatial_weights',
  summary:
    'Spatial weights: contiguity, nearest neighbours, inverse distances, economic, gravity, nested, or of a file',
  params: weightsSchema,
  artifact: weightsType,
  expand: (step, plan) => new WeightsPlan(step, plan).nodes(),
  run: (context) => run(context as RunContext<unknown>),
});

class WeightsPlan {
  readonly #step: Step<WeightsParams>;
  readonly #plan: PlanContext;
  readonly #params: WeightsParams;

  constructor(step: Step<WeightsParams>, plan: PlanContext) {
    this.#step = step;
    this.#plan = plan;
    this.#params = { ...step.defaults, ...step.params };
  }

  nodes(): NodeSpec[] {
    if (!this.#checkKeys()) return [];
    const { type, parts, from } = this.#params;
    if (type === 'nested') return this.#nested(parts!);
    const source = frameSource(from!, this.#path('from'), this.#plan);
    if (source === undefined) return [];
    const { context } = source;
    const unit = this.#params.unit ?? context.panel?.unit;
    if (unit === undefined) {
      const hint = `name the column: \`unit: …\`, or declare \`panel: {unit: …, time: …}\` in \`${from}\``;
      const message = `\`${from}\` declares no panel, so that its units are not known`;
      return this.#complain('no-panel', 'from', message, hint);
    }
    if (context.columns?.every(({ name }) => name !== unit)) {
      const names = context.columns.map(({ name }) => name);
      return this.#complain('unknown-variable', 'unit', `unknown variable \`${unit}\``, didYouMean(unit, names));
    }
    const problems: KeyProblem[] = [];
    const sample =
      this.#params.sample === undefined ? null : compileCondition(this.#params.sample, 'sample', context, problems);
    for (const problem of problems) this.#plan.complain(keyComplaint(problem, (key) => this.#path(key)));
    const variables = (['at', 'of'] as const).flatMap((key) => {
      const items = [this.#params[key] ?? []].flat();
      const compiled = compileVariables(items, context);
      for (const { index, ...problem } of compiled.problems)
        this.#plan.complain({
          ...inText({ ...problem }),
          path: key === 'at' ? [...this.#path(key), index] : this.#path(key),
        });
      return compiled.variables;
    });
    const list = { variables, sample, exclude: null };
    const pairs = this.#pairs();
    const listed = this.#listed();
    if (pairs === undefined || listed === undefined) return [];
    const inputs = {
      data: frameInput(source.node, [...new Set([...variablesOfList(list), unit])].sort()),
      ...pairs.inputs,
      ...listed.inputs,
    };
    return [this.#node({ unit, sample, variables, pairs: pairs.columns, ...listed.params }, inputs)];
  }

  #path(key: string): YamlPath {
    return keyPath(this.#step, key);
  }

  #complain(code: string, key: string, message: string, hint?: string): NodeSpec[] {
    this.#plan.complain({ code, message, path: this.#path(key), ...(hint === undefined ? {} : { hint }) });
    return [];
  }

  #checkKeys(): boolean {
    const { type } = this.#params;
    const { needed, more } = needs[type];
    const missing = needed.find((key) => this.#params[key] === undefined);
    if (missing !== undefined)
      this.#complain('missing-key', 'type', `\`${type}\` needs \`${missing}\``, `\`${missing}: …\``);
    const common = type === 'nested' ? ['type', 'standardize'] : ['type', 'from', 'unit', 'sample', 'standardize'];
    const idle = Object.keys(this.#step.params).find((key) => ![...common, ...needed, ...more].includes(key));
    if (idle !== undefined) this.#complain('unknown-key', idle, `\`${type}\` reads no \`${idle}\``);
    return missing === undefined && idle === undefined;
  }

  #nested(parts: readonly [string, string]): NodeSpec[] {
    const nodes = parts.map((part, i) => weightsNode(part, [...this.#path('parts'), i], this.#plan));
    const [first, second] = nodes;
    if (first === undefined || second === undefined) return [];
    const inputs = { first: weightsInput(first), second: weightsInput(second) };
    return [this.#node({ unit: null, sample: null, variables: [], pairs: null }, inputs)];
  }

  /** The list of pairs, where the type has one; undefined after a complaint. */
  #pairs(): { readonly columns: WeightsNodeParams['pairs']; readonly inputs: NodeSpec['inputs'] } | undefined {
    const { neighbours } = this.#params;
    if (neighbours === undefined) return { columns: null, inputs: {} };
    const columns = [neighbours.unit, neighbours.neighbour] as const;
    const { from, ...named } = neighbours;
    const node = this.#fileOf('neighbours', from, named);
    return node && { columns, inputs: { pairs: frameInput(node, [...columns].sort()) } };
  }

  /** The file of a matrix or of edges, where the type has one; undefined after a complaint. */
  #listed():
    | { readonly params: Pick<WeightsNodeParams, 'matrix' | 'edges'>; readonly inputs: NodeSpec['inputs'] }
    | undefined {
    const { matrix, edges } = this.#params;
    if (matrix !== undefined) {
      const { from, unit, order } = matrix;
      const node = this.#fileOf('matrix', from, unit === undefined ? {} : { unit });
      const params = { matrix: { unit: unit ?? null, order: order ?? null } };
      return node && { params, inputs: { listed: { is: 'node', node, parts: 'all' } } };
    }
    if (edges === undefined) return { params: {}, inputs: {} };
    const { from, ...named } = edges;
    const node = this.#fileOf('edges', from, named);
    const columns = [edges.unit, edges.neighbour, edges.weight] as const;
    return node && { params: { edges: columns }, inputs: { listed: frameInput(node, [...columns].sort()) } };
  }

  /** The node that reads a file, in which the columns of these keys are; undefined after a complaint. */
  #fileOf(key: string, from: string, named: Readonly<Record<string, string>>): NodeId | undefined {
    const path = this.#path(key);
    const source = frameSource(from, [...path, 'from'], this.#plan);
    if (source === undefined) return undefined;
    const names = source.context.columns?.map(({ name }) => name);
    const unknown = Object.entries(named).filter(([, name]) => names?.includes(name) === false);
    for (const [below, name] of unknown) {
      const message = `unknown variable \`${name}\``;
      const hint = didYouMean(name, names!);
      this.#plan.complain({ code: 'unknown-variable', message, path: [...path, below], hint });
    }
    return unknown.length > 0 ? undefined : source.node;
  }

  #node(
    own: Pick<WeightsNodeParams, 'unit' | 'sample' | 'variables' | 'pairs' | 'matrix' | 'edges'>,
    inputs: NodeSpec['inputs'],
  ): NodeSpec {
    const { type, k = 0, power = 1, cutoff = null, share = 0.5 } = this.#params;
    const standardize = this.#params.standardize ?? (type === 'nested' ? 'none' : 'row');
    const params: WeightsNodeParams = { type, ...own, k, power, cutoff, share, standardize };
    const origins = Object.fromEntries(
      Object.keys({ ...this.#step.defaults, ...this.#step.params }).map((key) => [
        key,
        originAt(this.#path(key), this.#plan),
      ]),
    );
    return { id: this.#step.name as NodeId, params: params as unknown as Json, inputs, origins };
  }
}

function run(context: RunContext<unknown>) {
  const params = context.params as WeightsNodeParams;
  const {
    units,
    raw,
    unit = params.unit!,
  } = params.type === 'nested' ? nestedOf(params, context) : rawOf(params, context);
  if (units.length > MOST_UNITS) {
    const message = `expected at most ${MOST_UNITS} units, got ${units.length}`;
    throw new Refusal('too-many-units', message, { param: 'from' });
  }
  const matrix = standardized(raw, units.length, params.standardize);
  const standardize = params.type === 'nested' && params.standardize === 'none' ? 'row' : params.standardize;
  const weights = { units, matrix, standardize, eigen: eigenvalues(matrix, units.length) };
  const { islands, isSymmetric } = summary(weights);
  if (islands.length > 0) {
    const named = islands
      .slice(0, 5)
      .map((name) => `\`${name}\``)
      .join(', ');
    const more = islands.length > 5 ? ` and ${islands.length - 5} more` : '';
    const message = `${islands.length === 1 ? 'one unit has' : `${islands.length} units have`} no neighbours${aside(unit, `: ${named}${more}`)}; their spatial lags are 0, and they count in n`;
    context.warn({ severity: 'warning', code: 'islands', message, param: 'type' });
  }
  if (params.type === 'contiguity' && !isSymmetric) {
    const message = 'the list of neighbours is not symmetric: some name others that do not name them';
    context.warn({ severity: 'warning', code: 'one-way-neighbours', message, param: 'neighbours' });
  }
  return weightsArtifact(weights, { type: params.type, unit });
}
