/** Opens the project of a call: its pipeline, its kinds, its templates, what the last run saw. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { defined } from '../base/defined.ts';
import { inFileOrder, type SourceText } from '../base/print.ts';
import { type Problem, problemAt } from '../base/problem.ts';
import { alikeHint } from '../base/system/file-names.ts';
import { pathInside } from '../base/system/path-inside.ts';
import type { Kinds } from '../engine/kinds.ts';
import { lookAround, takeLastRun } from '../engine/resume/last-run.ts';
import { openSession, type Session, type SessionOptions } from '../engine/run/session.ts';
import { foreignInStore } from '../engine/store/links.ts';
import { DEFAULT_PIPELINE } from '../engine/store/pipelines.ts';
import { ProjectFiles, statIfThere } from '../engine/system/files.ts';
import { alikeFile, isListed } from '../engine/system/listed.ts';
import { plainPath } from '../engine/system/plain-path.ts';
import { isTrusted } from '../engine/system/trust.ts';
import type { Call } from './command.ts';
import { builtInKinds } from './kinds/built-in.ts';
import { ownKinds } from './kinds/own-kinds.ts';
import { unloadedKinds } from './kinds/unloaded-kinds.ts';
import { templatePath } from './place.ts';
import { withStandings } from './registration/annotated.ts';

export interface Where {
  /** The option `-C`. */
  readonly directory?: string | undefined;
  /** The option `-f`. */
  readonly file?: string | undefined;
  /** The option `--allow-outside`. */
  readonly allowOutside?: boolean | undefined;
  /** The option `--trust`. */
  readonly trust?: boolean | undefined;
  /** The option `--token-server`. */
  readonly tokenServer?: string | undefined;
  /** Called as soon as the project is known to have step kinds of its own. */
  readonly ownKinds?: () => void;
  /** The text as which the pipeline is planned, in the place of its file. */
  readonly instead?: SessionOptions['instead'];
}

/** Returns the place of the project, as a call's options say. */
export const whereOf = ({ values }: Call): Where => ({
  directory: values.directory as string | undefined,
  file: values.file as string | undefined,
  allowOutside: values['allow-outside'] === true,
  trust: values.trust === true,
  tokenServer: values['token-server'] as string | undefined,
});

export interface Project extends Pick<SessionOptions, 'root' | 'file' | 'kinds' | 'last' | 'trusted' | 'tokenServers'> {
  readonly allowOutside: boolean;
}

export type OpenedProject =
  | { readonly ok: true; readonly root: string; readonly project: Project; readonly session: Session }
  | { readonly ok: false; readonly root: string; readonly problems: readonly Problem[] };

/** Returns the place of an opened project, with what the call permits it. */
export const again = ({ root, file, allowOutside, trusted, tokenServers }: Project): Where => ({
  directory: root,
  file,
  allowOutside,
  trust: trusted,
  tokenServer: tokenServers?.[0],
});

/** Finds root and pipeline: `-f sub/dir/p.yaml` makes its folder the project, as `-C sub/dir -f p.yaml` does. */
export function locate(where: Where): { root: string; file: string } {
  const base = resolve(said(where.directory ?? '.'));
  const file = said(where.file ?? DEFAULT_PIPELINE);
  const absolute = isAbsolute(file) ? file : join(base, file);
  const inside = pathInside(base, absolute);
  if (where.directory !== undefined && inside !== undefined) return { root: base, file: inside };
  return { root: resolve(absolute, '..'), file: basename(absolute) };
}

/** A path as the call has it, without the mark that Windows puts before long ones: with it, it would be another project. */
const said = (path: string): string => (sep === '/' ? path : plainPath(path));

/** The built-in kinds and the project's own, of which an untrusted one's are known by their names alone: those in `text`, in the place of the pipeline's. */
export async function loadKinds(
  root: string,
  file: string,
  trusted: boolean,
  text?: string,
): Promise<{ kinds: Kinds; problems: readonly Problem[] }> {
  const builtIn = builtInKinds();
  const names = new Set(builtIn.map(({ name }) => name));
  const own = trusted ? await ownKinds(root, names) : { kinds: unloadedKinds(root, file, names, text), problems: [] };
  return {
    kinds: new Map([...builtIn, ...own.kinds].map((loaded) => [loaded.name, loaded])),
    problems: own.problems,
  };
}

export async function openProject(where: Where): Promise<OpenedProject> {
  const { root, file } = locate(where);
  const stat = statIfThere(join(root, file));
  const files = new ProjectFiles(root);
  if (stat === undefined || !isListed(file, files))
    return { ok: false, root, problems: [noPipeline(file, alikeFile(file, files))] };
  if (!stat.isFile()) return { ok: false, root, problems: [notAFile(file, stat.isDirectory())] };
  const allowOutside = where.allowOutside === true;
  const links = allowOutside ? [] : foreignInStore(root);
  if (links.length > 0) return { ok: false, root, problems: links };
  const began = lookAround(root);
  // Nobody has trusted a text that the pipeline might have.
  const trusted = where.trust === true || (where.instead === undefined && isTrusted(root));
  const { kinds, problems } = await loadKinds(root, file, trusted, where.instead?.text);
  if ([...kinds.values()].some(({ module }) => module !== null)) where.ownKinds?.();
  const last = takeLastRun(root);
  const tokenServers = where.tokenServer === undefined ? undefined : [where.tokenServer];
  const permits = { allowOutside, trusted, ...defined({ tokenServers }) };
  const { instead } = where;
  const at = { root, file, kinds, template: templatePath, last, began, annotated: withStandings, ...permits };
  const opened = await openSession({ ...at, ...defined({ instead }) });
  if (problems.length > 0) {
    // A kind that does not load also makes its steps' kind unknown, which would tell the same thing twice.
    const others = opened.ok ? [] : opened.problems.filter((problem) => problem.code !== 'unknown-kind');
    return { ok: false, root, problems: inFileOrder([...problems, ...others]) };
  }
  if (!opened.ok) return { ok: false, root, problems: opened.problems };
  return { ok: true, root, project: { root, file, kinds, last, ...permits }, session: opened.session };
}

function noPipeline(file: string, alike: string | undefined): Problem {
  const elsewhere = '`papermake init` makes a small project to start from; `-C DIR` and `-f FILE` name another place';
  return problemAt({
    code: 'no-pipeline',
    message: `there is no \`${file}\` here`,
    hint: alike === undefined ? elsewhere : alikeHint(alike),
  });
}

function notAFile(file: string, isFolder: boolean): Problem {
  const message = isFolder
    ? `\`${file}\` is a folder, not a pipeline`
    : `\`${file}\` is a pipe or a device, not a file`;
  return problemAt({
    code: 'no-pipeline',
    message,
    hint: isFolder ? '`-C DIR` runs the pipeline of a folder' : 'a pipeline is read more than once: write it to a file',
  });
}

/** Reads source files for the lines with carets that problems show. */
export function sourceText(root: string): SourceText {
  const known = new Map<string, string | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const path = isAbsolute(file) ? file : join(root, file);
      known.set(file, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
    }
    return known.get(file);
  };
}
