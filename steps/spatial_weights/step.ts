/** The kind `spatial_weights`: who is whose neighbour, from lists, places or what units have. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { Refusal } from '../../src/base/problem.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { aside, datum, SOME_VARIABLE } from '../../src/base/value.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import type { KeyProblem } from '../../src/econ/compile/keys.ts';
import { columnsOfList, compileVariables, variablesOfList } from '../../src/econ/compile/variable-list.ts';
import { type Codes, groupsOf } from '../../src/econ/data.ts';
import {
  contiguity,
  distances,
  economic,
  eigenvalues,
  gravity,
  inverseDistance,
  nearest,
  nested,
  type Standardize,
  standardized,
  summary,
} from '../../src/econ/spatial/weights.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { frameInput, frameSource, keyComplaint, keyPath, warnAll } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { readWeights, weightsArtifact, weightsInput, weightsNode, weightsType } from '../lib/spatial/weights.ts';

const types = ['contiguity', 'knn', 'inverse-distance', 'economic', 'gravity', 'nested'] as const;
type WeightsType = (typeof types)[number];

const Params = strict({
  type: Type.Enum([...types], { description: 'how units are weighed' }),
  from: optional.text('a step that makes a panel, whose units they are'),
  unit: optional.text('the column of the units; the panel’s unit when left out'),
  sample: optional.text('a named sample or a condition; units that have a row where it is true'),
  neighbours: Type.Optional(
    strict({
      from: Type.String({ description: 'a step that makes a list of pairs' }),
      unit: Type.String({ description: 'its column of units' }),
      neighbour: Type.String({ description: 'its column of their neighbours' }),
    }),
  ),
  at: Type.Optional(
    Type.Tuple([Type.String(), Type.String()], {
      minItems: 2,
      maxItems: 2,
      description: '[latitude, longitude], in degrees, the same in all rows of a unit',
    }),
  ),
  k: Type.Optional(Type.Integer({ minimum: 1, description: 'knn: how many neighbours a unit has' })),
  power: Type.Optional(
    Type.Union([Type.Literal(1), Type.Literal(2)], { description: 'inverse-distance: 1 by default' }),
  ),
  cutoff: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'inverse-distance: kilometres beyond which weights are 0' }),
  ),
  of: optional.text('economic, gravity: the variable, of which each unit’s mean counts'),
  parts: Type.Optional(
    Type.Tuple([Type.String(), Type.String()], {
      minItems: 2,
      maxItems: 2,
      description: 'nested: two steps of row-standardised weights',
    }),
  ),
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'nested: of the first; 0.5 by default' })),
  standardize: optional.oneOf(
    ['row', 'spectral', 'none'],
    'row (default): rows sum to one; spectral: by the largest eigenvalue; none: as they are',
  ),
});
type Params = Static<typeof Params>;

/** What each type needs, and the keys that it reads besides. */
const needs: Readonly<
  Record<WeightsType, { readonly needed: readonly (keyof Params)[]; readonly more: readonly (keyof Params)[] }>
> = {
  contiguity: { needed: ['from', 'neighbours'], more: [] },
  knn: { needed: ['from', 'at', 'k'], more: [] },
  'inverse-distance': { needed: ['from', 'at'], more: ['power', 'cutoff'] },
  economic: { needed: ['from', 'of'], more: [] },
  gravity: { needed: ['from', 'at', 'of'], more: [] },
  nested: { needed: ['parts'], more: ['share'] },
};

/** More take an hour for their eigenvalues. */
const MOST_UNITS = 1500;

interface NodeParams {
  readonly type: WeightsType;
  readonly unit: string | null;
  readonly sample: string | null;
  /** Latitude and longitude, then the variable: terms. */
  readonly variables: readonly string[];
  readonly pairs: readonly [unit: string, neighbour: string] | null;
  readonly k: number;
  readonly power: 1 | 2;
  readonly cutoff: number | null;
  readonly share: number;
  readonly standardize: Standardize;
}

