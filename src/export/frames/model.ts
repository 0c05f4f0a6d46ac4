/** A model over a data frame: its rows, its variables, the call, the covariance, and papermake's values beside it. */
import { familyOf } from '../../base/text/term-names.ts';
import type { Counterpart, FramePieces } from '../../econ/counterpart.ts';
import { type Block, cellsBegin, comparedTerms, type ExportedModel, type Missing } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { covarianceLines } from './covariance.ts';
import type { FrameDialect, WordedModel } from './dialect.ts';
import { firstStages } from './first-stages.ts';
import { rowLines, variableLines } from './rows.ts';
import { assigned, type Cell, cellsOf, columnOfText, levelsColumn } from './terms.ts';

/** Writes a model; one that has no counterpart is a comment with the reason. */
export const modelBlock = (model: ExportedModel, counterpart: Counterpart | undefined, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(model.node, () => {
    if (counterpart === undefined) throw new Untranslatable(`the estimator is not written in ${dialect.title} yet`);
    const found = dialect.worded(counterpart, model.spec, model.fit);
    if ('none' in found) throw new Untranslatable(found.none);
    return written(model, found, dialect);
  });

function written(model: ExportedModel, worded: WordedModel, dialect: FrameDialect): Block {
  const { node, spec, data } = model;
  const { title, statement, blocks } = dialect;
  if (spec.slopes !== undefined) throw new Untranslatable(`slopes by group are not written in ${title}`);
  if (spec.trim !== undefined) throw new Untranslatable(`trimming is not written in ${title}`);
  const cells = usedCells(model, worded, dialect);
  const pieces = piecesOf(model, worded, cells, dialect);
  const { lines: expected, cells: count, missing, statistics } = expectedLines(model, worded, dialect);
  const stages = firstStages(model, pieces, dialect);
  const lines = [
    statement.take(dialect.dataName(data.name)),
    ...variableLines(model, dialect),
    ...rowLines(model, dialect, [...assigned(cells.all, dialect), ...(worded.rows?.(pieces) ?? [])]),
    ...withinLines(model, worded, cells.all, dialect),
    dialect.covariance.set('m', worded.call(pieces)),
    ...covarianceLines(model, worded, dialect),
    printLine(model, worded, dialect),
    ...expected,
    ...stages.lines,
  ];
  return {
    node,
    lines: [...lines, ...missing.flatMap((each) => blocks.lines(each))],
    cells: count + stages.further.length,
    missing,
    packages: worded.packages,
    further: [...statistics, ...stages.further],
  };
}

interface UsedCells {
  readonly outcome: Cell;
  readonly exogenous: readonly Cell[];
  readonly endogenous: readonly Cell[];
  readonly instruments: readonly Cell[];
  /** Cells of the terms that the estimator reads besides, by what they are for. */
  readonly further: Readonly<Record<string, readonly Cell[]>>;
  readonly all: readonly Cell[];
}

/** Cells that the fit has a coefficient of; all cells of instruments, but for their bases. */
function usedCells({ spec, fit, data }: ExportedModel, worded: WordedModel, dialect: FrameDialect): UsedCells {
  const scope = { data, dialect };
  const known = new Set(fit.terms.map(({ term }) => term));
  const among = (texts: readonly string[], names: ReadonlySet<string>): Cell[] =>
    texts.flatMap((text) => cellsOf(text, scope)).filter(({ term }) => names.has(term));
  const outcome = cellsOf(spec.outcome, scope)[0]!;
  const [exogenous, endogenous] = [among(spec.terms, known), among(spec.iv?.endogenous ?? [], known)];
  const staged = new Set((fit.firstStage ?? []).flatMap(({ terms }) => terms.map(({ term }) => term)));
  const instruments = among(spec.iv?.instruments ?? [], staged);
  const selection = new Set(fit.selection?.terms.map(({ term }) => term));
  const further = Object.fromEntries(
    Object.entries(spec.estimator?.terms ?? {}).map(([what, texts]) => [
      what,
      what === 'selection' ? among(texts, selection) : texts.flatMap((text) => cellsOf(text, scope)),
    ]),
  );
  const own = new Set([...exogenous, ...endogenous].map(({ term }) => term));
  const isKnown = (term: string): boolean =>
    term === '_cons' || term.startsWith('/') || own.has(term) || worded.parameters?.includes(term) === true;
  const unknown = [...known].find((term) => !isKnown(term));
  if (unknown !== undefined) throw new Untranslatable(`the term ${familyOf(unknown)} has no direct form`);
  const all = [outcome, ...exogenous, ...endogenous, ...instruments, ...Object.values(further).flat()];
  return {
    outcome,
    exogenous,
    endogenous,
    instruments,
    further,
    all: [...new Map(all.map((cell) => [cell.column, cell])).values()],
  };
}

function withinLines(
  { spec }: ExportedModel,
  { effects }: WordedModel,
  cells: readonly Cell[],
  dialect: FrameDialect,
): string[] {
  const { absorb, weights, vcov } = spec;
  if (absorb.length === 0 || effects !== 'demeaned') return [];
  const names = [...new Set(cells.map(({ column }) => column))];
  const places = vcov.is === 'conley' ? [vcov.latitude, vcov.longitude] : [];
  const twice = places.find((name) => names.includes(name));
  if (twice !== undefined) throw new Untranslatable(`${twice} is a place and a variable that is demeaned`);
  const w = weights === undefined || weights.is === 'frequency' ? undefined : columnOfText(weights.of, dialect);
  return [
    dialect.statement.demeaned(
      names,
      absorb.map((text) => levelsColumn(text, dialect)),
      w,
    ),
  ];
}

function piecesOf(
  { spec, fit }: ExportedModel,
  { effects }: WordedModel,
  cells: UsedCells,
  dialect: FrameDialect,
): FramePieces {
  const list = (parts: readonly Cell[]): string[] => parts.map(({ column }) => column);
  const { weights, absorb, estimator } = spec;
  const [unit] = absorb.length > 0 ? absorb : (estimator?.levels?.unit ?? estimator?.levels?.group ?? []);
  const isDemeaned = absorb.length > 0 && effects !== 'call';
  return {
    outcome: cells.outcome.column,
    exogenous: list(cells.exogenous),
    endogenous: list(cells.endogenous),
    instruments: list(cells.instruments),
    // demeaned variables have their grand mean back, and so a constant
    constant: isDemeaned || (effects === 'call' ? fit.terms.some(({ term }) => term === '_cons') : spec.constant),
    effects: effects === 'dummies' ? absorb.map((text) => levelsColumn(text, dialect)) : [],
    weights: weights === undefined || weights.is === 'frequency' ? undefined : columnOfText(weights.of, dialect),
    further: (what) => list(cells.further[what] ?? []),
    unit: unit === undefined ? undefined : levelsColumn(unit, dialect),
  };
}

function printLine(
  { fit, spec }: ExportedModel,
  { effects }: WordedModel,
  { check, expression }: FrameDialect,
): string {
  const isLong = spec.absorb.length > 0 && effects === 'dummies';
  const columns = fit.terms.flatMap(({ term }) => (term === '_cons' ? [] : [expression.columnOf(term)]));
  return check.print(fit.dfResid, isLong ? columns : null);
}

interface ExpectedLines {
  readonly lines: readonly string[];
  readonly cells: number;
  readonly missing: readonly Missing[];
  readonly statistics: NonNullable<Block['further']>;
}

/** Papermake's values, and how many they are. */
function expectedLines(
  model: ExportedModel,
  { unchecked = {}, statistics = {}, coefficients }: WordedModel,
  { check, expression }: FrameDialect,
): ExpectedLines {
  const { spec, fit, part } = model;
  const node = model.node;
  const begin = cellsBegin(model);
  const missing: Missing[] = [];
  const rows = comparedTerms(model).flatMap(({ term, estimate, stdError }): [string, number, number | null][] => {
    if (Object.hasOwn(unchecked, term)) {
      missing.push({ node, what: term, why: unchecked[term]! });
      return [];
    }
    if (typeof stdError !== 'number')
      missing.push({ node, what: `the standard error of ${term}`, why: stdError.invalid });
    return [[expression.columnOf(term), estimate, typeof stdError === 'number' ? stdError : null]];
  });
  const isCounted = spec.vcov.is === 'cluster' && fit.nclusters !== null;
  const told = Object.entries(statistics).flatMap(([name, got]) => {
    const value = fit.stats[name];
    return typeof value === 'number' ? [{ cell: name, value, got }] : [];
  });
  if (part?.joint !== undefined)
    told.push({
      cell: 'joint F',
      value: part.joint.value,
      got: check.wald(part.joint.terms.map(expression.columnOf)),
    });
  const values = [
    { cell: 'N', got: 'N', value: fit.nobs },
    ...(isCounted ? [{ cell: 'clusters', got: 'G', value: fit.nclusters! }] : []),
    ...told,
  ];
  const errors = rows.filter(([, , error]) => error !== null);
  return {
    lines: [
      ...check.coefficients(part === undefined ? node : `${node}: ${part.name}`, rows, coefficients),
      ...values.map(({ cell, got, value }) => check.value({ cell: `${node}: ${begin}${cell}`, got, expected: value })),
    ],
    cells: rows.length + errors.length + values.length,
    missing,
    statistics: told.map(({ cell, value }) => ({ cell: `${begin}${cell}`, value })),
  };
}
