/** The way back: models that papermake estimated, loaded as estimates of R and Stata. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { hardProject } from './project.ts';
import { withoutR } from './runs.ts';

let project: Project;
beforeAll(async () => {
  project = hardProject();
  await project.make();
});
afterAll(() => project.dispose());

interface Model {
  readonly terms: readonly {
    readonly term: string;
    readonly estimate: number;
    readonly stdError: number;
    readonly pValue: number;
    readonly confLow: number;
  }[];
  readonly vcov: readonly (readonly number[])[];
  readonly nobs: number;
  readonly stats: Readonly<Record<string, number>>;
}

const shown = async (node: string): Promise<Model> =>
  JSON.parse((await project.run('show', node, '--json')).stdout) as Model;

const exported = (language: string, ...more: string[]) =>
  project.run('export', '--to', language, '--estimates', '--out', project.path(language), ...more);

it('`--estimates` writes every model, with or without a script, and no data', async () => {
  const { code, stdout } = await exported('r', '--json');
  const { files, results } = JSON.parse(stdout) as { files: string[]; results: string[] };
  expect(code).toBe(0);
  expect(results).toContain('other.tobit');
  expect(results).toHaveLength(15);
  expect(files).toEqual(['papermake.R', ...results.map((node) => `estimates/${node}.txt`)]);
  expect(project.has('r/data')).toBe(false);
  expect(project.read('r/estimates/main.within.txt')).toMatch(
    /^papermake estimate\t1\nnode\tmain\.within\n[\s\S]*\nend\n$/,
  );
});

describe.skipIf(withoutR !== undefined)(`in R${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  it('coef, vcov, nobs, confint, tidy, glance and coeftest answer with papermake’s numbers', async () => {
    await exported('r');
    const script = `
      source("papermake.R", encoding = "UTF-8")
      m <- papermake_estimate("main.within")
      told <- function(x) cat(sprintf("%.17g", as.numeric(x)), sep = " ", fill = FALSE)
      line <- function(name, x) { cat(name, ""); told(x); cat("\\n") }
      line("coef", coef(m)); line("vcov", vcov(m)); line("nobs", nobs(m))
      line("p", tidy.papermake_estimate(m)$p.value); line("low", confint(m)[, 1]); line("r2", glance.papermake_estimate(m)$r.squared)
      line("test", lmtest::coeftest(m)[, 4])
      cat("names", names(coef(m)), sep = "|")
      cat("\\n"); print(m)
      message(tryCatch(papermake_estimate("main.no"), error = conditionMessage))`;
    const text = execFileSync('Rscript', ['--vanilla', '-e', script], {
      cwd: project.path('r'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const fit = await shown('main.within');
    const found = (name: string): number[] =>
      new RegExp(`^${name} (.*)$`, 'm').exec(text)![1]!.trim().split(' ').map(Number);
    expect(found('coef')).toEqual(fit.terms.map(({ estimate }) => estimate));
    expect(found('vcov')).toEqual(fit.vcov.flat());
    expect(found('nobs')).toEqual([fit.nobs]);
    expect(found('r2')).toEqual([fit.stats.r2]);
    for (const name of ['p', 'test'])
      found(name).forEach((p, i) => void expect(p / fit.terms[i]!.pValue).toBeCloseTo(1, 9));
    found('low').forEach((low, i) => void expect(low).toBeCloseTo(fit.terms[i]!.confLow, 9));
    expect(text).toMatch(/^names\|x\|城乡 差距\|x:城乡 差距\|\(Intercept\)$/m);
    expect(text).toContain('main.within: outcome');
  });
});

it('for Stata, names are legal, each its own, and the loader is one whole program that says it was not run', async () => {
  expect((await exported('stata')).code).toBe(0);
  const names = [...project.read('stata/estimates/main.within.txt').matchAll(/^term\t.*?\t([^\t]*)\t/gm)].map(
    (match) => match[1]!,
  );
  expect(names).toEqual(['x', '城乡_差距', 'x_城乡_差距', '_cons']);
  for (const name of names) expect(name).toMatch(/^[\p{L}_][\p{L}\p{N}_]{0,31}$/u);
  const loader = project.read('stata/papermake.ado');
  expect(loader).toContain('not run in Stata');
  expect(loader.match(/^program define /gm)).toHaveLength(1);
  expect(loader.match(/^(?:end|mata:)$/gm)).toEqual(['end', 'mata:', 'end']);
  const code = loader.replace(/"[^"]*"/g, '""');
  for (const [open, close] of ['{}', '()', '[]'])
    expect(code.split(open!).length, `${open} and ${close}`).toBe(code.split(close!).length);
  // every macro that the program reads is set by it or by Mata
  const set = [...loader.matchAll(/st_local\("(\w+)"|tempname ([\w ]+)|gettoken (\w+) (\w+)|foreach (\w+)/g)].flatMap(
    (match) => match.slice(1).flatMap((each) => each?.split(' ') ?? []),
  );
  for (const [, macro] of loader.matchAll(/`(\w+)'/g)) expect([...set, 'using']).toContain(macro);
});
