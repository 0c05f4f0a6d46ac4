/** The kind `numbers`, of the section `numbers:`: results by name, as the text of the paper prints them, for LaTeX, Typst and programs. */
import { Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import type { Json } from '../src/base/json.ts';
import { follow, isProbability } from '../src/check/results.ts';
import {
  type Complaint,
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
} from '../src/engine/step.ts';
import { type TextFormat, textNumber } from '../src/table/text-number.ts';
import { type NamedNumber, numberExtensions, numberFiles } from './lib/numbers/number-files.ts';
import { type Located, locateNumber, numberInputs } from './lib/result-path.ts';

interface NumberParams extends Partial<TextFormat> {
  readonly of: string;
}
interface Params {
  readonly numbers: Readonly<Record<string, string | NumberParams>>;
}

interface NodeParams {
  readonly numbers: readonly { readonly name: string; readonly result: Located; readonly format: TextFormat }[];
}

const PATH = 'out/numbers';
/** A name stands in macros of LaTeX and variables of Typst: letters of any script, in the one form that their texts have. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N}_]*$/u;
const isName = (name: string): boolean => NAME.test(name) && name === name.normalize('NFKC');

export default defineStep({
  name: 'numbers',
  summary: 'results by name for the text of the paper: macros for LaTeX, variables for Typst, and JSON',
  internal: true,
  params: Type.Object({ numbers: Type.Record(Type.String(), Type.Any()) }, { additionalProperties: false }),
  expand: (step, plan) => expand(step as unknown as Step<Params>, plan),
  run: (context) => run(context as unknown as RunContext<NodeParams>),
});

function expand(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const numbers = plan.keys(step.path).flatMap((name) => {
    const said = step.params.numbers[name];
    if (said === undefined) return [];
    const path = [...step.path, name];
    if (!isName(name))
      plan.complain({
        code: 'bad-name',
        message: `\`${name}\` cannot be a name of a number`,
        path,
        key: true,
        hint: NAME.test(name)
          ? `another spelling of the same letters is \`${name.normalize('NFKC')}\`: write that`
          : 'letters (of Chinese too), digits and `_`, a letter first',
      });
    const { of, digits = null, thousands = null, percent = false } = typeof said === 'string' ? { of: said } : said;
    const result = locateNumber(of, [...path, ...(typeof said === 'string' ? [] : ['of'])], plan);
    return result ? [{ name, result, format: { digits, thousands, percent } }] : [];
  });
  if (numbers.length < Object.keys(step.params.numbers).length) return [];
  return [
    {
      id: step.name as NodeId,
      params: { numbers } as unknown as Json,
      inputs: numberInputs(numbers.map(({ result }) => result)),
      at: step.path,
      outputs: numberExtensions.map((extension) => `${PATH}.${extension}`),
      origins: Object.fromEntries(numbers.map(({ name }, i) => [`numbers.${i}`, { path: [...step.path, name] }])),
    },
  ];
}

function run(context: RunContext<NodeParams>) {
  const found = context.params.numbers.map((number, i) => printed(number, `numbers.${i}`, context));
  const wrong = found.filter((each) => 'message' in each);
  if (wrong.length > 0) return context.fail(...wrong);
  const files = numberFiles(found as NamedNumber[]);
  const parts = Object.entries(files).map(
    ([extension, text]) => [`${PATH}.${extension}`, new TextEncoder().encode(text)] as const,
  );
  return { type: 'files', parts: new Map(parts) };
}

/** A number as its result has it, or why there is none. */
function printed(
  { name, result, format }: NodeParams['numbers'][number],
  param: string,
  context: RunContext<NodeParams>,
): NamedNumber | Complaint {
  const { label, node, part, rest, usual } = result;
  const found = follow(context.artifact(node).json(part), rest, node, usual);
  if (found.is === 'absent') return { code: 'unknown-result', message: found.message, hint: found.hint, param };
  const why = found.is === 'invalid' ? found.why : 'it is no number';
  if (found.is === 'invalid' || typeof found.value !== 'number')
    return { code: 'no-value', message: `\`${label}\` cannot be printed: ${why}`, param };
  return {
    name,
    of: label,
    value: found.value,
    text: textNumber(found.value, { ...format, isProbability: isProbability(rest) }),
  };
}
