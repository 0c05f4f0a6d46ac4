/** The entry of worker threads: serves the pool's jobs with the built-in kinds. */
import { kinds } from '../../steps/registry.ts';
import { serveJobs } from '../engine/executors/serve.ts';

export function serve(): void {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  serveJobs((name) => byName.get(name));
}
