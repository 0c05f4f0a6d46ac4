/** Reads the options of a plain run, the only call that the hot path knows. */
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';

export interface PlainRun {
  readonly directory: string | undefined;
  readonly file: string;
  readonly quiet: boolean;
}

/** Recognises `papermake [run] [-C DIR] [-f FILE] [-j N] [-k] [-q]`; undefined for every other call. */
export function readPlainRun(args: readonly string[]): PlainRun | undefined {
  let directory: string | undefined;
  let file = DEFAULT_PIPELINE;
  let quiet = false;
  for (let i = args[0] === 'run' ? 1 : 0; i < args.length; i++) {
    const value = args[i + 1];
    if (args[i] === '-q') quiet = true;
    else if (args[i] === '-C' && value !== undefined) directory = args[++i];
    else if (args[i] === '-f' && value !== undefined) file = args[++i]!;
    else if (args[i] === '-j' && /^[1-9]\d*$/.test(value ?? '')) i++;
    else if (args[i] !== '-k' && args[i] !== '--keep-going') return undefined;
  }
  // Without `-C`, the file's folder would be the project, which the full command line finds.
  if (directory === undefined && /[\\/]/.test(file)) return undefined;
  return { directory, file, quiet };
}
