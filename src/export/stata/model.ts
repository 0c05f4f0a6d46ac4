/** A model in Stata: its variables, the command, and papermake's values beside it. */
import type { Counterpart, StataModel, StataPieces } from '../../econ/counterpart.ts';
import { type Leaf, leafOf, printFactor } from '../../econ/formula/factor.ts';
import { columnsOfLevels, listsOfTerms, type ModelSpec, readsPanel, termOf } from '../../econ/spec.ts';
import { Blocks } from '../blocks.ts';
import { fileOf } from '../data.ts';
import { type Block, cellsBegin, comparedTerms, type ExportedModel } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { Checks } from './checks.ts';
import { isLevel, type Scope, stataCondition } from './expression.ts';
import { type StataNames, stataComment, stataText } from './names.ts';
import { type StataCell, StataTerms } from './terms.ts';

export const stataBlocks = new Blocks(stataComment);

/** Writes a model; one that has no counterpart is a comment with the reason. */
export const stataModelBlock = (model: ExportedModel, counterpart: Counterpart | undefined, names: StataNames): Block =>
  stataBlocks.orMissing(model.node, () => {
    const found = counterpart?.stata(model.spec, model.fit) ?? { none: 'the estimator is not written in Stata yet' };
    if ('none' in found) throw new Untranslatable(found.none);
    return written(model, found, { data: model.data, names });
  });

export const dataLine = (name: string): string => `use ${stataText(`data/${fileOf(name)}.dta`)}, clear`;

function written(model: ExportedModel, stata: StataModel, scope: Scope): Block {
  const { node, spec, data, fit } = model;
  refuseUnwritten(spec, fit, stata);
  const terms = new StataTerms(scope, (leaf) => isWinsorized(spec, leaf));
  const outcome = terms.cells(spec.outcome)[0]!;
  const known = new Set(fit.terms.map(({ term }) => term));
  const kept = (texts: readonly string[]): StataCell[] =>
    texts.flatMap((text) => terms.cells(text)).filter(({ term }) => known.has(term));
  const [exogenous, endogenous] = [kept(spec.terms), kept(spec.iv?.endogenous ?? [])];
  const staged = new Set((fit.firstStage ?? []).flatMap((stage) => stage.terms.map(({ term }) => term)));
  const instruments = (spec.iv?.instruments ?? [])
    .flatMap((text) => terms.cells(text))
    .filter(({ term }) => staged.has(term));
  const asked: StataCell[] = [];
  const variables = (texts: readonly string[]): readonly string[] => {
    const named = texts.flatMap((text) => terms.cells(text));
    asked.push(...named);
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
    further: (what) => variables(spec.estimator?.terms?.[what] ?? []),
    variables,
  };
  const condition = conditionOf(spec, scope);
  const { command, options, set, firstStages } = stata;
  const stageOption = fit.firstStage === undefined ? undefined : firstStages?.option;
  const line = commandLine(command, { ...pieces, rows: condition === '' ? '' : ` if ${condition}` }, [
    ...options(pieces),
    ...(stageOption === undefined ? [] : [stageOption]),
  ]);
  const checks = checksOf(model, stata, [...exogenous, ...endogenous]);
  const cells = new Map(
    [outcome, ...exogenous, ...endogenous, ...instruments, ...asked].map((cell) => [cell.variable, cell]),
  );
  const made = [...cells.values()].flatMap(({ variable, made: code }) =>
    code === undefined ? [] : [`generate double ${variable} = ${code}`],
  );
  const lines = [
    dataLine(data.name),
    ...setLines(model, set, pieces, scope),
    ...[...levels].map(([name, code]) => `egen long ${name} = ${code}`),
    ...[...terms.made].map(([name, code]) => `generate double ${name} = ${code}`),
    ...winsorLines(spec, terms, condition, pieces, scope.names),
    ...made,
    line,
    ...checks.lines,
    ...checks.missing.flatMap((each) => stataBlocks.lines(each)),
  ];
  return {
    node,
    lines,
    cells: checks.count,
    missing: checks.missing,
    further: checks.further,
    packages: [command.split(' ')[0]!, ...(spec.winsorize === null ? [] : ['winsor2'])],
  };
}

/** The command as users write it: variables, weights, `if`, options. */
export function commandLine(command: string, pieces: StataPieces, options: readonly string[]): string {
  const { outcome, regressors, endogenous, instruments, rows, weights } = pieces;
  const instrumented = endogenous.length === 0 ? [] : [`(${endogenous.join(' ')} = ${instruments.join(' ')})`];
  const body = [command, outcome, ...regressors, ...instrumented].join(' ');
  return `${body}${rows}${weights}${options.length === 0 ? '' : `, ${options.join(' ')}`}`;
}

