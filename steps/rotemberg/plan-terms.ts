/** Reads a term that is one column. */
import { inText } from '../../src/base/text/text-problem.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { isIndicators } from '../../src/econ/formula/factor.ts';
import { termOf } from '../../src/econ/spec.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';
import type { FrameSource } from '../lib/frame-source.ts';

/** The canonical term; null after a complaint. */
export function oneColumn(text: string, { context }: FrameSource, path: YamlPath, plan: PlanContext): string | null {
  const { variables, problems } = compileVariables([text], context);
  for (const problem of problems) plan.complain({ ...inText(problem), path });
  if (problems.length > 0) return null;
  const [term] = variables;
  if (term !== undefined && variables.length === 1 && !termOf(term).some(isIndicators)) return term;
  plan.complain({ code: 'not-one-column', message: `expected one variable, got \`${text}\``, path });
  return null;
}
