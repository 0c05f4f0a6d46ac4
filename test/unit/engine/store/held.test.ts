import { describe, expect, it } from 'vitest';
import { RecentBytes } from '../../../../src/engine/store/recent-bytes.ts';

const MB = 1024 * 1024;

/** Which of the names are held when values of these sizes, in MB, were set in turn. */
function namesHeld(...sizes: readonly (readonly [name: string, megabytes: number])[]): string[] {
  const held = new RecentBytes<string, { length: number }>();
  for (const [name, megabytes] of sizes) held.set(name, { length: megabytes * MB });
  return [...new Set(sizes.map(([name]) => name))].filter((name) => held.get(name));
}

describe('Held', () => {
  it('lets the oldest go when all are too many bytes', () => {
    expect(namesHeld(['a', 30], ['b', 30])).toEqual(['a', 'b']);
    expect(namesHeld(['a', 30], ['b', 30], ['c', 30])).toEqual(['b', 'c']);
  });

  it('counts a value that takes the place of another alone', () => {
    expect(namesHeld(['a', 30], ['b', 30], ['b', 1], ['c', 30])).toEqual(['a', 'b', 'c']);
  });

  it('holds nothing that is too large by itself, and lets nothing go for it', () => {
    expect(namesHeld(['a', 30], ['b', 65])).toEqual(['a']);
  });
});
