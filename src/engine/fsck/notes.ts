/** Checks what runs leave for later ones, which is derived and disposable, so that whatever does not hold is removed. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { BUNDLES } from '../code/own-kind-cache.ts';
import { STANDINGS, standingsHold } from '../resume/standings.ts';
import { SEALED } from '../run/gc.ts';
import { FAILED_LOGS } from '../store/failed-logs.ts';
import { INDEX, indexHolds } from '../store/log-index.ts';
import { RUN_NOW } from '../store/run-now.ts';
import { readChecked, readSealed } from '../system/checked.ts';
import { removeFile } from '../system/file-calls.ts';
import { STORE, statIfThere } from '../system/files.ts';
import type { Finding, StoreCheck } from './section.ts';

export const notes: StoreCheck = (root) => {
  const present = (name: string): boolean => statIfThere(path.join(root, STORE, name))?.isFile() === true;
  const sealed = [...SEALED, ...namesIn(root, BUNDLES)].filter((name) => present(name) && !readSealed(root, name));
  const others = [
    ...(present(STANDINGS) && !standingsHold(root) ? [STANDINGS] : []),
    ...(present(INDEX) && !indexHolds(root) ? [INDEX] : []),
  ];
  const logs = [RUN_NOW, ...namesIn(root, FAILED_LOGS)].filter(
    (name) => present(name) && readChecked(root, name) === undefined,
  );
  const findings = [
    ...[...sealed, ...others].map((name) => finding(name, 'was not left by a run of this account, or is damaged')),
    ...logs.map((name) => finding(name, 'is damaged')),
  ];
  return {
    findings,
    mend: () => findings.forEach(({ path: file }) => void removeFile(path.join(root, file))),
  };
};

const finding = (name: string, is: string): Finding => ({ what: 'note', path: path.posix.join(STORE, name), is });

function namesIn(root: string, folder: string): string[] {
  const names = attempt(() => readdirSync(path.join(root, STORE, folder))) ?? [];
  return names.flatMap((name) => (name.endsWith('.json') ? [`${folder}/${name}`] : []));
}
