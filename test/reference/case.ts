/** Reference cases on disk: `case.json` and `data.csv` in a folder each (see README.md here for the format). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Run {
  readonly name: string;
  readonly est: string;
  readonly y?: string;
  readonly x?: readonly string[];
  readonly endog?: readonly string[];
  readonly inst?: readonly string[];
  readonly const?: boolean;
  readonly absorb?: string | readonly string[];
  readonly style?: 'xtreg' | 'areg' | 'reghdfe';
  readonly vcov?: {
    readonly type: string;
    readonly cluster?: readonly string[];
    readonly time?: string;
    readonly lag?: number;
    /** `conley` */
    readonly lat?: string;
    readonly lon?: string;
    readonly cutoff?: number;
    readonly kernel?: string;
    readonly lags?: number;
    readonly small?: boolean;
  };
  readonly filter?: readonly (readonly [column: string, op: string, value: unknown])[];
  readonly lags?: readonly (readonly [column: string, lag: number])[];
  readonly winsor?: readonly [number, number];
  readonly cuts?: readonly [number, number];
  readonly drop_singletons?: boolean;
  readonly weights?: { readonly var: string; readonly type: string };
  /** `dpdgmm` */
  readonly model?: 'diff' | 'system' | 'sar' | 'sem' | 'sdm';
  readonly transform?: 'fd' | 'fod';
  readonly steps?: 1 | 2;
  readonly h?: 1 | 2 | 3;
  readonly constant?: boolean;
  readonly artests?: number;
  readonly gmm?: readonly {
    readonly vars: readonly string[];
    readonly lag: readonly [number, number | null];
    readonly collapse: boolean;
    readonly equation: 'both' | 'diff' | 'level';
  }[];
  readonly iv?: readonly { readonly vars: readonly string[]; readonly equation: 'both' | 'diff' | 'level' }[];
  /** `logit`, `probit` */
  readonly margins?: { readonly dummies?: readonly string[]; readonly at?: string };
  /** `hausman` */
  readonly sigma?: 'more' | 'less';
  /** `oster`: and controls of the short regression too, R²max or its multiple, the δ and the β that are asked for. */
  readonly treatment?: string;
  readonly controls?: readonly string[];
  readonly mcontrols?: readonly string[];
  readonly rmax?: number;
  readonly rmax_multiple?: number;
  readonly delta?: number;
  readonly beta?: number;
  /** `re`, `be` */
  readonly mundlak?: readonly string[];
  readonly wls?: boolean;
  /** Inequality, densities, convergence, Markov chains, coupling. */
  readonly derive?: Readonly<Record<string, string>>;
  /** Also of `poisson_fe`, `clogit`, `groupdiff`, `permgroup`. */
  readonly group?: string;
  readonly years?: readonly number[];
  readonly kernel?: string;
  readonly bandwidth?: string | number;
  readonly points?: number;
  readonly form?: string;
  readonly from?: number;
  readonly to?: number;
  readonly k?: number;
  readonly cut?: 'pooled' | 'yearly' | 'relative';
  readonly lag?: number;
  readonly spatial?: { readonly w: string };
  readonly files?: Readonly<Record<string, string>>;
  readonly systems?: Readonly<Record<string, string>>;
  readonly use?: readonly string[];
  readonly variant?: 'geometric' | 'noRoot' | 'adjusted';
  /** `weights`, `moran`, `spreg`, `xsmle`, … */
  readonly w?: string | RunWeights;
  readonly pooled?: boolean;
  readonly effects?: 'ind' | 'time' | 'both';
  readonly leeyu?: boolean;
  readonly lagOrder?: 'withinOfLag' | 'lagOfWithin';
  readonly runs?: readonly [full: string, sar: string, sem: string];
  /** `poisson_fe`, `clogit`, `groupdiff`, `permgroup` */
  /** `tobit`, `heckman`, `qreg` */
  readonly ll?: number;
  readonly ul?: number;
  readonly select?: { readonly y?: string; readonly x: readonly string[] };
  readonly tau?: number;
  readonly tests?: readonly {
    readonly kind: 'joint' | 'linear' | 'lincom';
    readonly name: string;
    readonly vars?: readonly string[];
    readonly values?: readonly number[];
    readonly R?: readonly Readonly<Record<string, number>>[];
    readonly q?: readonly number[];
    readonly terms?: Readonly<Record<string, number>>;
    readonly value?: number;
  }[];
  /** `poisson` */
  readonly exposure?: string;
  /** `iv` */
  readonly method?: string;
  /** `threshold`: split regressors, threshold variable, unit, number of thresholds. */
  readonly rx?: readonly string[];
  readonly qx?: string;
  readonly id?: string;
  readonly thnum?: 1 | 2 | 3;
  readonly grid?: number;
  readonly trim?: readonly number[];
  readonly level?: number;
  /** utest: the run whose coefficients are tested, and its terms. */
  readonly base?: string;
  readonly b1?: string;
  readonly b2?: string;
  /** entropy: 1 where more is better, −1 where less is. */
  readonly direction?: readonly number[];
  readonly shift?: number;
  /** entropy: the column by which weights are separate. */
  readonly by?: string | null;
  /** `reshape`: another file of the case, the variables before the numbers in its names, and the column of those. */
  readonly file?: string;
  readonly stubs?: readonly string[];
  readonly j?: string;
  /** Designs of treatment over time: columns, and what is asked of them. */
  readonly unit?: string;
  readonly time?: string;
  readonly cohort?: string;
  readonly cluster?: string;
  readonly window?: readonly [number, number];
  readonly bin?: boolean;
  readonly reference?: number | readonly number[];
  /** `mediation`: treatment, mediator, and the clusters of which all samples are taken. */
  readonly treat?: string;
  readonly m?: string;
  /** `groupdiff`, `permgroup`: the two levels of `group` that are compared, and the term. */
  readonly levels?: readonly (string | number)[];
  readonly key?: string;
  /** `placebo`: what is assigned anew. */
  readonly permute?: string;
  /** `moderation`: the moderator, how both are scaled, and whether the treatment is. */
  readonly moderator?: string;
  readonly scale?: string;
  readonly scale_x?: boolean;
  readonly bootstrap?: string;
  readonly boot_cluster?: string;
  /** `bootci`: the estimate and its draws. */
  readonly estimate?: number;
  readonly draws?: readonly number[];
  readonly control?: string;
  readonly anticipation?: number;
  readonly min_e?: number;
  readonly max_e?: number;
  readonly pretrends?: number;
  /** Matching: whether controls are used again, ties, order, the kernel, and what is estimated on what was matched. */
  readonly replace?: boolean;
  readonly ties?: boolean;
  readonly caliper?: number;
  readonly order?: string;
  readonly algorithm?: string;
  readonly common?: boolean;
  readonly moments?: 1 | 2;
  readonly ids?: string;
  readonly did?: {
    readonly y: string;
    readonly treat: string;
    readonly x: readonly string[];
    readonly absorb: readonly string[];
    readonly cluster: string;
  };
  /** `rd`, `rd_bandwidths`, `rd_plot`, `rd_density`, `rd_mccrary`, `rd_locrand`, `rd_window`; all stand in the run itself. */
  readonly rd?: {
    readonly running: string;
    readonly cutoff?: number;
    readonly fuzzy?: string;
    readonly covs?: readonly string[];
    readonly p?: number;
    readonly q?: number;
    readonly deriv?: number;
    readonly b?: number | readonly [number, number];
    readonly rho?: number;
    readonly bwselect?: string;
    readonly vce?: string;
    readonly nnmatch?: number;
    readonly masspoints?: string;
    readonly scaleregul?: number;
    readonly sharpbw?: boolean;
    readonly donut?: number;
    readonly binselect?: string;
    readonly nbins?: readonly [number, number];
    readonly fitselect?: string;
    readonly bin?: number;
    readonly window?: readonly [number, number];
    readonly statistic?: string;
    readonly wmin?: number;
    readonly wstep?: number;
    readonly nwindows?: number;
  };
  /** `exp_…`; all stand in the run itself. */
  readonly experiment?: {
    readonly adjust?: 'none' | 'fixed_effects' | 'lin';
    readonly design?: string;
    readonly se?: string;
    readonly strata?: string;
    readonly weights?: string;
    readonly drop_strata_below?: number;
    readonly takeup?: string;
    readonly by?: string;
    readonly covariates?: readonly string[];
    readonly interactions?: readonly string[];
    readonly interactions_filter?: NonNullable<Run['filter']>;
    readonly outcomes?: readonly string[];
    readonly signs?: readonly number[];
    readonly covariance?: 'all' | 'control';
    readonly tighten?: string;
    readonly support?: readonly [number, number];
    readonly sd?: number;
  };
  readonly expected: Readonly<Record<string, unknown>>;
  /** Programs that gave the expected values; words where only one did. */
  readonly computed_by?: string | readonly (string | { readonly tool: string })[];
  readonly tolerance: { readonly rel?: number; readonly abs?: number; readonly p?: string; readonly coef?: string };
}

