/** Do-files that run others, lists that have names, figures and tables of estimates. */
import { describe, expect, it } from 'vitest';
import { foreignCommands } from '../../src/econ/registry.ts';
import type { DraftStep } from '../../src/import/draft.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { nowhere } from './nowhere.ts';

const host = (scripts: Readonly<Record<string, string>> = {}) => ({
  ...nowhere,
  script: (path: string) => scripts[path],
});
const fits = (steps: readonly DraftStep[]): unknown[] =>
  steps.flatMap(({ kind, entries }) => (kind === 'models' ? entries.map(({ keys }) => keys.get('fit')) : []));

describe('another do-file', () => {
  it('is read where it is run: `do` with macros of its own, `include` with those that there are', () => {
    const scripts = { 'sub.do': "local z z2\nreg y x `1' `z'\n", 'models.do': "reg y `z'\n" };
    const source = "use d\nlocal z z1\ndo sub w\ninclude models.do\nreg y `z'\n";
    const { draft, lines } = readStata(source, host(scripts));
    expect(fits(draft.steps)).toEqual(['y ~ x + w + z2', 'y ~ z1', 'y ~ z1']);
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(['became', 'nothing', 'became', 'became', 'became']);
  });

  it('tells lines that were not understood, and is named where it is not there', () => {
    const { lines } = readStata('use d\ndo sub\ndo none\n', host({ 'sub.do': 'reg y x\nmymodel y x\n' }));
    expect(lines[1]!.notes).toEqual([expect.stringContaining('sub.do:2 is not understood: the command `mymodel`')]);
    expect(lines[2]!.outcome).toMatchObject({ is: 'unread', why: '`none.do` was not found' });
  });

  it('that runs itself ends', () => {
    const { lines } = readStata('do a\n', host({ 'a.do': 'do a\n' }));
    expect(lines[0]!.outcome.is).toBe('unread');
  });
});

describe('a program', () => {
  const source = 'program define fits\nargs y x\nif "`x\'" != "" {\nreg `y\' `x\'\n}\nend\n';

  it('is read where it is called, with its arguments', () => {
    const { draft, lines } = readStata(`${source}use d\nfits a b\nfits a c\n`, host());
    expect(fits(draft.steps)).toEqual(['a ~ b', 'a ~ c']);
    expect(lines.map(({ outcome }) => outcome.is)).toEqual([
      ...Array.from({ length: 6 }, () => 'nothing'),
      ...Array.from({ length: 3 }, () => 'became'),
    ]);
  });

  it('that neither changes data nor estimates has no effect, and one that calls itself ends', () => {
    const quiet = "program told\nargs x\nif `x' > 1 {\nlocal y = _b[a]\ndisplay `y'\n}\nend\n";
    const { lines } = readStata(`${quiet}program again\nagain\nreg y x\nend\ntold 2\nagain\n`, host());
    expect(lines.slice(-2).map(({ outcome }) => outcome)).toEqual([
      { is: 'nothing', why: '`told` neither changes data nor leaves an estimate' },
      { is: 'unread', why: 'programs call each other more than 20 deep' },
    ]);
  });
});

describe('a text file without a row of names', () => {
  const columns = {
    ...nowhere,
    columns: () => ['id', 'income'],
  };
  const read = 'import delimited using "d.csv", delimiters(";") varnames(nonames) clear\n';

  it('has its names in the row that is dropped', () => {
    const { draft } = readStata(`${read}drop in 1\nrename (v1 v2) (unit y)\nreg y unit\n`, columns);
    expect(Object.fromEntries(draft.steps[0]!.keys)).toEqual({
      file: 'd.csv',
      delimiter: ';',
      rename: { id: 'unit', income: 'y' },
    });
  });

  it('is told where no row is dropped', () => {
    const { lines } = readStata(`${read}reg v2 v1\ndrop in 2\n`, columns);
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(['became', 'unread', 'unread']);
    expect(lines[1]!.outcome).toMatchObject({ why: 'the file of line 1 has no row of names' });
  });
});

