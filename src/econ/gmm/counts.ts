/** Rows and units of the equation that a fit counts: the level equation of a system, else the transformed one. */
import type { Stack } from './stack.ts';

export interface PanelCounts {
  /** Rows of the level equation of a system, else of the transformed one. */
  readonly rows: number;
  /** Units with such a row, and how many the sample's units have. */
  readonly units: number;
  readonly fewest: number;
  readonly most: number;
}

export function countRows({ isSystem, within, starts, grid: { periods } }: Stack): PanelCounts {
  const own = Array.from({ length: starts.length - 1 }, (_, u) => {
    let count = 0;
    for (let r = starts[u]!; r < starts[u + 1]!; r++) if (within[r]! >= periods === isSystem) count++;
    return count;
  });
  const rows = own.reduce((total, count) => total + count, 0);
  const units = own.filter((count) => count > 0).length;
  return { rows, units, fewest: Math.min(...own), most: Math.max(...own) };
}
