/** Makes the result of a step of kind `survival` of its spells: a record for each group, points of its curve, and tests. */
import { type SurvivalScale, type SurvivalStep, survivalCurve } from '../../../src/econ/graphics/survival.ts';
import { compareSurvival, type RankTest, type Spells, type TestResult } from './log-rank.ts';
import { type Point, pointAt, type Summary, summarise } from './summary.ts';

export interface SurvivalRequest {
  /** Times at which the function is told. */
  readonly at: readonly number[];
  readonly tests: readonly RankTest[];
  readonly interval: SurvivalScale;
  readonly level: number;
}

export interface GroupedSpells extends Spells {
  /** Codes from 0, one a spell; all 0 where there are no groups. */
  readonly groups: Int32Array;
  /** Names by codes, each of which some spell has. */
  readonly names: readonly string[];
  /** All 0 where there are no strata. */
  readonly strata: Int32Array;
}

export interface GroupRow extends Summary {
  readonly variable: string;
  /** Endings that the log-rank test expects; absent where there are no tests. */
  readonly expected?: number;
}

export interface PointRow extends Point {
  /** `GROUP at TIME`. */
  readonly variable: string;
  readonly group: string;
}

export interface TestRow extends TestResult {
  readonly variable: RankTest;
}

export interface SurvivalReport {
  readonly rows: readonly GroupRow[];
  readonly at: readonly PointRow[];
  readonly tests: readonly TestRow[];
  /** Groups whose curve is 0 before the last of their spells ends, as late entries can make it. */
  readonly emptied: readonly string[];
}

export const pointName = (group: string, time: number): string => `${group} at ${time}`;

/** Every spell's time is above that of its entry. Tests are made where there are several groups. */
export function survivalReport(spells: GroupedSpells, request: SurvivalRequest): SurvivalReport {
  const { names, groups, strata } = spells;
  const compared = request.tests.length === 0 ? null : compareSurvival(spells, groups, names.length, strata);
  const found = names.map((group, code) => {
    const own = membersOf(spells, code);
    return {
      group,
      own,
      steps: survivalCurve(own.times, own.events, request.level, { ...own, interval: request.interval }),
    };
  });
  return {
    rows: found.map(({ group, own, steps }, code) => ({
      variable: group,
      ...summarise(steps, own.times.length),
      ...(compared && { expected: compared.expected[code]! }),
    })),
    at: found.flatMap(({ group, own, steps }) =>
      request.at.map((time) => ({
        variable: pointName(group, time),
        group,
        ...pointAt(steps, time, atRisk(own, time)),
      })),
    ),
    tests: compared === null ? [] : request.tests.map((test) => ({ variable: test, ...compared.tests[test] })),
    emptied: found.filter(({ steps }) => isEmptied(steps)).map(({ group }) => group),
  };
}

function membersOf({ times, events, entries, groups }: GroupedSpells, code: number): Spells {
  const rows = [...groups.keys()].filter((i) => groups[i] === code);
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]!);
  return { times: of(times), events: of(events), entries: of(entries) };
}

const atRisk = ({ times, entries }: Spells, time: number): number =>
  times.reduce((n, end, i) => (end >= time && entries[i]! < time ? n + 1 : n), 0);

const isEmptied = (steps: readonly SurvivalStep[]): boolean =>
  steps.slice(0, -1).some(({ survival }) => survival === 0);
