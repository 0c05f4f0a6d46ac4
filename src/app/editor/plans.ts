/** Plans the texts that are open, and keeps the last plan of each that was sound, so that names are known while a line is half written. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { defined } from '../../base/defined.ts';
import type { Problem } from '../../base/problem.ts';
import { type ExpandedPlan, expand } from '../../engine/pipeline/expand.ts';
import type { PipelineSpec } from '../../engine/pipeline/load.ts';
import type { YamlPath } from '../../engine/step.ts';
import { openProject } from '../project.ts';
import { thrownProblems } from '../survey/thrown-problems.ts';
import type { OpenText } from './desk.ts';

/** What a plan knows of variables. */
export type PlannedColumns = Pick<Planned, 'spec' | 'columns'>;

export interface Planned extends Pick<ExpandedPlan, 'columns' | 'graph'> {
  readonly spec: PipelineSpec;
  /** Places of the pipeline that name a node, as the plan asked for them. */
  readonly naming: readonly YamlPath[];
}

interface Known {
  readonly text: string;
  readonly problems: Promise<readonly Problem[]>;
}

interface Sound {
  readonly text: string;
  readonly planned: Planned;
}

export class Plans {
  readonly #sound = new Map<string, Sound>();
  readonly #known = new Map<string, Known>();

  /** The last plan of the file that was sound; undefined where none was. */
  sound(path: string): Planned | undefined {
    return this.#sound.get(path)?.planned;
  }

  /** The last plan of a text that is sound as it stands in the editor; undefined where it was not planned, or is wrong. */
  soundOf({ path, text }: OpenText): Planned | undefined {
    const sound = this.#sound.get(path);
    return sound?.text === text ? sound.planned : undefined;
  }

  /** Plans a text once, however often it is asked for. */
  async problems({ path, text }: OpenText): Promise<readonly Problem[]> {
    const known = this.#known.get(path);
    if (known?.text === text) return await known.problems;
    // The editor goes on, whatever is wrong with the project.
    const problems = this.#plan(path, text).catch(thrownProblems);
    this.#known.set(path, { text, problems });
    return await problems;
  }

  async #plan(path: string, text: string): Promise<readonly Problem[]> {
    const planned = await planText({ path, text });
    if (!planned.ok) return planned.problems;
    const { problems, warnings } = planned;
    if (problems.length === 0) this.#sound.set(path, { text, planned });
    return [...new Set([...problems, ...warnings])];
  }
}

export type PlannedText =
  | ({ readonly ok: true } & Planned & ExpandedPlan)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Plans a text in the place of its file; `unsaved` holds texts of other files as they are in the editor or would be, by their paths relative to the pipeline. */
export async function planText({ path, text }: OpenText, unsaved?: ReadonlyMap<string, string>): Promise<PlannedText> {
  const isSaved = savedText(path) === text && !unsaved?.size;
  const opened = await openProject({
    directory: dirname(path),
    file: basename(path),
    // Code of the project runs only as the saved file that the user trusts has it.
    ...(!isSaved && { instead: { text, admits: () => true, ...defined({ unsaved }) } }),
  });
  if (!opened.ok) return opened;
  const { spec, options, files } = opened.session;
  const naming: YamlPath[] = [];
  const plan = expand(spec, options.kinds, files, new Map(), (_, at) => void naming.push(at));
  return { ok: true, spec, naming, ...plan };
}

/** The text of a file as it is saved, with the ends of lines that offsets count by; undefined where it cannot be read. */
export const savedText = (path: string): string | undefined =>
  attempt(() => readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
