/** Exported R scripts, run where papermake is not: they estimate the models of the reference cases to eight digits. */
import { describe, expect, it } from 'vitest';
import { csvFile, type TrackedData } from '../../src/export/data.ts';
import { r } from '../../src/export/r/language.ts';
import { modelledCases } from './models.ts';
import { runInEmptyFolder, withoutR } from './r-runs.ts';

/** Models in which R finds other digits, with the reason. */
const explained: Readonly<Record<string, string>> = {
  'nist-filip.ols': 'lm() drops a power that is collinear to seven digits',
  'nist-wampler1.ols': 'the fit is perfect, and errors are the rounding of residuals',
  'twoway-mended.gdp_first': 'errors of rounding are mended',
  'twoway-mended.share_first': 'errors of rounding are mended',
};

describe.skipIf(withoutR !== undefined)(`exported R scripts${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  it('estimate the models of the reference cases, and find papermake’s values to eight digits', () => {
    const models = modelledCases().flatMap((each) => each.models);
    const writer = r.open();
    const blocks = models.map((model) => writer.model(model));
    const data = [...new Set(models.map((model) => model.data as TrackedData))];
    const files = [...writer.scripts(undefined, [{ name: 'cases', data, blocks }]), ...data.map(csvFile)];
    const { output } = runInEmptyFolder(files, '01_cases.R');
    expect(output).toMatch(/01_cases\.R: \d+ of \d+ values differ/);
    const different = [...output.matchAll(/^DIFFERENT {2}([^:]+):/gm)].map(([, node]) => node!);
    expect([...new Set(different)].sort()).toEqual(Object.keys(explained).sort());
    const written = blocks.filter(({ cells }) => cells > 0).length;
    expect(written).toBeGreaterThanOrEqual(130);
    const limited = blocks.filter(({ node, cells }) => node.startsWith('mroz-select.tobit') && cells > 0);
    expect(limited).toHaveLength(2);
    expect(Object.keys(explained).length / written).toBeLessThan(0.05);
  });
});
