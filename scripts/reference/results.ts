/** Sentences of the names that a result has, from what kinds declare. */
import { type Form, type Members, partsNamed, type Result } from '../../src/base/result.ts';

/** A list of statistics has at most this many names. */
const LISTED = 24;

/** Lists the names that a result has, part by part: `STEP.mean`, `STEP.VARIABLE.vif`. */
export function resultText(result: Result): string {
  const parts = partsNamed(result).map((part) => `\`${part}\`${formText(result.parts[part]!)}`);
  // beside data, columns go by their names
  const direct = (result.besideData ? [] : [result.list, result.map])
    .filter((part) => part !== undefined)
    .map((part) => `\`${part}\``);
  const unsaid =
    direct.length === 0 ? '' : ` An entry of ${direct.join(' or ')} is reached by its name alone too: \`STEP.NAME\`.`;
  return `A result (\`${result.type}\`) has ${parts.join('; ')}.${unsaid}`;
}

function formText(form: Form): string {
  if (typeof form === 'string') return '';
  if ('result' in form) return ' (a fit)';
  if ('members' in form) return ` (${membersText(form)})`;
  const { each } = form;
  if (typeof each === 'string') return ' (a list)';
  return 'result' in each ? ' (fits)' : ` (for each ${'members' in each ? membersText(each) : 'a list'})`;
}

function membersText({ members }: Members): string {
  const names = Object.keys(members);
  return names.length > LISTED ? `${names.length} statistics` : names.map((name) => `\`${name}\``).join(' ');
}
