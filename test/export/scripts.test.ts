/** Exported scripts, run where papermake is not: they estimate the models of reference cases, and options beside them, to eight digits. */
import { describe, expect, it } from 'vitest';
import { csvFile, type TrackedData } from '../../src/export/data.ts';
import type { Block, ExportedModel, ExportLanguage } from '../../src/export/language.ts';
import { python } from '../../src/export/python/language.ts';
import { r } from '../../src/export/r/language.ts';
import { modelledCases } from './models.ts';
import { optionedModels } from './optioned.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';

interface Tried {
  readonly language: ExportLanguage;
  readonly program: Program;
  readonly why: string | undefined;
  readonly script: string;
  /** Models of reference cases in which the language finds other digits, with the reason. */
  readonly explained: Readonly<Record<string, string>>;
  /** The fewest models of reference cases, and of options, that are written. */
  readonly fewest: readonly [cases: number, options: number];
}

const all: readonly Tried[] = [
  {
    language: r,
    program: byR,
    why: withoutR,
    script: '01_cases.R',
    explained: {
      'nist-filip.ols': 'lm() drops a power that is collinear to seven digits',
      'nist-wampler1.ols': 'the fit is perfect, and errors are the rounding of residuals',
      'twoway-mended.gdp_first': 'errors of rounding are mended',
      'twoway-mended.share_first': 'errors of rounding are mended',
    },
    fewest: [160, 39],
  },
  {
    language: python,
    program: byPython,
    why: withoutPython,
    script: '01_cases.py',
    explained: {
      'nist-filip.ols': 'powers are collinear to seven digits',
      'nist-wampler1.ols': 'the fit is perfect, and errors are the rounding of residuals',
      'twoway-mended.gdp_first': 'errors of rounding are mended',
      'twoway-mended.share_between': 'errors of rounding are mended',
    },
    fewest: [141, 20],
  },
];

describe.each(all)('exported scripts: $language.name', ({ language, program, why, script, explained, fewest }) => {
  const run = (models: readonly ExportedModel[]): { readonly output: string; readonly written: readonly Block[] } => {
    const writer = language.open();
    const blocks = models.map((model) => writer.model(model));
    const data = [...new Set(models.map((model) => model.data as TrackedData))];
    const files = [...writer.scripts(undefined, [{ name: 'cases', data, blocks }]), ...data.map(csvFile)];
    const { output } = runInEmptyFolder(files, script, program);
    return { output, written: blocks.filter(({ cells }) => cells > 0) };
  };

  it.skipIf(why !== undefined)('find papermake’s values of the reference cases', () => {
    const { output, written } = run(modelledCases().flatMap((each) => each.models));
    expect(output).toMatch(/01_cases\.\w+: \d+ of \d+ values differ/);
    const different = [...output.matchAll(/^DIFFERENT {2}([^:]+):/gm)].map(([, node]) => node!);
    expect([...new Set(different)].sort()).toEqual(Object.keys(explained).sort());
    expect(written.length).toBeGreaterThanOrEqual(fewest[0]);
    expect(Object.keys(explained).length / written.length).toBeLessThan(0.05);
  });

  it.skipIf(why !== undefined)('find them with the options of estimators, samples and errors', () => {
    const { output, written } = run(optionedModels().models);
    expect(output).toMatch(/01_cases\.\w+: all \d+ values are the same/);
    expect(written.length).toBeGreaterThanOrEqual(fewest[1]);
    const further = (node: string): string[] =>
      written.find((block) => block.node === `optioned.${node}`)!.further!.map(({ cell }) => cell);
    expect(further('ols_joint')).toEqual(['r2Within', 'f']);
    expect(further('logit_offset')).toContain('ll');
    expect(further('restricted').slice(2)).toEqual([
      'gap: combination',
      'gap: standard error',
      'half: combination',
      'half: standard error',
      'ratio: function',
      'ratio: standard error',
      'odds: function',
      'odds: standard error',
      'alike: F',
      'regions: F',
    ]);
    expect(written.find(({ node }) => node === 'optioned.restricted')!.missing).toEqual([
      { node: 'optioned.restricted', what: 'selection on unobservables', why: 'it is not written' },
    ]);
    expect(further('restricted_logit')).toContain('none: chi2');
    for (const node of ['margins_logit', 'margins_probit'])
      expect(further(node)).toEqual(expect.arrayContaining(['margins: x', 'margins: z: standard error']));
    expect(further('margins_poisson').filter((cell) => cell.startsWith('margins'))).toEqual([
      'margins: z',
      'margins: z: standard error',
    ]);
    expect(written.find(({ node }) => node === 'optioned.margins_squared')!.missing).toMatchObject([
      { what: 'marginal effects' },
    ]);
    expect(further('iv_within')).toContain('effective F');
    expect(further('iv_within')).toContain('Anderson-Rubin: end 1 of the set');
    expect(further('iv_within').slice(0, 7)).toEqual([
      'first stage of x: w: coefficient',
      'first stage of x: w: standard error',
      'first stage of x: L.x: coefficient',
      'first stage of x: L.x: standard error',
      'first stage of x: z: coefficient',
      'first stage of x: z: standard error',
      'first stage of x: F',
    ]);
  });
});
