/** Results as `show --json` prints them, apart from where they ran, which differs between machines. */
import type { Project } from '../cli/harness.ts';
import { resultAlone } from '../support/result-alone.ts';

export interface ShownResult {
  /** The result. */
  readonly text: string;
  /** The machine or the worker that made it, and what that took. */
  readonly ranOn: Readonly<Record<string, unknown>> | undefined;
}

export async function shownResult(project: Project, node: string): Promise<ShownResult> {
  const { code, stdout, stderr } = await project.run('show', '--json', node);
  if (code !== 0) throw new Error(stderr);
  const { ranOn } = JSON.parse(stdout);
  return { ranOn, text: resultAlone(stdout) };
}
