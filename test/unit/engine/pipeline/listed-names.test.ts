/** A project is the same on systems that find a file in any case: each file has one name everywhere, the one that its folder lists. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { templatePath } from '../../../../src/app/place.ts';
import { listedPath } from '../../../../src/base/system/file-names.ts';
import { expand } from '../../../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../../../src/engine/system/files.ts';
import { CommandFolder } from '../../../../steps/lib/command/folder.ts';
import { builtInKinds } from '../../../support/built-in.ts';
import { scratchFolder } from '../../../support/scratch.ts';

/** Files as Windows and macOS find them. */
class AnyCase extends ProjectFiles {
  override absolute(file: string): string {
    const namesIn = (folder: string): Set<string> => {
      try {
        return new Set(readdirSync(path.join(this.root, folder)));
      } catch {
        return new Set();
      }
    };
    return super.absolute(path.isAbsolute(file) ? file : (listedPath(file, namesIn) ?? file));
  }
}

const FILES: Readonly<Record<string, string>> = {
  'data/panel.csv': 'unit,year,y,x\n1,1,1,2\n1,2,3,4\n2,1,5,6\n2,2,7,9\n',
  'data/more/a.csv': 'unit,year,y,x\n1,1,1,2\n',
  'templates/table.md.hbs': '{{caption}}\n',
  'templates/journal.tex.hbs': '{{caption}}\n',
  'text/paper.md': '---\ntitle: A\nbibliography: refs.bib\n---\n\nWords [@a].\n\n![A picture](map.png)\n',
  'text/paper.typ': '#include "part.typ"\n',
  'text/part.typ': 'Words\n',
  'text/refs.bib': '@article{a, title = {A}, author = {B, C}, year = {2020}}\n',
  'text/map.png': 'x',
  'code/fit.R': '1\n',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(path.join(scratchFolder(), 'papermake-listed-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PANEL = 'panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}';

/** Plans steps as the two kinds of systems do, and returns what is complained of; it must be one and the same. */
function complaints(step: string): (string | undefined)[] {
  const text = `papermake: 1\nsteps:\n  ${PANEL}\n  about: {kind: describe, from: panel, variables: [y]}\n  ${step}\n`;
  const [here, there] = [new ProjectFiles(root), new AnyCase(root)].map((files) => {
    const { spec, problems, misfits } = loadSpec('pipeline.yaml', text, builtInKinds);
    expect([problems, misfits]).toEqual([[], []]);
    const plan = expand(spec!, builtInKinds, files, new Map());
    return plan.problems.map(({ code, message, hint }) => `${code}: ${message}; ${hint}`);
  });
  expect(there).toEqual(here);
  return there!;
}

it.each([
  ['data', 'a: {kind: ingest, file: data/Panel.csv}', 'data/Panel.csv', 'data/panel.csv'],
  ['a folder', 'a: {kind: ingest, file: Data/panel.csv}', 'Data/panel.csv', 'data/panel.csv'],
  [
    'data of a query',
    'a: {kind: sql, inputs: {p: {file: DATA/panel.CSV}}, query: select 1 as o, order: [o]}',
    'DATA/panel.CSV',
    'data/panel.csv',
  ],
  [
    'a script',
    'a: {kind: command, run: [Rscript, code/fit.r], files: [code/fit.r], outputs: {o: file}}',
    'code/fit.r',
    'code/fit.R',
  ],
  ['a text', 'a: {kind: document, file: text/Paper.md, formats: [docx]}', 'text/Paper.md', 'text/paper.md'],
])('%s by another case is no file', (_, step, said, listed) => {
  expect(complaints(step)).toEqual([
    `missing-file: there is no file \`${said}\`; \`${listed}\` is there, which is another file where case and the spelling of accents count`,
  ]);
});

it.each([
  ['a bibliography', 'text/paper.md', 'refs.bib', 'Refs.bib', 'text/Refs.bib', 'text/refs.bib'],
  ['a picture', 'text/paper.md', 'map.png', 'map.PNG', 'text/map.PNG', 'text/map.png'],
  ['a part', 'text/paper.typ', 'part.typ', 'Part.typ', 'text/Part.typ', 'text/part.typ'],
])('%s that a text names by another case is no file', (_, text, name, otherwise, said, listed) => {
  writeFileSync(path.join(root, text), FILES[text]!.replace(name, otherwise));
  const found = complaints(`a: {kind: document, file: ${text}, formats: [${text.endsWith('md') ? 'docx' : 'pdf'}]}`);
  expect(found).toEqual([expect.stringMatching(`no file .${said}.;.*${listed}. is there, which is another file`)]);
});

it('a folder by another case has no files, and a template of another case is not there', () => {
  expect(complaints('a: {kind: ingest, file: Data/*.csv}')).toEqual([expect.stringContaining('Data/*.csv')]);
  expect(complaints('a: {kind: report, template: Journal.tex.hbs, tables: {t: {from: about}}}').join(' ')).toContain(
    'there is no file `templates/Journal.tex.hbs`',
  );
  const files = new AnyCase(root);
  expect(templatePath('table.md.hbs', files)).toBe('templates/table.md.hbs');
  expect(templatePath('TABLE.md.hbs', files)).toBeUndefined();
});

it('what a command wrote by another case is not what it declares', () => {
  const folder = new CommandFolder();
  try {
    folder.expect(['sub/table.csv', 'other.csv']);
    writeFileSync(path.join(folder.path, 'sub/Table.csv'), 'x\n1\n');
    expect(folder.read('sub/Table.csv')).toEqual(Buffer.from('x\n1\n'));
    expect(folder.read('sub/table.csv')).toBe(
      'did not write `sub/table.csv`, but `sub/Table.csv`, which is another file where case counts',
    );
    expect(folder.read('other.csv')).toBe('did not write `other.csv`');
  } finally {
    folder.remove();
  }
});
