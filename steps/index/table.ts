/** Builds tables of a composite index's weights: indicators under their dimensions, and what each dimension contributes. */
import type { Stat } from '../../src/econ/fit.ts';
import type { CompositeIndex, IndicatorWeight } from '../../src/econ/index/composite-index.ts';
import type { Priorities } from '../../src/econ/index/hierarchy.ts';
import type { DimensionShare } from '../../src/econ/index/shares.ts';
import type { IndexOptions } from '../../src/econ/index/spec.ts';
import type { BuildContext, Builder, Group, TableSource } from '../../src/table/builders/builder.ts';
import { checkChosen, statisticColumn } from '../../src/table/builders/builder.ts';
import { tells } from '../../src/table/builders/notes.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { indexResult } from './result.ts';
import { phrases } from './words.ts';

interface IndexSummary extends IndexOptions {
  readonly name: string;
  readonly scope: 'pooled' | 'by-time';
  readonly nobs: number;
}

/** One indicator, with means over the periods where weights differ by period. */
type IndicatorRow = IndicatorWeight;

const csvNames = {
  direction: 'Direction',
  entropy: 'Entropy',
  divergence: 'Divergence',
  weight: 'Weight',
  obstacle: 'Obstacle',
} as const;
type IndexStatistic = keyof typeof csvNames;
const usual: readonly IndexStatistic[] = ['direction', 'entropy', 'divergence', 'weight'];

export const indexWeights: Builder = {
  type: indexResult.type,
  parts: ['weights', 'dimensions', 'methods', 'priorities', 'index'],
  stats: Object.keys(csvNames),
  sideBySide: false,
  build(groups, context) {
    const shown = (context.options.stats ?? usual) as readonly IndexStatistic[];
    checkChosen(
      groups.flatMap((group) => weightsOf(group.sources[0]!).map((row) => row.indicator)),
      {},
      context,
    );
    return {
      stub: '',
      head: { en: 'Indicator', zh: '指标' }[context.book.language],
      columns: shown.map((name, i) =>
        statisticColumn(name, i, phrases[context.book.language].columns[name], csvNames[name], context),
      ),
      spanners: [],
      panels: groups.flatMap((group) => panelsOf(group, shown, context)),
      notes: tells(context, 'method') ? groups.map((group) => noteOf(group.sources[0]!, context)) : [],
      data: {
        columns: groups.map(({ sources: [source] }) => ({
          ...summaryOf(source!),
          dimensions: dimensionsOf(source!),
          methods: source!.part('methods') as unknown as CompositeIndex['methods'],
        })),
        rows: groups.flatMap(({ sources: [source] }) => [...weightsOf(source!)]),
      },
    };
  },
};

const weightsOf = (source: TableSource) => source.part('weights') as unknown as readonly IndicatorWeight[];
const dimensionsOf = (source: TableSource) => source.part('dimensions') as unknown as readonly DimensionShare[];
const summaryOf = (source: TableSource) => source.part('index') as unknown as IndexSummary;

/** One panel for each dimension, whose share stands below its indicators. */
function panelsOf({ title, sources }: Group, shown: readonly IndexStatistic[], context: BuildContext): TablePanel[] {
  const source = sources[0]!;
  const lines = linesOf(weightsOf(source));
  const chosen = chooseRows(
    lines.map((line) => line.indicator),
    context.options,
  );
  return dimensionsOf(source).flatMap((share): TablePanel[] => {
    const members = chosen
      .map((name) => lines.find((line) => line.indicator === name)!)
      .filter((line) => line.dimension === share.dimension);
    if (members.length === 0) return [];
    const heading = termLabel(share.dimension, context.book);
    return [
      {
        title: title === null ? heading : `${title}${context.words.colon}${heading}`,
        rows: [...members.map((line) => lineRow(line, shown, context)), dimensionRow(share, shown, context)],
      },
    ];
  });
}

function linesOf(rows: readonly IndicatorWeight[]): IndicatorRow[] {
  const byIndicator = new Map<string, IndicatorWeight[]>();
  for (const row of rows) byIndicator.set(row.indicator, [...(byIndicator.get(row.indicator) ?? []), row]);
  return [...byIndicator.values()].map((periods) => ({
    ...periods[0]!,
    entropy: meanOf(periods.map((row) => row.entropy)),
    divergence: meanOf(periods.map((row) => row.divergence)),
    weight: periods.reduce((sum, row) => sum + row.weight, 0) / periods.length,
    obstacle: meanOf(periods.map((row) => row.obstacle)),
  }));
}

/** The mean over the periods in which the value is defined. */
function meanOf(values: readonly Stat[]): Stat {
  const defined = values.filter((value) => typeof value === 'number');
  return defined.length === 0 ? values[0]! : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

function lineRow(line: IndicatorRow, shown: readonly IndexStatistic[], { options, book }: BuildContext): Row {
  const { indicator } = line;
  return {
    key: indicator,
    label: termLabel(indicator, book),
    name: indicator,
    section: 'body',
    cells: shown.map(
      (name): Cell =>
        name === 'direction'
          ? { is: 'text', text: phrases[book.language].directions[line.direction] }
          : { is: 'number', value: line[name], format: numberFormat(options, [indicator, name]) },
    ),
  };
}

function dimensionRow(share: DimensionShare, shown: readonly IndexStatistic[], { options, book }: BuildContext): Row {
  return {
    key: `dimension:${share.dimension}`,
    label:
      book.renamed[`dimension:${share.dimension}`] ??
      (typeof share.contribution === 'number'
        ? phrases[book.language].dimensionShare(`${(100 * share.contribution).toFixed(1)}%`)
        : phrases[book.language].dimensionTotal),
    name: `dimension:${share.dimension}`,
    section: 'body',
    cells: shown.map(
      (name): Cell =>
        name === 'weight' || name === 'obstacle'
          ? { is: 'number', value: share[name], format: numberFormat(options, [share.dimension, name]) }
          : { is: 'empty' },
    ),
  };
}

/** The consistency ratios of judgements; none where there are none. */
function judgedNote(source: TableSource, say: (ratio: string) => string, comma: string): string[] {
  const priorities = (source.part('priorities') ?? []) as unknown as readonly Priorities[];
  const ratios = priorities.flatMap(({ consistencyRatio }) =>
    typeof consistencyRatio === 'number' ? [consistencyRatio.toFixed(3)] : [],
  );
  return ratios.length === 0 ? [] : [say(ratios.join(comma))];
}

function noteOf(source: TableSource, { book, words, options }: BuildContext): string {
  const own = phrases[book.language];
  const { name, method, scope, zero, weights, nobs } = summaryOf(source);
  const parts = [
    own.note(termLabel(name, book), own.methods[method], countText(nobs, options)),
    ...judgedNote(source, own.consistency, words.comma),
    own.scopes[scope],
    ...(weights === 'hierarchical' ? [own.hierarchical] : []),
    zero.is === 'shift' ? own.zeroRules.shift(String(zero.by)) : own.zeroRules[zero.is],
  ];
  return parts.join(words.semicolon) + words.stop;
}
