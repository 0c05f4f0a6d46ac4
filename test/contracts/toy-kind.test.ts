/**
 * A step kind is a room and one line in the list: with these every surface has it, and without another's the build is none the worse.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';

const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'papermake toy '));

const ROOM: Readonly<Record<string, string>> = {
  'room.ts': `/** The room of \`spread\`. */
import type { Room } from '../room.ts';
import { spreads } from './figure.ts';
import { spreadResult } from './result.ts';
import step from './step.ts';
import { spread } from './table.ts';

export default {
  step,
  results: [spreadResult],
  foreign: { kinds: { range_of: 'write \`kind: spread\`' } },
  get tables() { return [spread]; },
  get plots() { return [spreads]; },
} satisfies Room;
`,
  'step.ts': `/** The kind \`spread\`: how far the values of variables lie apart. */
import { Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { gap, spread } from './numbers/spread.ts';

export default defineStep({
  name: 'spread',
  summary: 'How far the values of variables lie apart',
  params: strict({ from: Type.String(), variables: Type.Array(Type.String()) }),
  reads: ({ from, variables }) => ({ data: { from, columns: variables } }),
  run: (context) => {
    const frame = readFrame(context.artifact('data'));
    const { variables } = context.params;
    return {
      rows: variables.map((variable) => ({ variable, ...spread(frame.numbers(variable)) })),
      gap: gap(frame.numbers(variables[0]!), frame.numbers(variables[1]!)),
    };
  },
});
`,
  'numbers/spread.ts': `/** The distance between the ends of a sample. */
export function spread(values: Float64Array): { width: number | { invalid: string } } {
  const width = Math.max(...values) - Math.min(...values);
  return { width: width > 0 ? width : { invalid: 'every value is the same' } };
}

/** How much further the one sample lies apart, with an error by each of two methods. */
export function gap(one: Float64Array, other: Float64Array) {
  const difference = Number(spread(one).width) - Number(spread(other).width);
  return {
    conventional: { difference, stdError: 0.5, pValue: 0.04 },
    robust: { difference, stdError: 0.75, pValue: 0.2 },
  };
}
`,
  'result.ts': `/** What spreads hold. */
import { type PlannedNode, type Result, usually } from '../../src/base/result.ts';

const variables = ({ params }: PlannedNode) => ({ listed: (params as unknown as { variables: string[] }).variables });

export const spreadResult: Result = {
  type: 'spread',
  list: 'rows',
  fromParams: true,
  isTrial: true,
  parts: {
    rows: { each: usually('width'), planned: variables },
    gap: {
      members: { conventional: usually('difference', 'stdError', 'pValue'), robust: usually('difference', 'stdError', 'pValue') },
      usual: 'conventional',
    },
  },
};
`,
  'table.ts': `/** Tables of spreads. */
import { recordBuilder } from '../../src/table/builders/records.ts';
import { spreadResult } from './result.ts';
import { sentences } from './words.ts';

export const spread = recordBuilder({
  type: spreadResult.type,
  sentences,
  parts: [],
  withUnits: false,
  usual: ['width'],
  columns: { width: { en: 'Width', zh: '宽度', csv: 'Width' } },
});
`,
  'figure.ts': `/** The plot of spreads. */
import { numberOn } from '../../src/figure/drawing/spec-parts.ts';
import type { Plot } from '../../src/figure/plot.ts';
import { spreadResult } from './result.ts';

export const spreads: Plot = {
  name: 'spreads',
  summary: 'how far the values of variables lie apart',
  shows: 'a step of kind \`spread\`',
  options: [],
  required: [],
  reads: (type) => (type === spreadResult.type ? { is: 'parts', parts: ['rows'] } : undefined),
  draw: ([source], context) => {
    const rows = source!.part('rows') as unknown as readonly { variable: string; width: number | object }[];
    return {
      columns: ['variable', 'width'],
      rows: rows.filter(({ width }) => typeof width === 'number') as never,
      spec: {
        mark: { type: 'bar' },
        encoding: { x: { field: 'variable', type: 'nominal' }, y: numberOn('y', 'width', 'Width', context) },
      },
    };
  },
};
`,
  'words.ts': `/** What spreads say, in Chinese. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [['every value is the same', '各取值相同']];
`,
};

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
};

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replace(from, to));
};

function build(script: string): void {
  const made = spawnSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), `scripts/${script}.ts`], {
    cwd: copy,
    encoding: 'utf8',
  });
  expect(made.stderr + made.stdout).toBe('');
}

/** The list with the line of the toy, and without that of mediation. */
function relisted(text: string): string {
  const edits: [string, string][] = [
    ["import mediation from './mediation/room.ts';\n", "import spread from './spread/room.ts';\n"],
    ["  ...withHelpers('mediation', () => mediation, 'bootstrap'),\n", '  spread: { room: () => spread },\n'],
  ];
  return edits.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replace(from, to);
  }, text);
}

const PIPELINE = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  s: {kind: spread, from: d, variables: [x, y, same]}
  tables:
    kind: report
    formats: [latex, markdown, html, csv, typst, docx, xlsx]
    tables: {s: {from: s}, zh: {from: s, lang: zh}}
  apart: {kind: figure, plot: spreads, from: s, formats: [svg]}
claims:
  wide: s.x > 3 and s.y.width > 0
  unsure: s.gap.conventional.p < 0.05 and s.gap.robust.p > 0.05 and s.gap < s.gap.robust.se
