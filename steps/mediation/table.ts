/** Builds tables of mediation: the regressions of its steps side by side, and below them the indirect effect and its tests. */

import type { Fit } from '../../src/econ/fit.ts';
import {
  namesBelow,
  optionsAbove,
  type RowsBelow,
  rowsBelow,
  undefinedBelow,
  withRowsBelow,
} from '../../src/table/builders/below.ts';
import type { BuildContext, Builder, Built, Group, TableSource } from '../../src/table/builders/builder.ts';
import { footerNames } from '../../src/table/builders/footer.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import { regression } from '../../src/table/builders/regression.ts';
import { countText } from '../../src/table/options/options.ts';
import { defaultCell } from '../../src/table/template/cell.ts';
import { han } from '../../src/table/words/han.ts';
import { headingLabel, termLabel } from '../../src/table/words/labels.ts';
import { statLabels, testLabels } from '../../src/table/words/stat-labels.ts';
import type { Mediation, ProductTest } from './numbers/mediation.ts';
import { mediationResult } from './result.ts';
import { sentences } from './words.ts';

const testRows = (name: 'sobel' | 'aroian' | 'goodman', label: string): RowsBelow<Mediation> => {
  const of = (pick: keyof ProductTest) => (found: Mediation) =>
    found.steps.outcome && ({ is: 'number', value: found[name][pick], pValue: found[name].pValue } as const);
  return {
    [name]: { en: `${label} test z`, zh: han`${label} 检验 z`, csv: `${label} z`, of: of('statistic') },
    [`${name}P`]: {
      en: `${label} test p`,
      zh: han`${label} 检验 p`,
      csv: `${label} p`,
      of: (found) => found.steps.outcome && { is: 'number', value: found[name].pValue },
    },
    [`${name}Se`]: {
      en: `${label} standard error`,
      zh: han`${label} 标准误`,
      csv: `${label} SE`,
      of: (found) => found.steps.outcome && { is: 'number', value: found[name].stdError },
    },
  };
};

const bootstrapRow = (
  name: 'percentile' | 'bc' | 'normal',
  en: string,
  zh: string,
  csv: string,
): RowsBelow<Mediation> => ({
  [name]: {
    en: `Bootstrap interval (${en})`,
    zh: han`Bootstrap 置信区间（${zh}）`,
    csv: `Bootstrap ${csv}`,
    of: ({ bootstrap }) => (bootstrap === null ? undefined : { is: 'interval', ends: bootstrap[name] }),
  },
});

const rows: RowsBelow<Mediation> = {
  indirect: {
    en: 'Indirect effect',
    zh: '间接效应',
    csv: 'Indirect effect',
    of: ({ steps, indirect, sobel }) => steps.outcome && { is: 'number', value: indirect, pValue: sobel.pValue },
  },
  direct: {
    en: 'Direct effect',
    zh: '直接效应',
    csv: 'Direct effect',
    of: ({ steps, direct, treatment }) =>
      steps.outcome && { is: 'number', value: direct, ...pOf(steps.outcome, treatment) },
  },
  totalEffect: {
    en: 'Total effect',
    zh: '总效应',
    csv: 'Total effect',
    of: ({ steps, total, treatment }) =>
      steps.outcome && { is: 'number', value: total, ...pOf(steps.total, treatment) },
  },
  shareMediated: {
    en: 'Share mediated',
    zh: '中介效应占比',
    csv: 'Share mediated',
    of: ({ steps, shareMediated, suppression }) =>
      steps.outcome &&
      (suppression ? { is: 'text', en: 'suppression', zh: '遮掩效应' } : { is: 'percentage', value: shareMediated }),
  },
  ratioIndirectDirect: {
    en: 'Indirect/direct effect',
    zh: '间接效应/直接效应',
    csv: 'Indirect/direct',
    of: ({ steps, ratioIndirectDirect }) => steps.outcome && { is: 'number', value: ratioIndirectDirect },
  },
  ...testRows('sobel', 'Sobel'),
  ...testRows('aroian', 'Aroian'),
  ...testRows('goodman', 'Goodman'),
  ...bootstrapRow('percentile', 'percentile', '百分位', 'percentile'),
  ...bootstrapRow('bc', 'bias-corrected', '偏差校正', 'BC'),
  ...bootstrapRow('normal', 'normal', '正态', 'normal'),
  bootstrapSe: {
    en: 'Bootstrap standard error',
    zh: 'Bootstrap 标准误',
    csv: 'Bootstrap SE',
    of: ({ bootstrap }) => (bootstrap === null ? undefined : { is: 'number', value: bootstrap.stdError }),
  },
  bootstrapReps: {
    en: 'Bootstrap samples',
    zh: 'Bootstrap 次数',
    csv: 'Bootstrap samples',
    of: ({ bootstrap }) => (bootstrap === null ? undefined : { is: 'number', value: bootstrap.reps, count: true }),
  },
};

