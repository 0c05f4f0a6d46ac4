/** Refuses calls of the file system as another system or another program would, in this process. */
import { armFault, type Operation } from '../../src/engine/system/fault-points.ts';

export interface Refused {
  readonly code: string;
  readonly operation: Operation;
  /** Tells the files that are refused. */
  readonly of: (path: string) => boolean;
  /** How often; without it, always. */
  readonly times?: number;
}

/** Refuses while `act` is done; returns how often that was. */
export async function refusing(refused: readonly Refused[], act: () => unknown): Promise<number> {
  const counts = refused.map(() => 0);
  armFault((operation, _, path) => {
    refused.forEach((each, i) => {
      if (each.operation !== operation || path === undefined || !each.of(path)) return;
      if (counts[i]! >= (each.times ?? Number.POSITIVE_INFINITY)) return;
      counts[i]! += 1;
      const { code } = each;
      throw Object.assign(new Error(`${code}: refused, ${operation} '${path}'`), {
        code,
        syscall: operation,
        dest: path,
      });
    });
  });
  try {
    await act();
  } finally {
    armFault(undefined);
  }
  return counts.reduce((a, b) => a + b, 0);
}

/** Does something as if this process ran on another system, as far as `process.platform` decides. */
export async function onSystem<T>(platform: NodeJS.Platform, act: () => T | Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...own, value: platform });
  try {
    return await act();
  } finally {
    Object.defineProperty(process, 'platform', own);
  }
}
