/** Complaints about references that name no step, no node or too many, no file of the project, or levels that are not declared. */
import type { NodeId } from '../../base/brand.ts';
import { alikeHint } from '../../base/system/file-names.ts';
import { groupHint } from '../../base/text/group-hint.ts';
import { listing, quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Complaint, MOST_NODES, type NodeSpec, type Step, type YamlPath } from '../step.ts';
import type { SystemRefusal } from '../system/system-refusal.ts';

export const unknownStep = (name: string, names: readonly string[], path: YamlPath): Complaint => ({
  code: 'unknown-step',
  message: `unknown step \`${name}\``,
  path,
  hint: didYouMean(name, names) ?? `steps: ${listing(names)}`,
});

export const severalNodes = (reference: string, ids: readonly NodeId[], path: YamlPath): Complaint => ({
  code: 'several-nodes',
  message: `\`${reference}\` names ${ids.length} nodes where one is expected`,
  path,
  hint: `one of ${quoted(ids)}`,
});

export const unknownNode = (reference: string, ids: readonly NodeId[], path: YamlPath): Complaint => ({
  code: 'unknown-node',
  message: `no node is called \`${reference}\``,
  path,
  hint: groupHint(reference, ids) ?? didYouMean(reference, ids) ?? `nodes: ${listing(ids)}`,
});

export const pathOutside = (said: string, path: YamlPath): Complaint => ({
  code: 'path-outside',
  message: `\`${said}\` lies outside the project`,
  path,
  hint: 'use a path relative to pipeline.yaml, inside its folder',
});

/** Characters of the longest path that systems know. */
const LONGEST_PATH = 4096;

export const longPath = (said: string, path: YamlPath): Complaint | undefined =>
  said.length <= LONGEST_PATH
    ? undefined
    : {
        code: 'path-too-long',
        message: `a path has ${said.length} characters; ${LONGEST_PATH} are the most: \`${said.slice(0, 40)}…\``,
        path,
      };

/** `alike` is a file that would be the one on other systems. */
export function noFile(
  path: string,
  kind: 'missing' | 'directory' | 'special',
  at: YamlPath,
  alike?: string,
): Complaint {
  const isWrong = kind === 'directory' ? 'a folder' : 'a pipe or a device';
  const message = kind === 'missing' ? `there is no file \`${path}\`` : `\`${path}\` is ${isWrong}, not a file`;
  const hint = alike === undefined ? escapeHint(path) : alikeHint(alike);
  return { code: 'missing-file', message, path: at, ...(hint === undefined ? {} : { hint }) };
}

/** Complains of a file that whoever proposes a pipeline may not have opened, there or not. */
export const undeclaredFile = (said: string, path: YamlPath): Complaint => ({
  code: 'undeclared-file',
  message: `the pipeline does not read \`${said}\`, and a proposal opens no other files`,
  path,
  hint: 'whoever keeps the project writes it into the pipeline by hand',
});

/** Hint at a path of Windows in double quotes, in which YAML takes `\n` for a line break. */
const escapeHint = (path: string): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what an escape leaves in a path
  /[\u0000-\u001f]/.test(path)
    ? 'in double quotes a back slash has a meaning of its own: write the path with `/`, or without quotes'
    : undefined;

/** Complains of a pattern that no file's name follows. */
export const noMatches = (pattern: string, at: YamlPath): Complaint => ({
  code: 'missing-file',
  message: `no file is named like \`${pattern}\``,
  hint: '`*` and `?` stand in the name of files of one folder, as in `data/raw/*.csv`; `data/raw/` means all files of that folder',
  path: at,
});

/** Complains of a step with too many nodes; undefined where they are not too many. */
export function tooManyNodes(nodes: readonly NodeSpec[], { name, path }: Step<unknown>): Complaint | undefined {
  if (nodes.length <= MOST_NODES) return undefined;
  const message = `\`${name}\` becomes more than ${MOST_NODES} nodes, the most that a step may`;
  const hint = 'what it expands by multiplies: split by a column of fewer values, or list fewer variants';
  return { code: 'too-many-nodes', message, path, key: true, hint };
}

export const undeclaredLevels = (variable: string, levels: readonly string[]): Complaint => ({
  code: 'undeclared-level',
  severity: 'warning',
  message: `\`${variable}\` has ${quoted(levels)}, which \`variables.${variable}.levels\` does not list`,
  hint: 'it comes last; add it to the list',
  path: ['variables', variable, 'levels'],
});

/** Complains of the name `__proto__`, which JavaScript takes for something else than a key. */
export const reservedName = (at: YamlPath): Complaint => ({
  code: 'reserved-name',
  message: '`__proto__` cannot be the name of a file',
  path: at,
});

/** Complains of a file that the plan needs and the system does not let it read. */
export const unreadable = (path: string, at: YamlPath, { reason, hint }: SystemRefusal): Complaint => ({
  code: 'unreadable-file',
  message: `\`${path}\` cannot be read: ${reason}`,
  path: at,
  hint,
});
