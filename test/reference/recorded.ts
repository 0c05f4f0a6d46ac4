/** Values that other programs gave for runs of the cases: `recorded/NAME.json`, each written by the script `recorded/NAME.*` beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Run } from './case.ts';

/** Values of one run by one program. */
export interface Recorded {
  /** `CASE/RUN` of a committed case. */
  readonly run: string;
  /** Program, version and what was called in it; a paper where that prints the values. */
  readonly tool: string;
  /** Largest relative difference. */
  readonly rel: number;
  /** Values by their places in the result that the run prints, as `stats.r2`; null where the program has none either. */
  readonly printed: Readonly<Record<string, number | null>>;
}

const FOLDER = join(import.meta.dirname, 'recorded');

/** All recorded values by the name of the script that wrote them. */
export const recorded: ReadonlyMap<string, readonly Recorded[]> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))]),
);

/** Runs of a case once more, each with the values that another program recorded for it. */
export function recordedRuns({ id, runs }: Case): readonly Run[] {
  return [...recorded].flatMap(([script, values]) =>
    values.flatMap(({ run, tool, rel, printed }) => {
      const name = run.slice(id.length + 1);
      const base = run.startsWith(`${id}/`) ? runs.find((each) => each.name === name) : undefined;
      if (base === undefined) return [];
      return [{ ...base, name: `${name} (${script})`, computed_by: tool, tolerance: { rel }, expected: { printed } }];
    }),
  );
}
