/** A format is one file (`test/support/toy-format.ts`) and one line in the registry, which the registry below has. */
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toy } from '../support/toy-format.ts';

const REGISTRY = '../../src/table/formats/registry.ts';
// Test files share their modules: these are loaded anew, and left for none of the others.
vi.resetModules();
vi.doMock(REGISTRY, async (original) => {
  const registry = await original<typeof import('../../src/table/formats/registry.ts')>();
  return { ...registry, formats: [...registry.formats, toy] };
});
afterAll(() => {
  vi.doUnmock(REGISTRY);
  vi.resetModules();
});

const { files: viewer } = await import('../../src/app/show/files.ts');
const { printProblems } = await import('../../src/base/print.ts');
const { expand } = await import('../../src/engine/pipeline/expand.ts');
const { loadSpec } = await import('../../src/engine/pipeline/load.ts');
const { ProjectFiles } = await import('../../src/engine/system/files.ts');
const { formats } = await import('../../src/table/formats/registry.ts');
const { builtInKinds } = await import('../support/built-in.ts');
const { ToyProject } = await import('../support/toy.ts');

const pipeline = (table: string, step = ''): string => `papermake: 1
steps:
  panel: {kind: ingest, file: d.csv}
  about: {kind: describe, from: panel, variables: [x, y]}
  tables:
    kind: report
${step}    tables:
      about: {from: about${table}}
`;

describe('a format of one file and one line', () => {
  let project: InstanceType<typeof ToyProject>;
  beforeEach(() => {
    project = new ToyProject();
    project.template = (name) => `templates/${name}`;
    project.write('d.csv', 'x,y\n1,2\n3,5\n4,4\n');
    project.write('templates/toy.css', 'toys\n');
  });
  afterEach(() => project.dispose());

  const run = (text: string) => {
    project.write('pipeline.yaml', text);
    return project.run(builtInKinds);
  };
  const bytes = (path: string): number[] => [...Buffer.from(project.results()[path]!, 'latin1')];

  it('is in the list by that line', () => expect(formats.at(-1)).toBe(toy));

  it('is written byte for byte, with its companion and the sidecar', async () => {
    expect((await run(pipeline(', formats: [toy]'))).failed).toEqual([]);
    expect(Object.keys(project.results())).toEqual([
      'out/tables/about.json',
      'out/tables/about.toy',
      'out/tables/toy.css',
    ]);
    expect(bytes('out/tables/about.toy').slice(0, 6)).toEqual([0, 255, 13, 10, 32, 10]);
  });

  it('has options, said by a table or by the step, which no other format hangs on', async () => {
    await run(pipeline(', formats: [toy]'));
    expect(bytes('out/tables/about.toy').at(-1)).toBe(2);
    expect((await run(pipeline(', formats: [toy], colour: red'))).ran).toEqual(['tables.about']);
    expect(bytes('out/tables/about.toy').at(-1)).toBe(1);
    expect((await run(pipeline(', formats: [toy]', '    colour: red\n'))).ran).toEqual([]);

    await run(pipeline(', formats: [csv]'));
    expect((await run(pipeline(', formats: [csv], colour: red'))).ran).toEqual([]);
  });

  /** What loading and planning say is wrong. */
  function told(text: string): string {
    const { spec, problems, misfits } = loadSpec('pipeline.yaml', text, builtInKinds);
    const planned = spec ? expand(spec, builtInKinds, new ProjectFiles(project.root, []), new Map()).problems : [];
    return [...misfits.map(({ path }) => path.join('.')), printProblems([...problems, ...planned], () => text)].join(
      '',
    );
  }

  it('has its options checked, and is told of by name', () => {
    expect(told(pipeline(', formats: [toy], colour: blue'))).toBe('');
    expect(told(pipeline(', formats: [toy], colour: green'))).toBe('steps.tables');
    expect(told(pipeline(', formats: [svg]'))).toContain(`formats: ${formats.map(({ name }) => name).join(', ')}`);
    expect(told(pipeline(', template: a.toy.hbs'))).toMatch(/its name ends in `\.tex\.hbs`, .* or `\.\w+\.hbs`/);
  });

  it('keeps the name of its companion from tables', () =>
    expect(told(pipeline('').replace('about: {from', 'toy: {from'))).toContain('`toy` is the name of the style file'));

  it('is listed in a terminal, not printed, and its size told to programs', () => {
    const parts = new Map([
      ['out/t.toy', Uint8Array.from([0, 255])],
      ['out/t.json', new TextEncoder().encode('{"a":1}')],
    ]);
    const reader = {
      type: 'files',
      parts: [...parts.keys()],
      bytes: (part: string) => parts.get(part)!,
      json: () => 0,
    };
    const shown = {
      node: 'tables.t' as never,
      reader,
      project: {} as never,
      hides: () => false,
      withheld: new Set<string>(),
      columnsRead: [],
      times: () => ({}),
    };
    expect(viewer.text(shown)).toBe('tables.t:\n  out/t.toy\n  out/t.json\n');
    expect(viewer.json(shown)).toEqual({ 'out/t.toy': { bytes: 2 }, 'out/t.json': { a: 1 } });
  });
});
