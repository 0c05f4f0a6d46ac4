/** Documents: the author's text with its tables and numbers, made when what it names has changed, and only then. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type Finished, Project } from './harness.ts';

const PANEL = (() => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const x = ((i * 7919) % 97) / 10;
    const z = ((i * 104729) % 89) / 10;
    return `${i % 6},${2000 + Math.floor(i / 6)},${(2 * x - z + ((i * 31) % 13) / 5).toFixed(2)},${x},${z}`;
  });
  return `id,year,y,x,z\n${rows.join('\n')}\n`;
})();

const PIPELINE = `papermake: 1
variables:
  x: {label: "#read(\\"/etc/passwd\\") <script> \\\\input{x} $"}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  main: {kind: models, from: panel, columns: [{id: a, fit: y ~ x | id}]}
  other: {kind: models, from: panel, columns: [{id: b, fit: y ~ z | id}]}
  tables:
    kind: report
    tables:
      first: {from: main, caption: "A caption with #emph[nothing] in it", formats: [latex, typst]}
      second: {from: other, caption: Not in the paper, formats: [latex, typst]}
  paper: {kind: document, file: text/paper.typ}
numbers:
  effect: main.a.x
`;

const TYPST = `#import "../out/numbers.typ": *
#set heading(numbering: "1.")
= Results <results>
The effect is #pmval("effect")[1.9], of #pmval("main.a.n")[60] rows; exactly #pmnum("effect").
#include "../out/tables/first.typ"
@results has @tab:first. // #pmval("no such")[1]
$ y_(i t) = alpha_i + beta x_(i t) $ A note.#footnote[Below.]
`;

const projects: Project[] = [];
function project(files: Readonly<Record<string, string>> = {}): Project {
  const made = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': PANEL, 'text/paper.typ': TYPST, ...files });
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
});

const PDF = 'out/paper/paper.pdf';
const textOf = (made: Project, pdf = PDF): string =>
  execFileSync('pdftotext', ['-layout', made.path(pdf), '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const bytesOf = (made: Project, path = PDF): string => readFileSync(made.path(path)).toString('base64');
const ranIn = ({ stdout }: Finished): string[] => JSON.parse(stdout.trim().split('\n').at(-1)!).ran;

describe('a document in Typst', () => {
  it('holds the tables and the numbers as they are, and says which number was another in the text', async () => {
    const made = project();
    const { code, stderr } = await made.run();
    const { terms } = JSON.parse((await made.run('show', 'main.a', '--json')).stdout);
    const effect: number = terms[0].estimate;
    expect({ code, told: stderr }).toEqual({
      code: 0,
      told: expect.stringContaining(
        `text/paper.typ:4:15  warning: \`effect\` is 1.9 in the text; the document prints ${effect.toFixed(3)}\n`,
      ),
    });
    const text = textOf(made);
    expect(text).toContain(`The effect is ${effect.toFixed(3)}, of 60 rows; exactly ${effect.toFixed(3)}.`);
    expect(text).toContain('A caption with #emph[nothing] in it');
    expect(text).toContain('#read("/etc/passwd") <script> \\input{x} $');
    expect(text).toMatch(/Section 1 has Table 1/);
  });

  it('is made again when what it names has changed, and at nothing else', async () => {
    const made = project();
    await made.run();
    const first = bytesOf(made);
    made.edit('text/paper.typ', 'exactly', 'precisely');
    expect((await made.run('why', 'paper')).stdout).toContain('text/paper.typ');
    expect(ranIn(await made.run('--json'))).toEqual(['paper']);
    made.edit('pipeline.yaml', 'Not in the paper', 'Still not in it');
    expect(ranIn(await made.run('--json'))).toEqual(['tables.second']);
    made.edit('pipeline.yaml', 'y ~ z | id', 'y ~ z');
    expect(ranIn(await made.run('--json'))).toEqual(['other.b', 'tables.second']);
    made.edit('text/paper.typ', 'precisely', 'exactly');
    await made.run();
    expect(bytesOf(made)).toBe(first);
    made.edit('data.csv', '\n0,2000,', '\n0,2000,1');
    expect(ranIn(await made.run('--json'))).toEqual(expect.arrayContaining(['main.a', 'tables.first', 'paper']));
    expect(bytesOf(made)).not.toBe(first);
    // A file that the text names from now on.
    made.write('text/refs.bib', '@book{hansen, title={Thresholds}, author={Hansen, Bruce}, year={1999}}');
    made.edit('text/paper.typ', 'A note', '@hansen #bibliography("refs.bib") A note');
    await made.run();
    made.edit('text/refs.bib', 'Thresholds', 'Threshold effects');
    expect(ranIn(await made.run('--json'))).toEqual(['paper']);
    expect(textOf(made)).toContain('Threshold effects');
  });

  it('is the same bytes wherever it is made', async () => {
    const [one, two] = [project(), project()];
    await Promise.all([one.run(), two.run()]);
    expect(bytesOf(two)).toBe(bytesOf(one));
  });

  it('tells everything that is wrong with the text at once, at its lines, before anything runs', async () => {
    const made = project({
      'text/paper.typ': `#import "../out/numbers.typ": *
#pmval("main.a.q")[1] #pmnum("efect")
#include "../out/tables/frist.typ"
#include "../out/tabels/first.typ"
#image("no.png") #read("../../secret")
#import "@preview/cetz:0.3.0"
#datetime.today().display()
#include "../out/tables/first.md"
`,
    });
    const { code, stderr } = await made.run();
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => /^text|^hint/.test(line))).toEqual([
      'text/paper.typ:2:1  `main.a` has no `q`',
      'hint: did you mean `x`?',
      'text/paper.typ:2:24  no number is called `efect`',
      'hint: did you mean `effect`?',
      'text/paper.typ:3:11  no node writes `../out/tables/frist.typ`',
      'hint: did you mean `out/tables/first.typ`?',
      'text/paper.typ:4:11  no node writes `../out/tabels/first.typ`',
      'hint: did you mean `tables`?',
      'text/paper.typ:5:9  there is no file `text/no.png`',
      'text/paper.typ:5:25  `../secret` lies outside the project',
      'hint: use a path relative to pipeline.yaml, inside its folder',
      'text/paper.typ:6:10  the package `@preview/cetz:0.3.0` would come from the network, where it may change or be gone',
      'hint: copy its files into the project and import those',
      'text/paper.typ:7:2  `datetime.today()` would make another document every day',
      'hint: write the date: `datetime(year: 2026, month: 3, day: 1)`',
      'text/paper.typ:8:11  no node writes `../out/tables/first.md`',
      'hint: it writes `out/tables/first.tex`: add the format of `.md` files to its `formats:`',
    ]);
    expect(made.has('out')).toBe(false);
  });

  it('tells what the compiler finds, at the lines of the text', async () => {
    const made = project();
    made.edit('text/paper.typ', '[1.9]', '[1.912345678]');
    made.edit(
      'text/paper.typ',
      '@results has',
      '#text(font: "DejaVu Serif")[x] #pmval("main.a.n")[7] #nothing @no-such has',
    );
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain('text/paper.typ:6:55  unknown variable: nothing\n');
    made.edit('text/paper.typ', '#nothing ', '');
    const missing = await made.run();
    expect(missing.stderr).toContain('text/paper.typ:6:54  label `<no-such>` does not exist in the document\n');
    made.edit('text/paper.typ', '@no-such ', '');
    const done = await made.run();
    expect(done.code).toBe(0);
    // Fonts of the system are others on every machine.
    expect(done.stderr).toContain('text/paper.typ:6:13  warning: unknown font family: dejavu serif\n');
  });

  it('can read nothing but what it names, inside the project', async () => {
    const made = project({ 'secret.txt': 'SECRET' });
    made.edit('text/paper.typ', '@results has', '#let f = read\n#f("../secret.txt") #f("/etc/passwd")\n@results has');
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain('text/paper.typ:7:4  file not found (searched at secret.txt)');
  });
});

it('says which languages and formats there are', async () => {
  const made = project({ 'text/paper.rst': 'x' });
  made.edit('pipeline.yaml', 'file: text/paper.typ', 'file: text/paper.rst');
  const { code, stderr } = await made.run();
  expect(code).toBe(2);
  expect(stderr).toContain('`text/paper.rst` is in no language of documents');
});
