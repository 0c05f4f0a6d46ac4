/** The entry of worker threads: serves the pool's jobs with the built-in kinds. */
import { kindNamed } from '../../steps/registry.ts';
import { serveJobs } from '../engine/executors/serve.ts';

/** Nodes of a project's own kinds need none of the built-in ones, which are loaded when the first is asked for. */
export const serve = (): void => serveJobs(kindNamed);
