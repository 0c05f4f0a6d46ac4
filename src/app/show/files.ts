/** Shows written files: the one that reads best on a terminal, and a list of all. */

import { attempt } from '../../base/attempt.ts';
import { defined } from '../../base/defined.ts';
import {
  headsIn,
  type JoinedCell,
  type PrintedHead,
  type PrintedPanel,
  type PrintedRow,
} from '../../table/formats/printed-cells.ts';
import { formats } from '../../table/formats/registry.ts';
import { renderText } from '../../table/formats/text.ts';
import { columnsOf, nodeShown } from '../diff/moves.ts';
import { readSidecar, type Sidecar } from '../diff/sidecar.ts';
import { screenWidth } from '../terminal/width.ts';
import type { BlockHead, ImageBlock, TableBlock, TableCopy } from './block.ts';
import { printedAgain } from './printed-again.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

/** Ends of file names, the best first: what programs print, then tables. */
const bestFirst = [
  '.txt',
  ...formats
    .flatMap(ranked)
    .sort((a, b) => a.rank - b.rank)
    .map(({ end }) => end),
];

function ranked({ extension, terminalRank }: (typeof formats)[number]) {
  return terminalRank === undefined ? [] : [{ end: `.${extension}`, rank: terminalRank }];
}

export const files: Viewer = {
  type: 'files',
  text({ node, reader }) {
    const tables = reader.parts.flatMap((path) => sidecarOf(reader, path) ?? []);
    const best = bestFirst.flatMap((extension) => reader.parts.filter((path) => path.endsWith(extension)))[0];
    const list = reader.parts.map((path) => `  ${path}\n`).join('');
    const isTable = tables.length > 0 && best?.endsWith('.txt') !== true;
    if (isTable)
      return [...tables.map((table) => renderText(printedAgain(table), screenWidth())), `files:\n${list}`].join('\n');
    if (best === undefined) return `${node}:\n${list}`;
    const text = new TextDecoder().decode(reader.bytes(best));
    return `${text}${text.endsWith('\n') ? '' : '\n'}\nfiles:\n${list}`;
  },
  json: ({ reader }) => Object.fromEntries(reader.parts.map((path) => [path, contentOf(path, reader.bytes(path))])),
  blocks(shown) {
    const { parts } = shown.reader;
    const tables = parts.flatMap((path) => {
      const sidecar = sidecarOf(shown.reader, path);
      return sidecar ? [{ ...tableBlock(sidecar), copies: copiesOf(path, shown) }] : [];
    });
    return [...tables, ...imagesOf(shown), { is: 'files', paths: parts }];
  },
};

/** The texts that were written beside a sidecar, in the order of formats. */
function copiesOf(sidecar: string, { reader }: ShownArtifact): TableCopy[] {
  const stem = sidecar.slice(0, -'json'.length);
  return formats.flatMap(({ title, extension }) => {
    const path = stem + extension;
    const text = reader.parts.includes(path) ? textOf(reader.bytes(path)) : undefined;
    return text === undefined ? [] : [{ title, path, text }];
  });
}

/** Undefined where the bytes are no text. */
const textOf = (bytes: Uint8Array): string | undefined =>
  attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));

const sidecarOf = (reader: ShownArtifact['reader'], path: string): Sidecar | undefined =>
  path.endsWith('.json') ? readSidecar(reader.bytes(path)) : undefined;

/** The table of a sidecar, as the paper prints it; each cell and head with the node that it shows. */
export function tableBlock(sidecar: Sidecar): TableBlock {
  const { caption, language, spanners = [], stub, outcomesLabel, printed, notes = [], sources } = sidecar;
  return {
    is: 'table',
    caption,
    language: language === 'zh' ? 'zh' : 'en',
    spanners,
    ...defined({ stub, outcomesLabel }),
    heads: sidecar.heads.map(headOf),
    panels: printed.map((panel) => {
      const columns = columnsOf({ heads: headsIn(sidecar, panel), sources });
      const cellIn = (row: PrintedRow, cell: JoinedCell | null, j: number) =>
        cell && { text: cell.text, ...defined({ of: nodeShown(sidecar, row, j, columns[j] ?? { node: undefined }) }) };
      const rows = panel.rows.map((row) => ({
        label: row.label,
        section: row.section,
        cells: row.cells.map((cell, j) => cellIn(row, cell, j)),
      }));
      return { title: panel.title, ...headsAbove(panel), rows };
    }),
    notes,
  };
}

const headOf = ({ header, number, outcome, source }: PrintedHead): BlockHead => ({
  header,
  ...defined({ number, outcome, of: source }),
});

const headsAbove = ({ heads, spanners, stub, outcomesLabel }: PrintedPanel) =>
  defined({ heads: heads?.map(headOf), spanners, stub, outcomesLabel });

/** Formats of pictures that browsers show, the best first. The same figure is shown once. */
const IMAGES: readonly (readonly [end: string, type: ImageBlock['type']])[] = [
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
];

function imagesOf({ reader }: ShownArtifact): ImageBlock[] {
  const seen = new Set<string>();
  return IMAGES.flatMap(([end, type]) =>
    reader.parts.flatMap((path) => {
      const figure = path.slice(0, -end.length);
      if (!path.endsWith(end) || seen.has(figure)) return [];
      seen.add(figure);
      const bytes = Buffer.from(reader.bytes(path));
      return [
        { is: 'image', path, type, base64: bytes.toString('base64'), ...defined({ caption: captionOf(path, bytes) }) },
      ];
    }),
  );
}

const characters = { lt: '<', gt: '>', quot: '"', amp: '&' } as const;

/** Gives what an SVG says that it shows; undefined for a figure without caption and title, which says its own name. */
function captionOf(path: string, bytes: Buffer): string | undefined {
  const said = path.endsWith('.svg') ? /<title>([^<]*)<\/title>/.exec(bytes.toString('utf8'))?.[1] : undefined;
  const caption = (said ?? '').replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof characters) => characters[name]);
  return caption === '' || path.endsWith(`/${caption}.svg`) ? undefined : caption;
}

/** The caption of a table's sidecar or of a figure; undefined for any other file. */
export function captionOfFile(path: string, bytes: () => Uint8Array): string | undefined {
  if (path.endsWith('.json')) return readSidecar(bytes())?.caption;
  return path.endsWith('.svg') ? captionOf(path, Buffer.from(bytes())) : undefined;
}

/** Contents of a file for JSON: a text as it is, a JSON file parsed, and of any other its size. */
function contentOf(path: string, bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text === undefined) return { bytes: bytes.length };
  return path.endsWith('.json') ? JSON.parse(text) : text;
}