describe('a line of data', () => {
  const steps = (source: string): unknown[] =>
    readStata(source, host()).draft.steps.map(({ kind, keys }) => ({ kind, ...Object.fromEntries(keys) }));

  it('without names says them, or the places of characters', () => {
    expect(steps('infile id str3 g y using f.txt, clear\ninfix id 1-4 g 5 using g.txt\n')).toEqual([
      { kind: 'ingest', file: 'f.txt', names: ['id', 'g', 'y'], delimiter: 'blanks' },
      { kind: 'ingest', file: 'g.txt', widths: { id: [1, 4], g: [5, 5] } },
    ]);
  });

  it('of `recode` and of `xtile` in some rows', () => {
    expect(steps('use d\nrecode z 9=. 8 = 7, gen(w)\nxtile q = z if a == 1, nq(3)\n')[1]).toMatchObject({
      columns: {
        w: 'if(not missing(z) and z == 9, missing(), if(not missing(z) and z == 8, 7, z))',
        q: 'ntile(if(not missing(a) and a == 1, z, missing()), 3, by=[])',
      },
    });
  });

  it('of `tabulate` has an indicator of each level, which a model makes', () => {
    const source = 'use d\nqui tab year, gen(yr)\nreg y x yr2-yr3 yr5\nreg y yr*\ndrop if x > 3\nreg y yr2 yr4\n';
    const { draft, lines } = readStata(source, host());
    expect(lines.map(({ outcome }) => outcome.is)).toEqual(lines.map(() => 'became'));
    expect(fits(draft.steps)).toEqual(['y ~ x + yr2 + yr3 + yr5', 'y ~ i(yr_level)', 'y ~ yr2 + yr4']);
    const made = draft.steps.filter(({ kind }) => kind === 'derive').map(({ keys }) => keys.get('columns'));
    expect(made).toEqual([
      { yr_level: 'group(year)', yr2: 'yr_level == 2', yr3: 'yr_level == 3', yr5: 'yr_level == 5' },
      undefined,
      { yr4: 'yr_level == 4' },
    ]);
    for (const line of ['gen z = yr2', 'tab x y, gen(d)', 'tab x if y > 1, gen(d)'])
      expect(readStata(`use d\ntab year, gen(yr)\n${line}\n`, host()).lines.at(-1)!.outcome.is, line).toBe('unread');
  });

  it('that has no counterpart is told', () => {
    const { lines } = readStata(
      'use d\ninfile using x.dct\ninfix id 1-4 using f.raw\nrecode z 9=. w\nwinsor z, gen(y) p(.1)\ntostring z, gen(t)\n',
      host(),
    );
    expect(lines.slice(1).map(({ outcome }) => outcome.is)).toEqual(['unread', 'unread', 'unread', 'unread', 'unread']);
  });
});

it('several quantiles are columns of one model', () => {
  const { draft } = readStata('use d\nsqreg y x, q(25 50 .75) reps(100)\n', host());
  const keys = Object.fromEntries(draft.steps[1]!.entries[0]!.keys);
  expect(keys).toEqual({ fit: 'y ~ x', estimator: { is: foreignCommands.sqreg, tau: [0.25, 0.5, 0.75] } });
});

