/** Shows what a look at a data file found. */
import { isText } from '../../frame/column.ts';
import type { Language } from '../../table/table.ts';
import { gridLines } from '../terminal/grid.ts';
import type { Look, Variable } from './look.ts';
import type { FirstPlan } from './plan.ts';
import { firstWords } from './words.ts';

const MOST_VARIABLES = 40;
/** Longer texts are cut. */
const LONGEST = 24;

export function lookLines(look: Look, plan: FirstPlan, file: string, language: Language): string[] {
  const words = firstWords[language];
  const { variables, nrows } = look;
  const shown = variables.slice(0, MOST_VARIABLES);
  const { keys, panel, broken, wide, choice } = plan;
  return [
    words.rows(file, nrows, variables.length),
    ...gridLines([words.columns, ...shown.map(row)], ['left', 'left', 'right', 'right', 'left']).map(
      (line) => `  ${line}`,
    ),
    ...(variables.length > shown.length ? [`  ${words.more(variables.length - shown.length)}`] : []),
    ...(Object.keys(keys).length === 0 ? [] : [words.read(keysText(keys))]),
    ...variables.flatMap(({ name, refused }) => (refused === undefined ? [] : [words.refused(name, refused)])),
    ...(wide === undefined ? [] : [words.wide(wide.columns.length)]),
    ...(panel === undefined
      ? []
      : [words.panel(panel.unit.name, panel.unit.distinct, panel.time.name, panel.time.distinct, panel.isBalanced)]),
    ...(panel?.others ?? []).map((name) => words.same(`\`${name}\``)),
    ...(broken === undefined ? [] : [words.broken(broken.unit.name, broken.time.name, broken.repeated)]),
    ...(panel === undefined && broken === undefined ? [words.noPanel] : []),
    choice === undefined ? words.noModel : words.guess,
  ];
}

const keysText = (keys: Look['keys']): string =>
  Object.entries(keys)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ');

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

const row = ({ name, column, distinct, missing, range, label }: Variable): string[] => [
  name,
  isText(column) ? 'text' : column.type,
  String(distinct),
  missing === 0 ? '' : String(missing),
  range === undefined ? '' : range[0] === range[1] ? cut(range[0]) : `${cut(range[0])} … ${cut(range[1])}`,
  label ?? '',
];

/** The same for programs. */
export const lookJson = (look: Look, { keys, panel, broken, wide, choice }: FirstPlan) => ({
  rows: look.nrows,
  keys,
  variables: look.variables.map(({ name, column, distinct, missing, label, refused }) => ({
    name,
    type: isText(column) ? 'text' : column.type,
    distinct,
    missing,
    label: label ?? null,
    refused: refused ?? null,
  })),
  panel: panel === undefined ? null : { unit: panel.unit.name, time: panel.time.name, balanced: panel.isBalanced },
  repeated: broken === undefined ? null : { unit: broken.unit.name, time: broken.time.name, rows: broken.repeated },
  wide: wide === undefined ? null : { columns: wide.columns, values: wide.values },
  model: choice ?? null,
});
