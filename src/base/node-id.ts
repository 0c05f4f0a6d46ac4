/** Names of nodes, made of a step’s name and what tells its nodes apart. */
import type { NodeId } from './brand.ts';
import { lettered } from './text/unicode-pattern.ts';

const identifier = lettered(String.raw`^[\p{L}_][\p{L}\p{M}\p{N}_]*$`, 'u');

/**
 * `baseline.main.2`, `het.East`, `het["Upper middle income"]`: positions are numbers, names and values are text, quoted
 * where they are no identifier, so that the level `"1"` and the first column stay apart.
 */
export function nodeId(step: string, segments: readonly (string | number)[]): NodeId {
  return `${step}${segments.map(segmentText).join('')}` as NodeId;
}

function segmentText(segment: string | number): string {
  if (typeof segment === 'number' || identifier(segment).test(segment)) return `.${segment}`;
  return `["${segment.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;
}

/** Names as the id of a column: `gdp.all`, `["a.b"].all`; one name alone is written as it is, unless that would be read as several. */
export function nodePath(names: readonly string[]): string {
  const [first, ...more] = names;
  if (first !== undefined && more.length === 0 && namesOfPath(first).length === 1) return first;
  return nodeId('', names).replace(/^\./, '');
}

const PATH = lettered(
  String.raw`^(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|\["(?:[^"\\]|\\.)*"\])(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*|\["(?:[^"\\]|\\.)*"\])*$`,
  'su',
);
const SEGMENT = lettered(String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*|\["((?:[^"\\]|\\.)*)"\]`, 'gsu');

/** The names that the id of a column is made of: `gdp.all` has two, and so has `["a.b"].all`; any other text is one name. */
export function namesOfPath(id: string): string[] {
  if (!PATH(id).test(id)) return [id];
  return [...id.matchAll(SEGMENT(id))].map(([plain, quoted]) => quoted?.replace(/\\(.)/gs, '$1') ?? plain);
}

/** A reference with its names as ids have them: `het["East"].1` is `het.East.1`. */
export const canonicalReference = (reference: string): string =>
  reference.includes('["')
    ? reference.replace(/\["((?:[^"\\]|\\.)*)"\]/gs, (_, quoted: string) =>
        segmentText(quoted.replace(/\\(.)/gs, '$1')),
      )
    : reference;
