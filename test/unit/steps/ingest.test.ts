import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import { type Artifact, fileReader, heldBytes } from '../../../src/base/reader.ts';
import type {
  ColumnInfo,
  Complaint,
  NodeSpec,
  PlanContext,
  PlannedFile,
  RunContext,
  Step,
} from '../../../src/engine/step.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { frameArtifact, readFrame } from '../../../src/frame/stored/artifact.ts';
import ingest from '../../../steps/ingest.ts';
import { frameOf, readerOf, utf8, values } from '../frame/support.ts';

type Params = Parameters<NonNullable<typeof ingest.expand>>[0]['params'];

const files: Record<string, string> = {
  'p.csv': 'town,year,x\nb,1,3\na,2,2\na,1,1\n',
  'broken.csv': 'town,year,x\nb,1,3\na,2,oops\na,1,1\na,0,4\n',
  'headless.csv': '',
};
const other = { nqp: 'town,year,NQP,z\na,1,.1,0\na,2,.2,0\nb,1,.3,0\n' };

class Fake {
  readonly complaints: Complaint[] = [];
  readonly warnings: Complaint[] = [];
  readonly notes: string[] = [];
  readonly variables: Record<string, { levels: readonly string[]; translations: object }> = {};

  step(params: Params): Step<Params> {
    return { name: 'panel', kind: 'ingest', params, defaults: {}, path: ['steps', 'panel'] };
  }

  file(path: string): PlannedFile | undefined {
    const text = files[path];
    if (text === undefined) return undefined;
    const read = fileReader(path, heldBytes(utf8(text)));
    return Object.assign(read, { look: (name: string, options: Json) => ingest.looks![name]!(read, options) });
  }

  plan(): PlanContext {
    return {
      project: { title: null, variables: this.variables, sets: {}, samples: {} },
      node: (name: string) => (name === 'nqp' ? ({ id: 'nqp' as NodeId } as NodeSpec) : undefined),
      columns: (name: string): readonly ColumnInfo[] | undefined =>
        name === 'nqp' ? ['town', 'year', 'NQP', 'z'].map((column) => ({ name: column, type: null })) : undefined,
      files: (path: string, at: Complaint['path']) => {
        const file = this.file(path);
        if (file === undefined) this.complaints.push({ code: 'missing-file', message: path, path: at! });
        return file && [file];
      },
      said: () => undefined,
      complain: (complaint: Complaint) => this.complaints.push(complaint),
    } as unknown as PlanContext;
  }

  expand(params: Params): NodeSpec {
    return ingest.expand!(this.step(params), this.plan())[0]!;
  }

  run(params: Params): Frame {
    const node = this.expand(params);
    expect(this.complaints).toEqual([]);
    const context = {
      params: node.params,
      inputs: Object.keys(node.inputs),
      file: () => this.file(params.file)!,
      artifact: () =>
        readerOf(frameArtifact(frameOf(other.nqp)), (node.inputs['merge.0'] as { parts: readonly string[] }).parts),
      warn: (complaint: Complaint) => this.warnings.push(complaint),
      note: (text: string) => this.notes.push(text),
      fail: (...complaints: Complaint[]) => {
        throw new Failed(complaints);
      },
    } as unknown as RunContext<Params>;
    return readFrame(readerOf(ingest.run(context) as Artifact));
  }
}

class Failed extends Error {
  readonly complaints: readonly Complaint[];
  constructor(complaints: readonly Complaint[]) {
    super('failed');
    this.complaints = complaints;
  }
}

function failureOf(work: () => unknown): readonly Complaint[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Failed) return error.complaints;
    throw error;
  }
  throw new Error('expected a failure');
}

const panel = { unit: 'town', time: 'year' };
const merge = [{ from: 'nqp', on: ['town', 'year'], columns: ['NQP'] }];

describe('ingest, planned', () => {
  it('is one node that reads its file and only the named columns of merged frames', () => {
    const node = new Fake().expand({ file: 'p.csv', panel, merge });
    expect(node.id).toBe('panel');
    expect(node.inputs).toEqual({
      file: { is: 'file', path: 'p.csv' },
      'merge.0': { is: 'node', node: 'nqp', parts: ['rows', 'column:NQP', 'column:town', 'column:year'] },
    });
  });

  it('has the same parameters for the same meaning', () => {
    const key = (params: Partial<Params>) => canonicalJson(new Fake().expand({ file: 'p.csv', ...params }).params);
    expect(key({ derive: { a: 'log( x )+1', b: 'a' } })).toBe(key({ derive: { b: 'a', a: '(log(x)) + 1' } }));
    expect(key({ missing: ['NA', -9] })).toBe(key({ missing: [-9, 'NA', 'NA'] }));
    expect(key({ keep: ['x', 'year'] })).toBe(key({ keep: ['year', 'x'] }));
    expect(key({ merge: [{ from: 'nqp', on: ['town'], how: '1:1' }] })).toBe(
      key({ merge: [{ from: 'nqp', on: ['town'] }] }),
    );
    expect(key({ header: 1 })).toBe(key({ header: [1] }));
    expect(key({ derive: { a: 'x + 1' } })).not.toBe(key({ derive: { a: 'x + 2' } }));
  });

  it('knows its columns', () => {
    const params: Params = { file: 'p.csv', panel, merge, derive: { big: 'x > 2' }, types: { x: 'number' } };
    const fake = new Fake();
    const names = ingest.columns!(fake.step(params), fake.plan())?.map(({ name, type }) => `${name}:${type}`);
    expect(names).toEqual(['town:null', 'year:null', 'x:number', 'NQP:null', 'big:number']);
    expect(ingest.panel!(fake.step(params), fake.plan(), 'p')).toEqual(panel);
  });

  it('complains about everything that headers tell, at its place in the YAML', () => {
    const fake = new Fake();
    fake.expand({
      file: 'p.csv',
      panel: { unit: 'twon', time: 'year' },
      derive: { z: 'log(xx)', w: '1 +' },
      keep: ['y'],
    });
    expect(fake.complaints.map(({ code, path }) => [code, path!.slice(2).join('.')]).sort()).toEqual(
      [
        ['unexpected-end', 'derive.w'],
        ['unknown-variable', 'derive.z'],
        ['unknown-variable', 'keep.0'],
        ['unknown-variable', 'panel.unit'],
      ].sort(),
    );
  });

  it('complains about files that are missing, of unknown kind or without a header', () => {
    for (const [file, code] of [
      ['none.csv', 'missing-file'],
      ['headless.csv', 'no-header'],
    ] as const) {
      const fake = new Fake();
      fake.expand({ file });
      expect(new Set(fake.complaints.map((c) => c.code))).toEqual(new Set([code]));
      expect(fake.complaints[0]!.path).toEqual(['steps', 'panel', 'file']);
    }
  });
});

