/** Matches each level of a column alone, as each period of a panel: the weights of all levels, and what each was found by. */
import { Refusal } from '../../../src/base/problem.ts';
import { nameOfResult } from '../../../src/base/value.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';
import type { MatchRows } from './rows.ts';
import type { MatchSpec } from './spec.ts';
import type { Weighed } from './weigh.ts';

interface LevelMatched extends Weighed {
  readonly level: string;
  readonly rows: MatchRows;
}

interface LeftOut {
  readonly level: string;
  readonly count: number;
}

/** Weights are NaN in the rows of levels that are left out, since all of theirs are treated, or none is. Refuses where no level has both. */
export function levelsMatched(spec: MatchSpec, used: MatchRows, weigh: (rows: MatchRows) => Weighed) {
  const { codes, levels: names } = used.by!;
  const weights = new Float64Array(codes.length).fill(Number.NaN);
  const scores = weights.slice();
  const levels: LevelMatched[] = [];
  const leftOut: LeftOut[] = [];
  const isCrossing = columnsOfLevels(spec.by!).length > 1;
  for (const [code, level] of isCrossing ? [...names.entries()].sort(byParts) : names.entries()) {
    const at = Int32Array.from(codes.keys()).filter((i) => codes[i] === code);
    if (at.length === 0) continue;
    const rows = within(used, at);
    if (new Set(rows.treatment).size < 2) {
      leftOut.push({ level, count: at.length });
      continue;
    }
    const found = aboutLevel(spec.by!, level, () => weigh({ ...rows, on: rows.on.filter(varies) }));
    for (const [i, row] of at.entries()) {
      weights[row] = found.weights[i]!;
      scores[row] = found.scores?.[i] ?? Number.NaN;
    }
    levels.push({ level, rows, ...found });
  }
  if (levels.length === 0) {
    const message = `no level of \`${spec.by}\` has both treated rows and controls`;
    throw new Refusal('one-side', message, { param: 'by', hint: 'leave `by` out, or match by larger groups' });
  }
  const warnings = levels.flatMap(({ level, extra }) =>
    (extra.warnings ?? []).map((warning) => ({
      ...warning,
      message: `${warning.message}, where ${levelIs(spec.by!, level)}`,
    })),
  );
  return { weights, scores, levels, leftOut, warnings };
}

/** Puts levels of a crossing, which stand as rows have them, in the order of their parts. */
function byParts([, a]: readonly [number, string], [, b]: readonly [number, string]): number {
  const [left, right] = [a.split('^'), b.split('^')];
  const at = left.findIndex((part, i) => part !== right[i]);
  if (at < 0) return 0;
  const difference = Number(left[at]) - Number(right[at]);
  return Number.isNaN(difference) ? (left[at]! < right[at]! ? -1 : 1) : difference;
}

/** Some of the rows that were looked at. */
export function within(rows: MatchRows, at: Int32Array): MatchRows {
  const column = ({ name, values, ...more }: NamedColumn): NamedColumn => ({ name, ...more, values: pick(values, at) });
  return {
    ...rows,
    rows: Int32Array.from(at, (i) => rows.rows[i]!),
    treatment: pick(rows.treatment, at),
    on: rows.on.map(column),
    outcomes: rows.outcomes.map(column),
    adjust: rows.adjust.map(column),
    exact: rows.exact && pickCodes(rows.exact, at),
    by: null,
  };
}

/** Says whether a column tells rows apart: one that does not is alike on both sides, as an indicator of a level that no row has. */
const varies = ({ values }: NamedColumn): boolean => values.some((value) => value !== values[0]);

const levelIs = (by: string, level: string): string =>
  `\`${by}\` is \`${nameOfResult([...columnsOfLevels(by)], level)}\``;

/** A refusal tells where it happened. */
function aboutLevel<T>(by: string, level: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const hint = [error.hint, 'or leave those rows out with `exclude`'].filter(Boolean).join('; ');
    throw new Refusal(error.code, `where ${levelIs(by, level)}: ${error.message}`, { param: error.param, hint });
  }
}

export function leftOutWarning({ by }: MatchSpec, leftOut: readonly LeftOut[]): Warning[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.reduce((sum, { count }) => sum + count, 0);
  const shown = leftOut.slice(0, 5).map(({ level }) => nameOfResult([...columnsOfLevels(by!)], level));
  const named = `${shown.join(', ')}${leftOut.length > 5 ? ' and more' : ''}`;
  const message = `${rows} rows are not matched, since \`${by}\` has levels with treated rows alone, or with controls alone: ${named}`;
  return [{ code: 'one-side', message }];
}
