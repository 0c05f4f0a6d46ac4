/** A model in R: its rows, its variables, the call, the covariance, and papermake's values beside it. */

import { familyOf } from '../../base/text/term-names.ts';
import type { Counterpart, RModel, RPieces } from '../../econ/counterpart.ts';
import { printFactor } from '../../econ/formula/factor.ts';
import {
  columnsOfLevels,
  columnsOfVcov,
  levelsOfSpec,
  listsRequired,
  type ModelSpec,
  singletonConvention,
} from '../../econ/spec.ts';
import { type Block, commentLines, type ExportedModel, type Missing } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { covarianceLines, levelsColumn } from './covariance.ts';
import { rCondition } from './expression.ts';
import { columnOf, rName, rNumber, rText, rTexts } from './names.ts';
import { type Cell, cellsOf, leafCode, leavesOf, levelColumnsOf } from './terms.ts';

/** Writes a model; one that has no counterpart is a comment with the reason. */
export const rModelBlock = (model: ExportedModel, counterpart: Counterpart | undefined): Block =>
  blockOrMissing(model.node, () => {
    const found = counterpart?.r(model.spec, model.fit) ?? { none: 'the estimator is not written in R yet' };
    if ('none' in found) throw new Untranslatable(found.none);
    return written(model, found);
  });

/** A block, or the reason why there is none. */
export function blockOrMissing(node: string, write: () => Block): Block {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return missingBlock({ node, what: 'the result', why: error.message });
  }
}

export const missingBlock = (missing: Missing): Block => ({
  node: missing.node,
  lines: missingLines(missing),
  cells: 0,
  missing: [missing],
  packages: [],
});

const missingLines = ({ node, what, why }: Missing): string[] =>
  commentLines('#', `NO COUNTERPART: ${node}: ${what}: ${why}.`);

function written(model: ExportedModel, r: RModel): Block {
  const { node, spec, data } = model;
  if (spec.slopes !== undefined) throw new Untranslatable('slopes by group are not written in R');
  if (spec.trim !== undefined) throw new Untranslatable('trimming is not written in R');
  const cells = usedCells(model);
  const { lines: expected, cells: count, missing } = expectedLines(model, r);
  const lines = [
    `d <- ${dataName(data.name)}`,
    ...variableLines(model),
    ...rowLines(model, r),
    ...cells.all.flatMap(({ column, code }) => (code === undefined ? [] : [`d$${rName(column)} <- with(d, ${code})`])),
    ...withinLines(model, r, cells.all),
    `m <- ${r.call(piecesOf(model, r, cells))}`,
    ...covarianceLines(model, r),
    printLine(model, r),
    ...expected,
  ];
  return { node, lines: [...lines, ...missing.flatMap(missingLines)], cells: count, missing, packages: r.packages };
}

/** Names that scripts use otherwise. */
const taken = /^(?:[dmVKGBhc]|size|scores|periods|absorbed|all_mended|tight|tolerance|failures|compared)$/;

/** The name of the data in a script. */
export const dataName = (name: string): string => rName(taken.test(name) ? `${name}_data` : name);

interface UsedCells {
  readonly outcome: Cell;
  readonly exogenous: readonly Cell[];
  readonly endogenous: readonly Cell[];
  readonly instruments: readonly Cell[];
  readonly all: readonly Cell[];
}

/** Cells that the fit has a coefficient of; all cells of instruments, but for their bases. */
function usedCells({ spec, fit, data }: ExportedModel): UsedCells {
  const known = new Set(fit.terms.map(({ term }) => term));
  const kept = (terms: readonly string[]): Cell[] =>
    terms.flatMap((text) => cellsOf(text, data)).filter(({ term }) => known.has(term));
  const outcome = cellsOf(spec.outcome, data)[0]!;
  const [exogenous, endogenous] = [kept(spec.terms), kept(spec.iv?.endogenous ?? [])];
  const staged = new Set((fit.firstStage ?? []).flatMap(({ terms }) => terms.map(({ term }) => term)));
  const instruments = (spec.iv?.instruments ?? [])
    .flatMap((text) => cellsOf(text, data))
    .filter(({ term }) => staged.has(term));
  const found = exogenous.length + endogenous.length + (known.has('_cons') ? 1 : 0);
  if (found < known.size) {
    const unknown = [...known].filter((term) => ![...exogenous, ...endogenous].some((cell) => cell.term === term));
    const further = unknown.filter((term) => term !== '_cons' && !term.startsWith('/'));
    if (further.length > 0) throw new Untranslatable(`the term ${familyOf(further[0]!)} has no direct form`);
  }
  return { outcome, exogenous, endogenous, instruments, all: [outcome, ...exogenous, ...endogenous, ...instruments] };
}

