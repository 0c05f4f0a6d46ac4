/** Checks the files that nodes write: each has one maker, and stays under `out/`. */
import { dirname } from 'node:path/posix';
import { type Problem, problemAt } from '../../base/problem.ts';
import { foldedPath, whyNoFileName } from '../../base/system/file-names.ts';
import type { GraphNode } from '../graph.ts';
import type { Complaint, YamlPath } from '../step.ts';
import { OUTPUT_FOLDER } from '../system/files.ts';
import type { PipelineSpec } from './load.ts';
import { placeOf } from './source/places.ts';

export const isOutput = (path: string): boolean =>
  path.startsWith(`${OUTPUT_FOLDER}/`) && !path.split('/').includes('..') && !path.includes('\\');

/** The manifest of outputs (run/manifest.ts). */
const RESERVED = `${OUTPUT_FOLDER}/manifest.json`;

/** Bytes that file systems take in a name. */
const LONGEST_NAME = 255;

function longestName({ outputs = [] }: GraphNode): number {
  let longest = 0;
  for (const path of outputs) for (const name of path.split('/')) longest = Math.max(longest, Buffer.byteLength(name));
  return longest;
}

/**
 * Tells what is wrong with outputs. Two nodes with one path are an error, also where only case, or how accents are spelled, tells the paths apart
 * (macOS, Windows); so are names that Windows has for something else.
 */
export function outputProblems(nodes: readonly GraphNode[], spec: PipelineSpec): Problem[] {
  const claims = new Claims();
  return nodes.flatMap((node) => {
    const ofPaths = (node.outputs ?? []).map((path) => wrongPath(node, path) ?? claims.add(node, path));
    const wrong = [tooLong(node), ...ofPaths].filter((each) => each !== undefined);
    return wrong.map((each) => problemAt(each, placeOf(node, spec.source)));
  });
}

type Wrong = Pick<Complaint, 'code' | 'message' | 'hint'>;

function tooLong(node: GraphNode): Wrong | undefined {
  const longest = longestName(node);
  if (longest <= LONGEST_NAME) return undefined;
  const message = `\`${node.id}\` would write a file with a name of ${longest} bytes; ${LONGEST_NAME} are the most`;
  return { code: 'name-too-long', message };
}

function wrongPath({ id }: GraphNode, path: string): Wrong | undefined {
  const would = `\`${id}\` would write \`${path}\``;
  if (!isOutput(path)) return { code: 'output-outside', message: `${would}, outside \`${OUTPUT_FOLDER}/\`` };
  if (foldedPath(path) === RESERVED)
    return { code: 'output-clash', message: `${would}, in which papermake says what it wrote` };
  for (const name of path.split('/')) {
    const why = whyNoFileName(name);
    if (why === undefined) continue;
    const hint = 'give the step, the table or the file another name, so that the project runs on every system';
    return { code: 'output-name', message: `${would}, and \`${name}\` cannot be a name everywhere: ${why}`, hint };
  }
  return undefined;
}

/** The files that nodes write, and their folders, of which each has one spelling. */
class Claims {
  readonly #makers = new Map<string, Claim>();
  readonly #folders = new Map<string, Claim>();

  add(node: GraphNode, path: string): Wrong | undefined {
    const folded = foldedPath(path);
    const other = this.#makers.get(folded);
    if (other && (other.node !== node || other.path !== path)) return clash(other, { node, path }, 'file');
    this.#makers.set(folded, { node, path });
    const folder = { node, path: dirname(path) };
    const first = this.#folders.get(dirname(folded)) ?? folder;
    this.#folders.set(dirname(folded), first);
    return first.path === folder.path ? undefined : clash(first, folder, 'folder');
  }
}

interface Claim {
  readonly node: GraphNode;
  readonly path: string;
}

function clash(one: Claim, other: Claim, what: 'file' | 'folder'): Wrong {
  const same = `which are one ${what} where case and the spelling of accents do not count`;
  const paths = one.path === other.path ? `\`${other.path}\`` : `\`${one.path}\` and \`${other.path}\`, ${same}`;
  const nodes =
    one.node === other.node ? `\`${one.node.id}\` writes` : `\`${one.node.id}\` and \`${other.node.id}\` both write`;
  return { code: 'output-clash', message: `${nodes} ${what === 'folder' ? 'to ' : ''}${paths}` };
}

/** A file that the pipeline names as an input although runs write it. */
export interface ResultRead {
  /** The path as the pipeline gives it. */
  readonly said: string;
  /** The path of the output itself, links followed: `out/a/x.csv`. */
  readonly path: string;
  readonly at: YamlPath;
}

/** Complains of an output that is read as a file: it would be read as the last run left it, so it must be read from its node. */
export function resultComplaint({ said, path, at }: ResultRead, nodes: Iterable<GraphNode>): Complaint {
  const maker = [...nodes].find(({ outputs }) => outputs?.includes(path))?.id;
  if (maker !== undefined)
    return {
      code: 'made-by-a-step',
      message: `\`${said}\` is made by \`${maker}\`: read the step`,
      path: at,
      hint: `name \`${maker}\` where a step is expected, as in \`from:\` or a command's \`inputs:\``,
    };
  return {
    code: 'made-by-a-step',
    message: `\`${said}\` lies in \`${path.split('/')[0]}/\`, which holds results`,
    path: at,
    hint: 'move it elsewhere, or name the step that makes it',
  };
}
