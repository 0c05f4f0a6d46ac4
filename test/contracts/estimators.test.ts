/** What every estimator is held to, and that it needs no more than its folder and its line in the list: one suite over THE list. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltIn, bundleBuiltIn } from '../../scripts/built-in-codes.ts';
import type { Estimator } from '../../src/econ/estimator.ts';
import { estimators } from '../../src/econ/registry.ts';
import { statLabels } from '../../src/table/words/stat-labels.ts';

const root = resolve(import.meta.dirname, '../..');
const listed = estimators.map((each): [string, Estimator] => [each.name, each]);

/** The formula stands for these, so that its compiler and the docs speak of them. */
const implied = ['linear', 'iv'];

/** Where the name of an estimator is a word for something else, as the text that it stands in. */
const homonyms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // an edition of Stata
  be: { 'src/base/system/program-places.ts': "'SE', 'BE'" },
  // the part of a matching that holds the model of its score, whichever that is, and an option of Stata's psmatch2
  // R's name of a link, and a statistic of plm
  // and the model of an extended two-way regression, by the word of the paper
  logit: {
    'steps/did/keys.ts': "'linear', 'logit', 'poisson'",
    'steps/did/numbers/spec.ts': "'linear' | 'logit' | 'poisson'",
    'steps/did/numbers/words.ts': "logit: 'logit'",
    'steps/did/export/regressions-in-python.ts': '"logit": (sm.families.Binomial',
    'steps/match/result.ts': 'logit: model',
    'steps/match/export/in-stata.ts': "(score === 'logit' ? ['logit'] : [])",
    'steps/match/export/in-r-effects.ts': 'link == "logit"',
    'src/export/r/fixest.ts': 'binomial("logit")',
    'steps/diagnose/unit-root-export.ts': "l: 'logit'",
  },
  // and R's name of a link
  probit: {
    'steps/match/result.ts': 'probit: model',
    'steps/lib/witness/r.ts': 'link, "probit"',
    'src/export/r/model-functions.ts': 'link = "probit"',
  },
  poisson: {
    'steps/did/keys.ts': "'linear', 'logit', 'poisson'",
    'steps/did/numbers/spec.ts': "'linear' | 'logit' | 'poisson'",
    'steps/did/export/regressions-in-python.ts': '"poisson": (sm.families.Poisson',
  },
  // the function of the expression language, for which a command of Stata asks too, classes of a map, and the label of the statistic τ of whatever program
  quantile: {
    'src/base/expression/functions.ts': "quantile: groupwise('quantile',",
    'src/figure/option-schemas.ts': "oneOf(['quantile', 'natural']",
    'src/import/stata/commands/shapes.ts': "own ?? 'quantile'",
    'steps/lib/foreign-stats.ts': "tau: label('Quantile'",
  },
};

/** Reads another language, whose commands and options are called as estimators are, and writes pipelines, which name them. */
const ofStata = 'src/import/stata/commands/estimation/';

/** Kinds of steps that compute by an estimator's numerics themselves, and are stale with them. */
const kindsWith: Readonly<Record<string, readonly string[]>> = {
  linear: ['beta_convergence', 'diagnose', 'local_projections', 'mediation', 'moderation', 'placebo', 'placebo-draws'],
  iv: ['local_projections'],
  re: ['diagnose'],
  logit: ['match'],
  poisson: ['did'],
  probit: ['match'],
};

const sources = ['src', 'steps'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll(sep, '/')}`),
);

describe.each(listed)('the estimator %s', (name, estimator) => {
  it('has its entry and its numerics in the folder of its name', async () => {
    const folder = `../../src/econ/${name}`;
    const entry = (await import(`${folder}/estimator.ts`)) as Record<string, unknown>;
    const { fit } = (await import(`${folder}/fit.ts`)) as { fit: unknown };
    expect(Object.values(entry)).toContain(estimator);
    expect(await estimator.load()).toBe(fit);
  });

  it('is in the schema for editors, and in the reference', () => {
    expect(readFileSync(join(root, 'schema/pipeline.schema.json'), 'utf8')).toContain(`"const": "${name}"`);
    expect(readFileSync(join(root, 'docs/reference/models.md'), 'utf8')).toContain(
      `| \`${name}\` | ${estimator.summary} |`,
    );
  });

  it('has titles, and words in both languages for all that it adds', () => {
    expect(Object.keys(estimator.titles).length).toBeGreaterThan(0);
    for (const title of Object.values(estimator.titles))
      for (const text of [title.en, title.zh]) expect(text).not.toBe('');
    const { note, stats, usual } = estimator.words ?? { note: { en: 'x', zh: 'x' }, stats: {}, usual: [] };
    for (const { en, zh } of [note, ...Object.values(stats)]) for (const text of [en, zh]) expect(text).not.toBe('');
    // what all fits may have is named once, for all of them
    for (const stat of usual ?? []) expect(Object.keys({ ...statLabels, ...stats })).toContain(stat);
  });

  it.skipIf(implied.includes(name))('is named by no other file', () => {
    const naming = sources.filter((file) => {
      const whole = readFileSync(join(root, file), 'utf8');
      const homonym = homonyms[name]?.[file];
      if (homonym !== undefined) expect(whole).toContain(homonym);
      const text = homonym === undefined ? whole : whole.replace(homonym, '');
      return new RegExp(`['"\`]${name}['"\`]`, 'i').test(text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
    });
    const may = [`src/econ/${name}/`, ofStata];
    expect(naming.filter((file) => !may.some((folder) => file.startsWith(folder)))).toEqual([]);
  });
});

