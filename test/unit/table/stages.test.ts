/** Instrumental variables in a table: each thing said once, and overidentification told by itself. */
import { describe, expect, it } from 'vitest';
import type { TestResult } from '../../../src/econ/fit.ts';
import { logit } from '../../../src/econ/logit/estimator.ts';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import type { Table } from '../../../src/table/table.ts';
import { build, fitOf, node, renderedTexts, term } from '../../golden/fixtures.ts';

const first = fitOf([term('L.NQP', 0.9, 0.1, 0.001)], { outcome: 'NQP' });
const ivOf = (test: TestResult, stats: object) => ({
  ...fitOf([term('NQP', 4, 0.5, 0.001)], { estimator: 'iv', stats: { n: 341, kpWaldF: 72, ...stats }, tests: [test] }),
  firstStage: [first],
});
const hansen = { name: 'hansen-j', statistic: 1.2, pValue: 0.27, df: [1] };
const iv = ivOf(hansen, { hansenJ: 1.2 });
const tableOf = (entry: TableEntry, fit: object = iv, header = 'IV'): Table => {
  const source = node('iv', fit as never, { header, stages: ['first', 'second'] });
  return build({ name: 'iv', entry, groups: [{ title: null, sources: [source] }] });
};
const rowsOf = ({ panels }: Table): string[] => panels.flatMap(({ rows }) => rows.map(({ key }) => key));

describe('the head over the stages', () => {
  it('names outcome, column and stage once', () => {
    const { columns, spanners } = tableOf({});
    expect(columns.map(({ header }) => header)).toEqual(['First stage', 'Second stage']);
    expect(columns.map(({ name }) => name)).toEqual(['IV first stage (NQP)', 'IV second stage (Gap)']);
    expect(spanners.map((level) => level.map(({ text }) => text))).toEqual([['IV'], ['NQP', 'Gap']]);
    expect(tableOf({}, iv, '').spanners).toHaveLength(1);
  });

  it('names the outcome beside the stage where none stands above', () => {
    expect(tableOf({ outcome: false }).columns.map(({ header }) => header)).toEqual([
      'First stage (NQP)',
      'Second stage (Gap)',
    ]);
  });
});

describe('what stands side by side', () => {
  it('is the first stage of the variable that is named, where a column has several', () => {
    const other = fitOf([term('z', 0.2, 0.1, 0.04)], { outcome: 'Education' });
    const fit = { ...ivOf(hansen, {}), firstStage: [first, other], reducedForm: fitOf([term('z', 0.5, 0.2, 0.01)]) };
    const source = node('iv', fit as never, { header: 'IV', stages: ['first(Education)', 'reduced', 'second'] });
    const table = build({ name: 'iv', entry: {}, groups: [{ title: null, sources: [source] }] });
    expect(table.columns.map(({ header }) => header)).toEqual(['First stage', 'Reduced form', 'Second stage']);
    expect(table.spanners.at(-1)!.map(({ text }) => text)).toEqual(['Education', 'Gap']);
    expect(rowsOf(table)).not.toContain('L.NQP');
  });

  it('is what a spatial model has of each regressor', () => {
    const names = ['x', 'W.x', 'rho', 'direct(x)', 'indirect(x)', 'total(x)'];
    const fit = fitOf(names.map((name, i) => term(name, i + 1, 0.5, 0.2)));
    const source = node('sdm', fit, { header: '', stages: ['main', 'lagged', 'direct', 'indirect', 'total'] });
    const shown = (lang: 'en' | 'zh') =>
      build({ name: 'sdm', entry: { lang, hide: '*' }, groups: [{ title: null, sources: [source] }] });
    const table = shown('en');
    expect(table.columns.map(({ header }) => header)).toEqual(['Main', 'W × X', 'Direct', 'Indirect', 'Total']);
    expect(shown('zh').columns.map(({ header }) => header)).toEqual([
      '主效应',
      'W × X',
      '直接效应',
      '间接效应',
      '总效应',
    ]);
    const [x, , rho] = table.panels[0]!.rows;
    expect(x!.cells.map((cell) => (cell.is === 'number' ? cell.value : null))).toEqual([1, 2, 4, 5, 6]);
    expect([rho!.key, rho!.cells.map(({ is }) => is)]).toEqual(['rho', ['number', 'empty', 'empty', 'empty', 'empty']]);
  });
});

