/** The kind `markov`: how units move between classes of a variable, alone and by the class of their neighbours. */
import { type Static, Type } from 'typebox';
import { Refusal } from '../../src/base/problem.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { positionsOf } from '../../src/econ/spatial/panel.ts';
import { lagged, linksOf } from '../../src/econ/spatial/weights.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import { type Observed, observe, regionalNode, regionalParams, valuesAt } from '../lib/regional/periods.ts';
import { readWeights, type StoredWeights, weightsInput, weightsNode } from '../lib/spatial/weights.ts';
import { type CutRule, markov } from './numbers/markov.ts';

const { by: _by, ...common } = regionalParams;
const Params = strict({
  ...common,
  states: Type.Optional(Type.Integer({ minimum: 2, maximum: 10, description: 'how many classes; 4 by default' })),
  cuts: optional.oneOf(
    ['pooled', 'yearly', 'relative'],
    'quantiles over all periods (default), of each period, or over all periods of values by their period’s mean',
  ),
  lag: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'periods of a transition; 1 by default' })),
  weights: optional.text('a step of kind `spatial_weights`: transitions by the class of the neighbours’ mean'),
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly panel: { readonly unit: string; readonly time: string };
  readonly states: number;
  readonly cuts: CutRule;
  readonly lag: number;
}

export default defineStep({
  name: 'markov',
  summary: 'Markov transition matrices between classes of a variable, also by the class of the neighbours',
  params: Params,
  artifact: 'markov',
  expand: (step, plan) => {
    const params: Params = { ...step.defaults, ...step.params };
    const panel = plan.panel(params.from);
    if (panel === null) {
      if (plan.node(params.from, keyPath(step, 'from')) === undefined) return [];
      const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
      const message = `\`markov\` needs a panel, and \`${params.from}\` declares none`;
      plan.complain({ code: 'no-panel', message, path: keyPath(step, 'from'), hint });
      return [];
    }
    const weights = params.weights === undefined ? null : weightsNode(params.weights, keyPath(step, 'weights'), plan);
    if (weights === undefined) return [];
    const { states = 4, cuts = 'pooled', lag = 1 } = params;
    const columns = { from: panel.unit, variable: panel.time };
    return regionalNode(step, plan, { panel, states, cuts, lag }, { columns }).map((node) => ({
      ...node,
      ...(weights === null ? {} : { inputs: { ...node.inputs, weights: weightsInput(weights) } }),
    }));
  },
  run: (context) => run(context as RunContext<unknown>),
});

function run(context: RunContext<unknown>): RunResult {
  const { panel, states, cuts, lag } = context.params as NodeParams;
  const observed = observe(context);
  const { frame, rows, columns, names } = observed;
  const unit = { name: panel.unit, ...frame.codes(panel.unit) };
  const time = Float64Array.from(rows, (row) => frame.numbers(panel.time)[row]!);
  const weights = context.inputs.includes('weights') ? readWeights(context.artifact('weights')) : undefined;
  const near = weights === undefined ? {} : { lag: neighboursMean(observed, unit, time, weights) };
  const found = markov(
    { values: columns[0]!, unit: Int32Array.from(rows, (row) => unit.codes[row]!), time, ...near },
    states,
    cuts,
    lag,
  );
  const rowsOf = ({ counts, p, rowN }: typeof found.matrix, neighbours: string | null) =>
    p.map((shares, i) => ({
      variable: `${neighbours === null ? '' : `${neighbours}|`}${i + 1}`,
      ...(neighbours === null ? {} : { neighbours }),
      n: rowN[i]!,
      ...Object.fromEntries(shares.map((share, j) => [`to${j + 1}`, share])),
      counts: counts[i]!,
    }));
  const { spatial } = found;
  return {
    of: names[0]!,
    rule: { states, cuts, lag },
    markov: { cuts: found.cuts, counts: found.matrix.counts, p: found.matrix.p, ergodic: found.ergodic, n: found.n },
    rows: [
      ...rowsOf(found.matrix, null),
      ...(spatial?.matrices.flatMap((each, state) => rowsOf(each, String(state + 1))) ?? []),
    ],
    ...(spatial === undefined ? {} : { homogeneity: spatial.homogeneity }),
  };
}

/** W x of each period; NaN for islands. Refuses weights whose rows do not sum to one, since a mean of neighbours is one of the same scale. */
function neighboursMean(
  { rows, columns }: Observed,
  unit: Parameters<typeof positionsOf>[0],
  time: Float64Array,
  weights: StoredWeights,
): Float64Array {
  if (weights.standardize !== 'row') {
    const message = `a spatial Markov chain needs row-standardised weights, and these have \`standardize: ${weights.standardize}\``;
    throw new Refusal('not-row-standardised', message, { param: 'weights', hint: 'make them with `standardize: row`' });
  }
  const n = weights.units.length;
  const links = linksOf(weights.matrix, n);
  const position = new Map(weights.units.map((name, i) => [name, i]));
  const out = new Float64Array(rows.length).fill(Number.NaN);
  for (const at of new Set(time)) {
    const members = Array.from(rows.keys()).filter((i) => time[i] === at);
    const places = positionsOf(
      unit,
      Int32Array.from(members, (i) => rows[i]!),
      position,
    );
    const x = new Float64Array(n);
    const own = valuesAt(columns[0]!, members);
    for (const [i, place] of places.entries()) x[place] = own[i]!;
    const lag = lagged(links, x);
    for (const [i, place] of places.entries()) {
      if (links.starts[place] !== links.starts[place + 1]) out[members[i]!] = lag[place]!;
    }
  }
  return out;
}
