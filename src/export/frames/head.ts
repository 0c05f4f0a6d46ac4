/** The code of a model that others of its shape share: how its variables are made, its rows but for its sample, the call and the covariance. */
import { familyOf, isFurtherEquation, namesIn, termOfEquation } from '../../base/text/term-names.ts';
import type { Counterpart, FramePieces } from '../../econ/counterpart.ts';
import type { ModelShape } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import { covarianceLines } from './covariance.ts';
import type { FrameDialect, WordedModel } from './dialect.ts';
import { rowLines, variableLines } from './rows.ts';
import { assigned, cellsOf, columnOfText, levelsColumn, type TermCell } from './terms.ts';

export interface FrameHead {
  readonly worded: WordedModel;
  readonly pieces: FramePieces;
  /** Lines that stand before the sample is chosen, and those after it until there are a model and a covariance. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Columns of the terms, in their order. */
  readonly columns: readonly string[];
  /** Terms that are printed, where these are not all. */
  readonly printed: readonly string[] | null;
}

export function headOf(shape: ModelShape, counterpart: Counterpart, dialect: FrameDialect): FrameHead {
  const { spec, form, data } = shape;
  const { title, statement, expression } = dialect;
  const worded = dialect.worded(counterpart, spec, form);
  if ('none' in worded) throw new Untranslatable(worded.none);
  if (spec.slopes !== undefined) throw new Untranslatable(`slopes by group are not written in ${title}`);
  if (spec.trim !== undefined) throw new Untranslatable(`trimming is not written in ${title}`);
  const cells = usedCells(shape, worded, dialect);
  const pieces = piecesOf(shape, worded, cells, dialect);
  const isLong = spec.absorb.length > 0 && worded.effects === 'dummies';
  const slopes = form.terms.flatMap(({ term }) => (term === '_cons' ? [] : [expression.columnOf(term)]));
  return {
    worded,
    pieces,
    before: [statement.take(dialect.dataName(data.name)), ...variableLines(shape, dialect)],
    after: [
      ...rowLines({ ...shape, rowsLost: form.rowsLost }, dialect, [
        ...assigned(cells.all, dialect),
        ...(worded.rows?.(pieces) ?? []),
      ]),
      ...withinLines(shape, worded, cells.all, dialect),
      dialect.covariance.set('m', worded.call(pieces)),
      ...covarianceLines(shape, worded, dialect),
    ],
    columns: form.terms.map(({ term }) => expression.columnOf(term)),
    printed: isLong ? slopes : null,
  };
}

interface UsedCells {
  readonly outcome: TermCell;
  readonly exogenous: readonly TermCell[];
  readonly endogenous: readonly TermCell[];
  readonly instruments: readonly TermCell[];
  /** Cells of the terms that the estimator reads besides, by what they are for. */
  readonly further: Readonly<Record<string, readonly TermCell[]>>;
  readonly all: readonly TermCell[];
}

/** Cells that the fit has a coefficient of; all cells of instruments, but for their bases. */
function usedCells({ spec, form, data }: ModelShape, worded: WordedModel, dialect: FrameDialect): UsedCells {
  const scope = { data, dialect };
  const known = new Set(form.terms.flatMap(({ term }) => [term, termOfEquation(term)]));
  const among = (texts: readonly string[], names: ReadonlySet<string>): TermCell[] =>
    texts.flatMap((text) => cellsOf(text, scope)).filter(({ term }) => names.has(term));
  const outcome = cellsOf(spec.outcome, scope)[0]!;
  const [exogenous, endogenous] = [among(spec.terms, known), among(spec.iv?.endogenous ?? [], known)];
  const staged = new Set((form.firstStage ?? []).flatMap(({ terms }) => terms.map(({ term }) => term)));
  const instruments = among(spec.iv?.instruments ?? [], staged);
  const selection = new Set(form.selection?.terms.map(({ term }) => term));
  const further = Object.fromEntries(
    Object.entries(spec.estimator?.terms ?? {}).map(([what, texts]) => [
      what,
      what === 'selection'
        ? among(texts, selection)
        : isFurtherEquation(what)
          ? among(texts, namesIn(what, form.terms))
          : texts.flatMap((text) => cellsOf(text, scope)),
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
  { spec }: ModelShape,
  { effects }: WordedModel,
  cells: readonly TermCell[],
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
  { spec, form }: ModelShape,
  { effects }: WordedModel,
  cells: UsedCells,
  dialect: FrameDialect,
): FramePieces {
  const list = (parts: readonly TermCell[]): string[] => parts.map(({ column }) => column);
  const { weights, absorb, estimator } = spec;
  const [unit] = absorb.length > 0 ? absorb : (estimator?.levels?.unit ?? estimator?.levels?.group ?? []);
  const isDemeaned = absorb.length > 0 && effects !== 'call';
  return {
    outcome: cells.outcome.column,
    exogenous: list(cells.exogenous),
    endogenous: list(cells.endogenous),
    instruments: list(cells.instruments),
    // demeaned variables have their grand mean back, and so a constant
    constant: isDemeaned || (effects === 'call' ? form.terms.some(({ term }) => term === '_cons') : spec.constant),
    effects: effects === 'dummies' ? absorb.map((text) => levelsColumn(text, dialect)) : [],
    weights: weights === undefined || weights.is === 'frequency' ? undefined : columnOfText(weights.of, dialect),
    further: (what) => list(cells.further[what] ?? []),
    unit: unit === undefined ? undefined : levelsColumn(unit, dialect),
  };
}
