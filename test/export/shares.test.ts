/**
 * Measures how much of the flagship and of the examples other engines confirm. Columns of models and robustness count where the scripts of R and
 * Python find their coefficients and errors to eight digits. What has no counterpart is listed by kind, estimator and reason.
 */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BINARY, Project } from '../cli/harness.ts';
import { runWarm } from '../cli/warm.ts';
import { byPython, withoutPython, withoutR } from './runs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folders = [ROOT, ...readdirSync(join(ROOT, 'examples')).map((name) => join(ROOT, 'examples', name))];

interface Missing {
  readonly node: string;
  readonly what: string;
  readonly why: string;
}

interface Confirmed {
  readonly node: string;
  readonly verdict: string;
  readonly why: string;
}

interface Told {
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
    for (const name of ['pipeline.yaml', 'data', 'paper', 'scripts'].filter((each) => existsSync(join(folder, each))))
      cpSync(join(folder, name), project.path(name), { recursive: true, force: true, errorOnExist: false });
    await project.make(found);
    all.push({ name: folder === ROOT ? 'flagship' : basename(folder), project, models, steps: found });
  }
}, 600_000);
afterAll(() => all.forEach(({ project }) => void project.dispose()));

async function exported({ project, steps }: Copied, language: string): Promise<Told> {
  const { code, stdout, stderr } = await project.run('export', ...steps, '--to', language, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Told;
}

const isOf = (steps: readonly string[], node: string): boolean =>
  steps.some((step) => node === step || node.startsWith(`${step}.`));

/** The Python that has statsmodels is the first that is found. */
const env = { ...process.env, PATH: `${dirname(byPython[0])}${delimiter}${process.env.PATH}` };

/** Estimators that no package of Debian has in either language. */
const beyond = /^dynamic-panel GMM is/;

const tried = [
  { language: 'r', why: withoutR },
  { language: 'python', why: withoutPython },
] as const;

describe.each(tried)('columns of models that $language confirms', ({ language, why }) => {
  it.skipIf(why !== undefined)('are 95 % of them, to eight digits', { timeout: 600_000 }, async () => {
    let [columns, confirmed] = [0, 0];
    const rest: string[] = [];
    for (const { name, project, models, steps } of all) {
      const args = ['witness', ...steps, '--with', language, '--json', '--trust'];
      const { stdout } = await runWarm(BINARY, args, { cwd: project.root, env });
      const { records } = JSON.parse(stdout) as { readonly records: readonly Confirmed[] };
      const different = records.filter(({ verdict }) => verdict !== 'same' && verdict !== 'no counterpart');
      expect(different, name).toEqual([]);
      for (const node of new Set(records.flatMap((each) => (isOf(models, each.node) ? [each.node] : [])))) {
        const own = records.filter((each) => each.node === node);
        const isConfirmed = own.some(({ verdict }) => verdict === 'same');
        if (!isConfirmed) rest.push(`${name}: ${node}: ${own[0]!.why}`);
        if (!isConfirmed && beyond.test(own[0]!.why)) continue;
        columns += 1;
        if (isConfirmed) confirmed += 1;
      }
    }
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