describe('a head over all columns, which is a note in Markdown,', () => {
  const fit = { ...fitOf([term('NQP', 4, 0.5, 0.001)]), margins: [term('NQP', 1, 0.1, 0.001)] };
  const notes = async (header: string, lang: string, auto_notes = true): Promise<string> => {
    const { view, ...shown } = node('m', fit as never, { header, stages: ['coefficients', 'margins'] });
    const source = { ...shown, view: { ...view, words: logit.words! } };
    const entry: TableEntry = { lang, auto_notes } as TableEntry;
    const files = await renderedTexts({ name: 'm', entry, groups: [{ title: null, sources: [source] }] });
    return files.get('md')!.split('\n').at(-2)!;
  };

  it.each(['en', 'zh'])('is not said where the note on the estimator begins with it (%s)', async (lang) => {
    const said = await notes('Logit', lang);
    expect(said.match(/Logit/g)).toHaveLength(1);
    expect(said).toMatch(/Logit by maximum likelihood|Logit 模型/);
  });

  it('is said where none does', async () => {
    expect(await notes('Log', 'en')).toContain(' Log. Logit by maximum likelihood in all columns.');
    expect(await notes('Exporters', 'en')).toContain('Exporters. Logit by');
    expect(await notes('Logit', 'en', false)).toContain('Logit.');
  });
});

describe('tests that hold with weak instruments', () => {
  const interval = { type: 'interval', bounds: [0.025, 0.285], pieces: [[0.025, 0.285]] };
  const rays = {
    type: 'two_rays',
    bounds: [0.5, 16.75],
    pieces: [
      [null, 0.5],
      [16.75, null],
    ],
  };
  const ar = (set: object): TestResult => ({
    ...{ name: 'anderson-rubin', statistic: 5.4, pValue: 0.02, df: [1, 90], level: 0.95, set },
    ...('type' in set && set.type === 'interval' ? { low: 0.025, high: 0.285 } : {}),
  });
  const invalid = 'the conditional likelihood ratio test is for iid errors; see the Anderson–Rubin test';
  const clr = { name: 'clr', statistic: { invalid }, pValue: { invalid }, df: [1], level: 0.95, set: { invalid } };
  const text = async (set: object, lang: 'en' | 'zh'): Promise<string> => {
    const fit = { ...ivOf(ar(set), { effectiveF: 13.25 }), tests: [ar(set), clr] };
    const source = node('iv', fit as never, { header: 'IV' });
    const entry: TableEntry = { lang, stats: ['effectiveF', 'arF', 'arP', 'arSet', 'clrSet'] };
    return (await renderedTexts({ name: 'iv', entry, groups: [{ title: null, sources: [source] }] }))
      .get('md')!
      .replaceAll('\\', '');
  };

  it('print sets whatever their form, and say why there is none', async () => {
    expect(await text(interval, 'en')).toMatch(/Anderson–Rubin set \(95%\) +\| +\[0\.025, 0\.285\]/);
    expect(await text(rays, 'en')).toContain('(−∞, 0.500] ∪ [16.750, ∞)');
    expect(await text({ type: 'whole_line', bounds: [], pieces: [[null, null]] }, 'en')).toContain('(−∞, ∞)');
    const none = await text({ type: 'empty', bounds: [], pieces: [] }, 'zh');
    expect(none).toMatch(/Anderson–Rubin 置信集（95%） \| +∅/);
    expect(none).toContain('条件似然比检验仅适用于独立同分布误差');
    expect(none).toMatch(/有效 F 值 +\| +13\.25/);
  });
});

describe('the test of overidentification', () => {
  it('is shown where there are more instruments than needed', () => {
    expect(rowsOf(tableOf({}))).toEqual(expect.arrayContaining(['kpWaldF', 'hansenJ', 'hansenJP']));
    const none = { name: 'hansen-j', statistic: { invalid: 'exactly identified' }, pValue: { invalid: '' }, df: [0] };
    expect(rowsOf(tableOf({}, ivOf(none, { hansenJ: none.statistic })))).not.toContain('hansenJ');
    const sargan = { ...hansen, name: 'sargan' };
    expect(rowsOf(tableOf({}, ivOf(sargan, { sargan: 1.2 })))).toEqual(expect.arrayContaining(['sargan', 'sarganP']));
  });

  it('says once why it is not defined', () => {
    const why = 'the covariance of the moments is not positive definite';
    const fit = ivOf(
      { ...hansen, statistic: { invalid: why }, pValue: { invalid: why } },
      { hansenJ: { invalid: why } },
    );
    expect(tableOf({}, fit).notes.join(' ').split(why)).toHaveLength(2);
  });

  it('has its p value by name, and gives way to `hide`', () => {
    expect(rowsOf(tableOf({ stats: ['hansenJP'] }))).toContain('hansenJP');
    expect(rowsOf(tableOf({ hide: 'hansenJ*' })).filter((key) => key.startsWith('hansen'))).toEqual([]);
  });
});
