/** The specifications behind a specification curve: what each estimated, and which choices it made. */
import type { Data } from '../../src/econ/data.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { Dimension } from '../../src/econ/multiverse/summary.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { DrawContext, FigureSource } from '../../src/figure/plot.ts';
import { type FigureEstimate, modelsOf } from '../../src/figure/rows/estimates.ts';
import { effectLabel, headingLabel, termLabel } from '../../src/table/words/labels.ts';
import { choiceLabel, controlLabel, dimensionLabel } from './choice-labels.ts';

/** A choice: what was chosen (`Controls`), and which (`Education`). */
export interface Choice {
  readonly dimension: string;
  readonly choice: string;
}

export interface SpecificationEstimate {
  readonly name: string;
  readonly source: FigureSource;
  readonly estimate: FigureEstimate;
  /** Called for those that are drawn, which of thousands are a part. */
  readonly choices: () => readonly Choice[];
}

/** The specifications of fits, or of a frame of estimates. */
export function specificationsOf(sources: readonly FigureSource[], context: DrawContext): SpecificationEstimate[] {
  const multiverse = sources.find((source) => source.type === 'multiverse');
  if (multiverse !== undefined) return ofMultiverse(multiverse, context);
  const frame = sources.find((source) => source.frame !== undefined);
  return frame === undefined ? ofFits(sources, context) : ofFrame(frame, context);
}

interface Columns {
  readonly estimate: readonly Stat[];
  readonly stdError: readonly Stat[];
  readonly pValue: readonly Stat[];
  readonly confLow: readonly Stat[];
  readonly confHigh: readonly Stat[];
  readonly dfResid: readonly (number | null)[];
  readonly term: readonly string[];
}

/** Controls that a specification has, and its options of all else; a term without an estimate has no place on the curve. */
function ofMultiverse(source: FigureSource, { book, phrases }: DrawContext): SpecificationEstimate[] {
  const columns = source.part('specifications') as unknown as Columns;
  const dimensions = source.part('dimensions') as unknown as readonly Dimension[];
  const labels = dimensions.map((dimension) => ({
    dimension: dimension.is === 'control' ? phrases.controls : dimensionLabel(dimension, book),
    options: dimension.options.map((option) => {
      if (dimension.is !== 'control') return choiceLabel(dimension, option, book);
      return option === 'with' ? controlLabel(dimension.name!, book) : null;
    }),
  }));
  return columns.estimate.flatMap((estimate, i): SpecificationEstimate[] => {
    if (typeof estimate !== 'number') return [];
    const [stdError, pValue, confLow, confHigh] = [
      columns.stdError[i]!,
      columns.pValue[i]!,
      columns.confLow[i]!,
      columns.confHigh[i]!,
    ];
    const term = columns.term[i]!;
    const df = columns.dfResid[i]!;
    const own = { term, estimate, stdError, statistic: stdError, pValue, confLow, confHigh, df, model: null };
    const choices = (): Choice[] =>
      dimensions.flatMap(({ made }, d): Choice[] => {
        const choice = labels[d]!.options[made[i]!]!;
        return choice === null ? [] : [{ dimension: labels[d]!.dimension, choice }];
      });
    return [{ name: `(${i + 1})`, source, estimate: own, choices }];
  });
}

function ofFits(sources: readonly FigureSource[], context: DrawContext): SpecificationEstimate[] {
  const { term } = context.options;
  if (term === undefined)
    return context.refuse('missing-key', 'the specification curve of fits needs `term`', {
      option: 'from',
      hint: '`term: x`',
    });
  const models = modelsOf(sources, 'term', context);
  const choices = varying(
    models.map(({ source }) =>
      source.model === undefined ? [] : choicesOf(source.model.spec, term, source.header, context),
    ),
  );
  return models.map(({ name, source, estimates }, i) => {
    const estimate = estimates.find((each) => each.term === term);
    if (estimate === undefined)
      return context.refuse('unknown-term', `\`${source.node}\` has no term \`${term}\``, { option: 'term' });
    return { name, source, estimate, choices: () => choices[i]! };
  });
}

function choicesOf(
  { terms, iv, absorb, slopes = [], sample, exclude, split }: ModelSpec,
  term: string,
  header: string,
  { book, phrases }: DrawContext,
): Choice[] {
  const controls = [...terms, ...(iv?.endogenous ?? [])].filter((name) => name !== term);
  const rows = [
    sample,
    exclude === null ? null : `not (${exclude})`,
    split === null ? null : `${split.column} = ${split.level}`,
  ];
  // A number among the figure's results is no name.
  const named = !/^\(\d+\)$/.test(header);
  const chosen = rows.filter((text) => text !== null).join(', ');
  return [
    ...controls.map((name) => ({ dimension: phrases.controls, choice: termLabel(name, book) })),
    ...absorb.map((name) => ({ dimension: phrases.effects, choice: headingLabel(name, book) })),
    ...slopes.map(({ by, of }) => ({ dimension: phrases.effects, choice: effectLabel(`${by}[${of}]`, book) })),
    { dimension: phrases.sample, choice: chosen === '' ? phrases.wholeSample : named ? header : chosen },
  ];
}

/** Choices that some specifications made and others did not. */
function varying(all: readonly (readonly Choice[])[]): Choice[][] {
  const key = ({ dimension, choice }: Choice): string => JSON.stringify([dimension, choice]);
  const counts = new Map<string, number>();
  for (const choices of all)
    for (const name of new Set(choices.map(key))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return all.map((choices) => choices.filter((choice) => counts.get(key(choice))! < all.length));
}

function ofFrame(source: FigureSource, context: DrawContext): SpecificationEstimate[] {
  const frame = source.frame!;
  const columns = (context.options.choices ?? []).map((name) => textsOf(name, frame, context));
  const models = modelsOf([source], 'estimate', context);
  // Rows without an estimate are left out of both.
  const estimate = frame.numbers('estimate');
  const rows = Array.from({ length: frame.nrows }, (_, row) => row).filter((row) => !Number.isNaN(estimate[row]!));
  const all = models.flatMap(({ estimates }) => estimates);
  return all.map((each, i) => ({
    name: `(${i + 1})`,
    source,
    estimate: each,
    choices: () =>
      columns.flatMap(({ dimension, at }) => {
        const choice = at(rows[i]!);
        return choice === undefined ? [] : [{ dimension, choice }];
      }),
  }));
}

function textsOf(
  name: string,
  frame: Data,
  { book }: DrawContext,
): { dimension: string; at: (row: number) => string | undefined } {
  const { codes, levels } = frame.codes(name);
  return { dimension: termLabel(name, book), at: (row) => levels[codes[row]!] };
}
