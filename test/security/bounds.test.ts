/** Small files and short lines that ask for the impossible: each is refused at its place, by a bound that docs/language.md names. */
import { deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { zipOf } from '../support/zip.ts';

let project: Project;
afterEach(() => project.dispose());

const READ = 'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/';

/** What is said of a data file, with the code that the run ended with. */
async function toldOf(name: string, content: string | Uint8Array, steps = ''): Promise<{ code: number; told: string }> {
  project = new Project({ 'pipeline.yaml': `${READ}${name}}\n${steps}` });
  project.write(`data/${name}`, content);
  const { code, stderr } = await project.run('run', '-q');
  expect(stderr).not.toContain('Internal error');
  return { code, told: stderr };
}

const times = (n: number, text: (i: number) => string, between = ','): string =>
  Array.from({ length: n }, (_, i) => text(i)).join(between);

describe('text files', () => {
  it('of as many columns as there may be take time in proportion', { tags: 'slow' }, async () => {
    const header = times(100_000, (i) => `v${i}`);
    const { code } = await toldOf('x.csv', `${header}\n${times(100_000, () => '1')}\n`);
    expect(code).toBe(0);
  });

  it('of more columns are refused', async () => {
    const { code, told } = await toldOf('x.csv', `${','.repeat(120_000)}\n`);
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('more than 120000 columns') });
  });

  it('whose columns are called alike are told of in a line', async () => {
    const { code, told } = await toldOf('x.csv', `${times(32_000, () => 'x')}\n`);
    expect(code).toBe(2);
    expect(told).toContain('32000 columns are named `x` (`column 1`, `column 2`,');
  });

  it('of one cell are no data', async () => {
    const { code, told } = await toldOf('x.csv', 'x'.repeat(17_000_000));
    expect({ code, told }).toMatchObject({
      code: 2,
      told: expect.stringMatching(/^data\/x\.csv:1: .*row 1 holds a text of 17000000 bytes; 16777216 are the most/),
    });
    project.dispose();
    const quoted = await toldOf('x.csv', `a,b\n1,"${'x'.repeat(17_000_000)}"\n`);
    expect({ code: quoted.code, told: quoted.told }).toMatchObject({
      code: 1,
      told: expect.stringContaining('data/x.csv:2:'),
    });
  });

  it('have names that can be read', async () => {
    const { told } = await toldOf('x.csv', `${'x'.repeat(5000)},b\n1,2\n`);
    expect(told).toContain('the name of column 1 has 5000 characters; 4096 are the most: `xxx');
  });
});

describe('patterns of files', () => {
  it('of many stars are tried in steps that the names bound', async () => {
    project = new Project({
      'pipeline.yaml': `papermake: 1\nsteps:\n  p: {kind: ingest, file: "data/${'*a'.repeat(20)}*b.csv"}\n`,
    });
    project.write(`data/${'a'.repeat(200)}.csv`, 'x\n1\n');
    expect((await project.run('status')).stderr).toContain('no file');
    project.write(`data/${'a'.repeat(200)}b.csv`, 'x\n1\n');
    expect((await project.run('status')).code).toBe(0);
  });
});

const SHEET = 'xl/worksheets/sheet1.xml';
const relations = (...targets: readonly (readonly [string, string])[]): string =>
  `<r>${targets.map(([type, target], i) => `<Relationship Id="r${i + 1}" Type="x/${type}" Target="${target}"/>`).join('')}</r>`;