it('a start loads entries, and no numerics', () => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, to] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms))
      visit(posix.join(file, '..', to!));
  };
  visit('src/app/bundle.ts');
  expect(reached.size).toBeGreaterThan(300);
  const folders = estimators.map(({ name }) => `src/econ/${name}/`);
  const loaded = [...reached].filter((file) => folders.some((folder) => file.startsWith(folder)));
  // A plan writes equations, so that a start loads how each estimator writes its own.
  const equations = folders.map((folder) => `${folder}equation.ts`).filter((file) => existsSync(join(root, file)));
  expect(loaded.sort()).toEqual([...folders.map((folder) => `${folder}estimator.ts`), ...equations].sort());
});

// Windows makes links of folders for administrators alone.
describe.skipIf(process.platform === 'win32')('the code of an estimator', { tags: 'slow' }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'papermake-estimators-'));
  const edit = (file: string, from: RegExp, to: string): void => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(copy, file), text.replace(from, to));
  };
  const mark = (name: string): string => `edited ${name}.`;
  let before: BuiltIn;
  let numerics: BuiltIn;
  let entries: BuiltIn;

  // One build has an edit of every estimator, each with its own mark, since thirty builds would take minutes.
  beforeAll(async () => {
    for (const name of ['src', 'steps', 'package.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    before = await bundleBuiltIn(copy);
    for (const { name } of estimators)
      edit(`src/econ/${name}/fit.ts`, /$/, `Reflect.set(globalThis, ${JSON.stringify(mark(name))}, true);`);
    numerics = await bundleBuiltIn(copy);
    for (const { name } of estimators) edit(`src/econ/${name}/fit.ts`, /^/, '');
    for (const { name } of estimators) edit(`src/econ/${name}/estimator.ts`, /summary:\s+'/, `$&${mark(name)} `);
    entries = await bundleBuiltIn(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  const marked = (bundled: BuiltIn['kinds'], name: string): string[] =>
    Object.keys(bundled)
      .filter((key) => bundled[key]!.text.includes(mark(name)))
      .sort();
  const changed = (then: BuiltIn['kinds'], now: BuiltIn['kinds']): string[] => {
    expect(Object.keys(now)).toEqual(Object.keys(then));
    return Object.keys(now)
      .filter((key) => now[key]!.code.digest !== then[key]!.code.digest)
      .sort();
  };

  it.each(listed)('is in that of nodes of %s, of no other model, and of the kinds that compute by it', (name) => {
    expect(marked(numerics.methods, name)).toEqual([name]);
    expect(marked(numerics.kinds, name)).toEqual(kindsWith[name] ?? []);
  });

  it('is in the digests of what it is in, and in no other', () => {
    expect(changed(before.methods, numerics.methods)).toEqual(estimators.map(({ name }) => name).sort());
    expect(changed(before.kinds, numerics.kinds)).toEqual([...new Set(Object.values(kindsWith).flat())].sort());
    expect(numerics.planning.code.digest).toBe(before.planning.code.digest);
  });

  it('is not touched by what estimators say of themselves, which plans alone read', () => {
    expect(changed(before.methods, entries.methods)).toEqual([]);
    expect(changed(before.kinds, entries.kinds)).toEqual([]);
    expect(entries.planning.code.digest).not.toBe(before.planning.code.digest);
    for (const { name } of estimators) expect(entries.planning.text).toContain(mark(name));
  });
});

it('of each estimator it is known whether its coefficients are of the mean of the outcome', () => {
  const linear = ['linear', 'iv', 'liml', 'fuller', 'kclass', 're', 'be', 'heckman', 'quantile', 'gmm', 'sfa'];
  const others = estimators.filter(({ index }) => index !== true).map(({ name }) => name);
  expect(others.sort()).toEqual(linear.sort());
});
