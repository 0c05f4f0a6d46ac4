/** The entry of worker threads: serves the pool's jobs with the built-in kinds. */
import { kinds } from '../../steps/registry.ts';
import { type AnyKind, serveJobs } from '../engine/executors/serve.ts';

export function serve(): void {
  let byName: ReadonlyMap<string, AnyKind> | undefined;
  // Nodes of a project's own kinds need none of these, and a worker starts sooner without.
  serveJobs((name) => {
    byName ??= new Map(kinds.map((kind) => [kind.name, kind]));
    return byName.get(name);
  });
}
