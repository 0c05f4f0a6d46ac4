/** show, graph, schema, and what every command has in common. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Project, run } from './harness.ts';
import { paper } from './paper.ts';

const repository = resolve(import.meta.dirname, '../..');
let project: Project;
beforeAll(async () => {
  project = paper();
  await project.make();
});
afterAll(() => project.dispose());

const shown = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await project.run('show', ...args);
  expect({ code, stderr }, stderr).toEqual({ code: 0, stderr: '' });
  return stdout;
};

describe('show', () => {
  it('prints a fit for people and at full precision', async () => {
    const text = await shown('baseline.long');
    expect(text).toMatch(/^baseline\.long: y\n\nFixed-effects \(within\) regression +Observations +48\n/);
    expect(text).toMatch(/absorbed: unit \(8 levels\)/);
    expect(text).toMatch(/y +Estimate +Std\. err\. +t +P>\|t\| +\[95% conf\. +interval\]\n─+\nx +\d\.\d+ /);
    const fit = JSON.parse(await shown('baseline.long', '--json'));
    expect(fit).toMatchObject({
      node: 'baseline.long',
      estimator: 'fe',
      outcome: 'y',
      nobs: 48,
      ngroups: 8,
      nclusters: 8,
      dfResid: 7,
    });
    expect(fit.terms.map((term: { term: string }) => term.term)).toEqual(['x', 'z', '_cons']);
    expect(text).toContain(Number(fit.terms[0].estimate).toPrecision(7).replace(/0+$/, ''));
    for (const name of ['r2', 'r2Within', 'r2Between', 'r2Overall', 'rmse', 'f'])
      expect(fit.stats).toHaveProperty(name);
  });

  it('prints frames, tables, written files and what own kinds make', async () => {
    const frame = await shown('panel');
    expect(frame).toMatch(/^panel: 48 rows, 7 columns, panel of 8 unit × 6 year \(balanced\)\n/);
    expect(frame).toMatch(/\nx +number +48 .*Treatment\n/);
    expect(frame).toMatch(/\nregion +string +48 +2 distinct\n/);
    const columns = JSON.parse(await shown('panel', '--json')).columns as {
      name: string;
      n: number;
      values: unknown[];
    }[];
    expect(columns.find((column) => column.name === 'unit')).toMatchObject({ n: 48, missing: 0, distinct: 8 });
    expect(columns.find((column) => column.name === 'year')!.values.slice(0, 2)).toEqual([2010, 2011]);
    expect(await shown('about')).toMatch(/x +48 +0\.\d{3}/);
    expect(JSON.parse(await shown('about', '--json')).rows[0]).toMatchObject({ variable: 'y', n: 48 });
    expect(await shown('tables.main')).toMatch(/\nTreatment +1\.\d{3}/);
    expect(JSON.parse(await shown('tables.main', '--json'))).toHaveProperty('out/tables/main.md');
    expect(await shown('doubled')).toMatch(/^doubled \(double\):\n\{\n {2}"value": /);
  });

  it('prints a step’s nodes as a list, and what a node is made of', async () => {
    const list = JSON.parse(await shown('baseline', '--json')) as { node: string }[];
    expect(list.map(({ node }) => node)).toEqual(['baseline.short', 'baseline.long']);
    const spec = parse(await shown('baseline.short', '--expand'));
    expect(spec).toMatchObject({
      node: 'baseline.short',
      kind: 'models',
      params: { outcome: 'y', terms: ['x'], absorb: ['unit'] },
    });
    expect(spec.inputs.data.parts).toEqual(['rows', 'column:unit', 'column:x', 'column:y']);
    expect((await project.run('show', 'baseline.shrt')).stderr).toContain('did you mean `baseline.short`?');
  });

  it('says when a result is out of date, or not there', async () => {
    const other = paper();
    try {
      const never = await other.run('show', 'panel');
      expect(never).toEqual({
        code: 1,
        stdout: '',
        stderr: 'papermake: `panel` has no result: it has not run\nhint: `papermake run panel`\n',
      });
      await other.make(['about']);
      other.edit('pipeline.yaml', '[y, x, w]', '[y, x, z]');
      const stale = await other.run('show', 'about');
      expect(stale.code).toBe(0);
      expect(stale.stderr).toBe('papermake: `about` is stale; this is its last result\nhint: `papermake why about`\n');
      expect(stale.stdout).toMatch(/\nw +48/);
    } finally {
      other.dispose();
    }
  });
});

describe('graph', () => {
  it('draws nodes in their steps, edges and decisions, the same every time', async () => {
    const mermaid = (await project.run('graph')).stdout;
    expect(mermaid).toContain('subgraph s2["baseline: models"]');
    expect(mermaid).toContain('["long"]:::fresh');
    expect(mermaid).not.toContain('@levels');
    const dot = (await project.run('graph', '--format', 'dot')).stdout;
    expect(dot).toContain('"panel" -> "regions.North"');
    const [svg, again] = await Promise.all([
      project.run('graph', '--format', 'svg'),
      project.run('graph', '--format', 'svg'),
    ]);
    expect(svg.stdout).toContain('</svg>');
    expect(svg.stdout).toContain('>North</text>');
    expect(again.stdout).toBe(svg.stdout);
    expect((await project.run('graph', '--format', 'sgv')).stderr).toContain('did you mean `svg`?');
  });

  it('shows nodes that are not known yet', async () => {
    const other = paper();
    try {
      const { stdout } = await other.run('graph', '--format', 'dot');
      expect(stdout).toContain('"panel" -> "regions.*"');
      expect(stdout).toMatch(/"panel" \[.*shape=hexagon/);
      expect(stdout).toMatch(/"regions\.\*" \[.*style="filled,dashed"/);
      expect(other.has('.papermake/traces-v1.log')).toBe(false);
    } finally {
      other.dispose();
    }
  });
});

describe('schema', () => {
  it('is committed as it is generated, and accepts the pipelines of this repository', async () => {
    const { stdout } = await run(['schema', '--plain', '--print'], { cwd: repository });
    const committed = readFileSync(join(repository, 'schema/pipeline.schema.json'), 'utf8');
    expect(stdout).toBe(committed);
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(stdout));
    for (const file of ['pipeline.yaml', 'examples/world-inequality/pipeline.yaml']) {
      const document = parse(readFileSync(join(repository, file), 'utf8'));
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      const step = Object.keys(document.steps)[0]!;
      document.steps[step].fil = 'misspelt';
      expect(validate(document)).toBe(false);
    }
  });

  it('demands what a step must have as a run does: in the step, or in the defaults of its kind', async () => {
    const { stdout } = await run(['schema', '--plain', '--print'], { cwd: repository });
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(stdout));
    const documentOf = (defaults: object, did: object): object => ({
      papermake: 1,
      defaults,
      steps: { panel: { kind: 'ingest', file: 'data.csv' }, did: { kind: 'did', from: 'panel', ...did } },
    });
    const missing = (defaults: object, did: object): string[] =>
      validate(documentOf(defaults, did))
        ? []
        : validate.errors!.flatMap(({ keyword, instancePath, params }) =>
            keyword === 'required' ? [`${instancePath} ${params.missingProperty}`] : [],
          );
    const both = { outcome: 'y', method: 'cs' };
    expect(missing({}, both)).toEqual([]);
    expect(missing({ did: { outcome: 'y' } }, { method: 'cs' })).toEqual([]);
    expect(missing({ did: both }, {})).toEqual([]);
    expect(missing({ did: { outcome: 'y' } }, {})).toEqual(['/steps/did method']);
    expect(missing({ placebo: { treatment: 'y' } }, {})).toEqual(['/steps/did outcome', '/steps/did method']);
    expect(validate(documentOf({ did: { outcome: 'y', method: 'no such' } }, {}))).toBe(false);
    expect(validate(documentOf({ did: { ...both, outcme: 'y' } }, {}))).toBe(false);
    project.write('incomplete.yaml', JSON.stringify(documentOf({ did: { outcome: 'y' } }, {})));
    const { stderr } = await project.run('run', '-f', 'incomplete.yaml');
    expect(stderr).toContain('`method` is missing');
    expect(stderr).not.toContain('`outcome`');
    project.remove('incomplete.yaml');
  });

  it('includes a project’s own kinds', async () => {
    const { code, stdout } = await project.run('schema');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'papermake: schema/pipeline.schema.json written\n' });
    const schema = JSON.parse(project.read('schema/pipeline.schema.json'));
    expect(schema.definitions.step.properties.kind.enum).toContain('double');
    expect(schema.definitions.double.properties.kind).toEqual({
      const: 'double',
      description: 'twice the first estimate',
    });
    expect((await project.run('schema')).stdout).toContain('is up to date');
  });

  it('has the names of the pipeline, unless they are not wanted or the pipeline has errors', async () => {
    const read = async (...options: string[]) => {
      const { stdout, stderr } = await project.run('schema', '--print', ...options);
      const { definitions } = JSON.parse(stdout);
      const { from } = definitions.describe.properties;
      const shared = from.$ref === undefined ? from : definitions[from.$ref.split('/')[2]];
      return { offered: new Set<string>(shared.examples ?? []), stderr };
    };
    const { offered, stderr } = await read();
    expect(stderr).toBe('');
    expect([...offered]).toEqual(expect.arrayContaining(['panel']));
    expect((await read('--plain')).offered.size).toBe(0);
    project.write(
      'wrong.yaml',
      'papermake: 1\nsteps: {panel: {kind: ingest, file: nowhere.csv}, d: {kind: describe, from: pannel, variables: x}}\n',
    );
    const wrong = await read('-f', 'wrong.yaml');
    expect(wrong.offered.size).toBe(0);
    expect(wrong.stderr).toBe(
      'papermake: the schema has no names of `wrong.yaml`, which has errors; `papermake check` names them\n',
    );
    project.remove('wrong.yaml');
  });

  it('offers no more than 200 variables, and first those of which the pipeline speaks', async () => {
    const names = Array.from({ length: 250 }, (_, i) => `v${i}`);
    project.write('data/wide.csv', `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`);
    project.write(
      'wide.yaml',
      'papermake: 1\nsteps: {wide: {kind: ingest, file: data/wide.csv}, d: {kind: describe, from: wide, variables: [v249, v230]}}\n',
    );
    const { stdout } = await project.run('schema', '--print', '-f', 'wide.yaml');
    const { definitions } = JSON.parse(stdout);
    const followed = (part: { readonly $ref?: string }) =>
      part.$ref === undefined ? part : definitions[part.$ref.split('/')[2]!];
    const { examples } = followed(followed(definitions.describe.properties.variables).items);
    expect(examples.slice(0, 3)).toEqual(['v230', 'v249', 'v0']);
    expect(examples).toHaveLength(200);
    for (const path of ['wide.yaml', 'data/wide.csv']) project.remove(path);
  });
});

describe('every command', () => {
  it('has help, and refuses what it does not know with suggestions', async () => {
    const help = (await project.run('--help')).stdout;
    for (const name of ['run', 'status', 'why', 'show', 'watch', 'graph', 'init', 'schema', 'clean'])
      expect(help).toContain(`\n  ${name} `);
    const kinds = /\nKinds of steps.*\n([\s\S]*?)\n\n/.exec(help)![1]!.trim().split(/,\s+/);
    const { properties } = JSON.parse((await project.run('schema', '--plain', '--print')).stdout).definitions.step;
    expect(kinds).toEqual(properties.kind.enum.filter((kind: string) => kind !== 'double'));
    expect((await project.run('watch', '--help')).stdout).toContain('usage: papermake watch');
    expect(await project.run('stauts')).toMatchObject({ code: 2, stdout: '' });
    expect((await project.run('stauts')).stderr).toContain('`status`');
    const option = await project.run('run', '--kep-going');
    expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining('hint: did you mean `keep-going`?') });
    expect((await project.run('graph', 'x')).code).toBe(2);
    expect((await project.run('-j', '0')).code).toBe(2);
  });

  it('has documentation where its help says', async () => {
    const folder = /\nDocumentation: (.*)\n$/.exec((await project.run('--help')).stdout)![1]!;
    for (const name of ['language.md', 'tables.md', 'methods.md', 'errors.md'])
      expect(existsSync(join(folder, name))).toBe(true);
  });

  it('writes no colour into a pipe', async () => {
    for (const args of [['status'], ['why', 'panel'], ['run', '--force', 'about']]) {
      const { stdout, stderr } = await project.run(...args);
      expect(stdout + stderr).not.toContain('\x1b');
    }
  });
});
