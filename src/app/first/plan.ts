/** Decides what a first pipeline over a data file is: its steps, which run as they are. */
import type { Value } from '../../import/draft.ts';
import { type Choice, chosen, isRowNumber } from './choice.ts';
import type { Look, Variable } from './look.ts';
import { type PanelGuess, panelOf } from './panel.ts';
import { type Wide, wideOf } from './wide.ts';

export interface FirstPlan {
  readonly keys: Look['keys'];
  /** Data with years in the names of columns, which are laid out long first. */
  readonly wide: Wide | undefined;
  /** Absent where no two variables look like unit and time, or their pairs repeat. */
  readonly panel: PanelGuess | undefined;
  /** Unit and time whose pairs repeat, so that they make no panel as they are. */
  readonly broken: PanelGuess | undefined;
  readonly choice: Choice | undefined;
  /** Is true where the chosen variables move within units, so that effects of these leave something of them. */
  readonly isWithin: boolean;
  /** Numbers that descriptives show, the model's first. */
  readonly described: readonly string[];
  /** Labels of the model's variables that the file does not have. */
  readonly labels: Readonly<Record<string, Value>>;
}

/** Descriptives of more variables fill more than a page. */
const MOST_DESCRIBED = 12;

export function planOf(look: Look): FirstPlan {
  const found = panelOf(look.variables, look.nrows);
  const wide = found === undefined ? wideOf(look) : undefined;
  const panel = wide?.panel ?? (found?.repeated === 0 ? found : undefined);
  const broken = found !== undefined && found.repeated > 0 ? found : undefined;
  const { variables, nrows } = wide ?? look;
  const own = variables.filter(({ name }) => !taken(panel).includes(name));
  const within = panel && chosen(own, nrows, panel);
  const choice = within ?? chosen(own, nrows, undefined);
  const model = choice === undefined ? [] : [choice.outcome, ...choice.regressors];
  const others = own.filter((each) => isDescribed(each, nrows) && !model.includes(each.name));
  return {
    keys: look.keys,
    wide,
    panel,
    broken,
    choice,
    isWithin: within !== undefined,
    described: [...model, ...others.map(({ name }) => name)].slice(0, MOST_DESCRIBED),
    labels: Object.fromEntries(model.flatMap((name) => (labelled(name, variables) ? [] : [[name, { label: name }]]))),
  };
}

const labelled = (name: string, variables: readonly Variable[]): boolean =>
  variables.find((each) => each.name === name)?.label !== undefined;

const taken = (panel: PanelGuess | undefined): string[] =>
  panel === undefined ? [] : [panel.unit.name, panel.time.name, ...panel.others];

const isDescribed = (variable: Variable, nrows: number): boolean => {
  const { column, refused, distinct } = variable;
  return refused === undefined && column.type === 'number' && distinct > 1 && !isRowNumber(variable, nrows);
};
