/** A session whose pipeline has no problem, since it is the one that ran, or was replanned after an edit: it is read when it is asked for. */
import type { Spec } from '../pipeline/load.ts';
import type { Resumed } from '../resume/resume.ts';
import type { ProjectDecl } from '../step.ts';
import type { ProjectFiles } from '../system/files.ts';

export class ResumedSession<Options> {
  readonly options: Options;
  readonly files: ProjectFiles;
  readonly resumed: Resumed;
  readonly #load: () => Spec;
  readonly #declared: () => ProjectDecl | undefined;
  #spec: Spec | undefined;
  #project: ProjectDecl | undefined;

  /** `declared` reads the declarations alone; it gives none where they cannot be. */
  constructor(
    options: Options,
    files: ProjectFiles,
    resumed: Resumed,
    load: () => Spec,
    declared: () => ProjectDecl | undefined,
  ) {
    this.options = options;
    this.files = files;
    this.resumed = resumed;
    this.#load = load;
    this.#declared = declared;
  }

  get spec(): Spec {
    this.#spec ??= this.#load();
    return this.#spec;
  }

  get project(): ProjectDecl {
    this.#project ??= (this.#spec === undefined ? this.#declared() : undefined) ?? this.spec.project;
    return this.#project;
  }
}
