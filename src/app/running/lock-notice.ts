/** The option `--wait`, how long a command waits for another on the same project, and what it says meanwhile, once. */
import { freeHint, type Holder, holderText, type Lock, lockStore } from '../../engine/store/lock.ts';
import type { Call, Option } from '../command.ts';
import { note } from '../terminal/terminal.ts';

const isSeconds = (text: string): boolean => /^\d{1,7}(\.\d+)?$/.test(text);

export const waitOption = {
  wait: {
    type: 'string',
    value: 'no|SECONDS',
    help: 'how long to wait for another run on this project (until it ends)',
    wrong: (text) =>
      text === 'no' || isSeconds(text) ? undefined : `\`--wait\` takes \`no\` or a number of seconds, got \`${text}\``,
  },
} as const satisfies Record<string, Option>;

/** The longest wait in milliseconds; undefined where there is no limit. */
export function patienceOf({ values: { wait } }: Call): number | undefined {
  if (wait === undefined) return undefined;
  return wait === 'no' ? 0 : Number(wait) * 1000;
}

/** The store of the project, for a command that ends soon. */
export const lockFor = (call: Call, root: string): Promise<Lock> =>
  lockStore(root, { waiting: tellWaiting, signal: new AbortController().signal, patience: patienceOf(call) });

export function tellWaiting(holder: Holder): void {
  note(`papermake: waiting for ${holderText(holder)}\n`);
  if (holder.where !== 'here') note(`hint: \`--wait no\` does not wait; ${freeHint(holder)}\n`);
}
