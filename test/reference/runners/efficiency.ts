/** `dea`, `malmquist`, `malmquist_luenberger`, `gml`: efficiency by the specs that `kind: efficiency` makes. */
import type { Data } from '../../../src/econ/data.ts';
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import { pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import { efficiencyOf } from '../../../steps/efficiency/numbers/report.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows } from './variables.ts';

interface Asked {
  readonly est: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly bad?: readonly string[];
  readonly unit: string;
  readonly time?: string;
  readonly orient?: 'in' | 'out';
  readonly rts: keyof typeof returns;
  readonly model?: EfficiencySpec['model'];
  readonly super?: boolean;
  readonly scale?: boolean;
  readonly frontier?: EfficiencySpec['frontier'];
  readonly direction?: string;
  readonly bad_disposability?: EfficiencySpec['disposability'];
}

const returns = { crs: 'constant', vrs: 'variable', nirs: 'nonincreasing' } as const;
const orientations = { in: 'input', out: 'output' } as const;
const indices: Readonly<Record<string, EfficiencySpec['index']>> = {
  malmquist: 'malmquist',
  malmquist_luenberger: 'ml',
  gml: 'gml',
};
const kindsOfReturns = { crs: 'constant', irs: 'increasing', drs: 'decreasing' } as const;

function specOf(asked: Asked): EfficiencySpec {
  const model = asked.est === 'malmquist_luenberger' ? 'ddf' : (asked.model ?? 'radial');
  return {
    name: 'score',
    ...{
      inputs: asked.inputs,
      outputs: asked.outputs,
      undesirable: asked.bad ?? [],
      model,
      returns: returns[asked.rts],
    },
    orientation: model === 'radial' ? orientations[asked.orient ?? 'in'] : null,
    isSuper: asked.super ?? false,
    frontier: asked.frontier ?? 'period',
    direction: asked.direction === 'y,-b' ? 'outputs' : 'observed',
    disposability: asked.bad_disposability ?? null,
    withScale: asked.scale ?? false,
    index: indices[asked.est] ?? null,
    isParted: false,
    slacks: true,
    peers: null,
    bootstrap: null,
  };
}

type Made = ReturnType<typeof efficiencyOf>;
/** What is printed of a run, without the account of its programmes. */
type Found = Made & {
  readonly asked: Asked;
  readonly data: Data;
  readonly printed: Pick<Made['parts'], 'periods' | 'nobs'>;
};

export const runEfficiency: Runner = (run, data) => {
  const asked = run as unknown as Asked;
  const spec = specOf(asked);
  const rows = Int32Array.from(completeRows(run, data, [], []));
  const chosen: Data = {
    nrows: rows.length,
    panel: data.panel,
    has: (name) => data.has(name),
    type: (name) => data.type(name),
    numbers: (name) => pick(data.numbers(name), rows),
    codes: (name) => ({ ...data.codes(name), codes: pickCodes(data.codes(name).codes, rows) }),
  };
  const made = efficiencyOf(spec, chosen, () => undefined);
  const { periods, nobs } = made.parts;
  const found: Found = { ...made, asked, data: chosen, printed: { periods, nobs } };
  // what other programs leave of a zero has no relative error
  const expected = JSON.parse(JSON.stringify(run.expected), (_, value) =>
    typeof value === 'number' && Math.abs(value) < 1e-12 ? 0 : value,
  ) as Run['expected'];
  return differences({ ...run, expected }, found, fields);
};

function numberAt({ columns }: Found, name: string, row: number): Actual {
  const { column } = columns.find((each) => each.name === `score${name}`)!;
  if (column.type !== 'number') throw new Error(`score${name} holds no numbers`);
  const value = column.values[row]!;
  return Number.isNaN(value) ? { invalid: 'missing' } : value;
}

const inRow =
  (name: string): Lookup<Found> =>
  (found, [row]) =>
    numberAt(found, name, Number(row));

const slacks =
  (of: 'inputs' | 'outputs'): Lookup<Found> =>
  (found, [row, k]) =>
    numberAt(found, `_slack_${found.asked[of][Number(k)]!}`, Number(row));

/** A change at the position of a pair of periods and of a unit. */
const inPair =
  (name: string): Lookup<Found> =>
  (found, [pair, unit]) => {
    const { asked, data } = found;
    const [units, periods] = [data.codes(asked.unit), data.codes(asked.time!)];
    const row = units.codes.findIndex(
      (code, i) => code === Number(unit) && periods.levels[periods.codes[i]!] === periods.levels[Number(pair) + 1],
    );
    return numberAt(found, name, row);
  };

const record = (found: Found, name: string): Actual =>
  (found.printed.periods.at(-1) as Readonly<Record<string, Actual>>)[name];

const fields: Fields<Found> = {
  known: {
    efficiency: inRow(''),
    beta: inRow(''),
    mean: (found) => record(found, 'mean'),
    efficient: (found) => record(found, 'efficient'),
    slack_x: slacks('inputs'),
    slack_y: slacks('outputs'),
    slack_sum: (found, [row]) =>
      [...found.asked.inputs, ...found.asked.outputs].reduce(
        (sum, name) => sum + (numberAt(found, `_slack_${name}`, Number(row)) as number),
        0,
      ),
    scale_efficiency: inRow('_scale'),
    returns: ({ columns, asked }, [row]) => {
      const { column } = columns.find(({ name }) => name === 'score_returns')!;
      if (!('dictionary' in column)) throw new Error(`returns of ${asked.unit} are no texts`);
      const text = column.dictionary[column.codes[Number(row)]!];
      return Object.entries(kindsOfReturns).find(([, ours]) => ours === text)?.[0];
    },
    periods: ({ data, asked }, [pair, end]) => Number(data.codes(asked.time!).levels[Number(pair) + Number(end)]),
    M: inPair('_index'),
    ML: inPair('_index'),
    EC: inPair('_ec'),
    TC: inPair('_tc'),
    index: (found, [position, field]) => {
      const { data, asked } = found;
      const [units, periods] = [data.codes(asked.unit), data.codes(asked.time!)];
      const rows = Array.from({ length: data.nrows }, (_, row) => row).filter((row) => periods.codes[row]! > 0);
      const row = rows[Number(position)]!;
      if (field === asked.unit) return units.levels[units.codes[row]!];
      if (field === asked.time) return Number(periods.levels[periods.codes[row]!]);
      return numberAt(found, { GML: '_index', EC: '_ec', TC: '_tc' }[field!]!, row);
    },
  },
  ignored: {},
};