function refuseUnwritten(spec: ModelSpec, { rowsLost }: ExportedModel['fit'], { command }: StataModel): void {
  const { winsorize } = spec;
  if (spec.slopes !== undefined) throw new Untranslatable('slopes by group are not written in Stata');
  if (spec.trim !== undefined) throw new Untranslatable('trimming is not written in Stata');
  if (spec.vcov.is === 'cluster' && spec.vcov.wild !== undefined && spec.absorb.length > 1)
    throw new Untranslatable('the wild bootstrap is not written in Stata');
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
function levelVariable(text: string, { names }: Scope, made: Map<string, string>): string {
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
  { spec, data }: ExportedModel,
  set: StataModel['set'],
  { effects }: StataPieces,
  { names }: Scope,
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

/** The condition of the rows; missing values of what the command reads it finds itself. */
export function conditionOf(spec: ModelSpec, scope: Scope): string {
  const { sample, exclude, split, common } = spec;
  const { names } = scope;
  const parts: string[] = [];
  for (const text of [sample, ...(common?.samples ?? [])]) if (text !== null) parts.push(stataCondition(text, scope));
  if (split !== null) parts.push(isLevel(split.column, split.level, scope));
  for (const text of [exclude, ...(common?.excludes ?? [])])
    if (text !== null) parts.push(`!(${stataCondition(text, scope)})`);
  const factors = listsOfTerms(spec)
    .flat()
    .flatMap((text) => termOf(text).flatMap((factor) => (factor.is === 'levels' ? [names.of(factor.column)] : [])));
  const others = (common?.terms ?? [])
    .flatMap((text) => termOf(text))
    .flatMap((factor) => commonVariable(factor, names));
  const lost = [
    ...new Set([
      ...factors,
      ...others,
      ...(common?.levels ?? []).flatMap(columnsOfLevels).map((name) => names.of(name)),
    ]),
  ];
  if (lost.length > 0) parts.push(`!missing(${lost.join(', ')})`);
  return parts.map((part) => (part.includes(' | ') ? `(${part})` : part)).join(' & ');
}

function commonVariable(factor: ReturnType<typeof termOf>[number], names: StataNames): string[] {
  if (factor.is === 'levels') return [names.of(factor.column)];
  const leaf = leafOf(factor);
  if (leaf === undefined || leaf.is === 'function')
    throw new Untranslatable('the common rows of a table rest on a function');
  const column = leaf.is === 'column' ? leaf : leaf.of;
  if (column.is !== 'column' || leaf.is === 'shift')
    throw new Untranslatable('the common rows of a table rest on a lag');
  return [names.of(column.name)];
}

const isWinsorized = ({ winsorize }: ModelSpec, leaf: Leaf): boolean =>
  winsorize !== null && (winsorize.vars === null || winsorize.vars.includes(printFactor(leaf)));

/** Values beyond percentiles of the complete rows, before powers and products are made of them. */
function winsorLines(
  spec: ModelSpec,
  terms: StataTerms,
  condition: string,
  { clusters, effects }: StataPieces,
  names: StataNames,
): string[] {
  const { winsorize } = spec;
  if (winsorize === null) return [];
  const leaves = new Map<string, Leaf>();
  for (const text of listsOfTerms(spec).flat())
    for (const factor of termOf(text)) {
      const leaf = leafOf(factor);
      if (leaf !== undefined) leaves.set(terms.leaf(leaf), leaf);
    }
  const all = [...leaves.keys()];
  const moved = [...leaves].filter(([, leaf]) => isWinsorized(spec, leaf)).map(([name]) => name);
  const twice = moved.find((name) => [...clusters, ...effects].includes(name));
  if (twice !== undefined) throw new Untranslatable(`${twice} is winsorised and an effect or a cluster too`);
  const complete = `!missing(${[...new Set([...all, ...clusters, ...effects])].join(', ')})`;
  const by = winsorize.by.length === 0 ? '' : ` by(${winsorize.by.map((name) => names.of(name)).join(' ')})`;
  const rows = condition === '' ? complete : `${condition} & ${complete}`;
  return [`winsor2 ${moved.join(' ')} if ${rows}, replace cuts(${winsorize.at.join(' ')})${by}`];
}

/** Papermake's values beside Stata's. */
function checksOf(model: ExportedModel, stata: StataModel, cells: readonly StataCell[]): Checks {
  const { node, spec, fit, part } = model;
  const { unchecked = {}, factor, statistics = {}, firstStages } = stata;
  const checks = new Checks(node, cellsBegin(model));
  if (factor !== undefined)
    checks.lines.push(...stataComment(`Errors: ${factor.why}.`), `local factor = ${factor.code}`);
  for (const { term, estimate, stdError } of comparedTerms(model)) {
    const name = nameOf(term, cells);
    const why = Object.hasOwn(unchecked, term) ? unchecked[term] : undefined;
    if (why !== undefined || name === undefined) {
      checks.leave(term, why ?? 'the command has no coefficient of the name');
      continue;
    }
    const error = typeof stdError === 'number' ? stdError : undefined;
    checks.check(`${term}: coefficient`, `_b[${name}]`, estimate, error);
    if (typeof stdError === 'number')
      checks.check(`${term}: standard error`, `_se[${name}]${factor === undefined ? '' : " * `factor'"}`, stdError);
    else checks.leave(`the standard error of ${term}`, stdError.invalid);
  }
  checks.check('N', 'e(N)', fit.nobs);
  if (spec.vcov.is === 'cluster' && fit.nclusters !== null) checks.check('clusters', 'e(N_clust)', fit.nclusters);
  for (const [name, code] of Object.entries(statistics)) checks.statistic(name, code, fit.stats[name]);
  if (part?.joint !== undefined) {
    checks.lines.push(`test ${part.joint.terms.map((term) => nameOf(term, cells)).join(' ')}`);
    checks.statistic('joint F', 'r(F)', part.joint.value);
  }
  if (firstStages === undefined || fit.firstStage === undefined) return checks;
  if (firstStages.command !== undefined) checks.lines.push(firstStages.command);
  for (const [i, { endogenous, f }] of fit.firstStage.entries())
    checks.statistic(`first stage of ${endogenous}: F`, firstStages.f(i + 1), f);
  return checks;
}

/** The name of a coefficient; parameters stand behind a slash or an equation there as here. */
function nameOf(term: string, cells: readonly StataCell[]): string | undefined {
  if (term === '_cons' || term.startsWith('/') || /^\w+:\w+$/.test(term)) {
    const own = cells.find((cell) => cell.term === term);
    return own?.variable ?? term;
  }
  return cells.find((cell) => cell.term === term)?.variable;
}
