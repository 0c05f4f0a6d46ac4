/** The plot `coefficients`: estimates with their intervals, one row a term, several results side by side. */
import { globTest } from '../../base/text/glob.ts';
import { binnedEnds, type Studied } from '../../table/binned-ends.ts';
import { listOf } from '../../table/options/options.ts';
import { chooseRows, unmatched } from '../../table/select.ts';
import { termLabel } from '../../table/words/labels.ts';
import { isClipped, keysFor, numberOn, referenceLine, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { type LabelLine, linesUnder, onLines, tallestLabel } from '../lines.ts';
import type { DrawContext, Plot } from '../plot.ts';
import {
  endsAt,
  endsOf,
  type FigureModel,
  fitParts,
  levelsOf,
  modelsOf,
  numberOf,
  readsEstimates,
} from '../rows/estimates.ts';
import { millimetres, points, TALLEST } from '../sizes.ts';
import { distinct } from '../words.ts';

export const coefficients: Plot = {
  name: 'coefficients',
  summary: 'estimates with their intervals, one row a term, several results side by side',
  shows: 'fits, thresholds, or frames with the columns `term` and `estimate`',
  several: true,
  options: ['terms', 'drop', 'rename', 'headers', 'groups', 'levels'],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: [...fitParts, 'tests'] } : readsEstimates(type, 'term')),
  draw(sources, context) {
    const results = modelsOf(sources, 'term', context);
    const terms = chosen(results, context);
    const book = { ...context.book, ends: binnedEnds(results.map(studied)) };
    const labels = distinct(terms, (term) => termLabel(term, book));
    const headings = headingsOf(terms, context);
    const columns = ['model', 'term', 'label', 'estimate', 'stdError', 'pValue', ...levelsOf(context).flatMap(endsAt)];
    // One term of several results has a line a result.
    const isAlone = terms.length === 1 && results.length > 1;
    const { lines, texts } = linesUnder(
      isAlone
        ? results.map(({ name }) => ({ heading: '', label: name }))
        : terms.map((term) => ({ heading: headings?.get(term) ?? '', label: labels.get(term)! })),
    );
    const names = results.map(({ name }) => name);
    const placed = (row: FigureRow): FigureRow => {
      const line = texts[isAlone ? names.indexOf(row.model as string) : terms.indexOf(row.term as string)]!;
      return { ...row, label: labels.get(row.term as string)!, line, series: isAlone ? '' : row.model! };
    };
    const rows = terms.flatMap((term) => rowsOf(term, headings?.get(term), results, context).map(placed));
    const series = isAlone ? [''] : names;
    const title = context.phrases.estimate(levelsOf(context), isAlone ? labels.get(terms[0]!)! : null);
    return {
      columns: headings === null ? columns : ['group', ...columns],
      rows,
      spec: spec(lines, series, title, context),
      keys: keysFor(series, context.colors, 'shape on line'),
      height: heightOf(lines, series.length, context),
    };
  },
};

const studied = ({ source: { frame, part }, estimates }: FigureModel): Studied => ({
  terms: estimates,
  tests: frame === undefined ? (part('tests') as unknown as Studied['tests']) : undefined,
});

function rowsOf(
  term: string,
  group: string | undefined,
  results: readonly FigureModel[],
  context: DrawContext,
): FigureRow[] {
  return results.flatMap(({ name: model, source, estimates }): FigureRow[] => {
    const found = estimates.find((each) => each.term === term);
    if (found === undefined) return [];
    const { estimate, stdError, pValue } = found;
    const numbers = { estimate, stdError: numberOf(stdError), pValue: numberOf(pValue) };
    return [{ group: group ?? null, model, term, ...numbers, ...endsOf(found, source, context) }];
  });
}

