/** Tells what `papermake sync` wrote and what it left, to people and to machines. */
import { EXIT } from '../command.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';
import { difference } from './difference.ts';
import type { Planned, Verdict } from './plan.ts';
import type { Synced } from './sync-into.ts';
import { isWritten } from './write.ts';

export interface Telling extends Synced {
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

type Kept = Exclude<Verdict, 'same' | 'new' | 'changed'>;

const LEFT: Readonly<Record<Kept, { readonly told: string; readonly hint: string }>> = {
  edited: {
    told: 'edited there',
    hint: 'put the edit into the pipeline or the text, or take ours with `--overwrite`, which keeps theirs as a copy',
  },
  removed: {
    told: 'removed there',
    hint: '`--overwrite` brings back what was removed; name nodes to leave the others out',
  },
  blocked: { told: 'blocked', hint: 'move away what is in the way, or let the file be written' },
  unmade: { told: 'no longer made', hint: 'remove it there with `git rm`, once no text takes it in' },
};

/** Prints the outcome and returns the exit code. */
export function tellSync({ planned, asides, commit, overwrite, dryRun, json }: Telling): number {
  const written = planned.filter((each) => isWritten(each, overwrite));
  const kept = planned.filter((each) => each.verdict in LEFT && !isWritten(each, overwrite));
  const code = kept.length > 0 ? EXIT.different : EXIT.done;
  const same = planned.length - written.length - kept.length;
  if (json) {
    tellJson({
      written: written.map(({ path }) => path),
      kept: kept.map(({ path, verdict, why }) => ({ path, is: verdict, ...(why === undefined ? {} : { why }) })),
      aside: Object.fromEntries(asides),
      same,
      ...(commit === undefined ? {} : { commit }),
    });
    return code;
  }
  const verb = dryRun ? 'would be written' : 'written';
  const lines = [
    ...written.map(({ path }) => `${verb}  ${path}${asides.has(path) ? `, theirs is ${asides.get(path)}` : ''}`),
    ...kept.flatMap(leftLines),
    `papermake: ${written.length} ${verb}, ${same} the same, ${kept.length} left${commit === undefined ? '' : `, commit ${commit}`}`,
  ];
  tell(`${lines.join('\n')}\n`);
  const hints = new Set(kept.map(({ verdict }) => LEFT[verdict as Kept].hint));
  if (hints.size > 0) note([...hints].map((hint) => `hint: ${hint}\n`).join(''));
  return code;
}

function leftLines(each: Planned): string[] {
  const line = `${LEFT[each.verdict as Kept].told}  ${each.path}${each.why === undefined ? '' : `: ${each.why}`}`;
  return each.verdict === 'edited' ? [line, ...difference(each).map((shown) => `    ${shown}`)] : [line];
}
