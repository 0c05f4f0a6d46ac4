/** Reads estimates with their intervals from fits, and from frames that have them as columns. */
import type { Data } from '../../econ/data.ts';
import type { Estimate, Stat } from '../../econ/fit.ts';
import { hasUsualInterval, intervalAt } from '../../econ/graphics/intervals.ts';
import type { FigureValue } from '../figure.ts';
import type { DrawContext, FigureSource, PlotReads } from '../plot.ts';

/** An estimate with its degrees of freedom, where null is the normal distribution, and the result that it is of in a frame that holds several. */
export interface FigureEstimate extends Estimate {
  readonly df: number | null;
  readonly model: string | null;
}

/** Parts of a fit with its estimates. */
export const fitParts = ['terms', 'dfResid'] as const;

/** Columns of a frame of estimates besides the one that says what each is of. */
const numbers = ['stdError', 'confLow', 'confHigh', 'pValue', 'df'] as const;

/** Returns what a plot of estimates reads. From a frame it reads `name`, `estimate` and the other columns that exist. */
export function readsEstimates(type: string, name: string, others: readonly string[] = []): PlotReads | undefined {
  if (type === 'fit') return { is: 'parts', parts: fitParts };
  if (type === 'threshold') return { is: 'parts', parts: ['fit'] };
  if (type === 'frame')
    return { is: 'columns', needed: [name, 'estimate'], optional: [...numbers, 'model', ...others] };
  return undefined;
}

function estimatesOf({ type, part, frame }: FigureSource, name: string): readonly FigureEstimate[] {
  if (frame !== undefined) return estimatesOfFrame(frame, name);
  const fit =
    type === 'threshold'
      ? (part('fit') as unknown as FitPart)
      : ({ terms: part('terms'), dfResid: part('dfResid') } as unknown as FitPart);
  return fit.terms.map((term) => ({ ...term, df: fit.dfResid, model: null }));
}

interface FitPart {
  readonly terms: readonly Estimate[];
  readonly dfResid: number | null;
}

/** The results that a source holds, each with the name that tells it from the others. */
export interface FigureModel {
  readonly name: string;
  readonly source: FigureSource;
  readonly estimates: readonly FigureEstimate[];
}

/** The results of all sources, each under a name of its own. Refuses where none has an estimate. */
export function modelsOf(sources: readonly FigureSource[], name: string, { refuse }: DrawContext): FigureModel[] {
  const models = sources.flatMap((source) => modelsOfSource(source, name));
  if (models.length === 0) refuse('nothing-to-show', 'there is no estimate to show', { option: 'from' });
  const names = models.map((model) => model.name);
  return models.map((model, i) => {
    const isAlone = names.filter((each) => each === model.name).length === 1;
    return isAlone ? model : { ...model, name: `${model.name} (${i + 1})` };
  });
}

/** A fit is one result; a frame may hold several, by its column `model`. */
function modelsOfSource(source: FigureSource, name: string): FigureModel[] {
  const estimates = estimatesOf(source, name);
  const names = [...new Set(estimates.map(({ model }) => model))];
  return names.map((model) => ({
    name: model ?? source.header,
    source,
    estimates: estimates.filter((each) => each.model === model),
  }));
}

const absent: Stat = { invalid: 'the frame does not say it' };

/** Rows without a name or an estimate are left out. */
function estimatesOfFrame(frame: Data, name: string): FigureEstimate[] {
  const { codes, levels } = frame.codes(name);
  const columns = new Map(
    [...numbers, 'estimate'].filter((column) => frame.has(column)).map((column) => [column, frame.numbers(column)]),
  );
  const at = (column: string, row: number): Stat => {
    const value = columns.get(column)?.[row];
    return value === undefined || Number.isNaN(value) ? absent : value;
  };
  const models = frame.has('model') ? frame.codes('model') : null;
  const found: FigureEstimate[] = [];
  for (let row = 0; row < frame.nrows; row++) {
    const estimate = at('estimate', row);
    if (codes[row]! < 0 || typeof estimate !== 'number') continue;
    const df = at('df', row);
    found.push({
      term: levels[codes[row]!]!,
      estimate,
      stdError: at('stdError', row),
      statistic: absent,
      pValue: at('pValue', row),
      confLow: at('confLow', row),
      confHigh: at('confHigh', row),
      df: typeof df === 'number' ? df : null,
      model: models?.levels[models.codes[row]!] ?? null,
    });
  }
  return found;
}

/** Levels of intervals, in percent, the widest first. */
export const levelsOf = ({ options }: DrawContext): number[] => [...(options.levels ?? [95])].sort((a, b) => b - a);

/** Names of the columns that hold the ends of the interval at a level. */
export const endsAt = (level: number): readonly [low: string, high: string] => [`confLow${level}`, `confHigh${level}`];

/** The ends of an estimate's intervals, by the names of their columns; null where they are not defined. */
export function endsOf(
  estimate: FigureEstimate,
  source: FigureSource,
  context: DrawContext,
): Record<string, FigureValue> {
  const ends: Record<string, FigureValue> = {};
  for (const level of levelsOf(context)) {
    const { low, high } = atLevel(estimate, level, source, context);
    const [lowName, highName] = endsAt(level);
    ends[lowName] = numberOf(low);
    ends[highName] = numberOf(high);
  }
  return ends;
}

export const numberOf = (stat: Stat): number | null => (typeof stat === 'number' ? stat : null);

/**
 * Returns an estimate's interval at a level: the result's own where the levels are equal. A result without standard errors has no other.
 */
function atLevel(
  estimate: FigureEstimate,
  level: number,
  source: FigureSource,
  context: DrawContext,
): { low: Stat; high: Stat } {
  const { confLow, confHigh, df, term } = estimate;
  const said = typeof confLow === 'number' && typeof confHigh === 'number';
  if (level === 95 && said) return { low: confLow, high: confHigh };
  const knowable = typeof estimate.stdError === 'number' && hasUsualInterval(estimate, df);
  if (knowable || !said) return intervalAt(estimate, df, level / 100);
  return context.refuse(
    'no-interval',
    `\`${source.node}\` has no ${level}% interval of \`${term}\`: its own at 95% does not follow from a standard error`,
    {
      option: 'levels',
      hint: '`levels: [95]` shows its own',
    },
  );
}