function workbook(sheet: string, styles = ''): Uint8Array {
  const parts = new Map<string, Uint8Array>();
  const put = (path: string, text: string): void => void parts.set(path, deflateRawSync(text));
  put('_rels/.rels', relations(['officeDocument', 'xl/workbook.xml']));
  put('xl/workbook.xml', '<w><sheets><sheet name="A" id="r1"/></sheets></w>');
  put('xl/_rels/workbook.xml.rels', relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']));
  if (styles !== '') put('xl/styles.xml', styles);
  put(SHEET, `<s><row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>${sheet}</s>`);
  return zipOf(parts, 'deflated');
}

describe('workbooks', () => {
  it('that unpack to a hundred times their size are bombs', async () => {
    const { code, told } = await toldOf('x.xlsx', workbook(' '.repeat(70_000_000)));
    expect(code).toBe(2);
    expect(told).toContain(`\`${SHEET}\` in the workbook, more than 64 MiB when unpacked`);
  });

  it('with cells far out are refused by the size they would have', async () => {
    const rows = times(2000, (i) => `<row><c r="XFD${i + 2}"><v>1</v></c></row>`, '');
    const { code, told } = await toldOf('x.xlsx', workbook(rows));
    expect(code).toBe(1);
    expect(told).toMatch(/2000 rows of 16384 columns in a file of \d+ bytes: 20000000 are read, or 50 for each byte/);
  });

  it.each(['&quot;', '[', '[&quot;', '_', '\\\\'])(
    'with long forms of numbers are read: %s again and again',
    async (form) => {
      const format = `<numFmt numFmtId="200" formatCode="${form.repeat(20_000)}"/>`;
      const cells = `<cellXfs>${'<xf numFmtId="200"/>'.repeat(60_000)}</cellXfs>`;
      const { code } = await toldOf('x.xlsx', workbook('<row><c s="1"><v>1</v></c></row>', `<s>${format}${cells}</s>`));
      expect(code).toBe(0);
    },
  );

  it('name the cell that holds half a character', async () => {
    const row = (text: string): Uint8Array => workbook(`<row><c r="A2" t="str"><v>${text}</v></c></row>`);
    for (const text of ['x&#xD800;', '_xD800_']) {
      const { code, told } = await toldOf('x.xlsx', row(text));
      expect(code).toBe(1);
      expect(told).toContain('data/x.xlsx:2:');
      expect(told).toContain('cell A2 holds one half of a character, U+D800');
      project.dispose();
    }
    expect((await toldOf('x.xlsx', row('_xD83D__xDE00_'))).code).toBe(0);
  });
});

describe('sets', () => {
  const doubled = (n: number): string => times(n, (i) => `s${i}: [$s${i + 1}, $s${i + 1}]`);
  const step = '  i: {kind: index, from: p, name: I, dimensions: {A: [$s0]}}\n';

  it.each([
    [
      'that repeat each other hold as many members as they may',
      `${doubled(18)}, s18: [x]`,
      'the set `$s4` has more than 10000 members',
    ],
    [
      'lie no deeper in each other than they may',
      `${times(5000, (i) => `s${i}: [$s${i + 1}]`)}, s5000: [x]`,
      'is nested more than 20 sets deep',
    ],
  ])('%s', async (_, sets, said) => {
    project = new Project({
      'pipeline.yaml': `papermake: 1\nsets: {${sets}}\n${READ.slice(READ.indexOf('steps'))}x.csv}\n${step}`,
    });
    project.write('data/x.csv', 'x,z\n1,2\n');
    const { code, stderr } = await project.run();
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
    expect(stderr).not.toContain('Internal error');
  });
});

describe('names', () => {
  it('of ten thousand columns, none of which is there, are told of', { tags: 'slow' }, async () => {
    const columns = times(10_000, (i) => `c${i}: {fit: v0 ~ unkn${i}}`);
    const { code, told } = await toldOf(
      'x.csv',
      `${times(10_000, (i) => `v${i}`)}\n${times(10_000, () => '1')}\n`,
      `  m: {kind: models, from: p, fit: "v0 ~ v1", columns: {${columns}}}\n`,
    );
    expect({ code, told }).toMatchObject({
      code: 2,
      told: expect.stringMatching(/unknown variable `unkn0`[\s\S]*and 9900 more/),
    });
  });
});

describe('steps', () => {
  const names = (n: number): string => times(n, (i) => `a${i}`);
  const data = `${names(12)},y,g\n${times(400, (row) => times(14, (i) => `${((row + 1) * (i + 3) * 7919) % 1009}`), '\n')}\n`;
  const most = '`m` becomes more than 50000 nodes, the most that a step may';

  it('have as many nodes as one may have', { tags: 'slow' }, async () => {
    const formula = `fit: "y ~ mvsw(${names(12)})"`;
    const split = await toldOf('x.csv', data, `  m: {kind: models, from: p, ${formula}, split: g}\n`);
    expect({ code: split.code, told: split.told }).toMatchObject({ code: 2, told: expect.stringContaining(most) });
    project.dispose();
    const columns = `  m: {kind: models, from: p, ${formula}, columns: {${times(40, (i) => `c${i}: {}`)}}}\n`;
    const listed = await toldOf('x.csv', data, columns);
    expect({ code: listed.code, told: listed.told }).toMatchObject({ code: 2, told: expect.stringContaining(most) });
  });

  it('make no index of more indicators than its weights can be found of', async () => {
    const few = `${names(1001)}\n${times(1001, (i) => `${i % 7}`)}\n`;
    const index = `  i: {kind: index, from: p, name: I, dimensions: {A: [${names(1001)}]}}\n`;
    const { code, told } = await toldOf('x.csv', few, index);
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('1001 indicators, more than 1000') });
  });

  it('estimate no more indicators than can be estimated', async () => {
    const rows = times(3000, (i) => `${i % 2500},${(i * 7919) % 1009},${(i * 31) % 97},${i % 60}`, '\n');
    const model = (formula: string): string => `  m: {kind: models, from: p, fit: "${formula}"}\n`;
    const one = await toldOf('x.csv', `v,y,x,w\n${rows}\n`, model('y ~ x + i(v)'));
    expect(one.code).toBe(1);
    expect(one.told).toContain('`i(v)` has 2500 indicators, more than 2000\n');
    project.dispose();
    const two = await toldOf('x.csv', `v,y,x,w\n${rows}\n`, model('y ~ x + i(w):i(x)'));
    expect(two.code).toBe(1);
    expect(two.told).toMatch(/`i\(w\):i\(x\)` has 5820 indicators, more than 2000\n/);
  });
});
