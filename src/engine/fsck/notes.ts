/** Checks what runs leave for later ones, which is derived and disposable, so that whatever does not hold is removed. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BUNDLES } from '../code/own-kind-cache.ts';
import { STANDINGS, standingsHold } from '../resume/standings.ts';
import { SEALED } from '../run/gc.ts';
import { FAILED_LOGS } from '../store/failed-logs.ts';
import { INDEX, indexHolds } from '../store/log-index.ts';
import { readChecked, readSealed } from '../system/checked.ts';
import { boundary } from '../system/fault-points.ts';
import { STORE, statIfThere } from '../system/files.ts';
import type { Check, Finding } from './section.ts';

export const notes: Check = (root) => {
  const present = (name: string): boolean => statIfThere(path.join(root, STORE, name))?.isFile() === true;
  const sealed = [...SEALED, ...namesIn(root, BUNDLES)].filter((name) => present(name) && !readSealed(root, name));
  const others = [
    ...(present(STANDINGS) && !standingsHold(root) ? [STANDINGS] : []),
    ...(present(INDEX) && !indexHolds(root) ? [INDEX] : []),
  ];
  const logs = namesIn(root, FAILED_LOGS).filter((name) => present(name) && readChecked(root, name) === undefined);
  const findings = [
    ...[...sealed, ...others].map((name) => finding(name, 'was not left by a run of this account, or is damaged')),
    ...logs.map((name) => finding(name, 'is damaged')),
  ];
  return {
    findings,
    mend: () => {
      for (const { path: file } of findings) {
        boundary('remove');
        rmSync(path.join(root, file), { force: true });
      }
    },
  };
};

const finding = (name: string, is: string): Finding => ({ what: 'note', path: path.posix.join(STORE, name), is });

function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(path.join(root, STORE, folder)).flatMap((name) =>
      name.endsWith('.json') ? [`${folder}/${name}`] : [],
    );
  } catch {
    return [];
  }
}
