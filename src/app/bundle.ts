/** The entry of the bundle in dist/: the command line, its workers' side, and what a project's own step kinds import. */

export { handLastRun } from '../engine/resume/last-run.ts';
export { rememberLook } from '../engine/system/files.ts';
export { main } from './cli.ts';
export * as stepApi from './kinds/step-api.ts';
export { serve } from './worker.ts';
