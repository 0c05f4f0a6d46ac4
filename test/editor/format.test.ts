/** Formatting keeps every value and comment, and the author's line breaks within values. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentsOf, formatted, formatting } from '../../src/app/editor/format.ts';
import { readYaml } from '../../src/engine/pipeline/source/yaml.ts';
import { Project } from '../cli/harness.ts';
import { Editor } from './client.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['examples', 'src/app/starter'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'pipeline.yaml')),
);
const PIPELINES = [join(root, 'pipeline.yaml'), ...folders].filter((path) => existsSync(path));
const TEXTS = PIPELINES.map((path) => readFileSync(path, 'utf8'));
const plainValue = (text: string): string => JSON.stringify(readYaml('', text).source?.value);

const UNTIDY = `# top

papermake:   1   # version
title: >-
     A long
     title
sets:  { a: [ x,y ],   # why
   b: [z] }
samples:
      # before
      late:   "year >   2001"${'   '}


      early: 'it''s'
      plain: several
        words here
steps:
    b:
        kind:   models
        columns:
        - {fit:   y ~ x}
        - fit: y ~ z   # last
          id: 两个
`;
const TIDY = `# top

papermake: 1 # version
title: >-
     A long
     title
sets: { a: [ x,y ],   # why
   b: [z] }
samples:
  # before
  late: "year >   2001"

  early: 'it''s'
  plain: several
    words here
steps:
  b:
    kind: models
    columns:
      - {fit: y ~ x}
      - fit: y ~ z # last
        id: 两个
`;

it('lays lines out and leaves what an author wrote on several lines', () => {
  expect(formatted(UNTIDY)).toBe(TIDY);
  expect(formatted(TIDY)).toBe(TIDY);
  expect(formatting(TIDY)).toBeUndefined();
});

it('edits the lines alone that change', () => {
  const edit = formatting(TIDY.replace('kind: models', 'kind:  models'))!;
  expect(edit.text).toBe('    kind: models');
});

it('keeps all values and comments of all pipelines, and changes nothing twice', () => {
  expect(PIPELINES.length).toBeGreaterThan(15);
  for (const text of TEXTS) {
    const once = formatted(text)!;
    expect(plainValue(once)).toBe(plainValue(text));
    expect(commentsOf(once)).toEqual(commentsOf(text));
    expect(commentsOf(text).length).toBeGreaterThan(0);
    expect(formatted(once)).toBe(once);
  }
});

it('does so however untidy they are', () => {
  let changed = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...TEXTS),
      fc.array(
        fc.record({ at: fc.nat(400), as: fc.constantFrom('   ', '  # said 说', '\n\n\n', '\n  # apart', '\n# out') }),
        { maxLength: 12 },
      ),
      fc.constantFrom(1, 2, 4),
      (text, edits, times) => {
        const lines = text.split('\n').map((line) => line.replace(/^ +/, (blanks) => blanks.repeat(times)));
        for (const { at, as } of edits) lines[at % lines.length] += as;
        const untidy = lines.join('\n');
        const { source, problems } = readYaml('', untidy);
        const once = formatted(untidy);
        const isWrong = source === undefined || problems.length > 0;
        if (isWrong) expect(once).toBeUndefined();
        if (once === undefined) return;
        changed += 1;
        expect(plainValue(once)).toBe(plainValue(untidy));
        expect(commentsOf(once)).toEqual(commentsOf(untidy));
        expect(formatted(once)).toBe(once);
      },
    ),
    { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 150) },
  );
  expect(changed).toBeGreaterThan(30);
});

describe('in an editor', () => {
  let project: Project;
  let editor: Editor;
  beforeAll(async () => {
    project = new Project({ 'pipeline.yaml': UNTIDY });
    editor = new Editor(project.root);
    await editor.open(project.path('pipeline.yaml'), UNTIDY.replaceAll('\n', '\r\n'));
  });
  afterAll(() => {
    editor.child.kill();
    project.dispose();
  });

  it('keeps the ends of lines of the text', async () => {
    expect(await editor.format()).toBe(TIDY.replaceAll('\n', '\r\n'));
  });

  it('leaves a text with errors as it is', async () => {
    await editor.edit('kind:   models', 'kind:   [models');
    expect(await editor.format()).toBe(editor.text);
  });
});
