/** Compiles the variables of a frame that a figure's options name. */
import { unknownVariable } from '../../../src/base/expression/check.ts';
import { inText } from '../../../src/base/text/text-problem.ts';
import { compileCondition } from '../../../src/econ/compile/condition-key.ts';
import { type KeyProblem, type SpecContext, scopeOf } from '../../../src/econ/compile/keys.ts';
import { compileVariables, type VariableList } from '../../../src/econ/compile/variable-list.ts';
import type { Complaint, YamlPath } from '../../../src/engine/step.ts';
import { listOf } from '../../../src/table/options/options.ts';
import { keyComplaint } from '../frame-source.ts';

export interface CompiledVariables<O> {
  /** The options with variables in their canonical form. */
  readonly options: O;
  /** The variables that the options need. */
  readonly list: VariableList;
  readonly complaints: readonly Complaint[];
}

type VariableKey = string | readonly string[] | undefined;

/** Names of options that name numbers, and of those that name columns of levels. */
interface Naming<K> {
  readonly numbers?: readonly K[] | undefined;
  readonly levels?: readonly K[] | undefined;
}

/** `options`: those of a figure, or the keys of a layer. */
export function compileFigureVariables<O extends { readonly sample?: string; readonly exclude?: string }>(
  { numbers = [], levels = [] }: Naming<keyof O & string>,
  options: O,
  context: SpecContext,
  pathOf: (option: string) => YamlPath,
): CompiledVariables<O> {
  const problems: KeyProblem[] = [];
  const [sample, exclude] = (['sample', 'exclude'] as const).map((key) =>
    options[key] === undefined ? null : compileCondition(options[key], key, context, problems),
  );
  const said = numbers.filter((option) => options[option] !== undefined);
  const compiled = said.map((option) =>
    compileNumbers(option, options[option] as VariableKey, context, pathOf(option)),
  );
  return {
    options: { ...options, ...Object.fromEntries(said.map((option, i) => [option, compiled[i]!.canonical])) },
    list: {
      variables: [...new Set(compiled.flatMap(({ variables }) => variables))],
      sample: sample!,
      exclude: exclude!,
    },
    complaints: [
      ...compiled.flatMap(({ complaints }) => complaints),
      ...levels.flatMap((option) => unknownColumns(options[option] as VariableKey, context, pathOf(option))),
      ...problems.map((problem) => keyComplaint(problem, pathOf)),
    ],
  };
}

/** Columns, lags and functions; one where the option takes one. */
function compileNumbers(option: string, said: VariableKey, context: SpecContext, path: YamlPath) {
  const { variables, problems } = compileVariables(listOf(said), context);
  const complaints: Complaint[] = problems.map((problem) => ({
    ...inText(problem),
    path: typeof said === 'string' ? path : [...path, problem.index],
  }));
  const factor = variables.find((text) => /(^|:)i\(/.test(text));
  if (factor !== undefined) {
    const message = `\`${factor}\` stands for several columns, and \`${option}\` takes numbers`;
    const at = typeof said === 'string' ? -1 : listOf(said).indexOf(factor);
    complaints.push({
      code: 'several-variables',
      message,
      path: at < 0 ? path : [...path, at],
      hint: '`by` makes groups of levels',
    });
  } else if (typeof said === 'string' && variables.length > 1) {
    complaints.push({ code: 'several-variables', message: `expected one variable, got ${variables.length}`, path });
  }
  return { variables, canonical: typeof said === 'string' ? variables[0] : variables, complaints };
}

function unknownColumns(said: VariableKey, context: SpecContext, path: YamlPath): Complaint[] {
  const scope = scopeOf(context);
  return listOf(said).flatMap((name, i): Complaint[] => {
    if (scope.type(name) !== undefined) return [];
    const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
    return [{ code, message, hint, path: typeof said === 'string' ? path : [...path, i] }];
  });
}
