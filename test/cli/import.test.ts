/** `papermake import`: projects that it writes run, and find what a pipeline finds that was written by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Project } from './harness.ts';

const scripts = join(import.meta.dirname, '../import/scripts');
const script = (name: string): string => readFileSync(join(scripts, name), 'utf8');

let project: Project | undefined;
afterEach(() => project?.dispose());

interface Term {
  readonly term: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly pValue: number;
}

interface ShownFit {
  readonly nobs: number;
  readonly terms: readonly Term[];
}

async function fitOf(own: Project, node: string): Promise<ShownFit> {
  const { code, stdout, stderr } = await own.run('show', node, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ShownFit;
}

/** Both fits by the order of their terms, since an import has names of its own. */
function expectSame(found: ShownFit, expected: ShownFit): void {
  expect(found.nobs).toBe(expected.nobs);
  expect(found.terms.length).toBe(expected.terms.length);
  for (const [i, { estimate, stdError, pValue }] of expected.terms.entries()) {
    expect(found.terms[i]!.estimate).toBeCloseTo(estimate, 9);
    expect(found.terms[i]!.stdError).toBeCloseTo(stdError, 9);
    expect(found.terms[i]!.pValue).toBeCloseTo(pValue, 9);
  }
}

/** Numbers that look drawn and are the same in every run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** A panel as CSV: units by periods, each column a function of the draw, the unit and the period. */
function panelOf(
  names: string,
  units: number,
  periods: readonly number[],
  cell: (name: string, i: number, t: number, u: number) => string | number,
): string {
  const next = drawn(7);
  const columns = names.split(' ');
  const rows = Array.from({ length: units }, (_, i) =>
    periods.map((t) => columns.map((name) => cell(name, i, t, next())).join(',')),
  );
  return `${[columns.join(','), ...rows.flat()].join('\n')}\n`;
}

