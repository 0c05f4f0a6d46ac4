/** Recorded values: each has a run and a script, and an altered one makes the run fail. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { committedCases } from './case.ts';
import { readData } from './csv-data.ts';
import { type Recorded, recorded, recordedRuns } from './recorded.ts';
import { runners } from './runners/registry.ts';

const cases = committedCases();
const scripts = readdirSync(join(import.meta.dirname, 'recorded')).map((name) => name.replace(/\.\w+$/, ''));

describe('recorded values', () => {
  it('are of runs of committed cases, and of scripts that stand beside them or of papers', () => {
    const known = new Set(cases.flatMap(({ id, runs }) => runs.map(({ name }) => `${id}/${name}`)));
    for (const [script, values] of recorded) {
      const isPublished = values.every(({ tool }) => tool.startsWith('published: '));
      expect(scripts.filter((name) => name === script)).toHaveLength(isPublished ? 1 : 2);
      expect(values.filter(({ run }) => !known.has(run))).toEqual([]);
    }
  });

  it('have tolerances that hold six digits at least', () => {
    const loose = [...recorded.values()].flat().filter(({ rel }: Recorded) => !(rel <= 1e-6));
    expect(loose).toEqual([]);
  });

  for (const test of cases) {
    const runs = recordedRuns(test);
    if (runs.length === 0) continue;
    it(`fail where one is altered: ${test.id}`, () => {
      const data = readData(test);
      for (const run of runs) {
        const printed = run.expected.printed as Recorded['printed'];
        const altered = Object.entries(printed).map(([place, value]) => [place, alter(value)] as const);
        const expected = { printed: Object.fromEntries(altered) };
        expect(runners[run.est]!({ ...run, expected }, data, test), run.name).toHaveLength(altered.length);
      }
    });
  }
});

/** Another value: a number that differs in its sixth digit, a number where there is none. */
const alter = (value: number | null): number => (value === null ? 1 : value * (1 + 1e-5) + (value === 0 ? 1e-5 : 0));
