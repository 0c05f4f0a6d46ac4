/** The code of a model in Stata that others of its shape share: its variables, and the command but for its sample. */
import { isFurtherEquation, namesIn, termIn, termOfEquation } from '../../base/text/term-names.ts';
import type { Counterpart, StataModel, StataPieces } from '../../econ/counterpart.ts';
import type { FitForm } from '../../econ/form.ts';
import { type Leaf, leafOf, printFactor } from '../../econ/formula/factor.ts';
import { columnsOfLevels, listsOfTerms, type ModelSpec, readsPanel, termOf } from '../../econ/spec.ts';
import type { ModelShape } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { StataScope } from './expression.ts';
import type { StataNames } from './names.ts';
import { otherConditions } from './rows.ts';
import { type StataCell, StataTerms } from './terms.ts';

export interface StataHead {
  readonly stata: StataModel;
  /** Lines that make variables before rows are chosen, and those that make variables of terms. */
  readonly before: readonly string[];
  readonly made: readonly string[];
  /** Conditions on the rows besides the sample. */
  readonly conditions: readonly string[];
  /** Lines that rest on the rows of a condition. */
  rested(condition: string): readonly string[];
  /** The command over the rows of a condition. */
  line(condition: string): string;
  /** Holds the variable of each term that has one. */
  readonly variables: ReadonlyMap<string, string>;
}

export function headOf(shape: ModelShape, counterpart: Counterpart, names: StataNames): StataHead {
  const { spec, data, form } = shape;
  const stata = counterpart.stata(spec, form);
  if ('none' in stata) throw new Untranslatable(stata.none);
  refuseUnwritten(spec, form, stata);
  const scope: StataScope = { data, names };
  const terms = new StataTerms(scope, (leaf) => isWinsorized(spec, leaf));
  const { outcome, exogenous, endogenous, instruments } = cellsOf(shape, terms);
  const asked: StataCell[] = [];
  const variables = (texts: readonly string[]): readonly string[] => {
    const named = texts.flatMap((text) => terms.cells(text));
    asked.push(...named);
    return named.map(({ variable }) => variable);
  };
  const equations = new Map<string, string>();
  /** Variables of what the estimator reads besides; those of a further equation that the fit has a coefficient of. */
  const further = (what: string): readonly string[] => {
    const texts = spec.estimator?.terms?.[what] ?? [];
    if (!isFurtherEquation(what)) return variables(texts);
    const known = namesIn(what, form.terms);
    const named = texts.flatMap((text) => terms.cells(text)).filter(({ term }) => known.has(term));
    asked.push(...named);
    for (const { term, variable } of named) equations.set(termIn(what, term), `${what}:${variable}`);
    return named.map(({ variable }) => variable);
  };
  const levels = new Map<string, string>();
  const pieces: StataPieces = {
    outcome: outcome.variable,
    regressors: exogenous.map(({ variable }) => variable),
    endogenous: endogenous.map(({ variable }) => variable),
    instruments: instruments.map(({ variable }) => variable),
    effects: unitOf(spec).map((text) => levelVariable(text, scope, levels)),
    clusters: spec.vcov.is === 'cluster' ? spec.vcov.by.map((text) => levelVariable(text, scope, levels)) : [],
    rows: '',
    weights: weightsOf(spec, terms),
    further,
    variables,
  };
  const conditions = otherConditions(spec, scope);
  const { command, firstStages } = stata;
  const stageOption = form.firstStage === undefined ? undefined : firstStages?.option;
  const options = [...stata.options(pieces), ...(stageOption === undefined ? [] : [stageOption])];
  const cells = new Map(
    [outcome, ...exogenous, ...endogenous, ...instruments, ...asked].map((cell) => [cell.variable, cell]),
  );
  const rested = restingOnRows(spec, terms, pieces, names);
  if (terms.lasts.size > 0 && form.rowsLost.some(({ cause }) => cause === 'singleton'))
    throw new Untranslatable('event times beside rows that are alone in an effect are not written in Stata');
  return {
    stata,
    before: [
      ...setLines(shape, stata.set, pieces, scope),
      ...[...levels].map(([name, code]) => `egen long ${name} = ${code}`),
      ...[...terms.made].map(([name, code]) => `generate double ${name} = ${code}`),
    ],
    rested,
    made: [...cells.values()].flatMap(({ variable, made: code }) =>
      code === undefined ? [] : [`generate double ${variable} = ${code}`],
    ),
    conditions,
    line: (condition) => commandLine(command, { ...pieces, rows: condition === '' ? '' : ` if ${condition}` }, options),
    variables: new Map([
      ...[...exogenous, ...endogenous].map(({ term, variable }) => [term, variable] as const),
      ...equations,
    ]),
  };
}

