/** Survives output that nobody takes, as in `papermake status | head -1` and `papermake > /dev/full`: neither ends what is being done. */
import { refusalOf } from '../../engine/system/system-refusal.ts';
import { EXIT } from '../command.ts';

/** Resolves to a call's exit code once what it printed is written. */
export type Finish = (code: number) => Promise<number>;

/** Keeps these streams from throwing. Where something was lost, a call that went well does not end with 0. */
export function outlive(streams: readonly NodeJS.WriteStream[]): Finish {
  const lost = new Map<NodeJS.WriteStream, NodeJS.ErrnoException>();
  for (const stream of streams) {
    const note = (error: NodeJS.ErrnoException): void => {
      if (!lost.has(stream)) lost.set(stream, error);
    };
    stream.on('error', note);
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    // Node writes to a file at once, and some versions throw where that fails.
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

/** Resolves when all before it is written, or failed: errors of a write come a moment later. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });
