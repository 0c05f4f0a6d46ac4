/** Finds files that were being written when a run was killed. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { STORE } from '../system/files.ts';
import { clearTemporaries, isInUse } from '../system/temporaries.ts';
import type { StoreCheck } from './section.ts';

const FOLDER = `${STORE}/tmp`;

export const leftOvers: StoreCheck = (root) => {
  const folder = path.join(root, FOLDER);
  const names = attempt(() => readdirSync(folder).sort()) ?? [];
  const left = names.filter((name) => !isInUse(folder, name));
  const findings = left.map(
    (name) => ({ what: 'stray', path: `${FOLDER}/${name}`, is: 'was left by a run that was killed' }) as const,
  );
  return { findings, mend: () => clearTemporaries(folder) };
};
