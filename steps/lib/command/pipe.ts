/**
 * Makes the pipe that a program prints to. Node itself gives a program a socket, which it cannot open again as `/dev/stdout` or
 * `/dev/stderr`, as it can a pipe.
 */
import { constants, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Refusal } from '../../../src/base/problem.ts';
import { removeEntry } from '../../../src/base/system/remove.ts';

export interface Pipe {
  /** The end to read from, which ends when nobody can write any more. */
  readonly reader: Socket;
  /** Descriptor of the end to write to; the caller closes it. */
  readonly writer: number;
}

/** Opens a pipe. It is made at `path`, and has no name afterwards. */
export async function openPipe(path: string): Promise<Pipe> {
  // The module is loaded only here, since most runs start no program.
  const { execFile } = process.getBuiltinModule('node:child_process');
  const net = process.getBuiltinModule('node:net');
  await new Promise<void>((resolve, reject) => {
    execFile('mkfifo', [path], (error) => {
      if (error === null) resolve();
      else reject(new Refusal('no-pipe', `cannot make the pipe that a command prints to: ${error.message.trim()}`));
    });
  });
  // The reader is opened first, since opening a writer would wait for one.
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  removeEntry(path);
  return { reader: new net.Socket({ fd: reader, readable: true, writable: false }), writer };
}
