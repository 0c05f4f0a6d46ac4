/** Opens the two sides that `diff` compares: runs, commits, folders. */
import { resolve } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { Store } from '../../engine/store/store.ts';
import { statIfThere } from '../../engine/system/files.ts';
import type { OpenedProject } from '../project.ts';
import { checkedOut, commitNamed } from './commit.ts';
import { projectSide } from './project-side.ts';
import { type Runs, runName, runsOf } from './run-side.ts';
import type { DiffSide } from './side.ts';

type Open = OpenedProject & { readonly ok: true };
type OpenedSide = { readonly ok: true; readonly side: DiffSide } | { readonly ok: false; readonly problem: Problem };

export type DiffSides =
  | { readonly ok: true; readonly before: DiffSide; readonly after: DiffSide; dispose(): void }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The sides of a call: no operand means the last run and the one before; one is compared with the last run, or with the project's files where
 * none ran. An agent is given no folder, and has no code of a commit loaded, since it would choose which.
 */
export async function sidesOf(
  { project, session }: Open,
  operands: readonly string[],
  isForAgent = false,
): Promise<DiffSides> {
  const store = new Store(project.root, project.file);
  const runs = runsOf(project.root, project.file, session.files, store);
  const temporary: (() => void)[] = [];
  const here = { pipeline: project.file, allowOutside: project.allowOutside };
  // The project's own history is trusted as it is; another folder has to be trusted itself.
  const folder = async (name: string, root: string, own: Store, trust?: boolean): Promise<OpenedSide> => ({
    ok: true,
    side: await projectSide({ ...here, name, root, store: own, trust }),
  });
  const find = async (operand: string): Promise<OpenedSide> => {
    const back = /^last(?:~(\d{1,6}))?$/.exec(operand);
    if (back) return ran(runs, Number(back[1] ?? 0));
    const path = resolve(operand);
    const isFolder = !isForAgent && statIfThere(path)?.isDirectory() === true;
    const commit = /^[./]/.test(operand) ? undefined : commitNamed(project.root, operand);
    if (commit && isFolder)
      return wrong(
        `\`${operand}\` is a folder and a commit`,
        `\`./${operand}\` is the folder, \`refs/heads/${operand}\` the branch`,
      );
    if (isFolder) return await folder(operand, path, path === project.root ? store : new Store(path, project.file));
    if (!commit) return wrong(`\`${operand}\` is no run, commit or folder`, RUNS);
    const files = checkedOut(project.root, commit);
    if (!files) return wrong(`git cannot give the project's folder of \`${operand}\``, RUNS);
    temporary.push(files.dispose);
    return await folder(commit.name, files.root, store, project.trusted && !isForAgent);
  };
  const [a = 'last~1', b] = operands;
  const now = (): Promise<OpenedSide> | OpenedSide =>
    runs.moving.length > 0 ? ran(runs, 0) : folder('the files', project.root, store, project.trusted);
  const found = [await find(a), await (b === undefined ? now() : find(b))];
  const problems = found.flatMap((each) => (each.ok ? [] : [each.problem]));
  const [before, after] = found.flatMap((each) => (each.ok ? [each.side] : []));
  const dispose = (): void => {
    for (const remove of temporary) remove();
  };
  if (before && after) return { ok: true, before, after, dispose };
  dispose();
  return { ok: false, problems };
}

const RUNS = '`last` is the last run, `last~1` the one before it; `papermake diff --runs` lists them';

function ran(runs: Runs, back: number): OpenedSide {
  const side = runs.side(back);
  if (side) return { ok: true, side };
  const count = runs.moving.length;
  const known = count === 0 ? 'no run is on record' : `${count === 1 ? 'one run is' : `${count} runs are`} on record`;
  return wrong(
    `there is no run \`${runName(back)}\`: ${known}`,
    'a commit, a branch or a folder can be compared with as well',
  );
}

const wrong = (message: string, hint: string): OpenedSide => ({
  ok: false,
  problem: { code: 'unknown-side', severity: 'error', message, at: [], hint },
});
