/** Small files that ask for much room are refused, or read, in room that their bounds give; what is measured is the most that a process ever held. */
import { spawnSync } from 'node:child_process';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import { zipOf } from '../support/zip.ts';

/** Kibibytes beyond what reading one row takes. */
const MORE = 250 * 1024;

/** Tells the high water of this very program; what the system counts as used holds that of its parent too. */
const MEASURE = `import { readFileSync } from 'node:fs';
process.on('exit', () => process.stderr.write('peak ' + /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]));`;

let project: Project;
let usual: number;
beforeAll(() => {
  project = new Project({});
  usual = peakOf('plain.csv', 'x\n1\n').peak;
});
afterAll(() => project.dispose());

/** Reads a file in a process of its own: what it said, and the most memory that it held, in KiB. */
function peakOf(
  name: string,
  content: string | Uint8Array,
  more = '',
): { readonly told: string; readonly peak: number } {
  project.write('pipeline.yaml', `papermake: 1\nsteps:\n  p: {kind: ingest, file: ${name}}\n${more}`);
  project.write(name, content);
  const args = ['--import', `data:text/javascript,${encodeURIComponent(MEASURE)}`, BINARY, 'run', '-q'];
  const { stderr } = spawnSync(process.execPath, args, { cwd: project.root, encoding: 'utf8' });
  const peak = /peak (\d+)$/.exec(stderr)?.[1];
  if (peak === undefined) throw new Error(`it died: ${stderr.slice(-400)}`);
  return { told: stderr.replace(/peak \d+$/, ''), peak: Number(peak) };
}

const zipped = (parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipOf(new Map(Object.entries(parts).map(([path, content]) => [path, deflateRawSync(content)])), 'deflated');

const relations = (type: string, target: string): string =>
  `<r><Relationship Id="r1" Type="x/${type}" Target="${target}"/></r>`;

const workbook = (sheet: string | Uint8Array): Uint8Array =>
  zipped({
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': '<w><sheets><sheet name="A" id="r1"/></sheets></w>',
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheet,
  });

/** The head of a Stata file that says that it has so many rows of a number. */
function stata(nrows: bigint): Uint8Array {
  const head = '<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>';
  const bytes = Buffer.alloc(400);
  let at = bytes.write(head, 0, 'latin1');
  at = bytes.writeUInt16LE(1, at);
  at += bytes.write('</K><N>', at, 'latin1');
  at = bytes.writeBigUInt64LE(nrows, at);
  bytes.write('</N><label>', at, 'latin1');
  return bytes;
}

const FEW_COLUMNS = '<s><row><c t="str"><v>a</v></c></row>';

const BOMBS: readonly (readonly [what: string, file: string, content: () => string | Uint8Array, says: RegExp])[] = [
  ['a workbook of 400 MB of blanks', 'x.xlsx', () => workbook(new Uint8Array(400_000_000).fill(32)), /when unpacked/],
  [
    'a workbook of cells far out',
    'x.xlsx',
    () =>
      workbook(
        `${FEW_COLUMNS}${Array.from({ length: 40_000 }, (_, i) => `<row><c r="XFD${i + 2}"><v>1</v></c></row>`).join('')}</s>`,
      ),
    /rows of 16384 columns/,
  ],
  ['a Stata file of 2^40 rows', 'x.dta', () => stata(1n << 40n), /x\.dta/],
  [
    'a Parquet file whose footer is longer than it',
    'x.parquet',
    () => Buffer.from('PAR1xxxx\xff\xff\xff\x7fPAR1', 'latin1'),
    /x\.parquet/,
  ],
  ['a text of one cell', 'x.csv', () => 'x'.repeat(40_000_000), /bytes/],
  ['a line of JSON of nothing but brackets', 'x.jsonl', () => '['.repeat(20_000_000), /x\.jsonl/],
];

describe.skipIf(process.platform !== 'linux')('the room of a process', () => {
  it.each(BOMBS)('is bounded for %s', (_, file, content, says) => {
    const { told, peak } = peakOf(file, content());
    expect(told).toMatch(says);
    expect(told).not.toContain('Internal error');
    expect(peak - usual).toBeLessThan(MORE);
  });

  it('is bounded for a template that repeats', () => {
    project.write(
      'templates/mine.md.hbs',
      `{{#each @root}}${'{{#each @root}}'.repeat(6)}${'long '.repeat(1000)}${'{{/each}}'.repeat(6)}{{/each}}`,
    );
    const more =
      '  d: {kind: describe, from: p, variables: [x]}\n  t: {kind: report, tables: {a: {from: d, formats: [markdown], template: mine.md.hbs}}}\n';
    const { told, peak } = peakOf('plain.csv', 'x\n1\n2\n3\n', more);
    expect(told).toMatch(/more than \d+ (times|characters)/);
    expect(peak - usual).toBeLessThan(MORE);
  });
});
