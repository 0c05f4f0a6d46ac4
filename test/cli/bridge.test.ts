/**
 * Steps of `kind: r`, `python` and `stata`: R and Python as they are, Stata by a stand-in with its batch behaviour. What is absent is skipped
 * by name, but not under CI.
 * @module-tag slow
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { absentFromR, pythonWithStatsmodels } from '../support/languages.ts';
import { Project } from './harness.ts';

/** Every call starts a program of its own, which takes long where others run. */
const PATIENCE = 240_000;

let project: Project;
afterEach(() => project.dispose());

/** 120 rows of 15 units: numbers, a 0/1 outcome, counts, a factor with Chinese levels, a name with a blank, missing values. */
function panel(): string {
  const noise = (k: number): number =>
    Math.sin(k * 12.9898) * 43758.5453 - Math.floor(Math.sin(k * 12.9898) * 43758.5453);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const [unit, year] = [Math.floor(i / 8), 2001 + (i % 8)];
    const x = noise(i + 1) * 2 - 1 + 0.1 * unit;
    const z = noise(i + 500) - 0.5;
    const y = 1 + 2 * x - z + 0.2 * unit + 2 * (noise(i + 900) - 0.5);
    const d = y + 3 * (noise(i + 1300) - 0.5) > 2.5 ? 1 : 0;
    const count = Math.max(0, Math.round(y + noise(i + 1700)));
    const region = ['东部', '中部', 'West: side'][unit % 3];
    const cells = [
      `u${unit}`,
      year,
      y,
      i % 40 === 7 ? '' : x,
      z,
      d,
      count,
      region,
      noise(i + 77) + 1,
      noise(i + 55),
      Math.max(0, y - 1),
    ];
    return cells.join(',');
  });
  return `${['id,year,y,x,z,d,n,region,GDP growth,收入,censored', ...rows].join('\n')}\n`;
}

function given(steps: readonly string[], more: readonly string[] = []): void {
  project = new Project({
    'pipeline.yaml': [
      'papermake: 1',
      'variables: {region: {levels: [东部, 中部, "West: side"]}}',
      'samples: {late: year > 2002}',
      'steps:',
      '  panel: {kind: ingest, file: data/panel.csv, panel: {unit: id, time: year}, types: {region: category}}',
      ...steps.map((step) => `  ${step}`),
      ...more,
      '',
    ].join('\n'),
    'data/panel.csv': panel(),
  });
}

interface Shown {
  readonly estimator: string;
  readonly outcome: string;
  readonly nobs: number;
  readonly dfResid: number | null;
  readonly terms: readonly { readonly term: string; readonly estimate: number; readonly stdError: number }[];
  readonly vcovInfo: {
    readonly type: string;
    readonly text: string;
    readonly small: string;
    readonly clusters: readonly unknown[];
  };
  readonly stats: Readonly<Record<string, number>>;
  readonly rowsLost: readonly unknown[];
  readonly warnings: readonly { readonly message: string }[];
  readonly dropped: readonly { readonly term: string }[];
  readonly absorbed: readonly unknown[];
  readonly margins: readonly { readonly term: string }[];
}
const shown = async (node: string): Promise<Shown> => JSON.parse((await project.run('show', node, '--json')).stdout);

const absent = absentFromR(['plm', 'AER', 'survival', 'MASS', 'sandwich', 'lmtest']);
const lacks = (absence: readonly string[]): string =>
  absence.length === 0 ? '' : ` (skipped: no ${absence.join(', ')})`;

