/** Plans the texts that are open, and keeps the last plan of each that was sound, so that names are known while a line is half written. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { defined } from '../../base/defined.ts';
import type { Problem } from '../../base/problem.ts';
import { type ExpandedPlan, expand } from '../../engine/pipeline/expand.ts';
import type { PipelineSpec } from '../../engine/pipeline/load.ts';
import type { NameListener } from '../../engine/pipeline/plan-context.ts';
import { openProject } from '../project.ts';
import { thrownProblems } from '../survey/thrown-problems.ts';
import type { OpenText } from './desk.ts';

export interface Planned {
  readonly spec: PipelineSpec;
  readonly columns: ExpandedPlan['columns'];
}

interface Known {
  readonly text: string;
  readonly problems: Promise<readonly Problem[]>;
}

export class Plans {
  readonly #sound = new Map<string, Planned>();
  readonly #known = new Map<string, Known>();

  /** The last plan of the file that was sound; undefined where none was. */
  sound(path: string): Planned | undefined {
    return this.#sound.get(path);
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
    const { spec, columns, problems, warnings } = planned;
    if (problems.length === 0) this.#sound.set(path, { spec, columns });
    return [...new Set([...problems, ...warnings])];
  }
}

export type PlannedText =
  | ({ readonly ok: true; readonly spec: PipelineSpec } & ExpandedPlan)
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface Listening {
  /** Texts of other files as they are in the editor or would be, by their paths relative to the pipeline. */
  readonly unsaved?: ReadonlyMap<string, string>;
  readonly names?: NameListener;
}

/** Plans a text in the place of its file. */
export async function planText({ path, text }: OpenText, { unsaved, names }: Listening = {}): Promise<PlannedText> {
  const isSaved = attempt(() => plainText(readFileSync(path, 'utf8'))) === text && !unsaved?.size;
  const opened = await openProject({
    directory: dirname(path),
    file: basename(path),
    // Code of the project runs only as the saved file that the user trusts has it.
    ...(!isSaved && { instead: { text, admits: () => true, ...defined({ unsaved }) } }),
  });
  if (!opened.ok) return opened;
  const { spec, options, files } = opened.session;
  return { ok: true, spec, ...expand(spec, options.kinds, files, new Map(), names) };
}

/** A text with the ends of lines that offsets count by. */
export const plainText = (text: string): string => text.replaceAll('\r\n', '\n');
