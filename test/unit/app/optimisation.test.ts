import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';
import { getEnvironmentData } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { optimise, optimisingAsUsual } from '../../../src/app/start/optimisation.ts';

const own = v8.setFlagsFromString;
let flags: string[];
const replace = (set: typeof own): void => {
  v8.setFlagsFromString = set;
  syncBuiltinESMExports();
};

beforeEach(() => {
  flags = [];
  replace((flag) => void flags.push(flag));
});
afterEach(() => {
  optimise('usual');
  replace(own);
});

describe.runIf(process.versions.v8.startsWith('11.'))('optimisingAsUsual', () => {
  const [usual, late] = ['--interrupt-budget=67584', '--interrupt-budget=200000'];

  it('leaves optimisation as late as it was asked for, also where a script that is loaded meanwhile fails', () => {
    optimise('late');
    expect(optimisingAsUsual(() => [...flags])).toEqual([late, usual]);
    expect(() =>
      optimisingAsUsual(() => {
        throw new Error('no script');
      }),
    ).toThrow('no script');
    expect(flags).toEqual([late, usual, late, usual, late]);
  });

  it('sets nothing where nothing was asked for, or what was asked for is over', () => {
    expect(optimisingAsUsual(() => flags.length)).toBe(0);
    optimise('late');
    optimise('usual');
    expect(optimisingAsUsual(() => flags.length)).toBe(2);
    expect(flags).toEqual([late, usual]);
  });

  it('knows in a worker, which has what its starter shared, what is asked for meanwhile', () => {
    optimise('late');
    const worker = getEnvironmentData('papermake.optimisation') as unknown as Int32Array;
    expect([worker.buffer instanceof SharedArrayBuffer, worker[0]]).toEqual([true, 200_000]);
    optimise('usual');
    expect(worker[0]).toBe(67_584);
  });
});