function pOf(fit: Fit, term: string): { pValue: Fit['terms'][number]['pValue'] } | object {
  const row = fit.terms.find((each) => each.term === term);
  return row === undefined ? {} : { pValue: row.pValue };
}

const usual = ['indirect', 'direct', 'totalEffect', 'shareMediated', 'sobel', 'sobelP', 'percentile', 'bc'];

const parts = Object.keys(mediationResult.parts);

export const mediation: Builder = {
  type: mediationResult.type,
  sentences,
  parts,
  stats: [...Object.keys(statLabels), ...Object.keys(testLabels), ...Object.keys(rows)],
  usualCell: () => defaultCell,
  footer: footerNames,
  sideBySide: true,
  hasFits: true,
  build,
};

const read = (source: TableSource): Mediation =>
  Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as Mediation;

function build(groups: readonly Group[], context: BuildContext): Built {
  const found = groups.map((group) => group.sources.map((source) => ({ source, result: read(source) })));
  const regressions = groups.map((group, g) => ({ ...group, sources: found[g]!.flatMap((each) => stepsOf(each)) }));
  const above: BuildContext = { ...context, options: optionsAbove(context, rows) };
  const built = regression.build(regressions, above);
  const names = namesBelow(rows, usual, context);
  const below = found.map((each) => {
    let width = 0;
    const placed = each.map(({ result }) => {
      width += fitsOf(result).length;
      return { result, column: width - 1 };
    });
    return rowsBelow(rows, names, placed, built.columns.length, context);
  });
  const results = found.flat().map(({ result }) => result);
  return {
    ...built,
    panels: withRowsBelow(built.panels, below),
    notes: [...built.notes, ...notesOf(results, names, context), ...undefinedBelow(rows, names, results, context)],
    data: { ...built.data, rows: [...built.data.rows, ...results.map(withoutFits)] },
  };
}

const fitsOf = ({ steps: { total, mediator, outcome } }: Mediation): readonly Fit[] =>
  outcome === undefined ? [total, mediator] : [total, mediator, outcome];

/** A source for each regression, under the step's heading. */
function stepsOf({ source, result }: { source: TableSource; result: Mediation }): TableSource[] {
  const { header, spanners } = source.view;
  return fitsOf(result).map((fit) => ({
    ...source,
    view: { ...source.view, header: '', spanners: header === '' ? spanners : [header, ...spanners] },
    part: (name) => fit[name as keyof Fit] as ReturnType<TableSource['part']>,
  }));
}

const withoutFits = ({ steps: _, ...rest }: Mediation): object => rest;

function notesOf(results: readonly Mediation[], names: readonly string[], context: BuildContext): string[] {
  if (!tells(context, 'method')) return [];
  const { book } = context;
  const isZh = book.language === 'zh';
  const notes: string[] = [];
  const three = results.filter(({ steps }) => steps.outcome !== undefined);
  const some = (...of: readonly string[]): boolean => of.some((name) => names.includes(name));
  for (const { treatment, mediator } of three) {
    if (!some('indirect')) continue;
    const [x, m] = [termLabel(treatment, book), termLabel(mediator, book)];
    notes.push(
      isZh
        ? han`间接效应为${x}对${m}的系数与${m}系数之积，等于总效应减直接效应`
        : `The indirect effect is the coefficient of ${x} on ${m} times that of ${m}, the total less the direct effect`,
    );
  }
  const shown = three.flatMap(({ bootstrap }) => (bootstrap === null ? [] : [bootstrap]));
  if (some('percentile', 'bc', 'normal', 'bootstrapSe'))
    for (const { reps, level, clusters } of shown) {
      const by = clusters.name === null ? null : headingLabel(clusters.name, book);
      const percent = `${Number((100 * level).toPrecision(12))}%`;
      notes.push(
        isZh
          ? han`Bootstrap 为对${by === null ? '各行' : han`${by}（${countText(clusters.count, context.options)} 个聚类）`}有放回抽样 ${countText(reps, context.options)} 次，置信水平 ${percent}`
          : `Bootstrap of ${countText(reps, context.options)} samples of ${by === null ? 'rows' : `${countText(clusters.count, context.options)} clusters (${by})`} with replacement, ${percent} intervals`,
      );
    }
  if (some('shareMediated') && three.some(({ suppression }) => suppression))
    notes.push(
      isZh
        ? '遮掩效应：间接效应与总效应符号相反，占比没有意义'
        : 'Suppression: indirect and total effect have opposite signs, so that a share has no meaning',
    );
  return [...new Set(notes)].map((note) => sentence(note, context));
}
