/** The text of the pipeline, byte for byte, as a proposal edits it. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { ProjectFiles, statIfThere } from '../../engine/system/files.ts';

export type PipelineText =
  | { readonly ok: true; readonly text: string; readonly digest: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Why a pipeline is not read for agents: it is a link to another place, where anything may lie. */
export function foreignPipeline(root: string, file: string): Problem | undefined {
  const path = join(root, file);
  if (statIfThere(path, lstatSync) === undefined || new ProjectFiles(root).normalise(file) !== undefined)
    return undefined;
  return problemAt({
    code: 'linked-pipeline',
    message: `\`${file}\` leads out of the project`,
    hint: 'agents read no file outside of the project',
  });
}

export function pipelineText(root: string, file: string): PipelineText {
  const foreign = foreignPipeline(root, file);
  if (foreign) return { ok: false, problems: [foreign] };
  const bytes = statIfThere(join(root, file))?.isFile() ? readFileSync(join(root, file)) : undefined;
  // A mark at the beginning stays where it is.
  const text = bytes && attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  if (text !== undefined) return { ok: true, text, digest: sha256(bytes!) };
  const message = bytes ? `\`${file}\` is no UTF-8` : `there is no \`${file}\` here`;
  return { ok: false, problems: [problemAt({ code: 'no-pipeline', message })] };
}