/** Lags and functions, before any row is dropped, as papermake takes them. */
function variableLines({ spec, data }: ExportedModel): string[] {
  const texts = [...new Set([...listsRequired(spec).flat(), ...(spec.common?.terms ?? []), ...weightTexts(spec)])];
  const made = [...leavesOf(texts)].flatMap(([column, leaf]) => {
    const code = leafCode(leaf, data);
    return code === undefined ? [] : [`d$${rName(column)} <- with(d, ${code})`];
  });
  const joint = [...new Set(levelsOfSpec(spec))].flatMap((text) => {
    const columns = columnsOfLevels(text);
    if (columns.length === 1) return [];
    return [`d$${rName(levelsColumn(text))} <- with(d, interaction(${columns.map(rName).join(', ')}, drop = TRUE))`];
  });
  return [...made, ...joint];
}

const weightTexts = ({ weights, common }: ModelSpec): string[] => [
  ...(weights === undefined ? [] : [weights.of]),
  ...(common?.weights ?? []),
];

/** The sample, complete rows, winsorising and singletons, in papermake's order. */
function rowLines({ spec, fit, data }: ExportedModel, { rows }: RModel): string[] {
  const { sample, exclude, split, common, weights, winsorize } = spec;
  const lines: string[] = [];
  const keep = (text: string): void => void lines.push(`d <- subset(d, ${rCondition(text, data)})`);
  const leave = (text: string): void => void lines.push(`d <- d[!((${inData(rCondition(text, data))}) %in% TRUE), ]`);
  if (sample !== null) keep(sample);
  if (split !== null) {
    const type = data.type(split.column);
    if (type !== 'number' && type !== 'string' && type !== 'category')
      throw new Untranslatable('a split by dates is not written');
    const level = type === 'number' ? rNumber(Number(split.level)) : rText(split.level);
    lines.push(`d <- subset(d, ${rName(split.column)} == ${level})`);
  }
  if (exclude !== null) leave(exclude);
  for (const text of common?.samples ?? []) keep(text);
  for (const text of common?.excludes ?? []) leave(text);
  const tails = winsorizeLines(spec);
  if (winsorize?.rows === 'own') lines.push(...tails);
  lines.push(`d <- complete(d, ${rTexts(neededColumns(spec))})`);
  for (const text of weightTexts(spec)) lines.push(`d <- subset(d, ${rName(weightColumn(text))} > 0)`);
  if (winsorize?.rows === 'complete') lines.push(...tails);
  const drops = singletonEffects(spec, fit);
  if (drops.length > 0) lines.push(`d <- without_singletons(d, ${rTexts(drops)})`);
  if (rows !== undefined) lines.push(rows);
  if (weights?.is === 'frequency') lines.push(`d <- d[rep(seq_len(nrow(d)), d$${rName(weightColumn(weights.of))}), ]`);
  return lines;
}

const inData = (condition: string): string => `with(d, ${condition})`;

const weightColumn = (text: string): string => [...leavesOf([text]).keys()][0]!;

function neededColumns(spec: ModelSpec): string[] {
  const texts = [...listsRequired(spec).flat(), ...(spec.common?.terms ?? []), ...weightTexts(spec)];
  const levels = levelsOfSpec(spec).map(levelsColumn);
  return [...new Set([...leavesOf(texts).keys(), ...levelColumnsOf(texts), ...levels, ...columnsOfVcov(spec)])];
}

function winsorizeLines({ winsorize, absorb, vcov, ...spec }: ModelSpec): string[] {
  if (winsorize === null) return [];
  if (winsorize.stage === 'terms') throw new Untranslatable('winsorising of whole terms is not written in R');
  const types: Readonly<Record<string, number>> = { type2: 2, type6: 6, type7: 7 };
  const type = types[winsorize.method] ?? 2;
  const all = leavesOf(listsRequired({ winsorize, absorb, vcov, ...spec }).flat());
  const levels = [...absorb, ...(vcov.is === 'cluster' ? vcov.by : [])].flatMap(columnsOfLevels);
  return [...all].flatMap(([column, leaf]) => {
    if (winsorize.vars !== null && !winsorize.vars.includes(printFactor(leaf))) return [];
    if (levels.includes(column)) throw new Untranslatable(`${column} is winsorised and an effect or a cluster too`);
    const [low, high] = winsorize.at;
    const options = `${low}, ${high}${type === 2 ? '' : `, type = ${type}`}`;
    const at = `d$${rName(column)}`;
    if (winsorize.by.length === 0) return [`${at} <- winsorized(${at}, ${options})`];
    const groups = winsorize.by.map((name) => `d$${rName(name)}`).join(', ');
    return [`${at} <- ave(${at}, ${groups}, FUN = function(x) winsorized(x, ${options}))`];
  });
}