describe('a discontinuity', () => {
  const keys = (command: string): unknown => {
    const { draft } = readStata(`use d\n${command}\n`, host());
    return draft.steps[1] === undefined ? undefined : Object.fromEntries(draft.steps[1].keys);
  };

  it('is a step of its own with the options of `rdrobust`', () => {
    expect(
      keys(
        'rdrobust y x if a == 1, c(2) p(1) kernel(tri) h(3 4) covs(u w) fuzzy(t sharpbw) vce(hc1) masspoints(off) all',
      ),
    ).toEqual({
      from: 'd',
      outcome: 'y',
      running: 'x',
      cutoff: 2,
      p: 1,
      h: [3, 4],
      kernel: 'triangular',
      masspoints: 'off',
      fuzzy: 't',
      sharp_bandwidth: true,
      covariates: ['u', 'w'],
      vcov: 'HC1',
      sample: 'a == 1',
    });
    expect(keys('rdrobust y x, vce(cluster g) bwselect(certwo)')).toMatchObject({ cluster: 'g', bandwidth: 'certwo' });
  });

  it('has tests of its density and randomisation in a window', () => {
    expect(
      keys('rddensity x if a == 1, c(2) p(3) h(1 2) fitselect(restricted) vce(plugin) bwselect(each) plot'),
    ).toEqual({
      from: 'd',
      method: 'density',
      running: 'x',
      cutoff: 2,
      p: 3,
      h: [1, 2],
      restricted: true,
      vcov: 'plugin',
      bandwidth: 'each',
      sample: 'a == 1',
    });
    expect(keys('rdrandinf y x, cutoff(5) wl(4) wr(6.5) stat(ranksum) reps(500) seed(3)')).toEqual({
      from: 'd',
      method: 'randomisation',
      outcome: 'y',
      running: 'x',
      cutoff: 5,
      window: [4, 6.5],
      statistic: 'ranksum',
      draws: 500,
      seed: 3,
    });
    for (const line of [
      'rdrandinf y x, wl(1)',
      'rdrandinf y x, wl(1) wr(2) stat(ksmirnov)',
      'rddensity y x',
      'rddensity x, vce(hc1)',
    ])
      expect(keys(line)).toBeUndefined();
  });

  it.each(['vce(nncluster g 3)', 'c(a)', 'masspoints(check)', 'kernel(gaussian)', 'scalepar(2)'])(
    'with `%s` is told',
    (option) => {
      expect(keys(`rdrobust y x, ${option}`)).toBeUndefined();
    },
  );
});

describe('lists', () => {
  it('have the name of their macro where two columns hold them', () => {
    const source =
      "use d\nglobal controls a b c\nlocal few a b\nreg y x $controls\nreg z $controls w, r\nreg y `few' v\n";
    const { draft } = readStata(source, host());
    expect(fits(draft.steps)).toEqual(['y ~ x + $controls', 'z ~ $controls + w', 'y ~ a + b + v']);
    expect(pipelineOf(draft, 'm.do')).toContain('sets:\n  controls: [a, b, c]\n');
  });
});

describe('what is shown of estimates', () => {
  const source = 'use d\nxtset id year\neststo a: reg y x\neststo b: xtreg y x i.year, fe\n';
  const keysOf = (line: string): Record<string, unknown> => {
    const { draft } = readStata(source + line, host());
    const step = draft.steps.at(-1)!;
    return Object.fromEntries(step.entries[0]?.keys ?? step.keys);
  };

  it('is a figure of `coefplot`', () => {
    expect(keysOf('coefplot a b, keep(x) xline(0) levels(95 90)\n')).toEqual({
      plot: 'coefficients',
      from: ['models.a', 'models.b'],
      terms: ['x'],
      levels: [95, 90],
    });
  });

  it('is a table of `esttab` without factors', () => {
    expect(keysOf('esttab a b, se drop(_cons *.year 2011.year)\n')).toMatchObject({
      drop: ['_cons', 'i(year)', 'i(year)::2011'],
    });
    expect(keysOf('esttab a, se drop(*.year)\n')).not.toHaveProperty('drop');
  });

  it('is a table of `outreg2` that grows, with words of each column', () => {
    const lines =
      'outreg2 [a] using t.doc, replace keep(x) addtext(FE, NO) dec(3) title("T")\noutreg2 [b] using t.doc, append keep(x) addtext(FE, YES, Year FE, YES)\n';
    expect(keysOf(lines)).toEqual({
      from: ['models.a', 'models.b'],
      stars: [0.1, 0.05, 0.01],
      caption: 'T',
      digits: { b: 3, se: 3 },
      keep: ['x'],
      rows: [
        { label: 'FE', cells: [false, true] },
        { label: 'Year FE', cells: ['', true] },
      ],
    });
  });
});
