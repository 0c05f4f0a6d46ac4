/** What a call prints and nobody takes: `papermake status | head -1`, `papermake > /dev/full`. Neither ends what is being done. */
import { refusalOf } from '../engine/system/system-refusal.ts';
import { EXIT } from './command.ts';

/** Ends a call: its exit code, once what it printed is written. */
export type Finish = (code: number) => Promise<number>;

/** From here on these streams throw nothing. Where something was lost, a call that went well does not end with 0. */
export function outlive(streams: readonly NodeJS.WriteStream[]): Finish {
  const lost = new Map<NodeJS.WriteStream, NodeJS.ErrnoException>();
  for (const stream of streams) {
    const note = (error: NodeJS.ErrnoException): void => {
      if (!lost.has(stream)) lost.set(stream, error);
    };
    stream.on('error', note);
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    // To a file Node writes at once, and some versions throw where that fails.
    stream.write = (...args: unknown[]): boolean => {
      try {
        return write(...args);
      } catch (error) {
        note(error as NodeJS.ErrnoException);
        return true;
      }
    };
  }
  return async (code) => {
    for (const stream of streams) if (!lost.has(stream)) await written(stream);
    const refused = lost.get(process.stdout);
    if (refused && refused.code !== 'EPIPE') {
      const reason = refusalOf(refused)?.reason ?? refused.message;
      process.stderr.write(`papermake: cannot write to the standard output: ${reason}\n`);
    }
    return code === EXIT.done ? codeOf([...lost.values()]) : code;
  };
}

function codeOf(lost: readonly NodeJS.ErrnoException[]): number {
  if (lost.some(({ code }) => code !== 'EPIPE')) return EXIT.failed;
  return lost.length > 0 ? EXIT.closedPipe : EXIT.done;
}

/** Errors of a write come a moment later. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });
