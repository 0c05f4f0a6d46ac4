/**
 * How cost grows: each estimator in this process while one size doubles three times. Nothing is demanded; the growth by doubling is to be
 * read beside the complexity in the estimator's docstring.
 */
import { loadavg } from 'node:os';
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import type { Design, NamedCodes, NamedColumn, VcovSpec } from '../src/econ/design.ts';
import { compositeIndex } from '../src/econ/index/composite-index.ts';
import { fitIv } from '../src/econ/iv/tsls.ts';
import { fitLinear } from '../src/econ/regression/ols.ts';
import { winsorize } from '../src/econ/sample/winsorize.ts';
import { Frame } from '../src/frame/frame.ts';
import { replicator } from '../steps/threshold/numbers/bootstrap.ts';
import { thresholdSample } from '../steps/threshold/numbers/sample.ts';
import { searchSpace, searchThresholds } from '../steps/threshold/numbers/search.ts';
import type { ThresholdSpec } from '../steps/threshold/numbers/spec.ts';
import { vif } from '../steps/vif/numbers/vif.ts';
import { keep, sized } from './measure.ts';

interface Series {
  readonly what: string;
  readonly doubles: string;
  readonly from: number;
  /** Makes what is needed at a size; what it returns is timed. */
  readonly at: (size: number) => () => unknown;
}

const random = createRng('scaling').stream('draws', 0);
const normal = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());
const named = (prefix: string, n: number, count: number): NamedColumn[] =>
  Array.from({ length: count }, (_, j) => ({ name: `${prefix}${j + 1}`, values: normal(n) }));
const coded = (name: string, n: number, levels: number, of: (i: number) => number): NamedCodes => ({
  name,
  codes: Int32Array.from({ length: n }, (_, i) => of(i)),
  levels: Array.from({ length: levels }, (_, g) => String(g)),
});
const units = (n: number, count: number): NamedCodes => coded('unit', n, count, (i) => Math.floor((i * count) / n));
const years = (n: number, count: number): NamedCodes => coded('year', n, count, (i) => i % count);

interface Shape {
  readonly n: number;
  readonly k?: number;
  readonly absorb?: readonly NamedCodes[];
}

function designOf({ n, k = 5, absorb = [] }: Shape): Design {
  const terms = named('x', n, k);
  const noise = normal(n);
  const y = noise.map((e, i) => terms.reduce((total, { values }) => total + 0.3 * values[i]!, e));
  return { nobs: n, outcome: { name: 'y', values: y }, terms, constant: true, absorb };
}

function linear(shape: Shape, vcov: VcovSpec, clusters: readonly NamedCodes[] = []): () => unknown {
  const design = designOf(shape);
  const small = design.absorb.length > 1 ? 'reghdfe' : design.absorb.length === 1 ? 'areg' : 'regress';
  return () => fitLinear(design, { vcov, small, clusters, time: null });
}

function clustered(shape: Shape & { readonly groups: number }): () => unknown {
  const unit = units(shape.n, shape.groups);
  return linear({ ...shape, absorb: [unit] }, { is: 'cluster', by: ['unit'] }, [unit]);
}

function crossed(n: number): () => unknown {
  const [unit, year] = [units(n, 1000), years(n, 20)];
  return linear({ n, absorb: [unit] }, { is: 'cluster', by: ['unit', 'year'] }, [unit, year]);
}

function wild(groups: number, reps: number): () => unknown {
  const unit = units(4000, groups);
  const vcov: VcovSpec = { is: 'cluster', by: ['unit'], wild: { weights: 'webb', reps, seed: '1' } };
  return linear({ n: 4000, k: 2, absorb: [unit] }, vcov, [unit]);
}

function instruments(n: number, count: number): () => unknown {
  const { outcome, terms } = designOf({ n, k: 3 });
  const [endogenous, ...exogenous] = terms;
  const own = named('z', n, count).map(({ name, values }) => ({
    name,
    values: values.map((z, i) => z + endogenous!.values[i]!),
  }));
  const base = { nobs: n, outcome, exogenous, constant: true, absorb: [] };
  const design = { ...base, endogenous: [endogenous!], instruments: own };
  return () => fitIv(design, { vcov: { is: 'hc', type: 'HC1' }, small: 'asymptotic', clusters: [], time: null });
}

function index(n: number, indicators: number): () => unknown {
  const columns = Array.from({ length: indicators }, (_, j) => ({
    name: `i${j}`,
    values: Float64Array.from({ length: n }, () => random.uniform()),
  }));
  const direction = 'positive' as const;
  const specs = columns.map(({ name }, j) => ({ indicator: name, dimension: `d${j % 3}`, direction }));
  return () => compositeIndex(specs, columns, null, { method: 'entropy', zero: { is: 'limit' }, weights: 'flat' });
}

function inflation(n: number, k: number): () => unknown {
  const columns = named('x', n, k);
  return () => vif(columns);
}

function clipped(n: number): () => unknown {
  const values = normal(n);
  return () => winsorize(values, { at: [1, 99] });
}

interface Panel {
  readonly count?: number;
  readonly grid?: number;
  readonly replications?: number;
}

