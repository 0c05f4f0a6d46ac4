/** Says for whom a command waits, once. */
import { type Holder, SILENT_MS } from '../engine/lock.ts';

export function tellWaiting({ pid, host, heard, file }: Holder): void {
  if (host === null) process.stderr.write(`papermake: waiting for the run of process ${pid} on this project\n`);
  else {
    const time = heard.toISOString().slice(0, 16).replace('T', ' ');
    process.stderr.write(
      `papermake: waiting for the run of process ${pid} on host \`${host}\`, which was last heard of at ${time} UTC\n` +
        `hint: it is taken for dead when nothing is heard for ${SILENT_MS / 60_000} minutes; if you know that it is, remove \`${file}\`\n`,
    );
  }
}