interface UsedCells {
  readonly outcome: StataCell;
  readonly exogenous: readonly StataCell[];
  readonly endogenous: readonly StataCell[];
  readonly instruments: readonly StataCell[];
}

/** Cells that the fit has a coefficient of; all cells of instruments, but for their bases. */
function cellsOf({ spec, form }: ModelShape, terms: StataTerms): UsedCells {
  const known = new Set(form.terms.flatMap(({ term }) => [term, termOfEquation(term)]));
  const staged = new Set((form.firstStage ?? []).flatMap((stage) => stage.terms.map(({ term }) => term)));
  const among = (texts: readonly string[], names: ReadonlySet<string>): StataCell[] =>
    texts.flatMap((text) => terms.cells(text)).filter(({ term }) => names.has(term));
  return {
    outcome: terms.cells(spec.outcome)[0]!,
    exogenous: among(spec.terms, known),
    endogenous: among(spec.iv?.endogenous ?? [], known),
    instruments: among(spec.iv?.instruments ?? [], staged),
  };
}

/** The command as users write it: variables, weights, `if`, options. */
export function commandLine(command: string, pieces: StataPieces, options: readonly string[]): string {
  const { outcome, regressors, endogenous, instruments, rows, weights } = pieces;
  const instrumented = endogenous.length === 0 ? [] : [`(${endogenous.join(' ')} = ${instruments.join(' ')})`];
  const body = [command, outcome, ...regressors, ...instrumented].join(' ');
  return `${body}${rows}${weights}${options.length === 0 ? '' : `, ${options.join(' ')}`}`;
}

function refuseUnwritten(spec: ModelSpec, { rowsLost }: FitForm, { command }: StataModel): void {
  const { winsorize } = spec;
  if (spec.slopes !== undefined) throw new Untranslatable('slopes by group are not written in Stata');
  if (spec.trim !== undefined) throw new Untranslatable('trimming is not written in Stata');
  if (
    winsorize !== null &&
    (winsorize.stage === 'terms' || winsorize.method !== 'type2' || winsorize.rows !== 'complete')
  )
    throw new Untranslatable('winsorising of terms, by other percentiles or over other rows is not written in Stata');
  const alone =
    rowsLost.some(({ cause }) => cause === 'singleton') &&
    !/^(reghdfe|ivreghdfe|ppmlhdfe|xtivreg2|xtpoisson)/.test(command);
  if (alone || spec.common?.singletons !== undefined)
    throw new Untranslatable('rows that are alone in an effect were dropped, which the command would keep');
}

/** The effects behind the bar, or the unit that an option names. */
const unitOf = ({ absorb, estimator }: ModelSpec): readonly string[] =>
  absorb.length > 0 ? absorb : (estimator?.levels?.unit ?? estimator?.levels?.group ?? []);

/** The variable of levels; those of several columns are numbered. */
function levelVariable(text: string, { names }: StataScope, made: Map<string, string>): string {
  const columns = columnsOfLevels(text);
  if (columns.length === 1) return names.of(columns[0]!);
  const name = names.of(text);
  made.set(name, `group(${columns.map((column) => names.of(column)).join(' ')})`);
  return name;
}

