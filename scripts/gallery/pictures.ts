/** Pictures of the tables of a project: set by Typst, as in a paper, and drawn as PNG. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Resvg } from '@resvg/resvg-js';
import { isMap, parseDocument, type YAMLMap } from 'yaml';
import { root } from '../printed/projects.ts';
import { type Exhibit, pipelineOf, type Shown } from './exhibits.ts';

/** Letters of 10 points on a page that is as wide as a paper's text, and these pixels a point. */
const SCALE = 1.4;
const PAGE =
  '#set page(width: 16.5cm, height: auto, margin: 8pt, fill: white)\n#set text(font: ("STIX Two Text", "Noto Serif SC"), size: 10pt)\n#set figure(numbering: none)\n';

/** Results that are there need not be estimated again; the others hold what steps may read. */
const PARTS = ['.papermake', 'data', 'ledger', 'paper', 'registration', 'scripts'] as const;

/** Has a project's reports write Typst, in a copy that keeps its results, and draws the tables by node. */
export function picturesOf({ folder, exhibits }: Shown): ReadonlyMap<string, Uint8Array> {
  const copy = mkdtempSync(path.join(tmpdir(), 'papermake-gallery-'));
  try {
    const from = path.join(root, folder);
    for (const name of PARTS.filter((part) => existsSync(path.join(from, part))))
      cpSync(path.join(from, name), path.join(copy, name), { recursive: true });
    writeFileSync(path.join(copy, 'pipeline.yaml'), inTypst(pipelineOf(folder)));
    const tables = exhibits.filter(({ is }) => is === 'table');
    const binary = path.join(root, 'dist/papermake.js');
    const nodes = tables.map(({ node }) => node);
    if (nodes.length > 0)
      execFileSync(process.execPath, [binary, 'run', '--trust', '-q', '-C', copy, ...nodes], { stdio: 'pipe' });
    return new Map(tables.map((table) => [table.node, drawn(fileOf(copy, table))]));
  } finally {
    rmSync(copy, { recursive: true, maxRetries: 3 });
  }
}

const fileOf = (project: string, { node }: Exhibit): string =>
  readFileSync(path.join(project, 'out', `${node.replace('.', '/')}.typ`), 'utf8');

/** The pipeline with reports that write Typst alone. */
function inTypst(pipeline: string): string {
  const document = parseDocument(pipeline);
  for (const { value } of (document.get('steps') as YAMLMap).items) {
    if (!isMap(value) || value.get('kind') !== 'report') continue;
    value.set('formats', ['typst']);
    for (const { value: table } of (value.get('tables') as YAMLMap).items) if (isMap(table)) table.delete('formats');
  }
  return String(document);
}

const compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontPaths: [path.join(root, 'fonts')] }] });

function drawn(table: string): Uint8Array {
  const svg = compiler.plainSvg({ mainFileContent: `${PAGE}${table}` });
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: SCALE } }).render().asPng();
}
