/** Every run of every reference case, at the tolerance its case states. */
import { describe, expect, it } from 'vitest';
import { allCases } from './case.ts';
import { readData } from './csv-data.ts';
import { notBuilt, runners } from './runners/registry.ts';

for (const test of allCases()) {
  const known = test.runs.filter((run) => Object.hasOwn(runners, run.est));
  if (test.runs.length === 0) continue;
  describe(test.id, () => {
    const data = known.length > 0 ? readData(test) : null;
    for (const run of test.runs) {
      const runner = runners[run.est];
      if (runner) it(run.name, () => expect(runner(run, data!, test)).toEqual([]));
      else if (notBuilt.includes(run.est)) it.skip(`${run.name} (${run.est} is not built yet)`, () => {});
      else it(run.name, () => expect.fail(`\`${run.est}\` is neither in the registry nor listed as not built`));
    }
  });
}