export default defineStep({
  name: 'spatial_weights',
  summary: 'Spatial weights: contiguity, nearest neighbours, inverse distances, economic, gravity or nested',
  params: Params,
  artifact: weightsType,
  expand: (step, plan) => new WeightsPlan(step, plan).nodes(),
  run: (context) => run(context as RunContext<unknown>),
});

class WeightsPlan {
  readonly #step: Step<Params>;
  readonly #plan: PlanContext;
  readonly #params: Params;

  constructor(step: Step<Params>, plan: PlanContext) {
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
    if (pairs === undefined) return [];
    const inputs = {
      data: frameInput(source.node, [...new Set([...variablesOfList(list), unit])].sort()),
      ...pairs.inputs,
    };
    return [this.#node({ unit, sample, variables, pairs: pairs.columns }, inputs)];
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
  #pairs(): { readonly columns: NodeParams['pairs']; readonly inputs: NodeSpec['inputs'] } | undefined {
    const { neighbours } = this.#params;
    if (neighbours === undefined) return { columns: null, inputs: {} };
    const path = this.#path('neighbours');
    const source = frameSource(neighbours.from, [...path, 'from'], this.#plan);
    if (source === undefined) return undefined;
    const names = source.context.columns?.map(({ name }) => name);
    for (const key of ['unit', 'neighbour'] as const) {
      const name = neighbours[key];
      if (names === undefined || names.includes(name)) continue;
      const message = `unknown variable \`${name}\``;
      return void this.#plan.complain({
        code: 'unknown-variable',
        message,
        path: [...path, key],
        hint: didYouMean(name, names),
      });
    }
    const columns = [neighbours.unit, neighbours.neighbour] as const;
    return { columns, inputs: { pairs: frameInput(source.node, [...columns].sort()) } };
  }