function chosen(results: readonly FigureModel[], context: DrawContext): string[] {
  const all = [...new Set(results.flatMap(({ estimates }) => estimates.map(({ term }) => term)))];
  const { terms, drop, groups } = context.options;
  for (const [option, patterns] of [
    ['terms', listOf(terms)],
    ['drop', listOf(drop)],
    ...Object.values(groups ?? {}).map((each) => ['groups', listOf(each)] as const),
  ] as const) {
    const lost = unmatched(patterns, all);
    // A coefficient that went with a control is no reason to lose the figure of the others.
    const tell = option === 'terms' && lost.length === patterns.length ? context.refuse : context.warn;
    for (const { pattern, hint } of lost) {
      const there = hint === undefined ? `there are ${all.slice(0, 12).join(', ')}` : `did you mean \`${hint}\`?`;
      tell('unknown-term', `no result has a term \`${pattern}\``, { option, hint: there });
    }
  }
  const wanted = terms === undefined ? Object.values(groups ?? {}).flatMap((each) => listOf(each)) : listOf(terms);
  const rest = wanted.length === 0 ? ['_cons', ...listOf(drop)] : listOf(drop);
  const found = chooseRows(all, { order: wanted, keep: wanted, drop: all.includes('_cons') ? rest : listOf(drop) });
  if (found.length === 0) context.refuse('nothing-to-show', 'no term is left to show', { option: 'terms' });
  return found;
}

/** Term → its heading; null where there are none. */
function headingsOf(terms: readonly string[], { options: { groups } }: DrawContext): Map<string, string> | null {
  if (groups === undefined) return null;
  const tests = Object.entries(groups).map(
    ([heading, patterns]) => [heading, listOf(patterns).map((pattern) => globTest(pattern, '*?'))] as const,
  );
  return new Map(terms.map((term) => [term, tests.find(([, each]) => each.some((test) => test(term)))?.[0] ?? '']));
}

/** Rows stand closer where there are many. Refuses what no page holds. */
function heightOf(lines: readonly LabelLine[], results: number, context: DrawContext): number {
  const { size, height, refuse } = context;
  const count = lines.length;
  const around = 6 * size;
  const dodged = 0.95 * size * results;
  const tall =
    (tallestLabel(
      lines.map(({ text }) => text),
      labelRoom(context),
      context,
    ) -
      1) *
    (size + 1);
  const [usual, least] = [Math.max(1.75 * size + tall, dodged), Math.max(1.15 * size + tall, dodged)];
  const page = points(TALLEST) - around;
  if (height !== null || count * least <= page) return around + Math.min(count * usual, Math.max(page, count * least));
  const message = `${count} rows take ${Math.round(millimetres(around + count * least))} mm, and a page has ${TALLEST}`;
  const hint = `\`terms\` or \`drop\` choose at most ${Math.floor(page / least)} of them, or say the \`height\``;
  return refuse('too-many-rows', message, { option: 'terms', hint });
}

/** Points that labels of terms may take beside the estimates. */
const labelRoom = ({ width }: DrawContext): number => 0.4 * width;

function spec(lines: readonly LabelLine[], names: readonly string[], title: string, context: DrawContext): VegaSpec {
  const { options, colors } = context;
  const levels = levelsOf(context);
  const clip = isClipped(options);
  const y = onLines('line', lines, {
    axis: { title: options.y_title ?? null },
    labelRoom: labelRoom(context),
    scale: { paddingInner: names.length > 1 ? 0.25 : 0 },
  });
  const dodge =
    names.length > 1 ? { yOffset: { field: 'series', type: 'nominal', sort: names, scale: { paddingInner: 0 } } } : {};
  const x = numberOn('x', 'estimate', title, context, { axis: { grid: true } });
  const series = seriesBy('series', names, colors, 'shape');
  const interval = (level: number, i: number): VegaSpec => {
    const [low, high] = endsAt(level);
    return {
      mark: { type: 'rule', strokeWidth: i === 0 ? 0.9 : 2.4, clip },
      encoding: { y, ...dodge, x: { ...x, field: low }, x2: { field: high }, color: series.color },
    };
  };
  const layer = [
    referenceLine('x', 0),
    ...levels.map(interval),
    { mark: { type: 'point', size: 30, clip }, encoding: { y, ...dodge, x, ...series } },
  ];
  return { layer };
}
