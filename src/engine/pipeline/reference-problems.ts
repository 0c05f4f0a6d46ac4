/** What is said of references that name no step, no node or too many, or a file outside. */
import type { NodeId } from '../../base/brand.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { Complaint, YamlPath } from '../step.ts';

export const unknownStep = (name: string, names: readonly string[], path: YamlPath): Complaint => ({
  code: 'unknown-step',
  message: `unknown step \`${name}\``,
  path,
  hint: didYouMean(name, names) ?? `steps: ${names.join(', ')}`,
});

export const severalNodes = (reference: string, ids: readonly NodeId[], path: YamlPath): Complaint => ({
  code: 'several-nodes',
  message: `\`${reference}\` names ${ids.length} nodes where one is expected`,
  path,
  hint: `one of ${ids.map((id) => `\`${id}\``).join(', ')}`,
});

export const unknownNode = (reference: string, ids: readonly NodeId[], path: YamlPath): Complaint => ({
  code: 'unknown-node',
  message: `no node is called \`${reference}\``,
  path,
  hint: didYouMean(reference, ids) ?? `nodes: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ', …' : ''}`,
});

export const pathOutside = (said: string, path: YamlPath): Complaint => ({
  code: 'path-outside',
  message: `\`${said}\` lies outside the project`,
  path,
  hint: 'use a path relative to pipeline.yaml, inside its folder',
});

export function noFile(path: string, found: 'missing' | 'directory' | 'special', at: YamlPath): Complaint {
  const isWrong = found === 'directory' ? 'a folder' : 'a pipe or a device';
  const message = found === 'missing' ? `there is no file \`${path}\`` : `\`${path}\` is ${isWrong}, not a file`;
  return { code: 'missing-file', message, path: at };
}
