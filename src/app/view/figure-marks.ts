/** Tells for each mark of a figure the result behind it, its row there, and the numbers of its row in the data file. */
import { curveOf } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import { nodeId } from '../../base/node-id.ts';
import { isFrame } from '../../base/reader.ts';
import { type Hides, withMasks } from '../../base/value.ts';
import { columnsRead } from '../../engine/run/hidden/confidential.ts';
import type { Survey } from '../../engine/run/session.ts';
import { type PlacedMarks, placedMarks } from '../../figure/marks/placed.ts';
import { phrases } from '../../figure/phrases.ts';
import { ALL_ROWS } from '../../figure/plots/flow.ts';
import { type LabelBook, termLabel } from '../../table/words/labels.ts';
import { type FlowStage, whyLeftOut } from '../../table/words/row-flow.ts';
import type { FigureMark, FigureMarks, ImageBlock, Unmarked, ViewBlock } from '../show/block.ts';
import { pageWords } from '../show/page-words.ts';
import type { ShownArtifact } from '../show/viewer.ts';
import { shortNumber } from '../terminal/grid.ts';
import { resultOf } from './results.ts';

interface Request {
  readonly survey: Survey;
  readonly node: NodeId;
  readonly reader: ShownArtifact['reader'];
  readonly book: LabelBook;
  readonly hides: Hides;
  readonly withValues: boolean;
}

/** A result that a figure shows, by the name that its data file has for it. */
interface Source {
  readonly node: NodeId;
  readonly header: string;
}

/** The blocks, in which a figure of papermake's own has its marks. */
export function withFigureMarks(blocks: readonly ViewBlock[], request: Request): readonly ViewBlock[] {
  const { params, loaded } = request.survey.graph.nodes.get(request.node)!;
  if (loaded.name !== 'figure') return blocks;
  const { sources } = params as unknown as { readonly sources: readonly Source[] };
  return blocks.map((block) => {
    if (block.is !== 'image') return block;
    const marks = marksOf(block, sources, request);
    return typeof marks === 'string' ? { ...block, unmarked: marks } : { ...block, marks };
  });
}

function marksOf(
  { path, type, base64 }: ImageBlock,
  sources: readonly Source[],
  request: Request,
): FigureMarks | Unmarked {
  const csv = path.replace(/svg$/, 'csv');
  if (readsHidden(request.node, request)) return 'confidential';
  if (type !== 'image/svg+xml' || !request.reader.parts.includes(csv)) return 'untold';
  const why = sources.map((source) => whyUntold(source, request)).find((each) => each !== undefined);
  if (why !== undefined) return why;
  const text = new TextDecoder().decode(request.reader.bytes(csv));
  const placed = placedMarks(Buffer.from(base64, 'base64').toString('utf8'), text);
  if (placed?.areTooMany) return 'many';
  if (placed === null || placed.marks.length === 0) return 'untold';
  const { columns, rows } = placed;
  const terms = columns.indexOf('term');
  const isMasked = terms >= 0 && rows.some((row) => withMasks(row[terms]!, request.hides) !== row[terms]);
  return isMasked ? 'confidential' : told(placed, sources, request);
}

/** Says whether a node reads confidential columns of data. */
function readsHidden(id: NodeId, { survey, hides }: Request): boolean {
  const planned = survey.graph.nodes.get(id);
  return planned !== undefined && columnsRead(planned, survey.store).some(hides);
}

/** Numbers of data are told where values may be. Names in a result of confidential columns may be values, but for the terms of a fit, which are looked at. */
function whyUntold({ node }: Source, request: Request): Unmarked | undefined {
  const type = resultOf(request.survey, node)?.type;
  if (type === undefined) return 'untold';
  if (isFrame(type)) return request.withValues ? undefined : 'values';
  return type === 'fit' || !readsHidden(node, request) ? undefined : 'confidential';
}

