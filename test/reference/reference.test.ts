/** Every run of every reference case, at the tolerance its case states; and the index of what these compare. `UPDATE=1` writes the index. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Data } from '../../src/econ/data.ts';
import { estimators } from '../../src/econ/registry.ts';
import { allKinds } from '../../steps/registry.ts';
import { allCases } from './case.ts';
import { Certification } from './certification/index-of-runs.ts';
import { certificationJson, certificationPage } from './certification/page.ts';
import { differences, listening } from './compare.ts';
import { readData } from './csv-data.ts';
import { recordedRuns } from './recorded.ts';
import { notBuilt, runners } from './runners/registry.ts';

const index = new Certification();
let compared = 0;

const cases = allCases();
for (const test of cases) {
  if (test.runs.length === 0) continue;
  describe(test.id, () => {
    let data: Data | undefined;
    for (const run of [...test.runs, ...recordedRuns(test)]) {
      it.skipIf(notBuilt.includes(run.est))(run.name, () => {
        const runner = runners[run.est];
        expect(runner, `a runner of \`${run.est}\``).toBeDefined();
        compared++;
        const differing = listening(
          (comparison) => index.add(test, comparison),
          () => {
            data ??= readData(test);
            return runner!(run, data, test);
          },
        );
        expect(differing).toEqual([]);
      });
    }
  });
}

it('a method that is built is not listed as one that is not', () => {
  expect(notBuilt.filter((name) => Object.hasOwn(runners, name))).toEqual([]);
});

const DOCS = path.resolve(import.meta.dirname, '../../docs');

/** Step kinds that compute numbers of their own, which none does that hands over, compares or describes what others computed. */
const kindsOfNumbers = (): string[] =>
  allKinds()
    .filter(({ results = [] }) => results.length > 0 && results[0]!.type !== 'fit')
    .map(({ name }) => name)
    .filter((name) => !['audit', 'codebook', 'compare', 'witness'].includes(name));

/** Cases of another folder, and runs that are left out, would make another index. */
it.skipIf(process.env.PAPERMAKE_REFERENCE)('docs/certification.md and .json say what these runs compare', (context) => {
  if (compared < cases.flatMap((each) => [...each.runs, ...recordedRuns(each)]).length) context.skip();
  const entries = index.entries();
  const named = new Set(entries.map(({ name }) => name));
  const others = [...estimators.map(({ name }) => name), ...kindsOfNumbers()].filter((name) => !named.has(name));
  for (const [name, text] of [
    ['certification.md', certificationPage(entries, others)],
    ['certification.json', certificationJson(entries)],
  ] as const) {
    const file = path.join(DOCS, name);
    if (process.env.UPDATE) writeFileSync(file, text);
    expect(
      readFileSync(file, 'utf8') === text,
      `${name} is another; UPDATE=1 npx vitest run test/reference writes it`,
    ).toBe(true);
  }
  const none = entries.filter(({ held }) => held === 'none');
  expect(none.length, 'statistics that no run compares, of one in twenty at most').toBeLessThanOrEqual(
    entries.length / 20,
  );
});

describe('the comparison', () => {
  const run = { name: 'r', est: 'ols', tolerance: { rel: 1e-8 } };
  const fields = { known: { N: () => 10, F: () => ({ invalid: 'why' }) }, ignored: { note: 'words' } };

  it('fails on a value beyond the tolerance, an undefined one, and a field nobody knows', () => {
    expect(differences({ ...run, expected: { N: 10 + 1e-8, note: 'x' } }, null, fields)).toEqual([]);
    expect(differences({ ...run, expected: { N: 10 + 1e-6 } }, null, fields)).toHaveLength(1);
    expect(differences({ ...run, expected: { F: null } }, null, fields)).toEqual([]);
    expect(differences({ ...run, expected: { F: 3 } }, null, fields)).toHaveLength(1);
    expect(differences({ ...run, expected: { N: null } }, null, fields)).toHaveLength(1);
    expect(differences({ ...run, expected: { surprise: 1 } }, null, fields)[0]).toMatch(/does not know/);
  });
});