describe('ingest, run', () => {
  it('reads, merges, derives, sorts', () => {
    const frame = new Fake().run({ file: 'p.csv', panel, merge, derive: { y: 'x * NQP' }, drop: ['x'] });
    expect(frame.names.toSorted()).toEqual(['NQP', 'town', 'y', 'year']);
    expect(values(frame, 'y')).toEqual(['0.1', '0.4', String(3 * 0.3)]);
  });

  it('takes the order of a category from its variable', () => {
    const fake = new Fake();
    fake.variables.town = { levels: ['b', 'a'], translations: {} };
    expect(fake.run({ file: 'p.csv', types: { town: 'category' } }).codes('town').levels).toEqual(['b', 'a']);
  });

  it('fails at the cell and at the YAML', () => {
    files['dup.csv'] = 'town,year,x\na,1,1\na,1,2\n';
    expect(failureOf(() => new Fake().run({ file: 'broken.csv', derive: { y: '2 * x' } }))).toMatchObject([
      { code: 'text-in-number', param: 'derive.y', cell: { is: 'cell', file: 'broken.csv', row: 3, column: 'x' } },
    ]);
    expect(failureOf(() => new Fake().run({ file: 'broken.csv', where: 'x > 0' }))).toMatchObject([
      { param: 'where', cell: { row: 3 } },
    ]);
    expect(failureOf(() => new Fake().run({ file: 'dup.csv', panel }))).toMatchObject([
      { param: 'panel', cell: { row: 3 } },
    ]);
  });

  it('tells of a column that could not be typed, where nobody reads it', () => {
    const fake = new Fake();
    expect(() => fake.run({ file: 'broken.csv' }).numbers('x')).toThrow('`x` has');
    expect(fake.notes).toEqual([expect.stringMatching(/^`x` cannot be read: `x` has/)]);
  });

  it('warns with the parameter it is about', () => {
    const fake = new Fake();
    fake.run({ file: 'p.csv', derive: { l: 'log(x - 1)' } });
    expect(fake.warnings).toMatchObject([{ code: 'undefined-values', param: 'derive.l', severity: 'warning' }]);
  });
});

describe('the committed data', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

  it('derives the variables of the paper: Table 1 to every printed digit', () => {
    files['data/panel.csv'] = read('data/panel.csv');
    const frame = new Fake().run({
      file: 'data/panel.csv',
      panel: { unit: 'province', time: 'year' },
      derive: {
        Gap: 'log((urban_income - rural_income) / 10000)',
        Education: 'education_exp_100m / 100',
        Patent: 'patents_granted / 10000',
        DigEco: 'web_pages_10k / 1e6',
      },
    });
    const [, ...lines] = read('data/published/table1.csv').trim().split('\n');
    for (const line of lines) {
      const [variable, ...printed] = line.split(',');
      // The index comes from the step `index`, whose test knows this row.
      if (variable === 'NQP') continue;
      const x = [...frame.numbers(variable!)];
      const mean = x.reduce((a, b) => a + b) / x.length;
      const sd = Math.sqrt(x.reduce((a, b) => a + (b - mean) * (b - mean), 0) / (x.length - 1));
      const ours = [mean, sd, Math.min(...x), Math.max(...x)].map((value) => Number(value.toFixed(3)));
      expect([variable, ...ours]).toEqual([variable, ...printed.map(Number)]);
    }
  });

  it('holds the real panel: 47 countries, 12 years, no gap', () => {
    files['world.csv'] = read('examples/world-inequality/data/panel.csv');
    const fake = new Fake();
    const frame = fake.run({ file: 'world.csv', panel: { unit: 'iso3c', time: 'year' } });
    expect([frame.nrows, frame.codes('iso3c').levels.length, frame.codes('year').levels.length]).toEqual([564, 47, 12]);
    expect(fake.warnings).toEqual([]);
    expect(frame.codes('income').levels).toEqual(['High income', 'Lower middle income', 'Upper middle income']);
  });
});
