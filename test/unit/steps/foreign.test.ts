/** Kinds, keys and statistics by the names of other programs. */
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/base/canonical.ts';
import { absentEstimators, absentHint } from '../../../src/econ/foreign/absent.ts';
import type { Kinds } from '../../../src/engine/kinds.ts';
import { loadSpec } from '../../../src/engine/pipeline/load.ts';
import { explain } from '../../../src/engine/pipeline/validate.ts';
import { foreignStatHint } from '../../../src/table/foreign-stats.ts';
import { formatHint } from '../../../src/table/formats/choose.ts';
import { statLabels } from '../../../src/table/words/stat-labels.ts';
import { allKinds } from '../../../steps/registry.ts';

const builtIn = allKinds();
const kinds: Kinds = new Map(
  builtIn.map((kind) => [
    kind.name,
    { name: kind.name, kind, code: { digest: sha256(''), files: {}, packages: {} }, module: null },
  ]),
);

async function hints(body: string): Promise<(string | undefined)[]> {
  const text = `papermake: 1\nsteps:\n${body}\n`;
  const { source, problems, misfits } = loadSpec('pipeline.yaml', text, kinds);
  const explained = await explain(misfits, source!);
  return [...problems, ...explained.flatMap((each) => each.problems)].map(({ hint }) => hint);
}

