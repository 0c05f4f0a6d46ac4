/** Compiles the keys `sample` and `exclude`: a condition, by its own words or by the name of one. */
import { checkCondition } from '../../base/expression/check.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText, type TextProblem } from '../../base/text/text-problem.ts';
import { type KeyProblem, type SpecContext, scopeOf } from './keys.ts';

/** A named sample or an expression as canonical text; null where it could not be read. */
export function compileCondition(
  text: string,
  key: 'sample' | 'exclude',
  context: Pick<SpecContext, 'samples' | 'columns' | 'frame'>,
  problems: KeyProblem[],
): string | null {
  const named = Object.hasOwn(context.samples, text) ? text : undefined;
  const parsed = parseExpression(named === undefined ? text : context.samples[named]!);
  const place = named === undefined ? {} : { namedSample: named };
  const complain = (problem: TextProblem): void => {
    problems.push({ ...inText(problem), key, ...place });
  };
  if (!parsed.ok) {
    parsed.problems.forEach(complain);
    return null;
  }
  if (named === undefined && isUnknownName(parsed.ast, context)) {
    complain(unknownSample(parsed.ast, Object.keys(context.samples)));
    return null;
  }
  checkCondition(parsed.ast, scopeOf(context)).forEach(complain);
  return printExpression(parsed.ast);
}

/** A lone name is meant as a named sample, since no column is a condition. */
function isUnknownName(ast: Expression, context: Pick<SpecContext, 'columns'>): ast is Expression & { is: 'name' } {
  return ast.is === 'name' && context.columns?.some((column) => column.name === ast.name) !== true;
}

function unknownSample(ast: Expression & { is: 'name' }, names: readonly string[]): TextProblem {
  const known = names.length === 0 ? 'name it under `samples:`, or write a condition' : `samples are ${quoted(names)}`;
  const hint = didYouMean(ast.name, names) ?? known;
  return { code: 'unknown-sample', message: `unknown sample \`${ast.name}\``, start: ast.start, end: ast.end, hint };
}
