/** Stands in for a project's own step kinds where the user has not trusted the project: none of their code is read, bundled or run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import { digestJson } from '../../base/canonical.ts';
import { isJsonObject } from '../../base/json.ts';
import type { LoadedKind } from '../../engine/kinds.ts';
import { readYaml } from '../../engine/pipeline/source/yaml.ts';
import type { StepKind } from '../../engine/step.ts';
import { ownKindFiles } from './own-kinds.ts';

/** The kinds that a pipeline names, or a `text` in its place, and papermake has not, where the project has files that may define them. */
export function unloadedKinds(
  root: string,
  file: string,
  builtIn: ReadonlySet<string>,
  text = attempt(() => readFileSync(join(root, file), 'utf8')) ?? '',
): LoadedKind[] {
  const files = ownKindFiles(root);
  if (files.length === 0) return [];
  const names = kindsNamed(readYaml(file, text).source?.value).filter((name) => !builtIn.has(name));
  return names.map((name) => unloaded(name, files));
}

function kindsNamed(document: unknown): string[] {
  if (!isJsonObject(document)) return [];
  const { steps, defaults } = document;
  const kinds = isJsonObject(steps)
    ? Object.values(steps).flatMap((step) => (isJsonObject(step) && typeof step.kind === 'string' ? [step.kind] : []))
    : [];
  return [...new Set([...kinds, ...(isJsonObject(defaults) ? Object.keys(defaults) : [])])];
}

/** A step of it is one node that never runs, and what it would become is not known before it has. */
function unloaded(name: string, files: readonly string[]): LoadedKind {
  const likely = files.filter((file) => file.replace(/^steps\//, '').replace(/\.\w+$/, '') === name);
  const starts = `code of ${(likely.length > 0 ? likely : files).map((file) => `\`${file}\``).join(', ')}`;
  const kind: StepKind = {
    name,
    summary: 'A kind of the project, which is not loaded since the project is not trusted',
    params: Type.Record(Type.String(), Type.Unknown()),
    starts: () => starts,
    expand(step, plan) {
      plan.levels({ id: step.name as NodeId, params: {}, inputs: {} });
      return [];
    },
    run() {
      throw new Error(`the kind \`${name}\` is not loaded`);
    },
  };
  return { name, kind, code: { digest: digestJson('not loaded'), files: {}, packages: {} }, module: null };
}
