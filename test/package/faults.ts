/** Faults that a generator plants in a package: of each, the files that it adds or changes, and the scan that must find it at a place. */
import { deflateSync } from 'node:zlib';
import { sha256 } from '../../src/base/canonical.ts';
import { zip } from '../../src/table/formats/office/zip.ts';
import { xlsxOf } from '../support/xlsx.ts';
import type { rngOf } from './draw.ts';

export interface Fault {
  readonly scan: string;
  readonly path: string;
  /** Line of the file, where the finding must have one. */
  readonly line?: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export type Draw = ReturnType<typeof rngOf>;

/** A package in which no scan finds anything. */
export function soundPackage(): Map<string, Uint8Array> {
  const table = 'Table 1\n';
  const texts: Readonly<Record<string, string>> = {
    'README.md': '# Replication package\n\nThe code is under the licence MIT.\n',
    'data/panel.csv': 'unit,year,y,x,lat\nu1,2010,1.25,0.5,52.5\nu2,2010,1.5,0.25,48.1\n',
    'codebook.csv': '"step","column","type","label"\n"panel","y","number","Income gap"\n',
    'scripts/model.R':
      'set.seed(1)\nd <- read.csv("data/panel.csv")\nx <- rnorm(10)\n# see https://cran.r-project.org/package=sandwich\n',
    'scripts/model.do': 'set seed 1\nuse "data/panel.dta"\nbootstrap, reps(10): reg y x\n',
    'scripts/model.py': 'import numpy as np\nrng = np.random.default_rng(1)\n',
    'data/panel.dta': 'binary\0',
    'out/tables/main.tex': table,
    'out/manifest.json': `{\n"tables/main.tex": "${sha256(table)}"\n}\n`,
    'pipeline.yaml': 'papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/panel.csv}\n',
  };
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

/** A line put somewhere into a text of the package. */
const inText =
  (scan: string, paths: readonly string[], lines: (draw: Draw) => readonly string[]) =>
  (draw: Draw): Fault => {
    const path = draw.one(paths);
    const text = Buffer.from(soundPackage().get(path)!).toString().trimEnd().split('\n');
    const at = draw.below(text.length) + 1;
    const planted = [...text.slice(0, at), draw.one(lines(draw)), ...text.slice(at)];
    return { scan, path, line: at + 1, files: new Map([[path, Buffer.from(`${planted.join('\n')}\n`)]]) };
  };

const TEXTS = ['README.md', 'scripts/model.R', 'scripts/model.py', 'pipeline.yaml'];
const word = (draw: Draw, length: number, letters = 'abcdefghijkmnpqrstuvwxyz23456789'): string =>
  Array.from({ length }, () => draw.one([...letters])).join('');

const column =
  (names: readonly string[], value: (draw: Draw, row: number) => string) =>
  (draw: Draw): Fault => {
    const name = draw.one(names);
    const rows = Array.from({ length: 3 + draw.below(20) }, (_, row) => `u${row},${value(draw, row)}`);
    const path = `data/${word(draw, 6)}.csv`;
    return {
      scan: 'personal',
      path,
      line: 1,
      files: new Map([[path, Buffer.from(`unit,${name}\n${rows.join('\n')}\n`)]]),
    };
  };

const file =
  (scan: string, make: (draw: Draw) => readonly [path: string, bytes: Uint8Array | string]) =>
  (draw: Draw): Fault => {
    const [path, bytes] = make(draw);
    const line = scan === 'seed' ? { line: 1 } : {};
    return { scan, path, ...line, files: new Map([[path, Buffer.from(bytes)]]) };
  };

function png(keyword: string): Uint8Array {
  const data = Buffer.from(`${keyword}\0somebody`, 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write('tEXt', 4, 'latin1');
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), head, data, Buffer.alloc(4)]);
}

const core = (tag: string): Uint8Array =>
  zip(
    new Map([['docProps/core.xml', Buffer.from(`<cp:coreProperties><${tag}>Somebody</${tag}></cp:coreProperties>`)]]),
  );

