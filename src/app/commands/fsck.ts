/** `papermake fsck`: checks the store and mends it. */
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { checkEntries, checkLedger, checkStore, type FsckFinding } from '../../engine/fsck/fsck.ts';
import { readChains } from '../../engine/ledger/chain.ts';
import { foreignInStore } from '../../engine/store/links.ts';
import { STORE } from '../../engine/system/files.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { locate, whereOf } from '../project.ts';
import { lockFor, waitOption } from '../running/lock-notice.ts';
import { refuse } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';
import { anchorsOf, cutText } from '../trials/anchors.ts';

export const fsck: Command = {
  name: 'fsck',
  summary: `check ${STORE}/ itself, and mend what is damaged, forged or does not belong there`,
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    'dry-run': { type: 'boolean', short: 'n', help: 'only say what is found' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const { root } = locate(whereOf(call));
    const store = join(root, STORE);
    if (lstatSync(store, { throwIfNoEntry: false })?.isSymbolicLink() && call.values['allow-outside'] !== true)
      return refuse(foreignInStore(root), root, call.values.json === true);
    const dryRun = call.values['dry-run'] === true;
    const inStore = existsSync(store) ? await check(root, dryRun, call) : [];
    const found = [...inStore, ...checkLedger(root, dryRun), ...cutFrom(root)];
    if (call.values.json === true) tellJson({ found });
    else tell(text(found, dryRun));
    if (!dryRun && found.some(({ what, mended }) => what === 'output' && !mended))
      note('hint: `papermake` writes the files in out/ again\n');
    return found.every(({ mended }) => mended) ? EXIT.done : EXIT.different;
  },
};

/** Lists what git or the account has of the ledger and the folder lacks. */
const cutFrom = (root: string): FsckFinding[] =>
  anchorsOf(root, readChains(root)).cut.map((cut) => ({
    what: 'ledger',
    path: cut.path,
    is: cutText(cut),
    mended: false,
  }));

async function check(root: string, dryRun: boolean, call: Call): Promise<FsckFinding[]> {
  const strange = checkEntries(root, dryRun);
  // A lock is written to the store, and must not be written through a link.
  const isSafe = strange.every(({ what, mended }) => what !== 'link' || mended);
  const lock = isSafe ? await lockFor(call, root) : undefined;
  try {
    // Findings inside a file or folder that does not belong in the store are not told, since that one is.
    const isTold = ({ path }: FsckFinding): boolean => strange.some((each) => `${path}/`.startsWith(`${each.path}/`));
    return [...strange, ...checkStore(root, dryRun).filter((each) => !isTold(each))];
  } finally {
    lock?.release();
  }
}

function text(found: readonly FsckFinding[], dryRun: boolean): string {
  const lines = found.map(
    ({ path, is, mended }) => `${mended ? 'mended' : dryRun ? 'found ' : 'left  '}  ${path} ${is}\n`,
  );
  return `${lines.join('')}papermake: ${sum(found, dryRun)}\n`;
}

function sum(found: readonly FsckFinding[], dryRun: boolean): string {
  if (found.length === 0) return 'the store is sound';
  if (dryRun) return `${found.length} found`;
  const mended = found.filter((each) => each.mended).length;
  return [`${mended} mended`, ...(mended < found.length ? [`${found.length - mended} left`] : [])].join(', ');
}
