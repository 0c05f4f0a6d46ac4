/** `survival`, `km`, `logrank`: survival functions and their tests, as a step of kind `survival` makes them. */
import type { Data } from '../../../src/econ/data.ts';
import { groupsOf } from '../../../src/econ/data.ts';
import { type SurvivalScale, survivalCurve } from '../../../src/econ/graphics/survival.ts';
import { type RankTest, rankTests } from '../../../steps/survival/numbers/log-rank.ts';
import { type GroupedSpells, type SurvivalReport, survivalReport } from '../../../steps/survival/numbers/report.ts';
import type { Run } from '../case.ts';
import { differences } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly entry?: string;
  readonly time: string;
  readonly event: readonly [column: string, value: number];
  readonly group?: string | null;
  readonly strata?: string | null;
  readonly interval?: SurvivalScale;
  readonly at?: readonly number[];
  readonly tests?: readonly RankTest[];
  readonly level?: number;
  readonly rho?: 0 | 1;
}

/** The spells of a run, whose columns have all values. */
function spellsOf({ entry, time, event: [column, value], group, strata }: Asked, data: Data): GroupedSpells {
  const codes = (name: string | null | undefined) =>
    name ? groupsOf(data, name) : { codes: new Int32Array(data.nrows), levels: ['all'] };
  const groups = codes(group);
  return {
    times: data.numbers(time),
    events: data.numbers(column).map((found) => Number(found === value)),
    entries: entry ? data.numbers(entry) : new Float64Array(data.nrows).fill(Number.NEGATIVE_INFINITY),
    groups: groups.codes,
    names: groups.levels,
    strata: codes(strata).codes,
  };
}

interface Found extends SurvivalReport {
  readonly nobs: number;
}

export const runSurvival: Runner = (run: Run, data) => {
  const asked = run as unknown as Asked;
  const spells = spellsOf(asked, data);
  const { tests = rankTests, interval = 'log-log', at = [], level = 95 } = asked;
  const found: Found = { ...survivalReport(spells, { at, tests, interval, level: level / 100 }), nobs: data.nrows };
  const test = ({ tests: made }: SurvivalReport) =>
    made.find(({ variable }) => variable === (asked.rho === 1 ? 'fleming-harrington' : 'log-rank'))!;
  // lists are in the order in which groups first occur
  const order = [...new Set(spells.groups)];
  const group = ({ rows }: SurvivalReport, i: string | undefined) => rows[order[Number(i)]!];
  return differences(run, found, {
    known: {
      N: ({ nobs }) => nobs,
      chi2: (each) => test(each).chi2,
      df: (each) => test(each).df,
      p: (each) => test(each).pValue,
      obs: (each, [i]) => group(each, i)?.events,
      exp: (each, [i]) => group(each, i)?.expected,
    },
    ignored: {},
  });
};

/** Members of R's `survmean` by the statistics of a group. */
const inTable = {
  records: 'n',
  'n.max': 'n',
  'n.start': 'n',
  events: 'events',
  rmean: 'mean',
  'se(rmean)': 'meanStdError',
  median: 'median',
  '0.95LCL': 'medianLow',
  '0.95UCL': 'medianHigh',
} as const;

export const runKaplanMeier: Runner = (run: Run, data) => {
  const spells = spellsOf(run as unknown as Asked, data);
  const curveOf = (interval: SurvivalScale) => survivalCurve(spells.times, spells.events, 0.95, { interval });
  // the table has the median’s interval of `conf.type = "log"`, R’s default
  const curves = { loglog: curveOf('log-log'), log: curveOf('log') };
  const { rows } = survivalReport(spells, { at: [], tests: [], interval: 'log', level: 0.95 });
  const found = { curves, rows };
  type Curves = typeof found;
  const at =
    (scale: keyof typeof curves, field: 'time' | 'atRisk' | 'events' | 'survival' | 'stdError' | 'low' | 'high') =>
    ({ curves: each }: Curves, [i]: readonly string[]) =>
      each[scale][Number(i)]?.[field] ?? { invalid: 'nothing survives' };
  return differences(run, found, {
    known: {
      time: at('loglog', 'time'),
      n_risk: at('loglog', 'atRisk'),
      n_event: at('loglog', 'events'),
      surv: at('loglog', 'survival'),
      se_greenwood: at('loglog', 'stdError'),
      low_loglog: at('loglog', 'low'),
      high_loglog: at('loglog', 'high'),
      low_log: at('log', 'low'),
      high_log: at('log', 'high'),
      table: ({ rows: each }, [field]) => each[0]![inTable[field as keyof typeof inTable]],
    },
    ignored: { strata: 'the run has none' },
  });
};
