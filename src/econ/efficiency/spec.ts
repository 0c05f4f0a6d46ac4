/** The steps `efficiency` in canonical form. */

export const models = ['radial', 'additive', 'ddf', 'sbm'] as const;
export const orientations = ['input', 'output'] as const;
export const returns = ['constant', 'variable', 'nonincreasing'] as const;
export const frontiers = ['period', 'global'] as const;
export const directions = ['observed', 'outputs'] as const;
export const disposabilities = ['weak', 'free'] as const;
export const indices = ['malmquist', 'ml', 'gml'] as const;

export type Model = (typeof models)[number];
export type Returns = (typeof returns)[number];

export interface EfficiencySpec {
  /** The column of scores, and what names of further columns begin with. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly undesirable: readonly string[];
  readonly model: Model;
  /** Null where the model has none. */
  readonly orientation: (typeof orientations)[number] | null;
  readonly returns: Returns;
  readonly isSuper: boolean;
  readonly frontier: (typeof frontiers)[number];
  /** The direction of distance functions; null of other models. */
  readonly direction: (typeof directions)[number] | null;
  /** How undesirable outputs are disposed of in distance functions; null where there are none. */
  readonly disposability: (typeof disposabilities)[number] | null;
  readonly withScale: boolean;
  readonly index: (typeof indices)[number] | null;
  /** Is true where changes of efficiency are parted into pure and scale. */
  readonly isParted: boolean;
  readonly slacks: boolean;
  /** The column that names the units of which references are made; null where none are told. */
  readonly peers: string | null;
  /** Draws of the smoothed bootstrap of scores and the level of their intervals in percent; null where there is none. */
  readonly bootstrap: { readonly draws: number; readonly level: number } | null;
}

export const variablesOf = ({ inputs, outputs, undesirable }: EfficiencySpec): readonly string[] => [
  ...inputs,
  ...outputs,
  ...undesirable,
];

/** The column of peers; null where none are told. */
export const peersColumn = ({ name, peers }: EfficiencySpec): string | null =>
  peers === null ? null : `${name}_peers`;

/** The columns that a step makes, with their labels. */
export function columnsMade(spec: EfficiencySpec) {
  const { name, slacks, peers, bootstrap, index, isParted, withScale } = spec;
  const column = (end: string, en: string, zh: string, type: 'number' | 'category' = 'number') => ({
    name: `${name}${end}`,
    type,
    labels: { en, zh },
  });
  return [
    column('', 'Efficiency', '效率值'),
    ...(withScale
      ? [
          column('_scale', 'Scale efficiency', '规模效率'),
          column('_returns', 'Returns to scale', '规模报酬', 'category'),
        ]
      : []),
    ...(slacks
      ? variablesOf(spec).map((variable) => column(`_slack_${variable}`, `Slack of ${variable}`, `${variable} 的松弛`))
      : []),
    ...(peers === null ? [] : [column('_peers', 'Peers (intensities)', '参照单元（强度）', 'category')]),
    ...(bootstrap === null
      ? []
      : [
          column('_corrected', 'Bias-corrected efficiency', '偏差修正效率值'),
          column(
            '_low',
            `Efficiency, low end of ${bootstrap.level}% interval`,
            `效率值 ${bootstrap.level}% 置信区间下限`,
          ),
          column(
            '_high',
            `Efficiency, high end of ${bootstrap.level}% interval`,
            `效率值 ${bootstrap.level}% 置信区间上限`,
          ),
        ]),
    ...(index === null
      ? []
      : [
          column('_index', 'Productivity change', '生产率变动'),
          column('_ec', 'Efficiency change', '技术效率变动'),
          column('_tc', 'Technical change', '技术进步'),
          ...(isParted
            ? [
                column('_pec', 'Pure efficiency change', '纯技术效率变动'),
                column('_sec', 'Scale change', '规模效率变动'),
              ]
            : []),
        ]),
  ];
}