/** Makers of faults; each scan has several, and each maker many by what it draws. */
export const makers: readonly ((draw: Draw) => Fault)[] = [
  inText('path', TEXTS, (draw) => [
    `x: "/home/${word(draw, 5)}/paper/data.csv"`,
    `y: "/Users/${word(draw, 5)}/Desktop"`,
  ]),
  inText('path', TEXTS, (draw) => [`x: "C:\\\\Users\\\\${word(draw, 5)}"`, `x: "D:/${word(draw, 4)}/paper"`]),
  inText('path', TEXTS, (draw) => [
    `x: "\\\\\\\\server\\share${word(draw, 2)}"`.replaceAll('\\\\\\\\', '\\\\'),
    'x: "~/paper/data"',
  ]),
  inText('account', TEXTS, () => ['x: made by mmustermann', 'x: on hal9000-desk']),
  inText('secret', TEXTS, (draw) => [
    `x: AKIA${word(draw, 16, 'ABCDEFGHIJKLMNOP234567')}`,
    `x: ghp_${word(draw, 36)}`,
    `x: glpat-${word(draw, 20)}`,
    `x: AIza${word(draw, 35)}`,
    `x: xoxb-${word(draw, 24)}`,
    `x: sk-${word(draw, 32)}`,
  ]),
  inText('secret', TEXTS, (draw) => [
    `password = "${word(draw, 10)}"`,
    `api_key <- '${word(draw, 12)}'`,
    `x: postgres://me:${word(draw, 8)}@db.org/x`,
    '-----BEGIN RSA PRIVATE KEY-----',
  ]),
  inText('e-mail', TEXTS, (draw) => [
    `x: ${word(draw, 6)}@uni-${word(draw, 4)}.edu`,
    `x: 作者 ${word(draw, 5)}@163.com`,
  ]),
  column(['first_name', 'Surname', '姓名', 'respondent name', 'full_name'], () => 'x'),
  column(
    ['ssn', 'passport_no', '身份证号', 'phone', 'mobile', '手机', 'home_address', 'dob', 'ip_address', 'email'],
    () => '1',
  ),
  column(['v7'], (draw) => `${100 + draw.below(800)}-${10 + draw.below(80)}-${1000 + draw.below(9000)}`),
  column(['v8'], (draw) => `1${3 + draw.below(7)}${word(draw, 9, '0123456789')}`),
  column(['v9'], (draw) => word(draw, 17, '123456789') + draw.one(['X', '4'])),
  column(['lat', 'Longitude', '经度'], (draw) => `${10 + draw.below(70)}.${word(draw, 5, '123456789')}`),
  (draw) => {
    const label = draw.one(['Surname', 'Date of birth', '姓名', 'Phone number']);
    const text = `"step","column","type","label"\n"panel","v1","string","${label}"\n`;
    return { scan: 'personal', path: 'codebook.csv', line: 2, files: new Map([['codebook.csv', Buffer.from(text)]]) };
  },
  file('metadata', (draw) => [`out/${word(draw, 4)}.pdf`, `%PDF-1.7\n1 0 obj <</Author (${word(draw, 6)})>> endobj`]),
  file('metadata', (draw) => [`paper/${word(draw, 4)}.docx`, core(draw.one(['dc:creator', 'cp:lastModifiedBy']))]),
  file('metadata', (draw) => [`out/${word(draw, 4)}.png`, png(draw.one(['Author', 'Source', 'Artist']))]),
  file('metadata', (draw) => {
    const objects = deflateSync(Buffer.from(`1 0 <</Author (${word(draw, 6)})>>`));
    const head = Buffer.from(`%PDF-1.7\n1 0 obj <</Type /ObjStm /Length ${objects.length}>>\nstream\n`);
    return [`out/${word(draw, 4)}.pdf`, Buffer.concat([head, objects, Buffer.from('\nendstream endobj')])];
  }),
  file('metadata', (draw) => [
    `paper/${word(draw, 4)}.docx`,
    zip(
      new Map([
        [draw.one(['word/document.xml', 'word/comments.xml']), Buffer.from(`<w:ins w:author="${word(draw, 5)}"/>`)],
      ]),
    ),
  ]),
  file('personal', (draw) => [
    `data/${word(draw, 5)}.xlsx`,
    xlsxOf({
      name: 'data',
      rows: [
        ['unit', draw.one(['surname', 'phone', '姓名'])],
        ['u1', 'x'],
        ['u2', 'y'],
      ],
    }),
  ]),
  file('personal', (draw) => [
    `data/${word(draw, 5)}.jsonl`,
    Array.from(
      { length: 4 },
      () => `{"v": "${100 + draw.below(800)}-${10 + draw.below(80)}-${1000 + draw.below(9000)}"}\n`,
    ).join(''),
  ]),
  (draw) => {
    const number = draw.one([
      `${100 + draw.below(800)}-${10 + draw.below(80)}-${1000 + draw.below(9000)}`,
      `110101${draw.one(['19', '20'])}${word(draw, 8, '0123456789')}1X`,
      `+49 30 ${word(draw, 4, '123456789')} ${word(draw, 4, '123456789')}`,
    ]);
    const path = `logs/${word(draw, 4)}.log`;
    return {
      scan: 'personal',
      path,
      line: 2,
      files: new Map([[path, Buffer.from(`. list in 1\n  1. | ${number} |\n`)]]),
    };
  },
  inText('input', ['scripts/model.do'], (draw) => [
    `use raw/${word(draw, 4)}.dta, clear`,
    `merge 1:1 id using ${word(draw, 4)}.dta, keep(match)`,
    `do ${word(draw, 4)}.do`,
  ]),
  inText('input', ['scripts/model.R'], (draw) => [
    `z <- read.csv("raw/${word(draw, 4)}.csv")`,
    `z <- readRDS("${word(draw, 4)}.rds")`,
  ]),
  inText('input', ['scripts/model.do'], (draw) => [
    `merge 1:1 id using "raw/${word(draw, 4)}.dta"`,
    `use "${word(draw, 4)}.dta", clear`,
  ]),
  inText('input', ['scripts/model.py'], (draw) => [
    `z = open("${word(draw, 4)}.json")`,
    `z = pd.read_csv("raw/${word(draw, 4)}.csv")`,
  ]),
  file('output', (draw) => ['out/tables/main.tex', `Table 1, ${word(draw, 4)}\n`]),
  file('output', (draw) => [`out/tables/${word(draw, 4)}.tex`, 'by hand\n']),
  file('licence', () => ['README.md', '# Replication package\n']),
  file('large', (draw) => [`data/${word(draw, 4)}.bin`, new Uint8Array(5001 + draw.below(1000))]),
  file('name', (draw) => [
    `data/${draw.one(['con.csv', 'a:b.csv', 'x?.csv', 'end. ', '-rf.csv', 'nul.txt', 'PANEL.CSV', 'e\u0301.csv'])}`,
    '',
  ]),
  file('name', (draw) => [`data/${word(draw, 190)}.csv`, '']),
  inText('version', ['scripts/model.R'], () => [
    'install.packages("fixest")',
    'remotes::install_github("lrberge/fixest")',
  ]),
  inText('version', ['scripts/model.do'], () => ['ssc install reghdfe', 'cap net install gtools, from(https://x.org)']),
  inText('version', ['scripts/model.py'], () => ['os.system("pip install pandas")']),
  file('seed', (draw) => [
    `scripts/${word(draw, 4)}.R`,
    draw.one(['x <- rnorm(5)\n', 'i <- sample(10)\n', 'b <- boot(d, f)\n']),
  ]),
  file('seed', (draw) => [`scripts/${word(draw, 4)}.do`, draw.one(['gen u = runiform()\n', 'bsample\n'])]),
  file('seed', (draw) => [
    `scripts/${word(draw, 4)}.py`,
    draw.one(['x = np.random.normal()\n', 'random.shuffle(x)\n']),
  ]),
  file('encoding', (draw) => [`data/${word(draw, 4)}.csv`, Buffer.from('name\nM\xfcnchen\n', 'latin1')]),
  file('encoding', (draw) => [`scripts/${word(draw, 4)}.do`, Buffer.from('\uFEFFuse', 'utf16le')]),
];