describe.skipIf(absent.length > 0)(`R${lacks(absent)}`, () => {
  it(
    'estimates what the built-in estimators do, to the same numbers, in columns of one table',
    async () => {
      given(
        [
          'ours: {kind: models, from: panel, fit: y ~ x + z, vcov: cluster(id)}',
          'fe: {kind: models, from: panel, fit: y ~ x + z | id, vcov: iid}',
          'theirs:',
          '  kind: r',
          '  from: panel',
          '  calls:',
          '    lm: {call: "lm(y ~ x + z, data)", vcov: cluster(id), header: lm}',
          '    cl: {call: "lm(y ~ x + z, data)", vcov: "sandwich::vcovCL(fit, ~ id)"}',
          "    fe: \"plm::plm(y ~ x + z, data, index = c('id', 'year'))\"",
          '    names: {call: "lm(y ~ I(x^2) + x:z + x:region + region + `GDP growth` + 收入 + factor(year) + I(2*z) + z, data)", stats: {half: {value: nobs(fit) / 2, label: Half of N}}}',
          'tables: {kind: report, tables: {all: {from: [ours, theirs], stats: [n, r2, half], notes: full}}}',
        ],
        [
          'claims:',
          '  same: abs(ours.x - theirs.lm.x) < 1e-12 and abs(ours.x.se - theirs.lm.x.se) < 1e-12 and abs(ours.x.p - theirs.lm.x.p) < 1e-12',
          '  r2: abs(ours.r2 - theirs.lm.r2) < 1e-12 and abs(ours.f - theirs.lm.f) < 1e-8 and theirs.lm.nobs == 117',
          '  effects: abs(fe.x - theirs.fe.x) < 1e-12 and abs(fe.x.se - theirs.fe.x.se) < 1e-12 and abs(fe.r2Within - theirs.fe.r2Within) < 1e-12',
          '  own: theirs.names.half == 58.5',
        ],
      );
      const ran = await project.run('run');
      expect(ran.stdout + ran.stderr).toContain('`z` was dropped by R (collinear)');
      expect(ran.code).toBe(0);
      const names = await shown('theirs.names');
      expect(names.terms.map(({ term }) => term).slice(0, 7)).toEqual([
        ...['_cons', 'x^2', 'i(region)::中部', 'i(region)::"West: side"', 'GDP growth', '收入'],
        'i(year)::2002',
      ]);
      expect(names.terms.slice(-3).map(({ term }) => term)).toEqual([
        ...['x:z', 'x:i(region)::中部', 'x:i(region)::"West: side"'],
      ]);
      expect(names.dropped.map(({ term }) => term)).toEqual(['z']);
      expect(names.rowsLost).toEqual([{ cause: 'missing', count: 3, detail: 'x' }]);
      const cl = await shown('theirs.cl');
      expect(cl.vcovInfo).toMatchObject({ type: 'CRV1', clusters: [{ name: 'id', count: 15 }] });
      expect(cl.dfResid).toBe(114);
      expect((await shown('theirs.fe')).absorbed).toEqual([{ name: 'id', levels: 15 }]);
      const table = project.read('out/tables/all.md');
      expect(table).toContain('Half of N');
      expect(table).toMatch(/[Ee]stimated in R by lm/);
      expect((await project.make()).ran).toEqual([]);
      // A call alone is run again when it changes.
      project.edit('pipeline.yaml', 'vcov: "sandwich::vcovCL(fit, ~ id)"', 'vcov: HC3');
      expect((await project.make()).ran).toEqual(['tables.all', 'theirs.cl', 'theirs@versions']);
      expect((await shown('theirs.cl')).vcovInfo.type).toBe('HC3');
    },
    PATIENCE,
  );

  it(
    'hands over what other classes have: likelihoods, strata, censoring, cut points, tests',
    async () => {
      given([
        'm:',
        '  kind: r',
        '  from: panel',
        '  sample: late',
        '  packages: [survival]',
        '  calls:',
        '    logit: {call: "glm(d ~ x + z, binomial, data)", vcov: robust}',
        '    margins: {call: "glm(d ~ x + region, binomial, data)", margins: true}',
        '    strata: clogit(d ~ x + z + strata(region), data)',
        '    iv: {call: "AER::ivreg(y ~ x | z + `GDP growth`, data = data)", vcov: robust}',
        '    limit: AER::tobit(censored ~ x + z, data = data)',
        '    cuts: MASS::polr(factor(pmin(n, 3)) ~ x, data, Hess = TRUE)',
        "    random: plm::plm(y ~ x + z, data, index = c('id', 'year'), model = 'random')",
        '    tested: lmtest::coeftest(lm(y ~ x, data), vcov. = sandwich::vcovHC, save = TRUE)',
        "    own: \"list(outcome = 'y', terms = data.frame(term = 'x', estimate = 1, stdError = .5), nobs = 9, dfResid = 7, vcovInfo = list(type = 'other', text = 'hand'))\"",
      ]);
      const ran = await project.run('run');
      expect(ran.stderr).not.toContain('warning');
      expect(ran.code).toBe(0);
      const logit = await shown('m.logit');
      expect(logit).toMatchObject({ dfResid: null, vcovInfo: { type: 'HC1', text: 'HC1' }, outcome: 'd' });
      expect(Object.keys(logit.stats)).toEqual(
        expect.arrayContaining(['ll', 'll0', 'pseudoR2', 'chi2', 'chi2P', 'aic']),
      );
      expect(logit.rowsLost).toEqual([
        { cause: 'sample', count: 30, detail: 'year > 2002' },
        { cause: 'missing', count: 3, detail: 'x' },
      ]);
      const margins = await shown('m.margins');
      expect(margins.margins.map(({ term }) => term)).toEqual(['x', 'i(region)::中部', 'i(region)::"West: side"']);
      expect(margins.terms).toHaveLength(4);
      expect(await shown('m.strata')).toMatchObject({ outcome: 'd', absorbed: [{ name: 'region', levels: 3 }] });
      expect((await shown('m.iv')).stats).toMatchObject({ cdWaldF: expect.any(Number), sargan: expect.any(Number) });
      const limit = await shown('m.limit');
      expect(limit.outcome).toBe('censored');
      expect(limit.stats.nLeft! + limit.stats.nUncensored! + limit.stats.nRight!).toBe(limit.nobs);
      expect((await shown('m.cuts')).terms.map(({ term }) => term)).toEqual(['x', '0|1', '1|2', '2|3']);
      expect((await shown('m.random')).stats).toMatchObject({
        sigmaU: expect.any(Number),
        thetaMin: expect.any(Number),
      });
      expect((await shown('m.tested')).vcovInfo.type).toBe('other');
      expect((await shown('m.own')).terms).toMatchObject([{ term: 'x', estimate: 1, stdError: 0.5, statistic: 2 }]);
    },
    PATIENCE,
  );

  it(
    'has marginal effects through products as the built-in models have them, and none that are not identified',
    async () => {
      given(
        [
          'ours:',
          '  kind: models',
          '  from: panel',
          '  margins: true',
          '  columns:',
          '    - {id: logit, fit: d ~ x*i(region) + z + z^2 + x:z, estimator: logit}',
          '    - {id: hole, fit: y ~ i(region)*i(d) + x, exclude: \'region == "中部" and d == 1\'}',
          'theirs:',
          '  kind: r',
          '  from: panel',
          '  margins: true',
          '  calls:',
          '    logit: glm(d ~ x*region + z + I(z^2) + x:z, binomial, data, control = glm.control(epsilon = 1e-14))',
          "    hole: lm(y ~ region*factor(d) + x, data, subset = !(region == '中部' & d == 1))",
        ],
        [
          'claims:',
          ...['x', 'z', 'i(region)::中部'].map((term, i) => {
            const of = (node: string): string => `${node}.margins["${term}"]`;
            return `  same_${i}: abs(${of('ours.logit')} - ${of('theirs.logit')}) < 1e-7`;
          }),
        ],
      );
      const ran = await project.run('run');
      expect(ran.stdout + ran.stderr).not.toContain('failed');
      expect(ran.code).toBe(0);
      for (const node of ['ours.hole', 'theirs.hole']) {
        expect((await shown(node)).margins.map(({ term }) => term)).toEqual(['i(region)::"West: side"', 'x']);
      }
      expect(ran.stdout + ran.stderr).toMatch(
        /no marginal effect of `i\(region\)::中部` is identified: `region中部:factor\(d\)1` has no coefficient/,
      );
    },
    PATIENCE,
  );

  it(
    'has the factors of models in errors that are chosen by words',
    async () => {
      const exact = 'data, control = glm.control(epsilon = 1e-14)';
      const fits = [
        ['ols', 'y ~ x + z', 'lm(y ~ x + z, data)', ['cluster(id + year)']],
        ['logit', 'd ~ x + z, estimator: logit', `glm(d ~ x + z, binomial, ${exact})`, ['robust', 'HC0', 'HC1']],
        ['poisson', 'n ~ x + z, estimator: poisson', `glm(n ~ x + z, poisson, ${exact})`, ['cluster(id + year)']],
      ] as const;
      const cells = fits.flatMap(([fit, ours, call, words]) =>
        words.map((vcov, i) => ({ id: `${fit}${i}`, vcov, ours, call })),
      );
      given([
        'ours:',
        '  kind: models',
        '  from: panel',
        '  columns:',
        ...cells.map(({ id, ours, vcov }) => `    - {id: ${id}, fit: ${ours}, vcov: ${vcov}}`),
        'theirs:',
        '  kind: r',
        '  from: panel',
        '  calls:',
        ...cells.map(({ id, call, vcov }) => `    ${id}: {call: "${call}", vcov: ${vcov}}`),
        '    two: {call: "glm(d ~ x, binomial, data)", vcov: HC2}',
      ]);
      const ran = await project.run('run', '--keep-going');
      expect(ran.stderr + ran.stdout).toContain('`HC2` is for linear models');
      for (const { id, vcov } of cells) {
        const [ours, theirs] = [await shown(`ours.${id}`), await shown(`theirs.${id}`)];
        const errors = ({ terms }: Shown) => new Map(terms.map(({ term, stdError }) => [term, stdError]));
        for (const [term, error] of errors(ours)) {
          expect(errors(theirs).get(term)! / error - 1, `${id} ${vcov} ${term}`).toBeCloseTo(0, 8);
        }
        expect([theirs.vcovInfo.type, theirs.vcovInfo.text]).toEqual([ours.vcovInfo.type, ours.vcovInfo.text]);
        expect(theirs.dfResid).toBe(ours.dfResid);
        if (id.startsWith('logit')) expect(theirs.vcovInfo.small).toBe(ours.vcovInfo.small);
      }
    },
    PATIENCE,
  );

  it(
    'keeps warnings, and points at errors in the call',
    async () => {
      given([
        'warned: {kind: r, from: panel, call: "warning(\'警告：数据\'); print(1:3); lm(y ~ x, data)"}',
        'unknown: {kind: r, from: panel, columns: [y, x], call: "lm(y ~ zz, data)"}',
        'parsed: {kind: r, from: panel, call: "lm(y ~~ x, data"}',
        'absent: {kind: r, from: panel, call: "feols(y ~ x | id, data)"}',
        'vcov: {kind: r, from: panel, call: "lm(y ~ x, data)", vcov: "nope(fit)"}',
        'nothing: {kind: r, from: panel, call: "3"}',
        'none: {kind: r, from: panel, call: "nopackage::f(data)"}',
      ]);
      const ran = await project.run('run', '--keep-going');
      expect(ran.code).toBe(1);
      const said = ran.stdout + ran.stderr;
      expect(said).toContain('R warns: 警告：数据');
      expect((await shown('warned')).warnings).toEqual([{ code: 'r-warning', message: '警告：数据' }]);
      expect((await project.run('show', '--log', 'warned')).stdout).toContain('[1] 1 2 3');
      expect(said).toContain(
        'R stopped in the call: object \'zz\' not found\n    unknown: {kind: r, from: panel, columns: [y, x], call: "lm(y ~ zz, data)"}\n',
      );
      expect(said).toContain('hint: `data` has `columns: [y, x]`');
      expect(said).toMatch(/R stopped in the call: unexpected/);
      expect(said).toContain('`feols` is of the package fixest');
      expect(said).toContain('R stopped in `vcov`: could not find function "nope"');
      expect(said).toContain('papermake cannot read a fit of class `numeric`');
      expect(said).toContain('R has no package `nopackage`');
      expect(said).toContain('`Rscript -e \'install.packages("nopackage")\'` installs it');
    },
    PATIENCE,
  );
});

