/** Loads a project's own step kinds: every `steps/*.ts` with a default export made by `defineStep`. */
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, type Problem, ProblemError, problemAt } from '../../base/problem.ts';
import { cachedOwnKind } from '../../engine/code/own-kind-cache.ts';
import { importKind } from '../../engine/code/own-kind-module.ts';
import { moduleUrl } from '../../engine/code/own-kinds.ts';
import type { LoadedKind } from '../../engine/kinds.ts';
import type { StepKind } from '../../engine/step.ts';
import { statIfThere } from '../../engine/system/files.ts';
import { isForeign } from '../../engine/system/foreign-files.ts';
import { packageFile } from '../place.ts';

export interface OwnKinds {
  readonly kinds: readonly LoadedKind[];
  readonly problems: readonly Problem[];
}

export async function ownKinds(root: string, builtIn: ReadonlySet<string>): Promise<OwnKinds> {
  const loaded: LoadedKind[] = [];
  const problems: Problem[] = [];
  for (const file of ownKindFiles(root)) {
    try {
      const kind = await loadOwnKind(root, file);
      const problem = ownKindProblem(kind.kind, file, builtIn, loaded);
      if (problem) problems.push(problem);
      else loaded.push(kind);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { kinds: loaded, problems };
}

/** Files of own kinds; none in papermake's own repository, where `steps/` is the built-in set. */
export function ownKindFiles(root: string): string[] {
  const folder = join(root, 'steps');
  if (!statIfThere(folder) || realpathSync(root) === realpathSync(packageFile('..'))) return [];
  return readdirSync(folder)
    .filter((name) => /\.(ts|mts|js|mjs)$/.test(name) && !/\.(d|test)\.m?ts$/.test(name))
    .filter((name) => !isForeign(name) && statIfThere(join(folder, name))?.isDirectory() !== true)
    .sort()
    .map((name) => `steps/${name}`);
}

async function loadOwnKind(root: string, file: string): Promise<LoadedKind> {
  const bundle = await cachedOwnKind(file, root);
  const module = moduleUrl(bundle, { root, stepModule: packageFile('step.mjs') });
  const { kind, complaints } = await importKind(module, root);
  if (complaints.length > 0) throw new ProblemError(complaints.map((complaint) => atTop(complaint, file)));
  return {
    name: (kind as StepKind | undefined)?.name ?? '',
    kind: kind as StepKind,
    code: bundle.code,
    module,
    lookedAt: bundle.lookedAt,
  };
}

const atTop = (told: Diagnostic, file: string): Problem => problemAt(told, { is: 'text', file, start: 0, end: 1 });

function ownKindProblem(
  kind: StepKind | undefined,
  file: string,
  builtIn: ReadonlySet<string>,
  others: readonly LoadedKind[],
): Problem | undefined {
  const problem = (message: string, hint: string): Problem => atTop({ code: 'own-kind', message, hint }, file);
  if (typeof kind?.name !== 'string' || typeof kind.run !== 'function' || typeof kind.params !== 'object') {
    return problem(
      `\`${file}\` has no step kind as its default export`,
      '`export default defineStep({ name, summary, params, run })` from `papermake/step`',
    );
  }
  if (builtIn.has(kind.name))
    return problem(`kind \`${kind.name}\` is built in`, 'give the kind of your own another name');
  if (others.some((other) => other.name === kind.name))
    return problem(`kind \`${kind.name}\` is defined twice`, 'give one of them another name');
  return undefined;
}
