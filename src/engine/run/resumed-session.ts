/** Gives what a session reads of a pipeline without problems, which is the one that ran, or was replanned after an edit: each part when it is asked for. */
import type { PipelineSpec } from '../pipeline/load.ts';
import type { ProjectDecl } from '../step.ts';

export interface ReadSpec {
  readonly spec: PipelineSpec;
  readonly project: ProjectDecl;
}

/** Adds the spec and the declarations to what is known; `declared` reads these alone, and gives none where they cannot be. */
export function readWhenAsked<Known extends object>(
  known: Known,
  load: () => PipelineSpec,
  declared: () => ProjectDecl | undefined,
): Known & ReadSpec {
  let spec: PipelineSpec | undefined;
  let project: ProjectDecl | undefined;
  return {
    ...known,
    get spec() {
      spec ??= load();
      return spec;
    },
    get project() {
      project ??= (spec === undefined ? declared() : undefined) ?? this.spec.project;
      return project;
    },
  };
}
