/**
 * Names processes, since a process number alone is used again at other times, in other containers and on other machines; and finds out
 * whether a process so named still lives.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { attempt } from '../attempt.ts';
import { sha256 } from '../canonical.ts';
import { memo } from '../memo.ts';

export interface ProcessName {
  readonly pid: number;
  /** The start of the process in ticks of its machine (Linux), since process numbers are reused. */
  readonly born: string | null;
  readonly host: string;
  /** Digest of the installed system's number (Linux), which itself is not to be shown. */
  readonly machine: string | null;
  /** Identifier of this start of the machine (Linux). */
  readonly boot: string | null;
  /** Namespace of process numbers (Linux): a container has its own, within which numbers begin at 1. */
  readonly space: string | null;
}

/** States of a process. One of another machine or container is out of sight, since its number cannot be asked for here. */
export type Vital = 'alive' | 'dead' | 'out-of-sight';

/** The namespace of a machine itself, on every Linux. */
const OUTERMOST = 'pid:[4026531836]';

export function thisProcess(): ProcessName {
  const id = readOr('/etc/machine-id');
  const told = numbersAreTold();
  return {
    pid: process.pid,
    born: told ? birthOf(process.pid) : null,
    host: hostname(),
    machine: id === null ? null : sha256(`papermake ${id}`).slice(0, 16),
    boot: readOr('/proc/sys/kernel/random/boot_id'),
    space: told ? linkOr('/proc/self/ns/pid') : null,
  };
}

/** False elsewhere than on Linux, and where `/proc` is that of another namespace and counts processes differently. */
const numbersAreTold = (): boolean => linkOr('/proc/self') === String(process.pid);

export function vitalOf(other: ProcessName, own = thisProcess()): Vital {
  if (isNeighbour(other, own)) {
    const lives = isRunning(other.pid) && (other.born === null || birthOf(other.pid) === other.born);
    return lives ? 'alive' : 'dead';
  }
  return wasRestarted(other, own) ? 'dead' : 'out-of-sight';
}

/** Tells whether two processes run on one machine, whose containers may have different host names. */
export const onOneMachine = (a: ProcessName, b: ProcessName): boolean => a.boot !== null && a.boot === b.boot;

function isNeighbour(other: ProcessName, own: ProcessName): boolean {
  if (process.platform !== 'linux') return other.host === own.host && other.boot === null;
  return onOneMachine(other, own) && own.space !== null && other.space === own.space;
}

/**
 * Tells whether a process ran on this machine before its last start. Of containers it is always false, since nothing tells them apart for
 * long.
 */
const wasRestarted = (other: ProcessName, own: ProcessName): boolean =>
  own.machine !== null &&
  other.machine === own.machine &&
  other.host === own.host &&
  own.boot !== null &&
  typeof other.boot === 'string' &&
  other.boot !== own.boot &&
  other.space === OUTERMOST &&
  own.space === OUTERMOST;

/** A process out of sight that has not written for so long is taken for dead. */
const LEFT_MS = 60 * 60 * 1000;

/** Digest of the machine and container, within which process numbers tell processes apart. */
const spaceOf = memo((_process: number): string => {
  const { host, boot, space } = thisProcess();
  return sha256(`${host} ${boot} ${space}`).slice(0, 8);
});

/** Begins the names of files and folders that this process makes for a while: `1234-0a1b2c3d`. */
export const processMark = (): string => `${process.pid}-${spaceOf(process.pid)}`;

/** Says whether a process that runs, or may run, other than this one, gave a name its mark; undefined for a name without any. `written`: when it last did something there. */
export function isMarkInUse(name: string, written: number): boolean | undefined {
  const [, pid, space] = /^(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
  if (pid === undefined) return undefined;
  if (space === spaceOf(process.pid)) return isRunning(Number(pid));
  return Date.now() - written < LEFT_MS;
}

/** Tells whether a process of this number runs; false for what is no process number. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns the start of a process in ticks. It is null on other systems than Linux, for a dead process, and for a zombie. */
function birthOf(pid: number): string | null {
  const stat = readOr(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19]!;
}

/** Gives what Linux says; null elsewhere, where a file of that name would be another system's. */
const readOr = (path: string): string | null => onLinux(() => readFileSync(path, 'utf8').trim());
const linkOr = (path: string): string | null => onLinux(() => readlinkSync(path));
const onLinux = (read: () => string): string | null => (process.platform === 'linux' ? (attempt(read) ?? null) : null);