const years = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a do-file with its data', () => {
  it('becomes columns that estimate what a pipeline by hand does', async () => {
    project = new Project({
      'main.do': script('provinces.do'),
      'data/panel.csv': script('data/panel.csv'),
      'hand/data/panel.csv': script('data/panel.csv'),
      'hand/pipeline.yaml': `papermake: 1
steps:
  file: {kind: ingest, file: data/panel.csv, panel: {unit: Province, time: Year}}
  panel:
    kind: derive
    from: file
    columns: {nqp: "winsorize(NQP, 1, 99)", ed: "winsorize(Education, 1, 99)", pat: "winsorize(Patent, 1, 99)", dig: "winsorize(DigEco, 1, 99)", income: log(urban_income)}
    where: Year != 2020
  models:
    kind: models
    from: panel
    vcov: cluster(Province)
    columns:
      - {id: m2, fit: Gap ~ nqp + ed + pat + dig | Province}
      - {id: m3, fit: Gap ~ nqp + ed + pat + dig | Province + Year}
      - {id: income, fit: income ~ nqp + ed + pat + dig | Province + Year}
      - {id: west, fit: Gap ~ nqp + ed + pat + dig | Province + Year, sample: Region == "West"}
      - {id: lag, fit: Gap ~ L.nqp + ed + pat + dig + i(Year) | Province, lincom: {gap: ed - 2*pat}, nlcom: {ratio: b(ed) / b(pat), more: b(L.nqp)^2 + log(exp(b(_cons)))}}
`,
    });
    const imported = await project.run('import', 'main.do', '--strict');
    expect(imported.stderr + imported.stdout).toContain('9 estimates');
    expect(imported.code).toBe(0);
    await project.make();
    expect((await project.run('run', '-C', 'hand')).code).toBe(0);
    const pairs = {
      'models.m2': 'm2',
      'models.m3': 'm3',
      'models.lnincome_all': 'income',
      'models.r_West': 'west',
      'models.lag': 'lag',
    };
    for (const [node, byHand] of Object.entries(pairs)) {
      const { stdout } = await project.run('show', `models.${byHand}`, '--json', '-C', 'hand');
      expectSame(await fitOf(project, node), JSON.parse(stdout) as ShownFit);
    }
    const functions = async (...asked: string[]): Promise<readonly { estimate: number; stdError: number }[]> =>
      JSON.parse((await project!.run('show', 'models.lag', '--json', ...asked)).stdout).nlcom;
    const [own, byHand] = [await functions(), await functions('-C', 'hand')];
    expect(own.length).toBe(2);
    own.forEach(({ estimate, stdError }, i) => {
      expect(estimate / byHand[i]!.estimate).toBeCloseTo(1, 9);
      expect(stdError / byHand[i]!.stdError).toBeCloseTo(1, 9);
    });
    expect(project.read('out/tables/table2.md')).toContain('**Baseline**');
    expect(project.has('out/tables/table2.docx')).toBe(true);
  });

  it('exported to Stata and imported again estimates the same', async () => {
    project = new Project({ 'main.do': script('provinces.do'), 'data/panel.csv': script('data/panel.csv') });
    await project.run('import', 'main.do');
    await project.make();
    expect((await project.run('export', '--to', 'stata', '--data', 'frame')).code).toBe(0);
    expect((await project.run('import', 'export/stata/03_models.do', '--out', 'back')).code).toBe(0);
    expect((await project.run('run', '-C', 'back')).code).toBe(0);
    const nodes = (file: string): string[] =>
      Object.entries(
        parse(project!.read(file)).steps as Record<string, { kind: string; columns: { id: string }[] }>,
      ).flatMap(([name, { kind, columns }]) => (kind === 'models' ? columns.map(({ id }) => `${name}.${id}`) : []));
    const [own, back] = [nodes('pipeline.yaml'), nodes('back/pipeline.yaml')];
    expect(back.length).toBe(own.length);
    for (const [i, node] of own.entries()) {
      const { stdout } = await project.run('show', back[i]!, '--json', '-C', 'back');
      const { nobs, terms } = JSON.parse(stdout) as ShownFit;
      const expected = await fitOf(project, node);
      expectSame({ nobs, terms }, { nobs: expected.nobs, terms: expected.terms });
    }
  });

  it('settles a merge by what is done with `_merge`', async () => {
    const rows = (names: string, list: readonly (readonly number[])[]): string =>
      `${names}\n${list.map((row) => row.join(',')).join('\n')}\n`;
    const next = drawn(3);
    const ids = Array.from({ length: 20 }, (_, i) => i);
    project = new Project({
      'a.csv': rows(
        'id,y,x',
        ids.map((id) => [id, next(), next()]),
      ),
      'b.csv': rows(
        'id,z',
        ids.slice(5).map((id) => [id, next()]),
      ),
      'main.do':
        "import delimited b.csv, clear\ntempfile b\nsave `b'\nimport delimited a.csv, clear\nmerge 1:1 id using `b'\nkeep if _merge == 3\nreg y x\nreg y x z\n",
    });
    expect((await project.run('import', 'main.do', '--strict')).code).toBe(0);
    await project.make();
    expect((await fitOf(project, 'models.m1')).nobs).toBe(15);
  });

  it('merges a yearbook that was reshaped, and says which lines it does not read', async () => {
    const wide = panelOf(
      '城市 gdp2011 gdp2012 gdp2013 gdp2014 gdp2015 gdp2016 pop2011 pop2012 pop2013 pop2014 pop2015 pop2016',
      30,
      [0],
      (name, i, _, u) => (name === '城市' ? `市${i}` : (name.startsWith('gdp') ? 50 : 10) + 20 * u + i),
    );
    const cities = panelOf('city year region treated fdi digital', 30, years(2011, 2016), (name, i, t, u) =>
      name === 'city'
        ? `市${i}`
        : name === 'year'
          ? t
          : name === 'region'
            ? 1 + (i % 3)
            : name === 'treated'
              ? Number(i < 12)
              : (u * 4).toFixed(4),
    );
    project = new Project({ 'main.do': script('yearbook.do'), 'raw/yearbook.csv': wide, 'raw/cities.csv': cities });
    const { stdout } = await project.run('import', 'main.do', '--json');
    const { lines } = JSON.parse(stdout) as { lines: { line: number; is: string; words: string }[] };
    const unread = lines.filter(({ is }) => is === 'unread').map(({ line }) => lines[line - 1]!.words);
    expect(unread).toEqual([
      expect.stringContaining('`r(p50)`'),
      expect.stringContaining('`med`'),
      expect.stringContaining('levels of `region`'),
      ...Array.from({ length: 3 }, () => expect.stringContaining('`regions`')),
    ]);
    await project.make();
    const { nobs, terms } = await fitOf(project, 'models.m2');
    expect(nobs).toBe(180);
    expect(terms.map(({ term }) => term)).toEqual(['treat_post', 'lnpop', 'fdi', '_cons']);
    expect(project.read('out/tables/base.md')).toMatch(/City FE .*Yes .*Yes/);
  });
});