describe('kinds', () => {
  it('that are estimators are of `models`', async () => {
    const hint = 'write `kind: models` with `fit: y ~ x, estimator: poisson`';
    expect(await hints('  m: {kind: poisson, from: panel, fit: y ~ x}\n')).toContain(hint);
  });

  it.each(['cloglog', 'mixed', 'xtgls', 'sem', 'var'])('%s is a command', async (kind) => {
    const [hint] = await hints(`  m: {kind: ${kind}, from: panel, fit: y ~ x}`);
    expect(hint).toContain(`\`${kind}\` is not built in; a step of R, Python or Stata runs it`);
    // what is shown is a step of the kind
    const example = /\{kind.*\}/.exec(hint!)![0];
    expect(await hints(`  m: ${example}`)).toEqual([]);
  });

  it.each(absentEstimators.map((name) => [name, absentHint(name)]))('%s leads to what is read: %s', async (_, hint) => {
    const example = /\{kind.*\}/.exec(hint)?.[0];
    if (example !== undefined) expect(await hints(`  m: ${example}`)).toEqual([]);
    else expect(hint).toMatch(/the term `event\(|`vcov: wild\(/u);
  });

  it.each([
    ['ols', '`kind: models` with `fit: y ~ x`'],
    ['regression', '`kind: models` with `fit: y ~ x`'],
    ['fe', '`kind: models` with `fit: y ~ x | id`'],
    ['xtreg', '`kind: models` with `fit: y ~ x | id`'],
    ['iv', '`kind: models` with `fit: y ~ w | x ~ z`'],
    ['table', '`kind: report` with `tables: {main: {from: baseline}}`'],
    ['summary', '`kind: describe`'],
    ['merge', '`kind: ingest`'],
    ['coefplot', '`kind: figure` with `plot: coefficients`'],
  ])('%s', async (kind, written) => {
    expect(await hints(`  m: {kind: ${kind}, from: panel}`)).toEqual([expect.stringContaining(written)]);
  });

  it('of one’s own win, and slips of the keyboard are still found', async () => {
    expect(await hints('  m: {kind: modles, fit: y ~ x}')).toEqual(['did you mean `models`?']);
    const own = new Map(kinds).set('logit', kinds.get('models')!);
    const text = 'papermake: 1\nsteps:\n  m: {kind: logit, fit: y ~ x}\n';
    expect(loadSpec('pipeline.yaml', text, own)).toMatchObject({ problems: [], misfits: [] });
  });
});

describe('keys', () => {
  it.each([
    ['pweight: w', '`weights: {probability: w}`'],
    ['cluster: id', '`vcov: cluster(a)`'],
    ['formula: y ~ x', '`fit: y ~ x | id`'],
    ['absorb: id', '`y ~ x | id + year`'],
    ['subset: x > 1', '`sample: year > 2010`'],
    ['vars: [x]', 'known keys: '],
    ['vcvo: iid', 'did you mean `vcov`?'],
  ])('%s', async (key, hint) => {
    const told = [expect.stringContaining(hint)];
    expect(await hints(`  m: {kind: models, from: p, fit: y ~ x, ${key}}`)).toEqual(told);
    expect(await hints(`  m: {kind: models, from: p, columns: [{fit: y ~ x, ${key}}]}`)).toEqual(told);
    if (!key.startsWith('v')) expect(await hints(`  m: {kind: robustness, base: a.b, ${key}}`)).toEqual(told);
  });

  it('steps whose keys stand at their own column, or that stand outside `steps`', async () => {
    const [first, second] = await hints('  m:\n  kind: models');
    expect(first).toBe('what belongs to `m` is indented further than `m`');
    expect(second).toContain('indent it further');
    expect(await hints('  a: {kind: models, from: p, fit: y ~ x}\nm: {kind: models, fit: y ~ x}')).toEqual([
      'a step is indented below `steps:`',
    ]);
  });
});

describe('keys of other kinds', () => {
  it.each([
    ['{kind: r, from: p, fit: lm(y ~ x)}', 'write the call of the model in `call`'],
    ['{kind: placebo, base: a.b, treatment: d, reps: 500}', 'write `draws: 500`'],
    [
      '{kind: models, base: a.b, split: g, difference: {of: x, replications: 99}}',
      'write `draws: 999` in `difference`',
    ],
    ['{kind: ingest, file: a.csv, na_values: [NA]}', 'write `missing: [NA, "-"]`'],
    ['{kind: reshape, from: p, to: long, columns: "y{year}", name: year, i: id}', '`panel: {unit: firm, time: year}`'],
    ['{kind: report, tables: {a: {from: b, title: A}}}', 'write `caption: Main results`'],
    ['{kind: report, language: zh, tables: {a: {from: b}}}', 'write `lang: zh`'],
  ])('%s', async (step, hint) => {
    expect(await hints(`  m: ${step}`)).toContainEqual(expect.stringContaining(hint));
  });

  /** A hint that says `key: …` where the kind has no such key leads nowhere. */
  it.each(builtIn.filter(({ foreign }) => foreign?.keys).map((kind) => [kind.name, kind] as const))(
    'what %s is led to, it has',
    (_, { params, foreign }) => {
      const text = JSON.stringify(params);
      for (const [word, hint] of Object.entries(foreign!.keys!)) {
        const [, key] = /^write `([a-z_]+): /.exec(hint) ?? [];
        if (key !== undefined) expect([word, hint, text.includes(`"${key}":`)]).toEqual([word, hint, true]);
      }
    },
  );
});

describe('formats', () => {
  it.each([
    ['md', 'write `markdown`'],
    ['tex', 'write `latex`'],
    ['word', 'write `docx`'],
    ['latx', 'did you mean `latex`?'],
    ['svg', 'formats: latex, markdown, html, csv, typst, xlsx, docx'],
  ])('%s', (name, hint) => {
    expect(formatHint(name)).toBe(hint);
  });
});

describe('values', () => {
  it.each([
    ['csdid', 'callaway'],
    ['xthdidregress', 'callaway'],
    ['eventstudyinteract', 'sun-abraham'],
    ['did_imputation', 'imputation'],
    ['jwdid', 'etwfe'],
    ['did2s', 'two-stage'],
    ['bacondecomp', 'bacon'],
    ['xtdidregress', 'twfe'],
  ])('method: %s', async (name, method) => {
    const step = `  d: {kind: did, from: p, outcome: y, cohort: g, method: ${name}}`;
    expect(await hints(step)).toEqual([`write \`method: ${method}\``]);
  });

  it('are texts, whatever stands in their place', async () => {
    const step = '  d: {kind: did, from: p, outcome: y, cohort: g, method: {toString: 1}}';
    await expect(hints(step)).resolves.toHaveLength(1);
  });

  it('those that are slips of the keyboard', async () => {
    const step = '  d: {kind: did, from: p, outcome: y, cohort: g, method: calaway}';
    expect(await hints(step)).toEqual(['did you mean `callaway`?']);
  });
});

describe('statistics', () => {
  it.each([
    ['r2a', 'r2Adj'],
    ['r2_a', 'r2Adj'],
    ['adj.r.squared', 'r2Adj'],
    ['wr2', 'r2Within'],
    ['N', 'n'],
    ['F', 'f'],
    ['widstat', 'kpWaldF'],
    ['N_clust', 'nclusters'],
  ])('%s', (name, ours) => {
    expect(foreignStatHint(name, Object.keys(statLabels))).toBe(`write \`${ours}\``);
    expect(foreignStatHint(name, ['rss'])).toBeUndefined();
  });
});