describe('a program', () => {
  it('that is not there is named, with where it comes from; nothing else fails', async () => {
    given([
      'm: {kind: r, from: panel, call: "lm(y ~ x, data)", program: /nowhere/Rscript}',
      'ours: {kind: models, from: panel, fit: y ~ x}',
    ]);
    const ran = await project.run('run', '--keep-going');
    expect(ran.code).toBe(1);
    expect(ran.stderr + ran.stdout).toContain('R is not there: the PATH has no `/nowhere/Rscript`');
    expect(project.read('pipeline.yaml')).toContain('ours');
    expect((await shown('ours')).nobs).toBe(117);
  });

  it('is given one call or several, known columns and names that it can have', async () => {
    given([
      'a: {kind: r, from: panel}',
      'b: {kind: r, from: panel, call: x, calls: {c: x}}',
      'c: {kind: r, from: panel, columns: [y, xx], call: x, stats: {"a b": "1"}}',
      'd: {kind: python, from: panel, call: x, vcov: robust}',
    ]);
    const ran = await project.run('run');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('expected `call` or `calls`, got neither');
    expect(ran.stderr).toContain('expected `call` or `calls`, got both');
    expect(ran.stderr).toContain('unknown variable `xx`');
    expect(ran.stderr).toContain('`a b` cannot be the name of a statistic');
    expect(ran.stderr).toContain('unknown key `vcov`');
  });
});

