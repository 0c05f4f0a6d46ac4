/** A Python script with numpy on one thread, with the kernels that OpenBLAS chooses itself. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './measure.ts';

const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const chosenByHand = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'];

/** What `bench/SCRIPT`, given `args` and `input`, prints as JSON. */
export function runNumpy<T>(script: string, args: readonly (string | number)[], input = ''): T {
  const own = Object.entries(process.env).filter(([name]) => !chosenByHand.includes(name));
  const env = { ...Object.fromEntries(own), ...threads };
  const call = [path.join(projectRoot, 'bench', script), ...args.map(String)];
  const { status, stdout, stderr } = spawnSync(withNumpy(), call, { input, encoding: 'utf8', maxBuffer: 1 << 28, env });
  if (status !== 0) throw new Error(`numpy failed\n${stderr}`);
  return JSON.parse(stdout) as T;
}

function withNumpy(): string {
  const found = ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import numpy']).status === 0,
  );
  if (found === undefined) throw new Error('no python3 here has numpy');
  return found;
}