function threshold({ count = 62, grid = 300, replications = 0 }: Panel): () => unknown {
  const periods = 12;
  const n = count * periods;
  const [y, r, q, x] = [normal(n), normal(n), normal(n), normal(n)];
  const split = y.map((e, i) => e + (q[i]! > 0 ? 0.6 : 0.1) * r[i]!);
  const index = (of: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => of(i));
  const values = { unit: index((i) => Math.floor(i / periods)), time: index((i) => i % periods), y: split, r, q, x };
  const columns = Object.entries(values).map(([name, column]) => [name, { type: 'number', values: column }] as const);
  const data = Frame.of(new Map(columns), n, { unit: 'unit', time: 'time' });
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs } = compileColumn({ fit: 'y ~ x | unit' }, null, context);
  const spec: ThresholdSpec = { model: specs[0]!, slope: ['r'], on: 'q', max: 3, grid, trim: [0.01, 0.01, 0.01] };
  return () => {
    const space = searchSpace(thresholdSample(spec, data), spec);
    const search = searchThresholds(space, spec);
    const rng = createRng('1');
    const replicate = replicator(space, search, spec, 'triple', true);
    replicate(Array.from({ length: replications }, (_, i) => rng.stream('threshold/triple', i)));
  };
}

const series: readonly Series[] = [
  {
    what: 'one effect, clustered on it',
    doubles: 'N (G = 1000, K = 5)',
    from: 125_000,
    at: (n) => clustered({ n, groups: 1000 }),
  },
  {
    what: 'one effect, clustered on it',
    doubles: 'K (N = 100,000)',
    from: 4,
    at: (k) => clustered({ n: sized(100_000, 5000), k, groups: 1000 }),
  },
  {
    what: 'one effect, clustered on it',
    doubles: 'G (N = 400,000)',
    from: 2500,
    at: (groups) => clustered({ n: sized(400_000, 20_000), groups }),
  },
  {
    what: 'one effect, HC3',
    doubles: 'N (G = 1000, K = 5)',
    from: 100_000,
    at: (n) => linear({ n, absorb: [units(n, 1000)] }, { is: 'hc', type: 'HC3' }),
  },
  { what: 'one effect, two-way clusters', doubles: 'N (1000 × 20)', from: 100_000, at: crossed },
  {
    what: 'two effects that cross',
    doubles: 'N (1000 × 30)',
    from: 50_000,
    at: (n) => linear({ n, absorb: [units(n, 1000), years(n, 30)] }, { is: 'iid' }),
  },
  {
    what: 'no effect, homoskedastic',
    doubles: 'N (K = 5)',
    from: 100_000,
    at: (n) => linear({ n }, { is: 'iid' }),
  },
  { what: '2SLS with its tests, HC1', doubles: 'N (L = 2 + 2)', from: 5000, at: (n) => instruments(n, 2) },
  {
    what: '2SLS with its tests, HC1',
    doubles: 'excluded instruments (N = 5000)',
    from: 2,
    at: (l) => instruments(5000, l),
  },
  { what: 'wild bootstrap, two coefficients', doubles: 'replications (G = 40)', from: 2000, at: (b) => wild(40, b) },
  { what: 'wild bootstrap, two coefficients', doubles: 'G (2000 replications)', from: 20, at: (g) => wild(g, 2000) },
  {
    what: 'triple threshold, search',
    doubles: 'units (× 12, grid 300)',
    from: 62,
    at: (count) => threshold({ count }),
  },
  {
    what: 'triple threshold, search',
    doubles: 'grid (248 × 12)',
    from: 150,
    at: (grid) => threshold({ count: 248, grid }),
  },
  {
    what: 'triple threshold, bootstrap',
    doubles: 'replications (62 × 12, grid 300)',
    from: 250,
    at: (replications) => threshold({ replications }),
  },
  { what: 'composite index by entropy', doubles: 'N (15 indicators)', from: 10_000, at: (n) => index(n, 15) },
  {
    what: 'composite index by entropy',
    doubles: 'indicators (N = 10,000)',
    from: 8,
    at: (m) => index(sized(10_000, 1000), m),
  },
  { what: 'variance inflation', doubles: 'N (K = 5)', from: 20_000, at: (n) => inflation(n, 5) },
  { what: 'variance inflation', doubles: 'K (N = 5000)', from: 4, at: (k) => inflation(5000, k) },
  { what: 'winsorizing', doubles: 'N', from: 100_000, at: clipped },
];

const doublings = sized(3, 1);
const rounds = sized(9, 1);

function milliseconds(run: () => unknown): number {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** A series that starts from this size or a larger one doubles rows, and a quick run starts it from this size. */
const MANY_ROWS = 5000;

/** Sizes in turn, after a round that does not count, and the fastest of each: what others on the machine take is left out. */
function row({ what, doubles, from, at }: Series): string {
  const runs = Array.from({ length: doublings + 1 }, (_, step) =>
    at((from < MANY_ROWS ? from : sized(from, MANY_ROWS)) * 2 ** step),
  );
  const times = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = sized(-1, 0); round < rounds; round++) {
    for (const [step, run] of runs.entries()) {
      const ms = milliseconds(run);
      if (round >= 0) times[step] = Math.min(times[step]!, ms);
    }
  }
  const growth = times.slice(1).map((ms, step) => (ms / times[step]!).toFixed(1));
  const cells = times.map((ms) => ms.toFixed(ms < 20 ? 1 : 0)).join(', ');
  return `| ${what} | ${doubles}, from ${from.toLocaleString('en')} | ${cells} | ${growth.join(', ')} |`;
}

const title = 'How cost grows while a size doubles';
keep(title, [
  `## ${title}`,
  '',
  `\`npx tsx bench/scaling.ts\` on Node ${process.version}`,
  '',
  '| work | what doubles | ms | growth by doubling |',
  '|---|---|---|---|',
  ...series.map(row),
  '',
  `- in one process and thread, the fastest of ${rounds} rounds; 2 is linear, 4 quadratic; load average ${loadavg()[0]!.toFixed(1)} at the end`,
  '- the complexity of each is in the docstring of its function in `src/econ/`',
  '',
]);
