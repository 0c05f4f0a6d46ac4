/**
 * Ends of lines are none of a project's content: as git checks them out for Windows, nothing runs again, and a first run makes the same bytes.
 * @module-tag slow
 */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { FILES } from './paper.ts';

const FOR_SH = `  listed: {kind: command, run: [sh, code/list.sh], files: [code/list.sh, data/notes.csv], outputs: {listed.txt: file}}
  shown:
    kind: command
    run: |
      cat data/notes.csv
      cat data/notes.csv > shown.txt
    files: [data/notes.csv]
    outputs: {shown.txt: file}
  dos: {kind: command, run: "printf 'a\\\\r\\\\nb\\\\r\\\\n' > dos.csv; printf 'a\\\\r\\\\nb\\\\r\\\\n' > dos.bin", outputs: {dos.csv: file, dos.bin: file}}
`;

/** Windows runs a batch file, and lines of `cmd`. */
const FOR_CMD = `  listed: {kind: command, run: [code/list.cmd], files: [code/list.cmd, data/notes.csv], outputs: {listed.txt: file}}
  shown:
    kind: command
    shell: cmd
    run: |
      type data\\\\notes.csv
      type data\\\\notes.csv > shown.txt
    files: [data/notes.csv]
    outputs: {shown.txt: file}
  dos: {kind: command, shell: cmd, run: "(echo a&echo b)>dos.csv && copy dos.csv dos.bin", outputs: {dos.csv: file, dos.bin: file}}
`;

const PIPELINE = `${FILES['pipeline.yaml']!.replace("double', ", '')}
  notes: {kind: ingest, file: data/notes.csv}
  asked:
    kind: sql
    inputs: {n: notes}
    order: [id]
    query: |
      select id, text
      from n
      where id > 1
${process.platform === 'win32' ? FOR_CMD : FOR_SH}  text: {kind: document, file: paper.md, formats: [docx]}
`;

const TEXTS: Readonly<Record<string, string>> = {
  ...FILES,
  'pipeline.yaml': PIPELINE,
  // A cell with a line break of its own.
  'data/notes.csv': 'id,text\n1,one\n2,"two\nlines"\n3,three\n',
  'code/list.cmd': '@type data\\notes.csv > listed.txt\r\n@echo end>> listed.txt\r\n',
  'templates/table.md.hbs': '{{caption}}\nA line of mine.\n',
  'code/list.sh': 'cat data/notes.csv > listed.txt\necho end >> listed.txt\n',
  'paper.md':
    '---\ntitle: A paper\nbibliography: paper.bib\n---\n\nText that goes on\nfor two lines [@one].\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
  'paper.bib': '@article{one,\n  title = {One},\n  author = {Author, An},\n  year = {2020}\n}\n',
  'steps/double.ts': FILES['steps/double.ts']!.replace(
    'value: twice(terms[0]!.estimate) }',
    'value: twice(terms[0]!.estimate), text: `a\nb` }',
  ),
};

const asOnWindows = (text: string): string => text.replace(/\r?\n/g, '\r\n');

let projects: Project[] = [];
afterEach(() => {
  for (const project of projects) project.dispose();
  projects = [];
});

function projectOf(texts: Readonly<Record<string, string>>): Project {
  const project = new Project(texts);
  projects.push(project);
  return project;
}

const everything = (project: Project): Record<string, string> => project.tree('out');

describe('a checkout with the ends of lines of Windows', () => {
  it('runs nothing again, and moves no output aside', async () => {
    const project = projectOf(TEXTS);
    await project.make();
    const made = everything(project);
    for (const [path, text] of Object.entries(TEXTS)) project.write(path, asOnWindows(text));
    for (const path of Object.keys(made).filter((each) => /\.(csv|md|tex|json|html|txt)$/.test(each)))
      if (!path.endsWith('dos.csv')) project.write(path, asOnWindows(project.read(path)));
    const again = await project.run();
    expect(again.stderr).toBe('');
    expect(again.stdout).toMatch(/all \d+ nodes are fresh/);
    expect(Object.keys(everything(project)).sort()).toEqual(Object.keys(made).sort());
    expect((await project.run('verify')).code).toBe(0);
    expect((await project.run()).stdout).toMatch(/all \d+ nodes are fresh/);
  });

  it('makes in its first run what the others have', async () => {
    const one = projectOf(TEXTS);
    const other = projectOf(Object.fromEntries(Object.entries(TEXTS).map(([path, text]) => [path, asOnWindows(text)])));
    await one.make();
    await other.make();
    expect(everything(other)).toEqual(everything(one));
    // Texts that programs left have plain ends of lines, and other files what they were left with.
    expect(one.read('out/dos/dos.csv')).toBe('a\nb\n');
    expect(one.read('out/dos/dos.bin')).toBe('a\r\nb\r\n');
  });

  it('and with the mark that editors of Windows put before a text makes what the others have', async () => {
    const one = projectOf(TEXTS);
    const marked = Object.entries(TEXTS).map(([path, text]): [string, string] => [
      path,
      path.startsWith('code/') ? text : `\ufeff${asOnWindows(text)}`,
    ]);
    const other = projectOf(Object.fromEntries(marked));
    await one.make();
    await other.make();
    // A program is given a file as it is.
    const ofPapermake = (project: Project): [string, string][] =>
      Object.entries(everything(project)).filter(([path]) => !/^out\/(listed|shown)\//.test(path));
    expect(ofPapermake(other)).toEqual(ofPapermake(one));
  });

  it('is replaced by plain ends of lines where an output is made anew, and not kept aside', async () => {
    const project = projectOf(TEXTS);
    await project.make();
    const path = 'out/tables/about.md';
    project.write(path, asOnWindows(project.read(path)));
    project.edit('pipeline.yaml', 'caption: The data', 'caption: Another');
    const again = await project.run();
    expect(again.stderr).not.toContain('kept');
    expect(project.read(path)).toContain('Another');
    expect(project.read(path)).not.toContain('\r');
  });

  it('keeps an output that was edited besides', async () => {
    const project = projectOf(TEXTS);
    await project.make();
    project.write('out/tables/about.md', asOnWindows(`${project.read('out/tables/about.md')}mine\n`));
    expect((await project.run()).stderr).toContain('out/tables/about.md as out/tables/about.yours.md');
  });
});
