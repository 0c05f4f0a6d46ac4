/** Numbers of results in the texts of a table, `{{pm baseline.main.NQP.b}}`: inputs of its node, and put into the texts when it is made. */
import type { Json } from '../../../src/base/json.ts';
import { formatOf, type Mark, marksInText } from '../../../src/document/number-marks.ts';
import type { PlanContext, RunContext, YamlPath } from '../../../src/engine/step.ts';
import { readable } from '../../../src/table/number.ts';
import { usualDigits } from '../../../src/table/options/digits.ts';
import type { TableRequest } from '../../../src/table/render.ts';
import { textNumber } from '../../../src/table/text-number.ts';
import { findNumber, type NumberSource, sourceOfNumber } from '../numbers/marked-number.ts';
import type { TableParams } from './table-params.ts';

/** Parameters with texts that a table prints → the option that they come from. */
const optionOf = {
  caption: 'caption',
  stub: 'stub',
  usualStub: 'stub',
  notes: 'notes',
  footnotes: 'footnotes',
  rows: 'rows',
  rename: 'rename',
  spanners: 'spanners',
  indicate: 'indicate',
  groups: 'headers',
} as const satisfies Partial<Record<keyof TableRequest, string>>;

type Texts = keyof typeof optionOf;

/** Parameters that are as the table has them written, so that a text within has the same place in the pipeline. */
const asWritten: ReadonlySet<Texts> = new Set(['footnotes', 'rows', 'rename', 'spanners']);

/** A value with each of its texts as `change` has it, which is told where the text stands in it. */
function mapTexts(value: Json, change: (text: string, at: YamlPath) => string, at: YamlPath = []): Json {
  if (typeof value === 'string') return change(value, at);
  if (Array.isArray(value)) return value.map((each, i) => mapTexts(each, change, [...at, i]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change, [...at, key])]));
}

/** Gives what a mark holds → where its number comes from; undefined after a complaint, and while levels of a split are not known. */
export function markedNumbers(
  request: TableRequest,
  pathOf: (option: string) => YamlPath,
  plan: PlanContext,
): Readonly<Record<string, NumberSource>> | undefined {
  const numbers: Record<string, NumberSource> = {};
  let isSound = true;
  for (const [param, option] of Object.entries(optionOf) as [Texts, string][])
    mapTexts(request[param] as Json, (text, at) => {
      const { marks, broken } = marksInText(text);
      const path = [...pathOf(option), ...(asWritten.has(param) ? at : [])];
      if (broken !== undefined) plan.complain({ ...unreadable(broken), path });
      const sources = marks.map(({ of }) => [of, numbers[of] ?? sourceOfNumber(of, path, plan)] as const);
      for (const [of, source] of sources) if (source !== undefined) numbers[of] = source;
      isSound &&= broken === undefined && sources.every(([, source]) => source !== undefined);
      return text;
    });
  return isSound ? numbers : undefined;
}

const unreadable = (broken: string) => ({
  code: 'bad-mark',
  message: `\`${broken}\` is no mark of a number`,
  hint: '`{{pm baseline.main.x}}` prints a result, and `{{pm baseline.main.x "0.00"}}` so many decimals of it',
});

/** The request with numbers in the place of marks. Ends the node's run where there is none. */
export function withNumbers(given: TableParams, context: RunContext<unknown>, prefix: string): TableParams {
  const { marked } = given;
  if (marked === undefined) return given;
  const numberOf = ({ of, printed }: Mark, param: string): string => {
    const found = findNumber(of, marked[of]!, (node, part) => context.artifact(node).json(part));
    if (found.is === 'refused') {
      const { is: _, ...refused } = found;
      return context.fail({ ...refused, param: prefix + param });
    }
    if (found.is === 'text') return found.text;
    const isWhole = Number.isInteger(found.value);
    const thousands = given.thousands ?? (isWhole || null);
    const { isProbability } = found;
    const usual = {
      isProbability,
      digits: isWhole ? 0 : (usualDigits(given.digits) ?? null),
      thousands,
      percent: false,
    };
    return textNumber(found.value, printed === '' ? usual : formatOf(printed));
  };
  const filled = (text: string, param: string): string => {
    const { marks } = marksInText(text);
    // the cell is a number, whose sign its format sets
    if (marks.length === 1 && marks[0]!.at[1] - marks[0]!.at[0] === text.trim().length)
      return numberOf(marks[0]!, param);
    return marks.reduceRight(
      (all, mark) => all.slice(0, mark.at[0]) + readable(numberOf(mark, param)) + all.slice(mark.at[1]),
      text,
    );
  };
  const texts = (Object.keys(optionOf) as Texts[]).map((param) => [
    param,
    mapTexts(given[param] as Json, (text) => filled(text, param)),
  ]);
  return { ...given, ...Object.fromEntries(texts) };
}
