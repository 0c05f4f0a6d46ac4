/** Measures whether an input takes work in proportion to its size: at twice the size it may take twice as long, not four times. */
import { readFileSync } from 'node:fs';

/** Milliseconds for which this thread has computed; of the whole process where the system does not tell. */
function computed(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

/** An input of about so many bytes or characters. */
export type Sized<T> = (size: number) => T;

/** Sizes between which a size is looked for that takes long enough to be measured. */
export interface Sizes {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds, below which nobody looks at how the work grows. */
const NOTICED = 20;
/** Times as much work at twice the size: proportional work takes 2, that of a square 4. */
const MOST = 2.8;
/** Doublings in a row that must show it, so that a collection of garbage is none. */
const DOUBLINGS = 2;

/** Milliseconds at sizes each twice the one before, where they grow faster than the input; undefined where they do not. */
export async function growing<T>(
  sized: Sized<T>,
  act: (input: T) => unknown,
  { from, to }: Sizes,
): Promise<readonly number[] | undefined> {
  let size = from;
  while (size < to && (await took(sized, act, size, 1)) < NOTICED) size *= 2;
  if (size >= to) return undefined;
  const all = [await took(sized, act, size, 2)];
  for (let doubling = 1; doubling <= DOUBLINGS; doubling++) {
    const before = all.at(-1)!;
    const now = await took(sized, act, size * 2 ** doubling, 2);
    if (before < NOTICED / 2 || now < MOST * before) return undefined;
    all.push(now);
  }
  return all;
}

/** The least of some times. */
async function took<T>(sized: Sized<T>, act: (input: T) => unknown, size: number, times: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const input = sized(size);
    const before = computed();
    await act(input);
    least = Math.min(least, computed() - before);
  }
  return least;
}