const noPython = pythonWithStatsmodels === undefined && !process.env.CI;
describe.skipIf(noPython)(`Python${noPython ? ' (skipped: no statsmodels)' : ''}`, () => {
  const program = `program: ${pythonWithStatsmodels ?? '/usr/bin/python3'}`;

  it('estimates with statsmodels what the built-in estimators do', async () => {
    given(
      [
        'ours: {kind: models, from: panel, fit: y ~ x + z, vcov: HC1}',
        'theirs:',
        '  kind: python',
        '  from: panel',
        `  ${program}`,
        '  calls:',
        "    ols: smf.ols('y ~ x + z', data).fit(cov_type='HC1', use_t=True)",
        '    names: smf.ols(\'y ~ I(x**2) + x:z + C(region) + Q("GDP growth")\', data).fit()',
        '    logit: {call: "smf.logit(\'d ~ x + z\', data).fit(disp=0)", margins: true}',
        '    clustered: |',
        "      used = data.dropna(subset=['x'])",
        "      smf.poisson('n ~ x', used).fit(disp=0, cov_type='cluster', cov_kwds={'groups': used['id']})",
      ],
      [
        'claims:',
        '  same: abs(ours.x - theirs.ols.x) < 1e-12 and abs(ours.x.se - theirs.ols.x.se) < 1e-12 and abs(ours.r2 - theirs.ols.r2) < 1e-12',
      ],
    );
    const ran = await project.run('run');
    expect(ran.stdout + ran.stderr).not.toContain('failed');
    expect(ran.code).toBe(0);
    expect((await shown('theirs.names')).terms.map(({ term }) => term)).toEqual([
      ...['_cons', 'i(region)::中部', 'i(region)::"West: side"', 'x^2', 'x:z', 'GDP growth'],
    ]);
    expect((await shown('theirs.logit')).margins.map(({ term }) => term)).toEqual(['x', 'z']);
    const clustered = await shown('theirs.clustered');
    expect(clustered.vcovInfo).toMatchObject({ type: 'CRV1', clusters: [{ name: 'id', count: 15 }] });
    expect(clustered.dfResid).toBeNull();
  });

  it('keeps warnings, and points at the line of an error', async () => {
    given([
      `warned: {kind: python, from: panel, ${program}, call: "import warnings; warnings.warn('警告'); smf.ols('y ~ x', data).fit()"}`,
      `unknown: {kind: python, from: panel, ${program}, call: "smf.ols('y ~ zz', data).fit()"}`,
      `unfitted: {kind: python, from: panel, ${program}, call: "smf.ols('y ~ x', data)"}`,
      `absent: {kind: python, from: panel, ${program}, call: "import nomodule"}`,
      `shared: {kind: python, from: panel, ${program}, margins: true, call: "smf.logit('d ~ z + x*z', data).fit(disp=0)"}`,
    ]);
    const said = await project.run('run', '--keep-going').then(({ stdout, stderr }) => stdout + stderr);
    expect(said).toContain('Python warns: 警告');
    expect(said).toMatch(/Python stopped in the call: PatsyError: .*name 'zz' is not defined/);
    expect(said).toContain('end it with `.fit()`');
    expect(said).toContain('Python has no package `nomodule`');
    expect(said).toContain('in marginal effects, and `z` stands in `z`, `x:z`');
    expect(said).toContain('`python3 -m pip install nomodule` installs it');
  });
});