numbers: {x: s.x, gap: s.gap, robust: s.gap.robust}
`;

let project: Project;
beforeAll(() => {
  for (const name of [
    'src',
    'scripts',
    'templates',
    'fonts',
    'bridge',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  cpSync(join(root, 'steps'), join(copy, 'steps'), {
    recursive: true,
    filter: (file) => !/steps.mediation($|.)/.test(file),
  });
  // examples of the reference are those of the gallery
  for (const name of ['node_modules', 'examples', 'pipeline.yaml', 'test'])
    symlinkSync(join(root, name), join(copy, name));
  mkdirSync(join(copy, 'docs'));
  // `npm run generate` writes the fields of packages into the one, and takes pictures from the other.
  for (const page of ['package.md', 'figures.md']) cpSync(join(root, 'docs', page), join(copy, 'docs', page));
  for (const [file, text] of Object.entries(ROOM)) write(`steps/spread/${file}`, text);
  write('steps/registry.ts', relisted(readFileSync(join(root, 'steps/registry.ts'), 'utf8')));
  for (const script of ['build', 'reference/write']) build(script);
  project = new Project({ 'pipeline.yaml': PIPELINE, 'd.csv': 'x,y,same\n1,2,7\n4,9,7\n5,4,7\n' });
  project.binary = join(copy, 'dist/papermake.js');
  project.apart = true;
});
afterAll(() => {
  project.dispose();
  rmSync(copy, { recursive: true });
});

describe('a kind of one room and one line', () => {
  it('is in the schema, the reference and the hints, and the kind that was taken out is in none', async () => {
    const schema = (await project.run('schema', '--print')).stdout;
    expect(schema).toContain('"spread"');
    expect(schema).not.toContain('"mediation"');
    const list = readFileSync(join(copy, 'docs/pipeline.md'), 'utf8');
    expect(list).toContain('| [`spread`](reference/spread.md) | How far the values of variables lie apart |');
    expect(list).not.toContain('mediation.md');
    const page = readFileSync(join(copy, 'docs/reference/spread.md'), 'utf8');
    expect(page).toContain('# `spread`\n\nHow far the values of variables lie apart.');
    expect(existsSync(join(copy, 'docs/reference/mediation.md'))).toBe(false);
    const help = (await project.run('--help')).stdout;
    expect(help).toMatch(/^ {2}(.*, )?spread\b/m);
    expect(help).not.toMatch(/\bmediation\b/);
  });

  it('is run, claimed, counted, and printed in every format and language', async () => {
    const { code, stderr } = await project.run();
    expect(stderr).not.toContain('failed');
    expect(code).toBe(0);
    for (const end of ['tex', 'md', 'html', 'csv', 'typ', 'docx', 'xlsx'])
      expect(project.has(`out/tables/s.${end}`)).toBe(true);
    expect(project.read('out/tables/s.md')).toContain('Width');
    expect(project.read('out/tables/s.md')).toContain('every value is the same');
    expect(project.read('out/tables/zh.md')).toContain('宽度');
    expect(project.read('out/tables/zh.md')).toContain('各取值相同');
    expect((await project.run('show', 's')).stdout).toContain('Width');
    expect(JSON.parse((await project.run('show', 's', '--json')).stdout).rows[0]).toEqual({ variable: 'x', width: 4 });
    expect(project.read('out/figures/apart.svg')).toContain('Width');
    expect((await project.run('trials')).stdout).toContain('1 specification estimated, 1 printed');
  });

  it('tells one estimate with several inferences, of which one is meant where none is named', async () => {
    const numbers = { gap: { value: -3 }, robust: { value: -3 } };
    expect(JSON.parse(project.read('out/numbers.json'))).toMatchObject(numbers);
    const { gap } = JSON.parse((await project.run('show', 's', '--json')).stdout) as { gap: Record<string, object> };
    expect(Object.keys(gap)).toEqual(['conventional', 'robust']);
    project.edit('pipeline.yaml', 's.gap < s.gap.robust.se', 's.gap > s.gap.robust.se');
    expect(await project.run()).toMatchObject({ code: 3 });
    project.write('pipeline.yaml', PIPELINE);
  });

  it('has its names checked before anything runs', async () => {
    project.edit('pipeline.yaml', 's.x > 3', 's.q > 3');
    project.edit('pipeline.yaml', 's.gap.robust.se', 's.gap.robst.se');
    project.edit('pipeline.yaml', '{x: s.x,', '{x: s.x.wdth,');
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('`s` has no `q`');
    expect(stderr).toContain('did you mean `width`?');
    expect(stderr).toContain('`s.gap` has no `robst`');
    expect(stderr).toContain('did you mean `robust`?');
    project.write('pipeline.yaml', PIPELINE);
  });

  it('estimates nothing anew where its table, its words and its figure are edited', async () => {
    await project.make();
    const before = [project.read('out/tables/zh.md'), project.read('out/figures/apart.svg')];
    edit('steps/spread/words.ts', '各取值相同', '取值全同');
    edit('steps/spread/table.ts', '宽度', '跨度');
    edit('steps/spread/figure.ts', "'Width'", "'Spread'");
    build('build');
    const { ran } = await project.make();
    expect([...ran].sort()).toEqual(['apart', 'tables.s', 'tables.zh']);
    const [table, figure] = before as [string, string];
    expect(project.read('out/tables/zh.md')).toBe(table.replace('各取值相同', '取值全同').replace('宽度', '跨度'));
    expect(project.read('out/figures/apart.svg')).toContain('Spread');
    expect(figure).not.toContain('Spread');
  });

  it('is hinted at, and another that is gone is unknown', async () => {
    project.write('pipeline.yaml', PIPELINE.replace('kind: spread', 'kind: range_of'));
    expect((await project.run()).stderr).toContain('write `kind: spread`');
    project.write('pipeline.yaml', PIPELINE.replace('kind: spread', 'kind: mediation'));
    expect(await project.run()).toMatchObject({ code: 2 });
  });
});
