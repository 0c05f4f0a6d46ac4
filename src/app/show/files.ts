/** Written files: the one a terminal shows best. */
import type { Viewer } from './viewer.ts';

const BEST_FIRST = ['.txt', '.md', '.csv', '.tex'];

export const files: Viewer = {
  type: 'files',
  text({ node, reader }) {
    const best = BEST_FIRST.flatMap((extension) => reader.parts.filter((path) => path.endsWith(extension)))[0];
    const list = reader.parts.map((path) => `  ${path}\n`).join('');
    if (best === undefined) return `${node}:\n${list}`;
    const text = new TextDecoder().decode(reader.bytes(best));
    return `${text}${text.endsWith('\n') ? '' : '\n'}\nfiles:\n${list}`;
  },
  json({ reader }) {
    const text = (path: string): string => new TextDecoder().decode(reader.bytes(path));
    return Object.fromEntries(
      reader.parts.map((path) => [path, path.endsWith('.json') ? (JSON.parse(text(path)) as unknown) : text(path)]),
    );
  },
};
