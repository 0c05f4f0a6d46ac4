/** The files that a proposal's plan may open: those that the pipeline reads as it is. */
import { readLastRun } from '../../../engine/resume/last-run.ts';
import type { Survey } from '../../../engine/run/session.ts';
import type { ProjectFiles } from '../../../engine/system/files.ts';
import { templatePath } from '../../place.ts';

/** Matches the marks that stand beside a name in YAML. */
const BESIDE = /[\s"'[\]{},]+|:(?=\s|$)/;

/** `planned` is absent where the pipeline is wrong. Its last run and the very words of its text tell then. */
export function declaredFiles(
  text: string,
  root: string,
  planned?: { readonly survey: Survey; readonly files: ProjectFiles },
): ProjectFiles['admits'] {
  const declared = new Set(text.split(BESIDE).map((word) => word.replace(/^\.\//, '')));
  for (const [path, seen] of readLastRun(root)?.files ?? []) if (seen) declared.add(path);
  if (planned) {
    const { survey, files } = planned;
    for (const [path, seen] of files.used) if (seen) declared.add(path);
    for (const { sources } of survey.graph.nodes.values())
      for (const source of sources) {
        const path = source.is === 'file' ? source.path : templatePath(source.name, files);
        if (path !== undefined) declared.add(path);
      }
  }
  return (path) => declared.has(path);
}
