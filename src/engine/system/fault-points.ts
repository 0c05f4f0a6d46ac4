/**
 * Marks the points before everything that the engine creates, writes, renames or removes on the disk, which are called boundaries. The
 * fault harness ends the process at the n-th of them, tears the write there, interrupts it or fills the disk. `PAPERMAKE_FAULT=kill:17`
 * switches that on; without it nothing happens. The released build has none of it.
 */

import { writeSync } from 'node:fs';

/** Set by the build (`scripts/bundles.ts`); sources that are run without a build have the faults. */
declare const WITH_FAULTS: boolean | undefined;

export type Operation = 'create' | 'write' | 'rename' | 'remove';

/** Called at each boundary. `half` does the first half of a write; `path` is what is renamed to or removed, where that is known. */
export type Fault = (operation: Operation, half: () => void, path?: string) => void;

/** One sort of fault. `past` counts from the boundary that was named: 0 there, 1 at the one after it. */
type Strike = (past: number, operation: Operation, half: () => void) => void;

const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

const STRIKES: Readonly<Record<string, Strike>> = {
  /** Prints every boundary. */
  tell: (_, operation) => {
    writeSync(2, `boundary ${operation}\n`);
  },
  kill: (past) => {
    if (past === 0) die();
  },
  tear: (past, _, half) => {
    if (past !== 0) return;
    half();
    die();
  },
  interrupt: (past) => {
    if (past === 0) process.kill(process.pid, 'SIGINT');
  },
  /** The disk is full from the boundary on. */
  full: (past, operation, half) => {
    if (past >= 0) fill(operation, half);
  },
  /** The disk is full at the boundary, and has room again at once. */
  'full-once': (past, operation, half) => {
    if (past === 0) fill(operation, half);
  },
};

/** Acts as a full disk does, which still lets files be removed. */
export function fill(operation: Operation, half: () => void): void {
  if (operation === 'remove') return;
  half();
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${operation}`), {
    code: 'ENOSPC',
    syscall: operation,
  });
}

function faultNamed(text: string | undefined): Fault | undefined {
  const [, name = '', at] = /^([a-z-]+):(\d+)$/.exec(text ?? '') ?? [];
  const strike = STRIKES[name];
  if (!strike) return undefined;
  let count = 0;
  return (operation, half) => {
    count += 1;
    strike(count - Number(at), operation, half);
  };
}

/** Sets the fault of this process, for harnesses that run the engine in their own. */
export function armFault(next: Fault | undefined): void {
  fault = next;
}

export function boundary(operation: Operation, half: () => void = () => {}, path?: string): void {
  fault?.(operation, half, path);
}

let fault: Fault | undefined =
  typeof WITH_FAULTS === 'undefined' || WITH_FAULTS ? faultNamed(process.env.PAPERMAKE_FAULT) : undefined;
