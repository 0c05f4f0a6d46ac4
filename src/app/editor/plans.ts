/** Plans the texts that are open, and keeps the last plan of each that was sound, so that names are known while a line is half written. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { Problem } from '../../base/problem.ts';
import { type ExpandedPlan, expand } from '../../engine/pipeline/expand.ts';
import type { PipelineSpec } from '../../engine/pipeline/load.ts';
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
    const isSaved = attempt(() => readFileSync(path, 'utf8')) === text;
    const opened = await openProject({
      directory: dirname(path),
      file: basename(path),
      // Code of the project runs only as the saved file that the user trusts has it.
      ...(!isSaved && { instead: { text, admits: () => true } }),
    });
    if (!opened.ok) return opened.problems;
    const { spec, options, files } = opened.session;
    const { problems, warnings, columns } = expand(spec, options.kinds, files, new Map());
    if (problems.length === 0) this.#sound.set(path, { spec, columns });
    return [...new Set([...problems, ...warnings])];
  }
}
