/** What stands in a project's spools, for tests that look on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../cli/harness.ts';

interface Shard {
  readonly jobs: readonly { readonly job: { readonly kind: string; readonly node: string } }[];
}

function filesOf(project: Project): string[] {
  const spools = project.path('.papermake/spool');
  const files = existsSync(spools) ? (readdirSync(spools, { recursive: true }) as string[]) : [];
  return files.filter((name) => /ready.[^/]+$/.test(name)).map((name) => path.join(spools, name));
}

/** Shards stand in a spool of the project. */
export const isAtWork = (project: Project): boolean => filesOf(project).length > 0;

/** Shards that are not done. */
export const shardsOf = (project: Project): Shard[] =>
  filesOf(project).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Shard);
