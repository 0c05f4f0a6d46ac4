/**
 * Measures how much of the flagship and of the examples other engines confirm. Columns of models and robustness count where the scripts of R and
 * Python find their coefficients and errors to eight digits. What has no counterpart is listed by kind, estimator and reason. One process of each
 * engine runs the scripts of all projects, since it takes longest to start.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { removeAll } from '../../src/base/system/remove.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folders = [ROOT, ...readdirSync(join(ROOT, 'examples')).map((name) => join(ROOT, 'examples', name))];
const exports = mkdtempSync(join(tmpdir(), 'papermake-shares-'));

interface Missing {
  readonly node: string;
  readonly what: string;
  readonly why: string;
}

interface Told {
  readonly out: string;
  readonly files: readonly string[];
  readonly results: readonly { readonly node: string; readonly cells: number }[];
  readonly missing: readonly Missing[];
}

interface Copied {
  readonly name: string;
  readonly project: Project;
  /** Steps of models, and of other kinds that languages have. */
  readonly models: readonly string[];
  readonly steps: readonly string[];
}

const all: Copied[] = [];

const kinds = ['models', 'robustness'];
/** Other kinds in these projects that every language has. */
const others = ['describe', 'vif', 'correlate'];

beforeAll(async () => {
  for (const folder of folders) {
    const source = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
    const { steps } = parse(source) as { readonly steps: Readonly<Record<string, { readonly kind: string }>> };
    const of = (wanted: readonly string[]): string[] =>
      Object.entries(steps).flatMap(([name, { kind }]) => (wanted.includes(kind) ? [name] : []));
    const [models, found] = [of(kinds), of([...kinds, ...others])];
    if (found.length === 0) continue;
    const project = new Project({});
    for (const name of ['pipeline.yaml', 'data', 'ledger', 'paper', 'scripts'].filter((each) =>
      existsSync(join(folder, each)),
    ))
      cpSync(join(folder, name), project.path(name), { recursive: true, force: true, errorOnExist: false });
    await project.make(found);
    all.push({ name: folder === ROOT ? 'flagship' : basename(folder), project, models, steps: found });
  }
}, 600_000);
afterAll(() => {
  for (const { project } of all) project.dispose();
  removeAll(exports);
});

async function exported({ name, project, steps }: Copied, language: string): Promise<Told> {
  const out = join(exports, language, name);
  const { code, stdout, stderr } = await project.run('export', ...steps, '--to', language, '--out', out, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Told;
}

const isOf = (steps: readonly string[], node: string): boolean =>
  steps.some((step) => node === step || node.startsWith(`${step}.`));

/** Estimators that no package of Debian has in either language. */
const beyond = /^dynamic-panel GMM is/;

interface Tried {
  readonly language: string;
  readonly why: string | undefined;
  readonly program: Program;
  readonly main: string;
  /** Code that runs scripts, each in its folder. */
  driver(scripts: readonly (readonly [folder: string, script: string])[]): string;
}

const tried: readonly Tried[] = [
  {
    language: 'r',
    why: withoutR,
    program: byR,
    main: 'all.R',
    driver: (scripts) =>
      scripts
        .map(([folder, script]) => `setwd(${JSON.stringify(folder)})\nsource("${script}", encoding = "UTF-8")\n`)
        .join(''),
  },
  {
    language: 'python',
    why: withoutPython,
    program: byPython,
    main: 'all.py',
    driver: (scripts) => `import os, runpy, sys
for folder, script in ${JSON.stringify(scripts)}:
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.modules.pop("functions", None)
    runpy.run_path(script, run_name="__main__")
`,
  },
];

/** Variables that a do-file declares as a panel or series, with the data that it has loaded. */
function declared(folder: string, script: string): { readonly data: string; readonly variable: string }[] {
  let data = '';
  return readFileSync(join(folder, script), 'utf8')
    .split('\n')
    .flatMap((line) => {
      data = /^use `"data\/(.*)\.dta"'/.exec(line)?.[1] ?? data;
      const variables = /^(?:xtset|tsset) (.*)$/.exec(line)?.[1]?.split(' ') ?? [];
      return variables.map((variable) => ({ data, variable }));
    });
}

it('declares panels by variables that the data have', { timeout: 600_000 }, async () => {
  let count = 0;
  for (const each of all) {
    const { out, files } = await exported(each, 'stata');
    for (const script of files.filter((file) => /^\d\d_.*\.do$/.test(file))) {
      for (const { data, variable } of declared(out, script)) {
        const codebook = readFileSync(join(out, 'data', `${data}.codebook.csv`), 'utf8');
        expect(codebook, `${each.name}: ${script}`).toContain(`,"${variable}",`);
        count++;
      }
    }
  }
  expect(count).toBeGreaterThan(20);
});

describe.each(tried)('columns of models that $language confirms', ({ language, why, program, main, driver }) => {
  it.skipIf(why !== undefined)('are 95 % of them, to eight digits', { timeout: 600_000 }, async () => {
    let [columns, confirmed] = [0, 0];
    const rest: string[] = [];
    const scripts: (readonly [folder: string, script: string])[] = [];
    for (const copied of all) {
      const { out, files, results, missing } = await exported(copied, language);
      scripts.push(...files.flatMap((file) => (/^\d+_.*\.(?:R|py)$/.test(file) ? [[out, file] as const] : [])));
      for (const { node, cells } of results) {
        if (!isOf(copied.models, node)) continue;
        const reason = missing.find((each) => each.node === node)?.why ?? '';
        if (cells === 0) rest.push(`${copied.name}: ${node}: ${reason}`);
        if (cells === 0 && beyond.test(reason)) continue;
        columns += 1;
        if (cells > 0) confirmed += 1;
      }
    }
    const { code, output } = runInEmptyFolder([{ path: main, content: driver(scripts) }], main, program);
    expect(output).not.toContain('DIFFERENT');
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    expect(output.match(/: all \d+ values are the same/g)).toHaveLength(scripts.length);
    const share = `${language}: ${confirmed} of ${columns} columns of the flagship and the examples to 8 digits`;
    process.stdout.write(`${[share, ...rest].join('\n  ')}\n`);
    expect(columns).toBeGreaterThan(35);
    expect(confirmed / columns).toBeGreaterThanOrEqual(0.95);
  });
});

it('do-files have a command for nine in ten of them', async () => {
  let [columns, written] = [0, 0];
  const rest: string[] = [];
  for (const copied of all) {
    const { results, missing } = await exported(copied, 'stata');
    for (const { node, cells } of results) {
      if (!isOf(copied.models, node)) continue;
      columns += 1;
      if (cells > 0) written += 1;
      else rest.push(`${copied.name}: ${node}: ${missing.find((each) => each.node === node)?.why}`);
    }
  }
  process.stdout.write(`${[`stata: ${written} of ${columns} columns are written`, ...rest].join('\n  ')}\n`);
  expect(written / columns).toBeGreaterThanOrEqual(0.9);
});