function told(
  { columns, rows, marks }: PlacedMarks,
  sources: readonly Source[],
  { survey, book, node }: Request,
): FigureMarks {
  const said = pageWords[book.language];
  const [terms, labels] = [columns.indexOf('term'), columns.indexOf('label')];
  const ofHeader = sourcesByName(sources);
  const cells = rows.map((row) => row.map(shown));
  const curved = sources.map((source) => source.node).find((id) => isCurve(survey, id));
  const specification = columns.indexOf('specification');
  const specified: Source[] = [];
  const marked = marks.map(({ x, y, row, value, outline }): FigureMark => {
    const mark = [rounded(x), rounded(y), row, value, sourceOf(rows[row]!)] as const;
    return outline === undefined ? mark : [...mark, outline.map((ring) => ring.map(rounded))];
  });
  const ruleOf = rulesIn(columns, book);
  const rowName = (row: number): string =>
    ruleOf?.(rows[row]!) ??
    (terms >= 0 && rows[row]![terms] !== '' ? termLabel(rows[row]![terms]!, book) : (rows[row]![labels] ?? ''));
  return {
    columns: columns.map(said.figureHead),
    rows: cells,
    names: rows.map((row, i) => rowName(i) || (curved && row[specification]) || nameOf(columns, row.map(shown))),
    sources: [...sources, { node, header: '' }, ...specified].map((each) => ({ node: each.node, header: each.header })),
    marks: marked,
  };

  /** Each point of a curve of specifications is a result of its own. */
  function sourceOf(row: readonly string[]): number {
    const number = /^\((\d+)\)$/.exec(row[specification] ?? '')?.[1];
    if (number !== undefined && curved !== undefined) {
      specified.push({ node: nodeId(curved, [Number(number)]), header: curved });
      return sources.length + specified.length;
    }
    if (sources.length === 1) return 0;
    const named = row.flatMap((cell) => ofHeader.get(cell) ?? []);
    return named[0] ?? sources.length;
  }
}

/** Names the stages of a flow of rows, in words of the page's language; undefined where a figure is none. */
function rulesIn(columns: readonly string[], book: LabelBook): ((row: readonly string[]) => string) | undefined {
  const [cause, detail] = ['cause', 'detail'].map((name) => columns.indexOf(name)) as [number, number];
  if (cause < 0 || detail < 0) return undefined;
  return (row) =>
    row[cause] === ALL_ROWS
      ? phrases[book.language].rowsOfData
      : whyLeftOut({ cause: row[cause] as FlowStage['cause'], detail: row[detail]! }, book);
}

const isCurve = ({ graph }: Survey, id: NodeId): boolean => {
  const kind = graph.nodes.get(id)?.loaded.name;
  return kind !== undefined && curveOf(kind) !== undefined;
};

/** A name that only one result has. */
function sourcesByName(sources: readonly Source[]): ReadonlyMap<string, number> {
  const named = sources.map(({ header }, i) => {
    const isAlone = sources.filter((each) => each.header === header).length === 1;
    return [isAlone ? header : `${header} (${i + 1})`, i] as const;
  });
  return new Map(named);
}

const rounded = (share: number): number => Math.round(10_000 * share) / 10_000;

const shown = (cell: string): string =>
  cell.trim() === '' || Number.isNaN(Number(cell)) ? cell : shortNumber(Number(cell));

/** Columns that say how a row is drawn, and not what it is of. */
const DRAWING = ['element', 'part', 'layer', 'mark', 'significant', 'line', 'class', 'what'];

/** Names a row that no term names: by its texts, then by its first number. */
function nameOf(columns: readonly string[], row: readonly string[]): string {
  const own = row.flatMap((cell, c) => (cell === '' || DRAWING.includes(columns[c]!) ? [] : [cell]));
  const texts = own.filter((cell) => Number.isNaN(Number(cell)));
  const first = own.find((cell) => !Number.isNaN(Number(cell)));
  return [...texts, ...(first === undefined ? [] : [first])].join(', ');
}
