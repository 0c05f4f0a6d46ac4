/** Plans the figures of a combined one: each is drawn anew of what it reads, in the look of the whole. */
import type { InputSpec, NodeSpec, Origin, PlanContext } from '../../../src/engine/step.ts';
import type { Language } from '../../../src/figure/figure.ts';
import type { FigureEntry, FigureOptions } from '../../../src/figure/option-schemas.ts';
import { type FigureParams, isFont, type PanelParams, panelInput } from './params.ts';

export interface PanelFault {
  readonly code: string;
  readonly message: string;
  readonly key: string;
  readonly hint?: string;
}

export interface PlannedPanels {
  readonly complaints: readonly PanelFault[];
  readonly figures: readonly PanelParams[];
  readonly language: Language;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** Options of axes, which the figures have and not their combination. */
const ofAxes = ['x_title', 'y_title', 'x_range', 'y_range'] as const;

/** `said`: the combination's entry without defaults; `nodes`: those that its `from` names. */
export function planPanels(
  said: Partial<FigureEntry>,
  nodes: readonly NodeSpec[],
  plan: Pick<PlanContext, 'kind'>,
): PlannedPanels {
  const strangers = nodes.filter((node) => plan.kind(node) !== 'figure');
  const figures = nodes
    .filter((node) => !strangers.includes(node))
    .map((node) => ({ node, params: node.params as unknown as FigureParams }));
  const languages = [...new Set(figures.map(({ params }) => params.language))];
  const [language = 'en'] = languages;
  const spoken = said.lang ?? language;
  const complaints: PanelFault[] = [
    ...strangers.map(({ id }) => ({
      code: 'no-figure',
      key: 'from',
      message: `the plot \`combine\` shows figures, and \`${id}\` is none`,
      hint: 'it shows steps of `kind: figure`',
    })),
    ...figures
      .filter(({ params }) => params.sources.some(({ figure }) => figure !== undefined))
      .map(({ node }) => ({
        code: 'combined-twice',
        key: 'from',
        message: `\`${node.id}\` combines figures itself, and no combination stands in another`,
        hint: 'name its figures instead',
      })),
    ...ofAxes
      .filter((key) => said[key] !== undefined)
      .map((key) => ({
        code: 'unknown-key',
        key,
        message: `the plot \`combine\` reads no \`${key}\``,
        hint: `\`${key}\` stands in the step of each figure`,
      })),
    ...(languages.length > 1 || spoken !== language
      ? [
          {
            code: 'two-languages',
            key: said.lang === undefined ? 'from' : 'lang',
            message: `a combined figure has one language, got ${[...new Set([...languages, spoken])].join(' and ')}`,
            hint: '`lang` in the step of each figure says its own',
          },
        ]
      : []),
  ];
  return {
    complaints,
    figures: figures.map(({ params }) => asPanel(params)),
    language,
    inputs: Object.fromEntries(figures.flatMap(({ node }, i) => inputsOf(node, i))),
    origins: Object.fromEntries(figures.flatMap(({ node }, i) => originsOf(node, i))),
  };
}

/** The parameters of a figure without what its combination says of all: files, size, font. */
function asPanel({ path, formats: _, options, ...params }: FigureParams): PanelParams {
  const { width: __, height: ___, font: ____, font_size: _____, ...own } = options;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { ...params, options: { ...own, caption: own.caption ?? own.title ?? name } satisfies FigureOptions };
}

const inputsOf = ({ inputs }: NodeSpec, place: number): [string, InputSpec][] =>
  Object.entries(inputs)
    .filter(([name]) => !isFont(name))
    .map(([name, input]) => [panelInput(place, name), input]);

const originsOf = ({ origins = {} }: NodeSpec, place: number): [string, Origin][] =>
  Object.entries(origins).map(([name, origin]) => [`sources.${place}.figure.${name}`, origin]);
