/**
 * A step kind is a room and one line in the list: with these every surface has it, and without another's the build is none the worse.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';

const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'papermake toy '));

const ROOM: Readonly<Record<string, string>> = {
  'room.ts': `/** The room of \`spread\`. */
import type { Room } from '../room.ts';
import { spreadResult } from './result.ts';
import step from './step.ts';
import { spread } from './table.ts';

export default { step, results: [spreadResult], foreign: { kinds: { range_of: 'write \`kind: spread\`' } }, get tables() { return [spread]; } } satisfies Room;
`,
  'step.ts': `/** The kind \`spread\`: how far the values of variables lie apart. */
import { Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { spread } from './numbers/spread.ts';

export default defineStep({
  name: 'spread',
  summary: 'How far the values of variables lie apart',
  params: strict({ from: Type.String(), variables: Type.Array(Type.String()) }),
  reads: ({ from, variables }) => ({ data: { from, columns: variables } }),
  run: (context) => {
    const frame = readFrame(context.artifact('data'));
    return { rows: context.params.variables.map((variable) => ({ variable, ...spread(frame.numbers(variable)) })) };
  },
});
`,
  'numbers/spread.ts': `/** The distance between the ends of a sample. */
export function spread(values: Float64Array): { width: number | { invalid: string } } {
  const width = Math.max(...values) - Math.min(...values);
  return { width: width > 0 ? width : { invalid: 'every value is the same' } };
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
  parts: { rows: { each: usually('width'), planned: variables } },
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
  'words.ts': `/** What spreads say, in Chinese. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [['every value is the same', '各取值相同']];
`,
};

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
};

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
claims: {wide: s.x > 3 and s.y.width > 0}
numbers: {x: s.x}
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
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  mkdirSync(join(copy, 'docs'));
  for (const [file, text] of Object.entries(ROOM)) write(`steps/spread/${file}`, text);
  write('steps/registry.ts', relisted(readFileSync(join(root, 'steps/registry.ts'), 'utf8')));
  for (const script of ['build', 'docs']) {
    const made = spawnSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), `scripts/${script}.ts`], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(made.stderr + made.stdout).toBe('');
  }
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
    const page = readFileSync(join(copy, 'docs/pipeline.md'), 'utf8');
    expect(page).toContain('## `spread`\n\nHow far the values of variables lie apart.');
    expect(page).not.toContain('## `mediation`');
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
    expect((await project.run('trials')).stdout).toContain('1 specification estimated, 1 printed');
  });

  it('has its names checked before anything runs', async () => {
    project.edit('pipeline.yaml', 's.x > 3', 's.q > 3');
    project.edit('pipeline.yaml', '{x: s.x}', '{x: s.x.wdth}');
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('`s` has no `q`');
    expect(stderr).toContain('did you mean `width`?');
  });

  it('is hinted at, and another that is gone is unknown', async () => {
    project.write('pipeline.yaml', PIPELINE.replace('kind: spread', 'kind: range_of'));
    expect((await project.run()).stderr).toContain('write `kind: spread`');
    project.write('pipeline.yaml', PIPELINE.replace('kind: spread', 'kind: mediation'));
    expect(await project.run()).toMatchObject({ code: 2 });
  });
});