  #node(own: Pick<NodeParams, 'unit' | 'sample' | 'variables' | 'pairs'>, inputs: NodeSpec['inputs']): NodeSpec {
    const { type, k = 0, power = 1, cutoff = null, share = 0.5 } = this.#params;
    const standardize = this.#params.standardize ?? (type === 'nested' ? 'none' : 'row');
    const params: NodeParams = { type, ...own, k, power, cutoff, share, standardize };
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
  const params = context.params as NodeParams;
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

interface Raw {
  readonly units: readonly string[];
  readonly raw: Float64Array;
  /** The column that names the units, where the data do not. */
  readonly unit?: string;
}

function nestedOf({ share }: NodeParams, context: RunContext<unknown>): Raw {
  const [first, second] = ['first', 'second'].map((input) => readWeights(context.artifact(input)));
  if (first!.units.join('\n') !== second!.units.join('\n')) {
    throw new Refusal('other-units', 'the two weights have other units', { param: 'parts' });
  }
  for (const { standardize } of [first!, second!]) {
    if (standardize === 'row') continue;
    const message = `nested weights are of row-standardised ones, and one of the two has \`standardize: ${standardize}\``;
    throw new Refusal('not-row-standardised', message, { param: 'parts' });
  }
  const { units, matrix, summary: said } = first!;
  return { units, unit: said.unit, raw: nested(matrix, second!.matrix, share) };
}

function rawOf(params: NodeParams, context: RunContext<unknown>): Raw {
  const frame = readFrame(context.artifact('data'));
  const { rows, columns, warnings } = columnsOfList(
    { variables: params.variables, sample: params.sample, exclude: null },
    frame,
  );
  warnAll(context, warnings);
  const all = groupsOf(frame, params.unit!);
  const present = all.levels.map((_, code) => code).filter((code) => rows.some((row) => all.codes[row] === code));
  const units = present.map((code) => all.levels[code]!);
  const n = units.length;
  const place = new Map(present.map((code, i) => [code, i]));
  const at = Int32Array.from(rows, (row) => place.get(all.codes[row]!) ?? -1);
  const [lat, lon] = columns;
  const d = (): Float64Array =>
    distances(units, oneValue(lat!.values, at, units, lat!.name), oneValue(lon!.values, at, units, lon!.name));
  const means = (): Float64Array => meansOf(columns.at(-1)!.values, at, units, columns.at(-1)!.name);
  switch (params.type) {
    case 'contiguity':
      return { units, raw: contiguity(n, pairsOf(params.pairs!, units, context)) };
    case 'knn':
      return { units, raw: nearest(d(), n, params.k) };
    case 'inverse-distance':
      return { units, raw: inverseDistance(d(), units, params.power, params.cutoff ?? Number.POSITIVE_INFINITY) };
    case 'economic':
      return { units, raw: economic(means(), units) };
    case 'gravity':
      return { units, raw: gravity(means(), d(), units) };
    default:
      throw new Error('nested weights have no rows');
  }
}

/** The one value of each unit. Refuses units without, and with several. */
function oneValue(values: Float64Array, at: Int32Array, units: readonly string[], name: string): Float64Array {
  const out = new Float64Array(units.length).fill(Number.NaN);
  for (const [row, i] of at.entries()) {
    const value = values[row]!;
    if (i < 0 || Number.isNaN(value)) continue;
    if (!Number.isNaN(out[i]!) && out[i] !== value) {
      const message = `expected one place of \`${datum(SOME_VARIABLE, units[i]!)}\`, got \`${name}\` at ${datum(name, out[i]!)} and ${datum(name, value)}`;
      throw new Refusal('moving-unit', message, { param: 'at' });
    }
    out[i] = value;
  }
  return complete(out, units, name, 'at');
}

function meansOf(values: Float64Array, at: Int32Array, units: readonly string[], name: string): Float64Array {
  const [totals, counts] = [new Float64Array(units.length), new Float64Array(units.length)];
  for (const [row, i] of at.entries()) {
    if (i < 0 || Number.isNaN(values[row]!)) continue;
    totals[i] = totals[i]! + values[row]!;
    counts[i] = counts[i]! + 1;
  }
  return complete(
    totals.map((total, i) => total / counts[i]!),
    units,
    name,
    'of',
  );
}

function complete(values: Float64Array, units: readonly string[], name: string, param: string): Float64Array {
  const lacking = units.filter((_, i) => Number.isNaN(values[i]!));
  if (lacking.length === 0) return values;
  const shown = lacking
    .slice(0, 5)
    .map((unit) => `\`${unit}\``)
    .join(', ');
  throw new Refusal(
    'no-values',
    `\`${name}\` has no value for ${datum(SOME_VARIABLE, `${shown}${lacking.length > 5 ? ', …' : ''}`)}`,
    { param },
  );
}

/** Pairs of units of the data; those that name others are left out and counted. */
function* pairsOf(
  columns: readonly [string, string],
  units: readonly string[],
  context: RunContext<unknown>,
): Generator<[number, number]> {
  const frame = readFrame(context.artifact('pairs'));
  const place = new Map(units.map((name, i) => [name, i]));
  const [left, right] = columns.map((name): Codes => groupsOf(frame, name)) as [Codes, Codes];
  let strange = 0;
  for (let row = 0; row < frame.nrows; row++) {
    const [a, b] = [left.levels[left.codes[row]!], right.levels[right.codes[row]!]];
    const [i, j] = [place.get(a ?? ''), place.get(b ?? '')];
    if (i === undefined || j === undefined) strange++;
    else if (i === j) {
      const message = `\`${datum(columns, a!)}\` is listed as its own neighbour`;
      throw new Refusal('own-neighbour', message, { param: 'neighbours' });
    } else yield [i, j];
  }
  if (strange > 0)
    context.note(
      `${strange} ${strange === 1 ? 'pair' : 'pairs'} of the list not used (units that the data does not have)`,
    );
}
