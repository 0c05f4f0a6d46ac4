/** Says for whom a command waits, once. */
import type { Holder } from '../engine/lock.ts';

export function tellWaiting({ pid, host, since, file }: Holder): void {
  if (host === null) process.stderr.write(`papermake: waiting for the run of process ${pid} on this project\n`);
  else {
    const time = since.toISOString().slice(0, 16).replace('T', ' ');
    process.stderr.write(
      `papermake: waiting for the run of process ${pid} on host \`${host}\`, which holds this project since ${time} UTC\n` +
        `hint: nobody here can tell whether it still runs; if it does not, remove \`${file}\`\n`,
    );
  }
}