describe('do-files as they are found', () => {
  const number = (name: string, u: number, i: number, t: number): string | number =>
    name === 'year' ? t : name === 'firm' ? i : (u * 3 + (i % 5) / 4 + 0.1).toFixed(5);

  it('with lags, winsorising and several outcomes', async () => {
    const csv = panelOf(
      'firm year roa tobinq size lev growth esg soe ind st',
      60,
      years(2010, 2015),
      (name, i, t, u) =>
        name === 'soe' || name === 'st' ? Number(u > 0.7) : name === 'ind' ? i % 4 : number(name, u, i, t),
    );
    project = new Project({
      'main.do': script('firms.do').replace('destring ind, replace force', 'destring ind, replace'),
      'data/firms.csv': csv,
    });
    expect((await project.run('import', 'main.do', '--strict')).code).toBe(0);
    await project.make();
    expect((await fitOf(project, 'models_2.m6')).nobs).toBe(24);
  });

  it('with thresholds and dynamic panels', async () => {
    const csv = panelOf('firm year inv q debt size lev cash', 40, years(2003, 2012), (name, i, t, u) =>
      number(name, u, i, t),
    );
    const text = script('threshold.do')
      .replace('use data/small.dta, clear', 'import delimited data/small.csv, clear')
      .replace(/bs\(100\)/, 'bs(5)')
      .replace(/^xtbalance.*$/m, '');
    project = new Project({ 'main.do': text, 'data/small.csv': csv });
    expect((await project.run('import', 'main.do')).code).toBe(0);
    await project.make();
    expect((await fitOf(project, 'models.fe2')).nobs).toBe(320);
  });

  it('with outcomes of 0 and 1, counts and marginal effects', async () => {
    const csv = panelOf(
      'low bwt age lwt race smoke w hosp visits months wage educ work kids',
      300,
      [0],
      (name, i, _, u) => {
        if (['low', 'smoke', 'work'].includes(name)) return Number(u > 0.5);
        if (['race', 'hosp'].includes(name)) return 1 + (i % (name === 'race' ? 3 : 20));
        if (['visits', 'kids'].includes(name)) return Math.floor(u * 5);
        return name === 'age' ? 16 + Math.floor(u * 25) : (100 + 60 * u).toFixed(3);
      },
    );
    project = new Project({
      'main.do': script('births.do')
        .replace('sysuse lbw, clear', 'import delimited data/lbw.csv, clear')
        .replace(/ if work$/m, ''),
      'data/lbw.csv': csv,
    });
    expect((await project.run('import', 'main.do')).code).toBe(0);
    await project.make();
    expect((await fitOf(project, 'models.m1')).nobs).toBeLessThan(300);
  });
});

describe('a call', () => {
  it('names what is wrong, and overwrites nothing', async () => {
    project = new Project({ 'main.do': 'use d\nreg y x\n', 'main.sas': '' });
    expect((await project.run('import', 'main.sas')).stderr).toContain('`main.sas` is no script that is imported');
    expect((await project.run('import', 'none.do')).stderr).toContain('there is no file `none.do`');
    expect((await project.run('import', 'main.do')).stdout).toContain('not found: `d.dta`');
    const again = await project.run('import', 'main.do');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already there; nothing was written')]);
  });

  it('tells lines that it does not understand, and fails where it must', async () => {
    project = new Project({ 'main.do': 'use d\nmymodel y x\n' });
    const { code, stdout } = await project.run('import', 'main.do', '--strict');
    expect(code).toBe(1);
    expect(stdout).toContain('main.do:2  not understood: the command `mymodel` is not known');
  });
});
