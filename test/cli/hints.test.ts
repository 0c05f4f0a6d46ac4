/** Hints for what users of Stata, R and fixest write, and for slips of the hand: each leads to what is read here, and none to another thing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './harness.ts';

/** Pairs what is written with the hint, or a part of it. Every line is a step of one pipeline, and `STEP` is its name. */
const steps: readonly (readonly [written: string, hint: string])[] = [
  // Formulas.
  ['{kind: models, from: p, fit: y ~ x ~ z}', 'write `y ~ 1 | x ~ z`'],
  ['{kind: models, from: p, fit: y ~ w + x ~ z | id}', 'write `y ~ w | id | x ~ z`'],
  ['{kind: models, from: p, fit: y ~ resid(x)}', '`resid()` is computed before `ingest`'],
  ['{kind: models, from: p, fit: y ~ winsor2(x)}', 'write `winsorize: [1, 99]` beside the formula'],
  [
    '{kind: models, from: p, fit: "y ~ sunab(g, t) | id"}',
    '`{kind: did, from: panel, outcome: y, cohort: g, method: sun-abraham}`',
  ],
  ['{kind: models, from: p, fit: "xtreg y x, fe"}', 'write `y ~ x | id`'],
  [
    '{kind: models, from: p, fit: "reghdfe y x, absorb(id t) vce(cluster id)"}',
    'write `y ~ x | id + t` with `vcov: cluster(id)`',
  ],
  ['{kind: models, from: p, fit: "areg y x, absorb(id)"}', 'write `y ~ x | id` with `small: areg`'],
  // Kinds.
  ['{kind: rdd, from: p, fit: y ~ x}', 'write `kind: rd`'],
  ['{kind: rd, from: p, fit: y ~ x}', 'write `outcome: y`'],
  ['{kind: cox, from: p, fit: y ~ x}', '`cox` is not built in'],
  ['{kind: winsor2, from: p, columns: [y]}', 'write `winsorize: [1, 99]` on a column of `models`'],
  ['{kind: esttab, from: p}', 'write `kind: report`'],
  ['{kind: outreg, from: p}', 'write `kind: report`'],
  ['{kind: xtset, from: p}', 'write `panel: {unit: firm, time: year}`'],
  ['{kind: event, from: p}', '`fit: y ~ event(year - g, ref=-1) | id + year`'],
  ['{kind: tabel, from: p}', 'write `kind: report`'],
  ['{kind: ivreghdf, from: p}', '`fit: y ~ w | x ~ z`'],
  // Estimators.
  ...['xtreg', 'reghdfe', 'areg', 'fe', 'within'].map(
    (name) =>
      [`{kind: models, from: p, fit: y ~ x, estimator: ${name}}`, '`fit: y ~ x | id + year` absorbs effects'] as const,
  ),
  ...['ols', 'feols', 'regress'].map(
    (name) => [`{kind: models, from: p, fit: y ~ x, estimator: ${name}}`, '`fit: y ~ x` is least squares'] as const,
  ),
  ['{kind: models, from: p, fit: y ~ x, estimator: 2sls}', '`fit: y ~ w | x ~ z` has instruments'],
  ['{kind: models, from: p, fit: y ~ x, estimator: cox}', '`cox` is not built in'],
  ['{kind: models, from: p, fit: y ~ x, estimator: lasso}', '`lasso` is not built in'],
  // Standard errors.
  ['{kind: models, from: p, fit: y ~ x, vcov: bootstrap}', 'no covariance here draws samples of rows'],
  [
    '{kind: models, from: p, fit: y ~ x, vcov: "vce(bootstrap, reps(100))"}',
    'no covariance here draws samples of rows',
  ],
  ['{kind: models, from: p, fit: y ~ x, vcov: jackknife}', 'write `HC3`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: HC4}', 'write `HC3`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: twoway}', 'write `cluster(a + b)`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: cluster}', 'write `cluster(a)`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: id}', 'are `cluster(id)`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: 聚类(id)}', 'write `cluster(id)`'],
  ['{kind: models, from: p, fit: y ~ x, vcov: [id, t]}', '`cluster(a + b)` for two ways'],
  ['{kind: models, from: p, fit: y ~ x, clutser: id}', 'write `vcov: cluster(a)`'],
  ['{kind: models, from: p, fit: y ~ x, small: "true"}', 'write `small: true`, without quotes'],
  ['{kind: models, from: p, fit: y ~ x, small: yes}', 'write `small: true`, without quotes'],
  // Values of another form.
  ['{kind: models, from: p, fit: [y ~ x, y ~ z]}', '`columns: [{fit: y ~ x}, {fit: y ~ x + w}]`'],
  ['{kind: models, from: p, fit: y ~ x, sample: [x > 0, t > 2]}', '`sample: x > 0 and year > 2010`'],
  ['{kind: models, from: p, fit: y ~ x, winsorize: 0.01}', '`winsorize: [1, 99]`'],
  ['{kind: models, from: p, each: {v: []}, fit: "y ~ {v}"}', 'name values, as in `each: {v: [a, b]}`'],
  ['{kind: ingest, file: d.csv, missing: {y: [-8]}}', '`derive: {v: "if(x == -8, missing(), x)"}`'],
  ['{kind: ingest, file: d.csv, panel: [id, t]}', 'write `panel: {unit: firm, time: year}`'],
  ['{kind: ingest, file: d.csv, winsor2: [1, 99]}', 'write `derive: {v: "winsorize(x, 1, 99)"}`'],
  // Functions of data.
  ['{kind: ingest, file: d.csv, derive: {e: resid(x)}}', '`resid()` needs a model'],
  ['{kind: ingest, file: d.csv, derive: {e: is.na(x)}}', 'write `missing(x)`'],
  ['{kind: ingest, file: d.csv, derive: {e: as.numeric(x)}}', 'write `number(x)`'],
  ['{kind: ingest, file: d.csv, derive: {e: np.log(x)}}', 'write `log(x)`'],
  ['{kind: ingest, file: d.csv, derive: {e: "x > 0 ? 1 : 0"}}', 'write `if(condition, a, b)`'],
  ['{kind: ingest, file: d.csv, derive: {e: egen(mean(x))}}', 'write the function alone'],
  // Tables and figures.
  ['{kind: report, tables: {a: {from: s, stats: [mean, se]}}}', 'write `seMean`'],
  ['{kind: report, tables: {a: {from: s, stats: [p]}}}', 'statistics: n, mean, sd'],
  ['{kind: report, tables: {a: {from: s, lang: cn}}}', 'write `lang: zh`'],
  ['{kind: report, tables: {a: {from: s, formats: [pdf]}}}', 'a PDF is of a whole document'],
  ['{kind: report, tables: {a: {from: s, stars: 0.05}}}', '`stars: [.1, .05, .01]`'],
  ['{kind: figure, figures: {a: {from: s}}}', 'each figure is a step of its own'],
  // Signs of a Chinese keyboard.
  ['{kind： models, from: p, fit: y ~ x}', 'write `:` and a blank'],
  ['{kind: describe, from: p, variables: [y； x]}', 'write `,`'],
  ['{kind: describe, from: p, variables: [y、x]}', 'write `,`'],
  ['{kind: models, from: p, fit: "y ～ x"}', 'write `~`'],
];

