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
