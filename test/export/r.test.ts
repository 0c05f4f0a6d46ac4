/** Exported R scripts, run where papermake is not: they estimate the reference cases to eight digits. */
import { describe, expect, it } from 'vitest';
import { csvFile, type TrackedData } from '../../src/export/data.ts';
import { r } from '../../src/export/r/language.ts';
import { modelledCases } from './models.ts';
import { runInEmptyFolder, withoutR } from './r-runs.ts';

describe.skipIf(withoutR !== undefined)(`exported R scripts${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  it('estimate the models of the reference cases, and find papermake’s values', () => {
    const models = modelledCases().flatMap((each) => each.models);
    const blocks = models.map((model) => r.model(model));
    const data = [...new Set(models.map((model) => model.data as TrackedData))];
    const files = [...r.scripts(undefined, [{ name: 'cases', data, blocks }]), ...data.map(csvFile)];
    const { output } = runInEmptyFolder(files, 'cases.R');
    console.log(output.slice(-6000));
    console.log(blocks.flatMap(({ missing }) => missing.map(({ node, what, why }) => `${node}: ${what}: ${why}`)).join('\n'));
    expect(output).toMatch(/values/);
  });
});