/** Effects in which no row is alone, where the fit dropped such rows or might have. */
function singletonEffects(spec: ModelSpec, { rowsLost }: ExportedModel['fit']): string[] {
  const asked = spec.singletons ?? singletonConvention(spec);
  const dropped = rowsLost.some(({ cause }) => cause === 'singleton');
  const own = asked === 'drop' || (asked === 'unless nested' && dropped) ? spec.absorb : [];
  return [...new Set([...own, ...(spec.common?.singletons ?? [])])].map(levelsColumn);
}

function withinLines({ spec }: ExportedModel, { effects }: RModel, cells: readonly Cell[]): string[] {
  if (spec.absorb.length === 0 || effects !== 'demeaned') return [];
  const weights = spec.weights;
  const w = weights === undefined || weights.is === 'frequency' ? '' : `, w = d$${rName(weightColumn(weights.of))}`;
  const names = rTexts([...new Set(cells.map(({ column }) => column))]);
  return [`d <- demeaned(d, ${names}, ${rTexts(spec.absorb.map(levelsColumn))}${w})`];
}

function piecesOf({ spec }: ExportedModel, { effects }: RModel, cells: UsedCells): RPieces {
  const list = (parts: readonly Cell[]): string[] => parts.map(({ column }) => rName(column));
  // demeaned variables have their grand mean back, and so a constant
  const hasConstant = spec.absorb.length > 0 || spec.constant;
  const side = (...parts: readonly (readonly Cell[])[]): string => {
    const names = parts.flatMap(list);
    return [...(hasConstant ? (names.length === 0 ? ['1'] : []) : ['0']), ...names].join(' + ');
  };
  const { weights } = spec;
  return {
    outcome: rName(cells.outcome.column),
    regressors: side(cells.exogenous, cells.endogenous),
    instruments: side(cells.exogenous, cells.instruments),
    effects: effects === 'dummies' ? spec.absorb.map((text) => `factor(${rName(levelsColumn(text))})`).join(' + ') : '',
    weights:
      weights === undefined || weights.is === 'frequency' ? '' : `, weights = ${rName(weightColumn(weights.of))}`,
    further: (what) => {
      const [text] = spec.estimator?.terms?.[what] ?? [];
      return text === undefined ? undefined : rName(weightColumn(text));
    },
  };
}

function printLine({ fit, spec }: ExportedModel, { effects }: RModel): string {
  const df = fit.dfResid === null ? 'Inf' : rNumber(fit.dfResid);
  const rows =
    spec.absorb.length > 0 && effects === 'dummies'
      ? `[${rTexts(fit.terms.map(({ term }) => term).filter((t) => t !== '_cons'))}, ]`
      : '';
  return rows === ''
    ? `print(coeftest(m, vcov. = V, df = ${df}))`
    : `print(coeftest(m, vcov. = V, df = ${df})[seq_len(${fit.terms.length}), , drop = FALSE])`;
}

/** Papermake's values, and how many they are. */
function expectedLines(
  { node, spec, fit }: ExportedModel,
  { unchecked = {} }: RModel,
): { readonly lines: string[]; readonly cells: number; readonly missing: readonly Missing[] } {
  const missing: Missing[] = [];
  const rows = fit.terms.flatMap(({ term, estimate, stdError }) => {
    if (Object.hasOwn(unchecked, term)) {
      missing.push({ node, what: term, why: unchecked[term]! });
      return [];
    }
    if (typeof stdError !== 'number')
      missing.push({ node, what: `the standard error of ${term}`, why: stdError.invalid });
    const error = typeof stdError === 'number' ? rNumber(stdError) : 'NA';
    return [`  ${rText(columnOf(term))} = c(${rNumber(estimate)}, ${error})`];
  });
  const counted = spec.vcov.is === 'cluster' && fit.nclusters !== null;
  const errors = fit.terms.filter(
    ({ term, stdError }) => typeof stdError === 'number' && !Object.hasOwn(unchecked, term),
  );
  return {
    lines: [
      `check_coefficients(${rText(node)}, coef(m), V, rbind(`,
      ...rows.map((row, i) => (i < rows.length - 1 ? `${row},` : row)),
      '))',
      `check(${rText(`${node}: N`)}, nobs(m), ${fit.nobs})`,
      ...(counted ? [`check(${rText(`${node}: clusters`)}, G, ${fit.nclusters})`] : []),
    ],
    cells: rows.length + errors.length + 1 + (counted ? 1 : 0),
    missing,
  };
}
