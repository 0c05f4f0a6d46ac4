/** Shows written files: the one that reads best on a terminal, and a list of all. */
import { attempt } from '../../base/attempt.ts';
import { formats } from '../../table/formats/registry.ts';
import type { Viewer } from './viewer.ts';

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
    const best = bestFirst.flatMap((extension) => reader.parts.filter((path) => path.endsWith(extension)))[0];
    const list = reader.parts.map((path) => `  ${path}\n`).join('');
    if (best === undefined) return `${node}:\n${list}`;
    const text = new TextDecoder().decode(reader.bytes(best));
    return `${text}${text.endsWith('\n') ? '' : '\n'}\nfiles:\n${list}`;
  },
  json: ({ reader }) => Object.fromEntries(reader.parts.map((path) => [path, contentOf(path, reader.bytes(path))])),
};

/** Contents of a file for JSON: a text as it is, a JSON file parsed, and of any other its size. */
function contentOf(path: string, bytes: Uint8Array): unknown {
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (text === undefined) return { bytes: bytes.length };
  return path.endsWith('.json') ? JSON.parse(text) : text;
}
