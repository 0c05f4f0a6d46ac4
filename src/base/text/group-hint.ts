/** Says what is told of a name that several nodes begin with. */
import { listing } from './quoted.ts';

/** A hint where the reference is what several nodes have in common, such as a column that is split; undefined where it is not. */
export function groupHint(reference: string, ids: readonly string[]): string | undefined {
  const members = ids.filter((id) => id.startsWith(`${reference}.`) || id.startsWith(`${reference}[`));
  if (members.length === 0) return undefined;
  return `\`${reference}.*\` takes ${members.length === 1 ? 'its node' : `all ${members.length}`}: ${listing(members)}`;
}