describe('Stata, by a stand-in that writes its log and exits with 0', () => {
  let bin: string;
  afterEach(() => rmSync(bin, { recursive: true, force: true }));

  /** Answers for its version, and to a call with this log and this `fit.txt`. */
  function standIn(log: string, fit: string | null): string {
    bin = mkdtempSync(join(tmpdir(), 'papermake-stata-'));
    writeFileSync(join(bin, 'log'), log);
    if (fit !== null) writeFileSync(join(bin, 'fit'), fit);
    const program = join(bin, 'stata-mp');
    const script = [
      '#!/bin/sh',
      '[ "$1 $2" = "-b do" ] || exit 9',
      'if [ "$3" = ask.do ]; then printf ". display\\nStata 18 MP\\n" > ask.log',
      `  for name in $(sed -n 's/^which //p' ask.do); do`,
      `    [ "$name" = reghdfe ] && { printf 'command reghdfe not found as either built-in or ado-file\\nr(111);\\n' >> ask.log; }`,
      '  done',
      'else',
      `  cp run.do ${bin}/seen.do; cp "${bin}/log" run.log; [ -f "${bin}/fit" ] && cp "${bin}/fit" fit.txt`,
      'fi',
      'exit 0',
    ];
    writeFileSync(program, `${script.join('\n')}\n`);
    chmodSync(program, 0o755);
    return program;
  }

  const ended = '. logit d x z\n\nLogistic regression\n\nend of do-file\n';
  // log(2) and 1/4 as Stata writes them in %21x.
  const fit = [
    'rows +1.e000000000000X+006',
    'macro cmd logit',
    'macro depvar d',
    'macro vce cluster',
    'macro clustvar id',
    'macro cmdline logit d x z, vce(cluster id)',
    'scalar N +1.d400000000000X+006',
    'scalar N_clust +1.e000000000000X+003',
    'scalar ll -1.4000000000000X+005',
    'scalar r2_p +1.0000000000000X-002',
    'b +1.62e42fefa39efX-001 d\tx',
    'b -1.0000000000000X-002 d\t_cons',
    'V +1.0000000000000X-004',
    'V +0.0000000000000X-3ff',
    'V +1.0000000000000X-006',
    'end',
    '',
  ].join('\n');

  it('hands over what is in e(), in columns beside others', async () => {
    const program = standIn(ended, fit);
    given([
      `s: {kind: stata, from: panel, columns: [d, x, z, id, year], program: ${program}, call: "logit d x z, vce(cluster id)", stats: {two: 1 + 1}, header: Stata}`,
      'ours: {kind: models, from: panel, fit: d ~ x}',
      'tables: {kind: report, tables: {both: {from: [ours, s]}}}',
    ]);
    const ran = await project.run('run');
    expect(ran.stderr).not.toContain('warning');
    expect(ran.code).toBe(0);
    const found = await shown('s');
    expect(found.terms).toMatchObject([
      { term: 'x', estimate: Math.LN2, stdError: 0.25 },
      { term: '_cons', estimate: -0.25, stdError: 0.125 },
    ]);
    expect(found).toMatchObject({
      nobs: 117,
      outcome: 'd',
      vcovInfo: { type: 'CRV1', clusters: [{ name: 'id', count: 15 }] },
    });
    expect(found.rowsLost).toEqual([{ cause: 'missing', count: 3, detail: '' }]);
    const table = project.read('out/tables/both.md');
    expect(table).toContain('0.693***');
    expect(table).toMatch(/[Ee]stimated in Stata by logit/);
  });

  it('fails with the line and the number of its error, whatever the exit code says', async () => {
    const log = [
      '. use "data.dta", clear',
      '',
      '. capture xtset id year',
      '',
      '. logit d x zz, vce(cluster id)',
      'variable zz not found',
      'r(111);',
      '',
      'end of do-file',
      'r(111);',
      '',
    ].join('\n');
    given([
      `s: {kind: stata, from: panel, columns: [d, x], program: ${standIn(log, null)}, call: "logit d x zz, vce(cluster id)"}`,
    ]);
    const { code, stderr, stdout } = await project.run('run');
    expect(code).toBe(1);
    expect(stderr + stdout).toContain(
      'Stata stopped with r(111): line 7 of `run.log` says\n  | . logit d x zz, vce(cluster id)\n  | variable zz not found\n  | r(111);\n',
    );
  });

  it('says what installs a command, and refuses names that it cannot have', async () => {
    const program = standIn(ended, fit);
    given([
      `s: {kind: stata, from: panel, columns: [d, x], program: ${program}, call: "reghdfe d x, absorb(id)"}`,
      `names: {kind: stata, from: panel, columns: [d, GDP growth], program: ${program}, call: "logit d x"}`,
    ]);
    const said = await project.run('run', '--keep-going').then(({ stdout, stderr }) => stdout + stderr);
    expect(said).toContain('Stata has no command `reghdfe`');
    expect(said).toContain('`ssc install reghdfe` installs it');
    expect(said).toContain('`GDP growth` is no name that a variable of Stata can have');
  });

  it('that ends without a fit fails, with what it said', async () => {
    given([`s: {kind: stata, from: panel, columns: [d, x], program: ${standIn(ended, null)}, call: "describe"}`]);
    const { code, stderr, stdout } = await project.run('run');
    expect(code).toBe(1);
    expect(stderr + stdout).toContain('Stata ended before it had handed a fit back');
  });
});
