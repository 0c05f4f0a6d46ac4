/** Refuses calls of functions that are not known, with a hint at the one that is meant. */
import { quoted } from '../text/quoted.ts';
import { didYouMean } from '../text/suggest.ts';
import { TextError } from '../text/text-problem.ts';
import { foreignFunctionHint } from './foreign-functions.ts';
import { functionNamed, functionNames } from './functions.ts';
import type { PathSegment } from './tree.ts';

/** A stretch of the text. */
interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export function unknownFunction(name: string, { start, end }: TextSpan): TextError {
  const hint = foreignFunctionHint(name) ?? didYouMean(name, functionNames) ?? `functions are ${quoted(functionNames)}`;
  return new TextError('unknown-function', `unknown function \`${name}\``, start, end, hint);
}

/** Refuses `is.na(x)` and `np.log(x)`, which are calls elsewhere; here a dot leads to a part of a result. */
export function dottedCall(head: string, segments: readonly PathSegment[], { start, end }: TextSpan): TextError {
  const names = [head, ...segments.map((segment) => (segment.is === 'name' ? segment.text : ''))];
  const last = names.at(-1)!;
  const ours = functionNamed(last) === undefined ? undefined : `write \`${last}(x)\``;
  const hint =
    foreignFunctionHint(names.join('_')) ?? ours ?? foreignFunctionHint(last) ?? 'no name of a function has a dot';
  return new TextError('unknown-function', `unknown function \`${names.join('.')}\``, start, end, hint);
}
