/** Every run of every reference case, at the tolerance its case states. */
import { describe, expect, it } from 'vitest';
import { allCases } from './case.ts';
import { differences } from './compare.ts';
import { readData } from './csv-data.ts';
import { runners } from './runners/registry.ts';

for (const test of allCases()) {
  if (test.runs.length === 0) continue;
  describe(test.id, () => {
    const data = readData(test);
    for (const run of test.runs) {
      it(run.name, () => {
        const runner = runners[run.est];
        expect(runner, `a runner of \`${run.est}\``).toBeDefined();
        expect(runner!(run, data, test)).toEqual([]);
      });
    }
  });
}

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