const kinds: Readonly<Record<string, string>> = { analytic: 'aweight', frequency: 'fweight', probability: 'pweight' };

function weightsOf({ weights }: ModelSpec, terms: StataTerms): string {
  if (weights === undefined) return '';
  return ` [${kinds[weights.is]} = ${terms.cells(weights.of)[0]!.variable}]`;
}

function setLines(
  { spec, data }: ModelShape,
  set: StataModel['set'],
  { effects }: StataPieces,
  { names }: StataScope,
): string[] {
  const { panel } = data;
  const isLagged = readsPanel(spec);
  const [effect] = effects;
  if (set === 'panel' && effect !== undefined && effect !== (panel === null ? undefined : names.of(panel.unit)))
    throw new Untranslatable('the command absorbs the panel’s units, and the effect is another');
  if (set === 'series' && spec.vcov.is === 'nw' && spec.vcov.time !== panel?.time) {
    if (panel !== null) throw new Untranslatable('the errors are along another time than that of the panel');
    return [`tsset ${names.of(spec.vcov.time!)}`];
  }
  if (
    panel !== null &&
    (isLagged || set === 'panel' || set === 'series' || (set === 'effect' && effect === names.of(panel.unit)))
  ) {
    if (set === 'effect' && effect !== names.of(panel.unit))
      throw new Untranslatable('lags are of one unit, and the effect that is absorbed is another');
    return [`xtset ${names.of(panel.unit)} ${names.of(panel.time)}`];
  }
  if (isLagged || set === 'panel') throw new Untranslatable('the data have no panel');
  return set === 'effect' ? [`xtset ${effect}`] : [];
}

const isWinsorized = ({ winsorize }: ModelSpec, leaf: Leaf): boolean =>
  winsorize !== null && (winsorize.vars === null || winsorize.vars.includes(printFactor(leaf)));

/** Variables of the model's terms before powers and products are made of them. */
function leavesOf(spec: ModelSpec, terms: StataTerms): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  for (const text of listsOfTerms(spec).flat())
    for (const factor of termOf(text)) {
      const leaf = leafOf(factor);
      if (leaf !== undefined) leaves.set(terms.leaf(leaf), leaf);
    }
  return leaves;
}

/** Lines that rest on the complete rows: their last period, and values beyond percentiles, before powers and products are made of them. */
function restingOnRows(
  spec: ModelSpec,
  terms: StataTerms,
  pieces: StataPieces,
  names: StataNames,
): StataHead['rested'] {
  const { clusters, effects } = pieces;
  const leaves = leavesOf(spec, terms);
  const complete = `!missing(${[...new Set([...leaves.keys(), ...clusters, ...effects])].join(', ')})`;
  const winsorized = winsorizing(spec, leaves, pieces, names);
  return (condition) => {
    const rows = condition === '' ? complete : `${condition} & ${complete}`;
    const lasts = [...terms.lasts].map(([last, time]) => `egen double ${last} = max(cond(${rows}, ${time}, .))`);
    return winsorized === undefined ? lasts : [...lasts, `${winsorized.before} if ${rows}, ${winsorized.options}`];
  };
}

function winsorizing(
  spec: ModelSpec,
  leaves: ReadonlyMap<string, Leaf>,
  { clusters, effects }: StataPieces,
  names: StataNames,
): { readonly before: string; readonly options: string } | undefined {
  const { winsorize } = spec;
  if (winsorize === null) return undefined;
  const moved = [...leaves].filter(([, leaf]) => isWinsorized(spec, leaf)).map(([name]) => name);
  const twice = moved.find((name) => [...clusters, ...effects].includes(name));
  if (twice !== undefined) throw new Untranslatable(`${twice} is winsorised and an effect or a cluster too`);
  const by = winsorize.by.length === 0 ? '' : ` by(${winsorize.by.map((name) => names.of(name)).join(' ')})`;
  return { before: `winsor2 ${moved.join(' ')}`, options: `replace cuts(${winsorize.at.join(' ')})${by}` };
}