/** Spatial weights of a case or a run. */
export interface RunWeights {
  readonly type: 'contiguity' | 'knn' | 'inverseDistance' | 'economic' | 'nested' | 'gravity';
  readonly file?: string;
  readonly k?: number;
  readonly power?: 1 | 2;
  readonly cutoff?: number;
  readonly standardize?: 'row' | 'none' | 'spectral';
  readonly parts?: readonly [string, string];
  readonly share?: number;
}

export interface Case {
  readonly id: string;
  /** The one unit of a series, whose case names its time alone, is `SERIES`. */
  readonly panel: readonly [unit: string, time: string] | null;
  readonly runs: readonly Run[];
  /** Runs of which published tables print values. */
  readonly published: readonly { readonly run: string; readonly what: string }[];
  readonly csv: string;
  /** Folder of the case, and its spatial weights by name. */
  readonly folder: string;
  readonly weights: Readonly<Record<string, RunWeights>>;
}

/** The unit of a single series, a column that no file has. */
export const SERIES = 'series';

const committed = join(fileURLToPath(new URL('.', import.meta.url)), 'cases');

/** Committed cases, and those of the folders `PAPERMAKE_REFERENCE` names, parted as those of `PATH`; the latter win where both have one. */
export function allCases(): readonly Case[] {
  const more = (process.env.PAPERMAKE_REFERENCE ?? '').split(delimiter).filter((folder) => folder !== '');
  const absent = more.find((folder) => !existsSync(folder));
  if (absent) throw new Error(`PAPERMAKE_REFERENCE names ${absent}, which does not exist`);
  return casesOf([committed, ...more]);
}

export const committedCases = (): readonly Case[] => casesOf([committed]);

function casesOf(roots: readonly string[]): readonly Case[] {
  const folders = new Map<string, string>();
  for (const root of roots)
    for (const name of readdirSync(root))
      if (existsSync(join(root, name, 'case.json'))) folders.set(name, join(root, name));
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, folder]) => readCase(name, folder));
}

function readCase(name: string, folder: string): Case {
  const parsed = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
  return {
    id: name,
    panel: parsed.panel?.length === 1 ? [SERIES, parsed.panel[0]] : (parsed.panel ?? null),
    runs: (parsed.runs ?? []).map(withTolerance),
    published: parsed.published ?? [],
    folder,
    weights: parsed.weights ?? {},
    csv: join(folder, parsed.data ?? 'data.csv'),
  };
}

/** A tolerance that is a number is relative. */
const withTolerance = (run: Run): Run =>
  typeof run.tolerance === 'number' ? { ...run, tolerance: { rel: run.tolerance } } : run;
