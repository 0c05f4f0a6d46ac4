/** A small grammar of the do-files that an export writes: commands with their weights and options, from their help pages. It knows nothing of what is written. */

/** An option: without an argument, or with one of such a form. */
type Argument =
  | 'none'
  | 'names'
  | 'name'
  | 'number'
  | 'words'
  | 'equation'
  | 'vce'
  | 'lag'
  | 'gmm'
  | 'iv'
  | 'type'
  | 'inflation';

interface Syntax {
  /** The help page. */
  readonly source: string;
  readonly options: Readonly<Record<string, Argument>>;
  readonly weights: readonly string[];
  /** True where regressors may stand in parentheses with their instruments. */
  readonly instruments?: true;
  readonly needs?: string;
  /** Options that may stand more than once. */
  readonly repeated?: readonly string[];
  /** "Stored results" of the help page, as far as a do-file may compare them. */
  readonly results: string;
}

const vce = { vce: 'vce' } as const;
const all = ['aweight', 'fweight', 'pweight'];
const counts = ['fweight', 'pweight'];

export const commands: Readonly<Record<string, Syntax>> = {
  regress: {
    source: 'help regress',
    options: { noconstant: 'none', ...vce },
    weights: all,
    results: 'N r2 r2_a F rmse ll N_clust',
  },
  areg: {
    source: 'help areg',
    options: { absorb: 'name', ...vce },
    weights: all,
    needs: 'absorb',
    results: 'N r2 r2_a F rmse ll N_clust',
  },
  xtreg: {
    source: 'help xtreg',
    options: { fe: 'none', re: 'none', be: 'none', wls: 'none', ...vce },
    weights: all,
    results: 'N r2 r2_w r2_b r2_o F F_f chi2 rmse sigma_u sigma_e rho corr N_clust',
  },
  newey: {
    source: 'help newey',
    options: { lag: 'number', noconstant: 'none', force: 'none' },
    weights: ['aweight'],
    needs: 'lag',
    results: 'N F',
  },
  reghdfe: {
    source: 'help reghdfe',
    options: { absorb: 'names', noabsorb: 'none', keepsingletons: 'none', ...vce },
    weights: all,
    results: 'N r2 r2_a r2_within r2_a_within F rmse ll N_clust',
  },
  ivregress: {
    source: 'help ivregress',
    options: { noconstant: 'none', small: 'none', ...vce },
    weights: all,
    instruments: true,
    results: 'N r2 rmse F chi2 N_clust',
  },
  ivreg2: {
    source: 'help ivreg2',
    options: {
      noconstant: 'none',
      robust: 'none',
      cluster: 'names',
      ffirst: 'none',
      dkraay: 'number',
      small: 'none',
      liml: 'none',
      fuller: 'number',
    },
    weights: all,
    instruments: true,
    results: 'N r2 rmse F N_clust idstat widstat cdf sargan j first rankxx',
  },
  xtivreg2: {
    source: 'help xtivreg2',
    options: {
      fe: 'none',
      robust: 'none',
      cluster: 'names',
      ffirst: 'none',
      small: 'none',
      liml: 'none',
      fuller: 'number',
    },
    weights: all,
    instruments: true,
    needs: 'fe',
    results: 'N r2 rmse F N_clust idstat widstat cdf sargan j first rankxx',
  },
  ivreghdfe: {
    source: 'help ivreghdfe',
    options: {
      absorb: 'names',
      robust: 'none',
      cluster: 'names',
      keepsingletons: 'none',
      liml: 'none',
      fuller: 'number',
    },
    weights: all,
    instruments: true,
    needs: 'absorb',
    results: 'N r2 rmse F N_clust',
  },
  xtscc: {
    source: 'help xtscc',
    options: { fe: 'none', lag: 'number' },
    weights: [],
    needs: 'lag',
    results: 'N r2 r2_w F',
  },
  logit: {
    source: 'help logit',
    options: { offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  probit: {
    source: 'help probit',
    options: { offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  poisson: {
    source: 'help poisson',
    options: { exposure: 'name', offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  xtpoisson: {
    source: 'help xtpoisson',
    options: { fe: 'none', exposure: 'name', offset: 'name', ...vce },
    weights: [],
    needs: 'fe',
    results: 'N ll chi2 N_clust',
  },
  ppmlhdfe: {
    source: 'help ppmlhdfe',
    options: { absorb: 'names', exposure: 'name', offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  nbreg: {
    source: 'help nbreg',
    options: { exposure: 'name', offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  zip: {
    source: 'help zip',
    options: { inflate: 'inflation', exposure: 'name', offset: 'name', ...vce },
    weights: counts,
    needs: 'inflate',
    results: 'N ll chi2 N_zero N_clust',
  },
  zinb: {
    source: 'help zinb',
    options: { inflate: 'inflation', exposure: 'name', offset: 'name', ...vce },
    weights: counts,
    needs: 'inflate',
    results: 'N ll chi2 N_zero N_clust',
  },
  fracreg: {
    source: 'help fracreg',
    options: { offset: 'name', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  mlogit: {
    source: 'help mlogit',
    options: { baseoutcome: 'number', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 N_clust',
  },
  ologit: { source: 'help ologit', options: { ...vce }, weights: counts, results: 'N ll r2_p chi2 N_clust' },
  oprobit: { source: 'help oprobit', options: { ...vce }, weights: counts, results: 'N ll r2_p chi2 N_clust' },
  tobit: {
    source: 'help tobit',
    options: { ll: 'number', ul: 'number', ...vce },
    weights: counts,
    results: 'N ll r2_p chi2 F N_clust',
  },
  truncreg: {
    source: 'help truncreg',
    options: { ll: 'number', ul: 'number', ...vce },
    weights: counts,
    results: 'N ll chi2 N_clust',
  },
  heckman: {
    source: 'help heckman',
    options: { select: 'equation', twostep: 'none', ...vce },
    weights: counts,
    needs: 'select',
    results: 'N ll chi2 N_clust',
  },
  frontier: {
    source: 'help frontier',
    options: { distribution: 'name', cm: 'names', cost: 'none', ...vce },
    weights: counts,
    results: 'N ll N_clust',
  },
  xtfrontier: {
    source: 'help xtfrontier',
    options: { ti: 'none', tvd: 'none', cost: 'none' },
    weights: [],
    results: 'N ll N_g',
  },
  xtabond2: {
    source: 'help xtabond2',
    options: {
      gmm: 'gmm',
      iv: 'iv',
      noleveleq: 'none',
      noconstant: 'none',
      orthogonal: 'none',
      twostep: 'none',
      robust: 'none',
      cluster: 'names',
      h: 'number',
      artests: 'number',
      small: 'none',
    },
    weights: all,
    repeated: ['gmm', 'iv'],
    results: 'N sargan hansen ar1 ar2 j N_g N_clust',
  },
  qreg: { source: 'help qreg', options: { quantile: 'number' }, weights: counts, results: 'N sum_adev' },
  clogit: {
    source: 'help clogit',
    options: { group: 'name', ...vce },
    weights: counts,
    needs: 'group',
    results: 'N ll r2_p chi2 N_clust',
  },
  summarize: {
    source: 'help summarize',
    options: { detail: 'none', meanonly: 'none' },
    weights: ['aweight', 'fweight'],
    results: '',
  },
  ttest: { source: 'help ttest', options: { by: 'name', unequal: 'none' }, weights: [], needs: 'by', results: '' },
  pwcorr: {
    source: 'help pwcorr',
    options: { sig: 'none', listwise: 'none' },
    weights: ['aweight', 'fweight'],
    results: '',
  },
  spearman: { source: 'help spearman', options: { stats: 'words', pw: 'none' }, weights: [], results: '' },
  boottest: {
    source: 'help boottest',
    options: { reps: 'number', weighttype: 'words', seed: 'number', nograph: 'none' },
    weights: [],
    results: '',
  },
  xtserial: { source: 'help xtserial', options: {}, weights: [], results: '' },
  'xtunitroot llc': {
    source: 'help xtunitroot llc',
    options: { trend: 'none', noconstant: 'none', demean: 'none', lags: 'number', kernel: 'words' },
    weights: [],
    results: '',
  },
  'xtunitroot ips': {
    source: 'help xtunitroot ips',
    options: { trend: 'none', demean: 'none', lags: 'number' },
    weights: [],
    results: '',
  },
  'xtunitroot fisher': {
    source: 'help xtunitroot fisher',
    options: { dfuller: 'none', pperron: 'none', lags: 'number', trend: 'none', drift: 'none', demean: 'none' },
    weights: [],
    needs: 'lags',
    results: '',
  },
  csdid: {
    source: 'help csdid',
    options: {
      ivar: 'name',
      time: 'name',
      gvar: 'name',
      method: 'words',
      notyet: 'none',
      asinr: 'none',
      long2: 'none',
      cluster: 'name',
    },
    weights: ['iweight'],
    needs: 'gvar',
    results: 'N',
  },
  eventstudyinteract: {
    source: 'help eventstudyinteract',
    options: { cohort: 'name', control_cohort: 'name', absorb: 'names', covariates: 'names', ...vce },
    weights: all,
    needs: 'control_cohort',
    results: 'b_iw V_iw N',
  },
  did_imputation: {
    source: 'help did_imputation',
    options: {
      allhorizons: 'none',
      pretrends: 'number',
      controls: 'names',
      cluster: 'name',
      autosample: 'none',
      minn: 'number',
    },
    weights: all,
    results: 'N',
  },
  did2s: {
    source: 'help did2s',
    options: { first_stage: 'words', second_stage: 'name', treatment: 'name', cluster: 'name' },
    weights: all,
    needs: 'first_stage',
    results: 'N',
  },
  psmatch2: {
    source: 'help psmatch2',
    options: {
      logit: 'none',
      outcome: 'name',
      ties: 'none',
      neighbor: 'number',
      noreplacement: 'none',
      radius: 'none',
      kernel: 'none',
      kerneltype: 'words',
      bwidth: 'number',
      caliper: 'number',
      descending: 'none',
      index: 'none',
      common: 'none',
    },
    weights: [],
    results: 'N',
  },
  leebounds: { source: 'help leebounds', options: { vce: 'words' }, weights: [], results: 'lower upper' },
  rdrobust: {
    source: 'help rdrobust',
    options: {
      c: 'number',
      p: 'number',
      q: 'number',
      deriv: 'number',
      fuzzy: 'words',
      covs: 'names',
      kernel: 'words',
      weights: 'name',
      bwselect: 'words',
      h: 'words',
      b: 'words',
      rho: 'number',
      vce: 'words',
      scaleregul: 'number',
      masspoints: 'words',
    },
    weights: [],
    results: 'tau_cl tau_bc se_tau_cl se_tau_rb h_l h_r b_l b_r N_h_l N_h_r J_star_l J_star_r',
  },
  rdplot: {
    source: 'help rdplot',
    options: { c: 'number', p: 'number', binselect: 'words', nbins: 'words' },
    weights: [],
    results: 'J_star_l J_star_r',
  },
  rddensity: {
    source: 'help rddensity',
    options: {
      c: 'number',
      p: 'number',
      fitselect: 'words',
      kernel: 'words',
      vce: 'words',
      bwselect: 'words',
      h: 'words',
    },
    weights: [],
    results: 'f_ql f_qr se_ql se_qr se_q h_l h_r',
  },
  rdrandinf: {
    source: 'help rdrandinf',
    options: { c: 'number', wl: 'number', wr: 'number', statistic: 'words', p: 'number', reps: 'number' },
    weights: [],
    results: '',
  },
  bartik_weight: {
    source: 'help bartik_weight',
    options: {
      z: 'names',
      weightstub: 'names',
      x: 'name',
      y: 'name',
      controls: 'names',
      absorb: 'name',
      weight_var: 'name',
      by: 'name',
    },
    weights: [],
    needs: 'weightstub',
    results: '',
  },
  ebalance: { source: 'help ebalance', options: { targets: 'number' }, weights: [], results: '' },
  xthreg: {
    source: 'help xthreg',
    options: {
      rx: 'names',
      qx: 'name',
      thnum: 'number',
      grid: 'number',
      trim: 'words',
      bs: 'words',
      ...vce,
    },
    weights: [],
    needs: 'rx',
    results: 'N Thrss Fstat',
  },
  xsmle: {
    source: 'help xsmle',
    options: { wmat: 'name', emat: 'name', model: 'words', fe: 'none', type: 'type' },
    weights: ['aweight'],
    needs: 'model',
    results: 'N ll',
  },
  winsor2: {
    source: 'help winsor2',
    options: { replace: 'none', cuts: 'names', by: 'names' },
    weights: [],
    results: '',
  },
};

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const variable = new RegExp(String.raw`^(?:[LFD]\d*(?:D\d*)?\.)?(${NAME})$`, 'u');
const reserved = /^(?:if|in|using|with|_n|_N|_all|_cons|_b|_coef|byte|int|long|float|double|strL|str\d+)$/;

const number = /^-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/;

const isVariable = (text: string): boolean => {
  const name = variable.exec(text)?.[1];
  return name !== undefined && [...name].length <= 32 && !reserved.test(name);
};

const isNames = (text: string): boolean => text !== '' && text.split(' ').every(isVariable);

/** Why a line is no Stata; undefined where it is. */
export function fault(line: string): string | undefined {
  if (line === '' || line.startsWith('*')) return undefined;
  const code = line.replace(/\/\*.*?\*\//g, '').trim();
  const [first = '', second = ''] = code.split(/[ ,]/);
  const word = Object.hasOwn(commands, `${first} ${second}`) ? `${first} ${second}` : first;
  if (Object.hasOwn(commands, word)) return estimation(code, word, commands[word]!);
  const statement = statements.find(([pattern]) => pattern.test(code));
  if (statement === undefined) return `no command of the grammar: ${line}`;
  return statement[1]?.(code);
}

const TEXT = String.raw`\x60"(?:(?!"').)*"'`;

/** A result of a command, an element of a stored matrix, and what is made of such. */
const STORED = String.raw`(?:sqrt\(el\([er]\(\w+\), \d+, \d+\)\)|[er]\(\w+\)(?: - [er]\(\w+\))?|1 / \(1 - e\(r2\)\)|el\([er]\(\w+\), (?:\d+|rownumb\(e\(first\), "F"\)), \d+\))`;

/** The mean of scalars, weighted by others, or its error. */
const MEAN = String.raw`(?:sqrt)?\((?:(?: \+ )?(?:scalar\(rows\d+\) \* scalar\(jump\d+\)|\(scalar\(rows\d+\) \* scalar\(error\d+\)\)\^2))+\) / \(scalar\(rows\d+\)(?: \+ scalar\(rows\d+\))*\)`;

/** Commands after an estimation, with the results that their help pages list. */
export const afterwards: Readonly<Record<string, { readonly form: RegExp; readonly results: string }>> = {
  'estat firststage': { form: /^estat firststage$/, results: 'singleresults' },
  xttest0: { form: /^xttest0$/, results: 'lm p' },
  xttest3: { form: /^xttest3$/, results: 'wald df p' },
  xtcsd: { form: /^xtcsd, pesaran$/, results: 'pesaran' },
  hausman: { form: /^hausman fixed random(?:, sigma(?:more|less))?$/, results: 'chi2 df p' },
  psmatch2: { form: /^psmatch2 /, results: 'att seatt' },
  rdrandinf: { form: /^rdrandinf /, results: 'obs_stat N_left N_right' },
  lincom: { form: /^lincom \S+(?: [+-] \S+)*$/u, results: 'estimate se df' },
  nlcom: { form: /^nlcom \S.*$/u, results: 'b V' },
  test: { form: /^test (?:\S+(?: \S+)*|\(.+ = \S+\)(?: \(.+ = \S+\))*)$/u, results: 'F df df_r p chi2' },
  'quietly count': { form: /^quietly count$/, results: 'N' },
  summarize: { form: /^summarize /, results: 'N mean sd min max sum p25 p50 p75' },
  ttest: { form: /^ttest /, results: 'mu_1 mu_2 se t p N_1 N_2' },
  pwcorr: { form: /^pwcorr /, results: 'C sig rho N' },
  spearman: { form: /^spearman /, results: 'Rho P Nobs' },
  xtserial: { form: /^xtserial /, results: 'F p df df_r' },
  'xtunitroot llc': { form: /^xtunitroot llc /, results: 'N N_g N_t sbar mu_star sig_star td tds p_tds lags' },
  'xtunitroot ips': {
    form: /^xtunitroot ips /,
    results: 'N N_g N_t tbar ttildebar zttildebar wtbar p_zttildebar p_wtbar',
  },
  'xtunitroot fisher': { form: /^xtunitroot fisher /, results: 'N N_g N_t P L Z Pm df_P df_L p_P p_L p_Z p_Pm' },
  suest: { form: /^suest first second(?:, vce\(cluster \S+\))?$/u, results: '' },
  margins: { form: /^margins, dydx\(\S+(?: \S+)*\)(?: atmeans)?$/u, results: 'b V table N' },
  boottest: { form: /^boottest /, results: 'p b' },
  bartik_weight: { form: /^bartik_weight, /, results: 'alpha beta G' },
};

const statements: readonly (readonly [RegExp, ((code: string) => string | undefined)?])[] = [
  [new RegExp(`^use ${TEXT}, clear$`, 'u')],
  [new RegExp(`^do ${TEXT}$`, 'u')],
  [new RegExp(`^xtset ${NAME}(?: ${NAME})?$`, 'u'), (code) => named(code.split(' ').slice(1))],
  [new RegExp(`^egen long ${NAME} = group\\(${NAME}(?: ${NAME})*\\)$`, 'u')],
  [new RegExp(`^egen double ${NAME} = max\\(cond\\(.+, ${NAME}, \\.\\)\\)$`, 'u')],
  [new RegExp(`^generate (?:${NAME} = ${NAME}|double ${NAME} = \\.)$`, 'u')],
  [/^generate double \S+ = .+$/u, generated],
  [
    new RegExp(
      `^check ${TEXT} "(?:_b|_se)\\[[^\\]]+\\](?: \\* \`factor')?" ${'-?[\\d.]+(?:e-?\\d+)?'}(?: [\\d.]+(?:e-?\\d+)?)?$`,
      'u',
    ),
  ],
  [new RegExp(`^check ${TEXT} (?:"${STORED}"|\x60"${STORED}"') -?[\\d.]+(?:e-?\\d+)?(?: [\\d.]+(?:e-?\\d+)?)?$`, 'u')],
  [/^scalar \w+ = e\(\w+\)(?: \+ e\(\w+\))?$/],
  [new RegExp(`^check ${TEXT} "${MEAN}" -?[\\d.]+(?:e-?\\d+)?(?: [\\d.]+(?:e-?\\d+)?)?$`, 'u')],
  [/^local factor = sqrt\(.*\)$/, (code) => balanced(code)],
  ...Object.entries(afterwards).flatMap(([word, { form }]): readonly (readonly [RegExp])[] =>
    Object.hasOwn(commands, word) ? [] : [[form]],
  ),
  [/^estimates (?:store|restore) \w+$/],
  [/^estat (?:simple|event),(?: window\(-?\d+ -?\d+\))? estore\(\w+\)$/],
  [/^ritest (\w+) _b\[\1\], reps\(\d+\) seed\(\d+\)(?: (?:strata|cluster)\(\w+\))*: regress .+$/, behindPrefix],
  [
    /^rwolf2 (?:\(regress [^()]+\(\w+\)\) )*\(regress [^()]+\(\w+\)\), indepvars\(.+\) reps\(\d+\) seed\(\d+\)(?: (?:strata|cluster)\(\w+\))*$/,
  ],
  // help teffects nnmatch, teffects psmatch, teffects ipw, teffects aipw, cem
  [
    new RegExp(
      `^teffects nnmatch \\(${NAME}(?: ${NAME})+\\) \\(${NAME}\\), (?:ate|atet) metric\\((?:mahalanobis|ivariance|euclidean)\\)(?: nneighbor\\(\\d+\\))?(?: caliper\\([\\d.]+\\))?(?: ematch\\(${NAME}(?: ${NAME})*\\))?(?: biasadj\\(${NAME}(?: ${NAME})*\\))? vce\\((?:iid|robust, nn\\(\\d+\\))\\)$`,
      'u',
    ),
  ],
  [
    new RegExp(
      `^teffects psmatch \\(${NAME}\\) \\(${NAME}(?: ${NAME})+, (?:logit|probit)\\), (?:ate|atet)(?: nneighbor\\(\\d+\\))?(?: caliper\\([\\d.]+\\))? vce\\(robust, nn\\(\\d+\\)\\)$`,
      'u',
    ),
  ],
  [new RegExp(`^teffects ipw \\(${NAME}\\) \\(${NAME}(?: ${NAME})+, (?:logit|probit)\\), (?:ate|atet)$`, 'u')],
  [new RegExp(`^teffects aipw \\(${NAME}(?: ${NAME})+\\) \\(${NAME}(?: ${NAME})+, (?:logit|probit)\\)$`, 'u')],
  [
    new RegExp(
      `^cem(?: ${NAME}(?: \\((?:#\\d+|-?[\\d.]+(?: -?[\\d.]+)*)\\))?)+, treatment\\(${NAME}\\) autocuts\\(sturges\\)$`,
      'u',
    ),
  ],
  [/^egen double \S+ = min\(cond\(\S+ == 1, \S+, \.\)\), by\(\S+\)$/u],
  [/^replace \S+ = [0.] if (?!\S+ == [-\d"]).+$/u, (code) => expressionFault(code.slice(code.indexOf(' if ') + 4))],
  [/^replace \S+ = \. if \S+ == 0$/u],
  // help expand, by
  [/^expand \d+$/],
  [new RegExp(`^bysort ${NAME} ${NAME}: generate double ${NAME} = _n$`, 'u')],
  [/^keep if .+$/u, (code) => expressionFault(code.slice('keep if '.length))],
  [/^finish \S+$/],
  [/^version \d+$/],
  [/^clear all$/],
  // data of raw files: help use, compress, import excel, import delimited, rename group, destring, encode, merge, egen, count
  [new RegExp(`^use ${NAME}(?: ${NAME})* using ${TEXT}, clear$`, 'u')],
  [/^compress$/],
  [
    new RegExp(
      `^import excel ${NAME}=[A-Z]{1,3}(?: ${NAME}=[A-Z]{1,3})* using ${TEXT}, sheet\\(${TEXT}\\) cellrange\\(A2\\) clear$`,
      'u',
    ),
  ],
  [
    new RegExp(
      `^import delimited using ${TEXT}, delimiters\\("(?:[,;|]|\\\\t)"\\) bindquotes\\(strict\\) varnames\\(nonames\\) stringcols\\(_all\\) encoding\\("utf-8"\\) clear$`,
      'u',
    ),
  ],
  [/^drop in 1$/],
  // matrices of weights: help preserve, import delimited, mkmat
  [/^(?:preserve|restore)$/],
  [new RegExp(`^import delimited using ${TEXT}, varnames\\(1\\) asdouble clear$`, 'u')],
  [/^mkmat w1-w\d+, matrix\(W\)$/],
  [/^(?:keep|drop) (?!if |in )\S+(?: \S+)*$/u, (code) => named(code.split(' ').slice(1))],
  [/^drop if .+$/u, (code) => expressionFault(code.slice('drop if '.length))],
  [
    /^rename \((.+)\) \((.+)\)$/u,
    (code) => {
      const [from, to] = [...code.matchAll(/\(([^)]*)\)/gu)].map(([, list]) => list!.split(' '));
      return from!.length === to!.length ? named([...from!, ...to!]) : 'not as many names as variables';
    },
  ],
  [new RegExp(`^rename ${NAME} ${NAME}$`, 'u')],
  [new RegExp(`^replace ${NAME} = (?:""|${TEXT}|-?[\\d.]+(?:e-?\\d+)?) if ${NAME} == ${TEXT}$`, 'u')],
  [new RegExp(`^replace ${NAME} = \\. if ${NAME} == -?[\\d.]+(?:e-?\\d+)?$`, 'u')],
  [/^destring .+, replace$/u, (code) => named(code.slice('destring '.length, -', replace'.length).split(' '))],
  [new RegExp(`^encode ${NAME}, generate\\(${NAME}\\)$`, 'u')],
  [/^tempfile [a-z]\w*$/],
  [/^save `[a-z]\w*'$/],
  [new RegExp(`^save ${TEXT}, replace$`, 'u')],
  [
    new RegExp(
      `^merge m:1 ${NAME}(?: ${NAME})* using \`[a-z]\\w*', keep\\((?:master )?match\\) keepusing\\(${NAME}(?: ${NAME})*\\) nogenerate$`,
      'u',
    ),
  ],
  [
    new RegExp(
      `^egen double ${NAME} = (?:mean|total|min|max|median|sd|count)\\(.+\\), by\\(${NAME}(?: ${NAME})*\\)$`,
      'u',
    ),
  ],
  [/^quietly count$/],
  [new RegExp(`^tsset ${NAME}$`, 'u')],
];

/** The command that a prefix runs. */
function behindPrefix(code: string): string | undefined {
  return fault(code.slice(code.indexOf(': ') + 2));
}

const named = (names: readonly string[]): string | undefined => {
  const wrong = names.find((name) => !isVariable(name));
  return wrong === undefined ? undefined : `no name: ${wrong}`;
};

function generated(code: string): string | undefined {
  const [, name, expression] = /^generate double (\S+) = (.+)$/u.exec(code)!;
  const [value = '', condition] = expression!.split(' if ');
  return named([name!]) ?? expressionFault(value) ?? (condition === undefined ? undefined : expressionFault(condition));
}

function balanced(text: string): string | undefined {
  let depth = 0;
  for (const c of text) {
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'parentheses do not close';
}

const FUNCTIONS = /^(?:ln|exp|sqrt|abs|floor|ceil|missing|inlist|cond)$/;

/** Operands and operators in turn. */
function expressionFault(text: string): string | undefined {
  const unclosed = balanced(text);
  if (unclosed !== undefined) return unclosed;
  const token =
    /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e-?\d+)?|r\(\w+\)|t[mq]\(\d{4}[mq]\d{1,2}\))|((?:[LFD]\d*(?:D\d*)?\.)?[\p{L}_][\p{L}\p{N}_]*)(\()?|(==|!=|<=|>=|[<>+\-*/^&|])|([(),!]))/uy;
  let wantsOperand = true;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null)
      return text.slice(from).trim() === '' ? undefined : `no expression from \`${text.slice(from)}\``;
    const [, digits, name, call, operator, sign] = match;
    if (digits !== undefined || name !== undefined) {
      if (!wantsOperand) return `an operator is missing before \`${match[0].trim()}\``;
      if (call !== undefined && !FUNCTIONS.test(name!)) return `no function: ${name}`;
      if (name !== undefined && call === undefined && !isVariable(name)) return `no name: ${name}`;
      wantsOperand = call !== undefined;
    } else if (operator !== undefined) {
      if (wantsOperand && operator !== '-') return `an operand is missing before \`${operator}\``;
      wantsOperand = true;
    } else if (sign === ')') {
      if (wantsOperand) return 'an operand is missing before `)`';
    } else if (sign === ',') {
      if (wantsOperand) return 'an operand is missing before `,`';
      wantsOperand = true;
    } else if (!wantsOperand) return `an operator is missing before \`${sign}\``;
  }
  return wantsOperand ? 'the expression ends with an operator' : undefined;
}

/** Parts of a text at a sign outside parentheses. */
export function partsAt(text: string, sign: RegExp): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    else if (depth === 0 && sign.test(text[i]!)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

function estimation(code: string, word: string, syntax: Syntax): string | undefined {
  const unclosed = balanced(code);
  if (unclosed !== undefined) return unclosed;
  const [body = '', options = '', ...more] = partsAt(code, /,/);
  if (more.length > 0) return 'two commas';
  const [, weighted, type, of] = /^(.*) \[(\w+) = (.*)\]$/u.exec(body) ?? [undefined, body];
  if (type !== undefined && (!syntax.weights.includes(type) || !isVariable(of!)))
    return `no weights of ${word}: ${type}`;
  const [, before = '', condition] = /^(.*?) if (.*)$/u.exec(weighted!) ?? [undefined, weighted];
  if (condition !== undefined) {
    const wrong = expressionFault(condition);
    if (wrong !== undefined) return wrong;
  }
  const words = partsAt(before.slice(word.length), / /);
  if (word.startsWith('xtunitroot ') && words.length !== 1) return 'one variable alone';
  if (word === 'fracreg' && !['logit', 'probit'].includes(words.shift() ?? '')) return 'fracreg needs its model';
  if (word === 'ivregress' && !['2sls', 'liml'].includes(words.shift() ?? '')) return 'ivregress needs its estimator';
  for (const each of words) {
    const [, endogenous, instruments] = /^\((.+) = (.+)\)$/u.exec(each) ?? [];
    if (
      endogenous === undefined
        ? !isVariable(each.replace(/^i\./, ''))
        : syntax.instruments !== true || !isNames(endogenous) || !isNames(instruments!)
    )
      return `no variable of ${word}: ${each}`;
  }
  if (words.length === 0 && syntax.needs !== 'weightstub') return 'no variables';
  return optionsFault(word, syntax, partsAt(options, / /));
}

function optionsFault(
  word: string,
  { options, needs, repeated = [] }: Syntax,
  given: readonly string[],
): string | undefined {
  const seen = new Set<string>();
  for (const each of given) {
    const [, name = '', argument] = /^(\w+)(?:\((.*)\))?$/u.exec(each) ?? [];
    const form = Object.hasOwn(options, name) ? options[name] : undefined;
    if (form === undefined) return `no option of ${word}: ${each}`;
    if (seen.has(name) && !repeated.includes(name)) return `an option twice: ${name}`;
    seen.add(name);
    if (!fits(form, argument)) return `a wrong argument: ${each}`;
  }
  return needs !== undefined && !seen.has(needs) ? `${word} needs ${needs}()` : undefined;
}

function fits(form: Argument, argument: string | undefined): boolean {
  if (form === 'none') return argument === undefined;
  if (argument === undefined) return false;
  if (form === 'number' || form === 'lag') return number.test(argument);
  if (form === 'words') return /^[\w.]+(?: [\w.]+)*$/.test(argument);
  if (form === 'type') return /^(?:ind|time|both)(?:, leeyu)?$/.test(argument);
  if (form === 'name') return isVariable(argument);
  if (form === 'names') return argument.split(' ').every((each) => isVariable(each) || number.test(each));
  if (form === 'inflation') return argument === '_cons' || isNames(argument);
  if (form === 'equation') return argument.split(' = ').every(isNames);
  if (form === 'gmm' || form === 'iv') return isStyled(argument, styles[form]);
  const [kind, ...by] = argument.split(' ');
  return kind === 'cluster'
    ? by.length > 0 && by.every(isVariable)
    : by.length === 0 && /^(?:robust|oim|hc2|hc3)$/.test(kind!);
}

/** Words behind the comma of instruments. */
const styles: Readonly<Record<'gmm' | 'iv', RegExp>> = {
  gmm: /^(?:lag\(-?\d+ (?:-?\d+|\.)\)|collapse|equation\((?:diff|level|both)\))$/,
  iv: /^(?:mz|equation\((?:diff|level|both)\))$/,
};

function isStyled(argument: string, word: RegExp): boolean {
  const [names = '', words = '', ...more] = partsAt(argument, /,/);
  return more.length === 0 && isNames(names) && partsAt(words, / /).every((each) => word.test(each));
}

/** Results that lines compare or keep and that no command before them leaves, by its help page. */
export function unstored(lines: readonly string[]): string[] {
  let [e, r]: [string[], string[]] = [[], []];
  return lines.flatMap((line) => {
    const [word = ''] = line.split(/[ ,]/);
    const own = Object.entries(afterwards).find(([, { form }]) => form.test(line));
    if (own !== undefined) r = own[1].results.split(' ');
    else if (Object.hasOwn(commands, word) && commands[word]!.results !== '') e = commands[word]!.results.split(' ');
    if (!/^(?:check|scalar|drop if|replace) /.test(line)) return [];
    const code = line.replace(/^check \x60"(?:(?!"').)*"' /u, '');
    const used = [...code.matchAll(/\b([er])\((\w+)\)/g)];
    return used.some(([, kind, name]) => !(kind === 'e' ? e : r).includes(name!)) ? [line] : [];
  });
}