const head = `papermake: 1
steps:
  p: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  s: {kind: describe, from: p, variables: [y, x]}
`;

interface Told {
  readonly message: string;
  readonly hint?: string;
  readonly at: readonly { readonly line: number }[];
}

let project: Project;
/** Of each step, in its own pipeline beside the sound ones. */
const told = new Map<string, readonly Told[]>();

beforeAll(async () => {
  project = new Project({ 'd.csv': 'id,t,y,x,z,w\n1,1,2,3,4,5\n1,2,3,5,4,2\n2,1,1,2,2,1\n2,2,4,4,1,3\n' });
  for (const [written] of steps) {
    project.write('pipeline.yaml', `${head}  own: ${written}\n`);
    const { stdout } = await project.run('status', '--json');
    told.set(written, (JSON.parse(stdout) as { readonly problems?: readonly Told[] }).problems ?? []);
  }
});
afterAll(() => project.dispose());

it.each(steps)('%s', (written, hint) => {
  expect(told.get(written)!.map((each) => each.hint)).toContainEqual(expect.stringContaining(hint));
});

it('tells a name in braces without quotes once', async () => {
  project.write(
    'pipeline.yaml',
    `${head}  own: {kind: models, from: p, columns: [{each: {v: [x, z]}, id: {v}, fit: "y ~ {v}"}]}\n`,
  );
  const { stdout } = await project.run('status', '--json');
  const { problems } = JSON.parse(stdout) as { readonly problems: readonly Told[] };
  expect(problems.map((each) => each.hint)).toEqual(['quote the whole text, as in `"{v}"`']);
});

it('asks for no key that stands there with a colon of another keyboard', () => {
  expect(told.get('{kind： models, from: p, fit: y ~ x}')).toHaveLength(1);
});
