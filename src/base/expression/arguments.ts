/** Checks the arguments of a call, and adds those that it leaves unsaid. */
import { TextError } from '../text/text-problem.ts';
import { signatureOf } from './functions.ts';
import type { FunctionSignature } from './signature.ts';
import type { CallNode, NamedArgument, NameNode, Spanned } from './tree.ts';

/** Refuses a call with too few or too many arguments, or without one that it needs. */
export function checkArguments(node: CallNode): void {
  const signature = signatureOf(node);
  const { min, max, form, beside, required = [] } = signature;
  const { name, args, named, start, end } = node;
  const hint = `it is written \`${form}\`${beside === undefined ? '' : `; ${beside}`}`;
  if (args.length < min || (max !== null && args.length > max)) {
    const message = `\`${name}\` takes ${expectedCount(signature)}, got ${args.length}`;
    throw new TextError('argument-count', message, start, end, groupHint(node) ?? hint);
  }
  const lacks = required.find((each) => named.every((argument) => argument.name !== each));
  if (lacks !== undefined)
    throw new TextError(
      'argument-missing',
      `\`${name}\` needs \`${lacks}=\``,
      start,
      end,
      lacks === 'by' ? `${hint}; \`by=[]\` is the whole column` : hint,
    );
}

function expectedCount({ min, max }: FunctionSignature): string {
  if (max === null) return `at least ${min} arguments`;
  const most = `${max} argument${max === 1 ? '' : 's'}`;
  return min === max ? most : `${min} to ${most}`;
}

/** `min(x)` is meant as the smallest of a column. */
function groupHint({ name, args, named }: CallNode): string | undefined {
  const { form, over } = signatureOf({ name, named: [{} as NamedArgument] });
  if (over !== 'columns' || named.length > 0 || args.length !== 1) return undefined;
  return `the ${name} of a column is \`${form}\`, \`by=[]\` for the whole column`;
}

/** `by=` as if it had been written, in the place of the function's name. */
export function byColumns(by: readonly string[], { start, end }: Spanned): NamedArgument {
  const names = [...by].sort().map((name): NameNode => ({ is: 'name', name, start, end }));
  return { name: 'by', value: { is: 'names', names }, start, end };
}
