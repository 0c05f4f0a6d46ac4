/** Leads from the data to the rows of a model: variables, sample, complete rows, winsorising, singletons, in papermake's order. */

import type { FitForm } from '../../econ/form.ts';
import { printFactor } from '../../econ/formula/factor.ts';
import {
  columnsOfLevels,
  columnsOfVcov,
  eventsOf,
  levelsOfSpec,
  listsRequired,
  type ModelSpec,
  singletonConvention,
} from '../../econ/spec.ts';
import type { ModelShape } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';
import { conditionCode } from './expression.ts';
import { assigned, columnOfText, isLevel, leafCells, leavesOf, levelColumnsOf, levelsColumn } from './terms.ts';

/** Lags and functions, before any row is dropped, as papermake takes them; of all that the model is of, some rows may lack what is not required. */
export function variableLines({ spec, data }: Pick<ModelShape, 'spec' | 'data'>, dialect: FrameDialect): string[] {
  const texts = [...new Set([...textsRead(spec), ...(spec.common?.terms ?? []), ...weightTexts(spec)])];
  const joint = [...new Set(levelsOfSpec(spec))].flatMap((text) => {
    const columns = columnsOfLevels(text);
    if (columns.length === 1) return [];
    return [dialect.statement.assign(levelsColumn(text, dialect), dialect.expression.joint(columns))];
  });
  return [...assigned(leafCells(texts, { data, dialect }), dialect), ...joint];
}

const textsRead = (spec: ModelSpec): string[] =>
  spec.estimator?.partial === true
    ? [spec.outcome, ...spec.terms, ...listsRequired(spec).flat()]
    : listsRequired(spec).flat();

const weightTexts = ({ weights, common }: ModelSpec): string[] => [
  ...(weights === undefined ? [] : [weights.of]),
  ...(common?.weights ?? []),
];

interface RowsWanted extends Pick<ModelShape, 'spec' | 'data'> {
  readonly rowsLost: FitForm['rowsLost'];
}

/** `own`: lines that make the cells of terms, and take rows away which the estimator itself does not use. */
export function rowLines(
  { spec, rowsLost, data }: RowsWanted,
  dialect: FrameDialect,
  own: readonly string[],
): string[] {
  const { sample, exclude, split, common, weights, winsorize } = spec;
  const { statement, expression } = dialect;
  const scope = { data, dialect };
  const lines: string[] = [];
  const keep = (text: string): void => void lines.push(statement.keep(conditionCode(text, scope)));
  const leave = (text: string): void => void lines.push(statement.leave(conditionCode(text, scope)));
  if (sample !== null) keep(sample);
  if (split !== null) lines.push(statement.keep(isLevel(split.column, split.level, scope)));
  if (exclude !== null) leave(exclude);
  for (const text of common?.samples ?? []) keep(text);
  for (const text of common?.excludes ?? []) leave(text);
  const tails = winsorizeLines(spec, dialect);
  if (winsorize?.rows === 'own') lines.push(...tails);
  lines.push(statement.complete(neededColumns(spec, dialect)));
  for (const text of weightTexts(spec))
    lines.push(statement.keep(`${expression.column(columnOfText(text, dialect))} > 0`));
  for (const { time, cohort, always } of eventsOf(spec))
    if (always === 'drop') lines.push(statement.withoutAlways(time, cohort));
  if (winsorize?.rows === 'complete') lines.push(...tails);
  const drops = singletonEffects(spec, rowsLost, dialect);
  if (drops.length > 0) lines.push(statement.withoutSingletons(drops));
  lines.push(...own);
  if (weights?.is === 'frequency') lines.push(statement.repeated(columnOfText(weights.of, dialect)));
  return lines;
}

function neededColumns(spec: ModelSpec, dialect: FrameDialect): string[] {
  const texts = [...listsRequired(spec).flat(), ...(spec.common?.terms ?? []), ...weightTexts(spec)];
  const levels = levelsOfSpec(spec).map((text) => levelsColumn(text, dialect));
  return [
    ...new Set([...leavesOf(texts, dialect).keys(), ...levelColumnsOf(texts), ...levels, ...columnsOfVcov(spec)]),
  ];
}

const types: Readonly<Record<string, number>> = { type2: 2, type6: 6, type7: 7 };

function winsorizeLines({ winsorize, absorb, vcov, ...spec }: ModelSpec, dialect: FrameDialect): string[] {
  if (winsorize === null) return [];
  if (winsorize.stage === 'terms')
    throw new Untranslatable(`winsorising of whole terms is not written in ${dialect.title}`);
  const { vars, at, by, method } = winsorize;
  const all = leavesOf(listsRequired({ winsorize, absorb, vcov, ...spec }).flat(), dialect);
  const levels = [...absorb, ...(vcov.is === 'cluster' ? vcov.by : [])].flatMap(columnsOfLevels);
  return [...all].flatMap(([column, leaf]) => {
    if (vars !== null && !vars.includes(printFactor(leaf))) return [];
    if (levels.includes(column)) throw new Untranslatable(`${column} is winsorised and an effect or a cluster too`);
    return [dialect.statement.winsorized(column, { by, at, type: types[method] ?? 2 })];
  });
}

/** Effects in which no row is alone, where the fit dropped such rows or might have. */
function singletonEffects(spec: ModelSpec, rowsLost: FitForm['rowsLost'], dialect: FrameDialect): string[] {
  const asked = spec.singletons ?? singletonConvention(spec);
  const dropped = rowsLost.some(({ cause }) => cause === 'singleton');
  const own = asked === 'drop' || (asked === 'unless nested' && dropped) ? spec.absorb : [];
  return [...new Set([...own, ...(spec.common?.singletons ?? [])])].map((text) => levelsColumn(text, dialect));
}
