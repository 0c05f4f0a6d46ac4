/**
 * The pipe that a program prints to. What Node itself gives a program is a socket, which it cannot open again as
 * `/dev/stdout` or `/dev/stderr`; a pipe it can.
 */
import { constants, openSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Refusal } from '../../../src/base/problem.ts';

export interface Pipe {
  /** Ends when nobody can write any more. */
  readonly reader: Socket;
  /** A file descriptor, for whoever holds it to close. */
  readonly writer: number;
}

/** `path` is where it is made; it has no name afterwards. */
export async function openPipe(path: string): Promise<Pipe> {
  // Loaded now: most runs start no program.
  const { execFile } = process.getBuiltinModule('node:child_process');
  const net = process.getBuiltinModule('node:net');
  await new Promise<void>((resolve, reject) => {
    execFile('mkfifo', [path], (error) => {
      if (error === null) resolve();
      else reject(new Refusal('no-pipe', `cannot make the pipe that a command prints to: ${error.message.trim()}`));
    });
  });
  // The reader first: a writer's opening would wait for one.
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  rmSync(path);
  return { reader: new net.Socket({ fd: reader, readable: true, writable: false }), writer };
}
