/** Dialects of exports: models in the words of packages that are not run here, and what these lack. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeAll } from '../../src/base/system/remove.ts';
import { csvFile } from '../../src/export/data.ts';
import type { Block, ExportLanguage } from '../../src/export/language.ts';
import { python } from '../../src/export/python/language.ts';
import { r } from '../../src/export/r/language.ts';
import type { Project } from '../cli/harness.ts';
import { optionedModels } from './optioned.ts';
import { hardProject } from './project.ts';
import { byPython, byR, withoutPython, withoutR } from './runs.ts';

const dialectOf = (name: string): ExportLanguage =>
  [r, python].flatMap(({ dialects = [] }) => dialects).find(({ dialect }) => dialect === name)!;

const { models, data } = optionedModels();

function written(name: string) {
  const language = dialectOf(name);
  const writer = language.open();
  const blocks = models.map((model) => writer.model(model));
  const files = [...writer.scripts(undefined, [{ name: 'cases', data: [data], blocks }]), csvFile(data)];
  const of = (node: string): Block => blocks.find((block) => block.node === `optioned.${node}`)!;
  const call = (node: string): string =>
    of(node)
      .lines.find((line) => /^m (?:<-|=) /.test(line))!
      .replace(/^m (?:<-|=) /, '');
  return { language, blocks, files, of, call };
}

/** Code of each script and its name, for a parser that runs none of it. */
const parsers: Readonly<Record<string, readonly [program: readonly [string, ...string[]], code: string]>> = {
  r: [byR, 'invisible(lapply(commandArgs(TRUE), function(f) parse(f, encoding = "UTF-8")))'],
  python: [byPython, 'import sys\nfor f in sys.argv[1:]: compile(open(f, encoding="utf-8").read(), f, "exec")'],
};

describe.each(['fixest', 'linearmodels', 'pyfixest'])('%s', (name) => {
  const { language, blocks, files } = written(name);
  const script = files.filter(({ path }) => /\.(?:R|py)$/.test(path));

  it('says at the head of each script that models were not run', () => {
    for (const { path, content } of script.filter((file) => !file.path.startsWith('functions')))
      expect(String(content).replace(/\n# ?/g, ' '), path).toContain(`in the words of ${name}. They were not run`);
  });

  it.skipIf((language.name === 'r' ? withoutR : withoutPython) !== undefined)('is code of the language', () => {
    const folder = mkdtempSync(join(tmpdir(), 'papermake-dialect-'));
    try {
      const paths = script.map(({ path, content }) => {
        writeFileSync(join(folder, path), content);
        return join(folder, path);
      });
      const [[program, ...args], code] = parsers[language.name]!;
      expect(execFileSync(program, [...args, language.name === 'r' ? '-e' : '-c', code, ...paths])).toBeDefined();
    } finally {
      removeAll(folder);
    }
  });

  it('compares the terms of each model that it writes, and gives a reason for each that it does not', () => {
    for (const [i, { cells, missing, packages, node }] of blocks.entries()) {
      if (cells === 0)
        expect(
          missing.map(({ what }) => what),
          node,
        ).toEqual(['the result']);
      else {
        expect(packages, node).toEqual([name]);
        const own = models[i]!.fit.terms.length - missing.filter(({ what }) => what === '_cons').length;
        expect(cells, node).toBeGreaterThanOrEqual(2 * own + 1);
      }
    }
  });
});

it('fixest absorbs effects, joint ones too, and takes instruments behind a second bar', () => {
  const { call, of } = written('fixest');
  expect(call('ols_twoway')).toBe('feols(y ~ x + L.z | id + year, data = d, vcov = ~ id + year)');
  expect(call('ols_joint')).toBe('feols(y ~ x | region^year, data = d, vcov = ~ region)');
  expect(call('iv_within')).toBe('feols(y ~ z | id | x ~ w + L.x, data = d, vcov = ~ id)');
  expect(call('iv_weighted')).toBe('feols(y ~ z | x ~ w + L.x, data = d, weights = ~ w, vcov = "hetero")');
  expect(call('poisson_within')).toBe(
    'fepois(n ~ x + z | region, data = d, offset = ~ log(w), vcov = "hetero", glm.tol = 1e-14, glm.iter = 200)',
  );
  expect(of('ols_twoway').lines).toContain('V <- G / (G - 1) * (N - 1) / (N - K) * without_factor(m, ~ id + year)');
  expect(of('ols_twoway').missing).toMatchObject([{ what: '_cons' }]);
  const none = (node: string): string | undefined => of(node).missing[0]?.why;
  expect(none('heckman_ml')).toBe('fixest has no estimator `heckman`');
  expect(none('ols_dk')).toBe('errors that are correlated over time are not written for fixest');
});

it('linearmodels and pyfixest have their own calls', () => {
  const linear = written('linearmodels');
  expect(linear.call('liml_clustered')).toBe(
    'IVLIML(numbers(d["y"]), design(d, ["z"]), design(d, ["x"], constant=False), design(d, ["w", "L.x"], constant=False)).fit(cov_type="clustered", clusters=levels(d, ["id"]), debiased=False)',
  );
  expect(linear.call('ols_joint')).toContain('absorb=levels(d, ["region^year"])).fit(cov_type="clustered"');
  expect(linear.of('iv_within').missing[0]!.why).toBe('linearmodels has no instruments beside absorbed effects');
  const { call, of } = written('pyfixest');
  expect(call('iv_within')).toBe('feols("y ~ z | id | x ~ w + `L.x`", d, vcov={"CRV1": "id"})');
  expect(of('poisson_within').missing[0]!.why).toBe('offsets are not written for pyfixest');
});

describe('the call', () => {
  let project: Project;
  beforeAll(async () => {
    project = hardProject();
    await project.make();
  });
  afterAll(() => project.dispose());

  it('writes a dialect beside the language, in a folder of its own', async () => {
    const { code, stdout } = await project.run('export', '--to', 'r', '--dialect', 'fixest', '--json');
    const { to, dialect, out, missing } = JSON.parse(stdout);
    expect({ code, to, dialect }).toEqual({ code: 0, to: 'r', dialect: 'fixest' });
    expect(out).toMatch(/export.fixest$/);
    expect(missing).toContainEqual({
      node: 'other.tobit',
      what: 'the result',
      why: 'fixest has no estimator `tobit`',
    });
    // kinds that are no models keep the language's usual words
    expect(project.read('export/fixest/01_shown.R')).toContain('mean(x)');
  });

  it('refuses one that the language lacks, by name', async () => {
    const asked = (...args: string[]) => project.run('export', ...args);
    expect(await asked('--to', 'r', '--dialect', 'fixes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no dialect of R is called `fixes`\nhint: did you mean `fixest`?'),
    });
    expect(await asked('--to', 'stata', '--dialect', 'fixest')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Stata has no dialects'),
    });
  });
});
