/** Runs of methods that papermake does not have yet: skipped by name. What is built is taken off, and then every such run counts. */
import type { Run } from './case.ts';
import { runners } from './runners/registry.ts';

/** What the run asks for that does not exist; undefined for one that must agree. */
export function notBuilt(run: Run): string | undefined {
  if (!Object.hasOwn(runners, run.est)) return `estimator \`${run.est}\``;
  return asked.find(([, asks]) => asks(run))?.[0];
}

const asked: readonly (readonly [what: string, asks: (run: Run) => boolean])[] = [];
