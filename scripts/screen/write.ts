/** Draws docs/images/screen.svg: fifteen seconds in which a line is added under `columns:`, one column runs, and the paper changes, all from real runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Resvg } from '@resvg/resvg-js';

const root = path.resolve(import.meta.dirname, '../..');
const [WIDTH, HEIGHT, SECONDS] = [960, 540, 15];
const ADDED = '      - {id: late, fit: log_wage ~ rnd | firm, sample: year >= 2018}';
const BEFORE = '      - {id: twoway, fit: log_wage ~ rnd + $controls | firm + year}';
const PAPER = `#import "out/numbers.typ": *
#set page(width: 15cm, height: 17cm, margin: 1cm, fill: white)
#set text(font: "STIX Two Text", size: 9pt)
= Research and wages
A point more of research raises wages by #pmval("effect")[0.040] log points (@tab:baseline).
#include "out/tables/baseline.typ"
`;

const project = mkdtempSync(path.join(tmpdir(), 'papermake-screen-'));
const file = path.join(project, 'pipeline.yaml');

/** The lines of a run, without times, which differ. */
function run(...words: string[]): string[] {
  const command = [path.join(root, 'dist/papermake.js'), ...words];
  const told = spawnSync(process.execPath, command, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (told.status !== 0) throw new Error(told.stderr);
  return `${told.stderr}${told.stdout}`
    .split('\n')
    .map((line) => line.replace(/ \([\d.]+ m?s\)| +[\d.]+ m?s$/g, ''))
    .filter((line) => line !== '');
}

function page(): string {
  const fontArgs = [{ fontPaths: [path.join(root, 'fonts')] }];
  const compiler = NodeCompiler.create({ workspace: project, fontArgs });
  const svg = compiler.plainSvg({ mainFilePath: path.join(project, 'paper.typ') });
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: 640 } }).render().asPng();
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

/** Cuts a line to the room beside the page. */
const fitted = (line: string): string => (line.length > 66 ? `${line.slice(0, 65)}…` : line);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Seen from one second to another, both counted from the beginning of the loop. */
function shown(from: number, to: number, inner: string): string {
  const at = (second: number): number => Math.min(1, second / SECONDS);
  const times = from === 0 ? `0;${at(to)}` : `0;${at(from)};${at(to)}`;
  const values = from === 0 ? '1;0' : '0;1;0';
  const animation = `<animate attributeName="opacity" dur="${SECONDS}s" repeatCount="indefinite" calcMode="discrete" keyTimes="${times}" values="${values}"/>`;
  return `<g opacity="${from === 0 ? 1 : 0}">${to >= SECONDS && from === 0 ? '' : animation}${inner}</g>`;
}

const text = (x: number, y: number, line: string, colour: string): string =>
  `<text x="${x}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(line)}</text>`;

try {
  run('init');
  writeFileSync(path.join(project, 'paper.typ'), PAPER);
  const said = readFileSync(file, 'utf8')
    .replace(
      '{notes: Synthetic data made for this example.}',
      '{notes: Synthetic data made for this example., formats: [typst]}',
    )
    .replace(
      '\nsteps:\n',
      '\nnumbers: {effect: baseline.twoway.rnd}\nsteps:\n  paper: {kind: document, file: paper.typ}\n',
    );
  writeFileSync(file, said);
  run();
  const before = page();
  writeFileSync(file, said.replace(BEFORE, `${BEFORE}\n${ADDED}`));
  const told = run().filter((line) => !line.includes('results are in'));
  const after = page();
  const lines = said.split('\n');
  const at = lines.indexOf(BEFORE);
  const above = lines.slice(at - 5, at + 1);
  const below = lines.slice(at + 1, at + 4);
  const y = (i: number): number => 50 + 17 * i;
  const code = (all: readonly string[], from: number): string =>
    all.map((line, i) => text(20, y(from + i), fitted(line), '#c9d4e3')).join('');
  const added = ADDED.trimStart();
  const typed = Array.from({ length: 12 }, (_, i) => {
    const part = added.slice(0, Math.ceil((added.length * (i + 1)) / 12));
    return shown(
      2 + i / 4,
      i === 11 ? SECONDS : 2 + (i + 1) / 4,
      text(20, y(above.length), `      ${part}`, '#8fe388'),
    );
  });
  const printed = told.map((line, i) => shown(6.5 + i * 0.4, SECONDS, text(20, 340 + 17 * i, fitted(line), '#c9d4e3')));
  const picture = (image: string): string => `<image href="${image}" x="520" y="30" width="420" height="476"/>`;
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#141b26"/>`,
    text(20, 26, 'pipeline.yaml', '#7f8ea3'),
    code(above, 0),
    shown(0, 2, code(below, above.length)),
    shown(2, SECONDS, code(below, above.length + 1)),
    ...typed,
    text(20, 300, 'terminal', '#7f8ea3'),
    shown(5.5, SECONDS, text(20, 322, '$ papermake', '#ffffff')),
    ...printed,
    text(520, 22, 'out/paper/paper.pdf', '#7f8ea3'),
    shown(0, 9, picture(before)),
    shown(9, SECONDS, picture(after)),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace" font-size="12"><title>A line is added under columns:, papermake runs two nodes and the paper, and the table has another column.</title>${parts.join('')}</svg>\n`;
  writeFileSync(path.join(root, 'docs/images/screen.svg'), svg);
} finally {
  rmSync(project, { recursive: true, force: true });
}
