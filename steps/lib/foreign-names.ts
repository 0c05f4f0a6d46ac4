/** THE list of what users of Stata, R and fixest write for kinds, their keys and the values of these, with the hint that leads them here. */
import { own } from '../../src/base/own.ts';
import { absentEstimators, absentHint, didNames, words } from '../../src/econ/foreign/absent.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import type { StepKind } from '../../src/engine/step.ts';
import { fitKeys, fromKeys } from './foreign-keys.ts';

type Names = NonNullable<StepKind['foreign']>;

const linear = (example: string): string => `write \`kind: models\` with \`${example}\``;

const absent = Object.fromEntries(
  absentEstimators.filter((name) => !Object.hasOwn(foreignCommands, name)).map((name) => [name, absentHint(name)]),
);

const modelKeys: Names['keys'] = {
  ...fitKeys,
  ...words('weight w aweight aw', 'write `weights: w`'),
  ...words('fweight fw', 'write `weights: {frequency: w}`'),
  ...words('pweight pw', 'write `weights: {probability: w}`'),
  ...words('instruments instrument endogenous', 'write them in `fit`, as its last part: `y ~ w | x ~ z`'),
  ...words('winsor', 'write `winsorize: [1, 99]`'),
  ...words(
    'reps nreps replications permutations',
    'write `draws: 999` in `difference`, `vcov: wild(a, reps = 999)` of the bootstrap',
  ),
  ...words('method family link type', 'write `estimator: NAME` where the model is not linear'),
};

const bridgeKeys: Names['keys'] = {
  ...fromKeys,
  ...words('fit formula model code script command cmd run expr', 'write the call of the model in `call`'),
  ...words('library libraries require requires imports', 'write `packages: [a, b]`'),
};

const byKind: Readonly<Record<string, Names>> = {
  models: {
    kinds: {
      ...words('ols reg regress regression regressions linear lm model fit estimate est', linear('fit: y ~ x')),
      ...words('fe xtreg reghdfe areg feols plm felm within panel fixed_effects twfe', linear('fit: y ~ x | id')),
      ...words('iv 2sls tsls ivregress ivreg ivreg2 xtivreg xtivreg2 ivreghdfe', linear('fit: y ~ w | x ~ z')),
      ...Object.fromEntries(
        Object.entries(foreignCommands).map(([command, name]) => [command, linear(`fit: y ~ x, estimator: ${name}`)]),
      ),
      ...words('utest quadratic', linear('fit: y ~ x + x^2, u_test: x')),
      ...words('heterogeneity subgroup subgroups', linear('base: baseline.main, split: region')),
    },
    keys: modelKeys,
  },
  robustness: { keys: modelKeys },
  command: {
    kinds: {
      ...absent,
      ...words('R rscript Rscript', 'write `kind: r` for a fit, or `kind: command` with `run: Rscript script.R`'),
      ...words('do dofile', 'write `kind: stata` for a fit, or `kind: command` with `run: stata -b do script.do`'),
      ...words('shell bash script run', 'write `kind: command` with `run: python3 script.py` (docs/commands.md)'),
    },
  },
  r: { keys: { ...bridgeKeys, ...words('cluster clusters se', 'write `vcov: cluster(a)`') } },
  python: { keys: bridgeKeys },
  stata: { keys: bridgeKeys },
  did: {
    keys: {
      ...words(
        'vcov se vce clusters clustered robust',
        'errors cluster on the unit; `cluster: region` names another variable',
      ),
      ...words('y depvar dependent yname fit formula', 'write `outcome: y`'),
      ...words('gname gvar first_treat treated_at', 'write `cohort: g`, the first treated period of a unit'),
      ...words('controls xformla', 'write `covariates: [a, b]`'),
      ...words('estimator type', 'write `method: callaway`, `sun-abraham`, …'),
    },
    values: {
      method: Object.assign(
        {},
        ...Object.entries(didNames).map(([method, names]) => words(names, `write \`method: ${method}\``)),
      ) as Record<string, string>,
    },
  },
  figure: {
    kinds: words(
      'plot graph chart coefplot ggplot twoway iplot marginsplot kdensity histogram scatter binscatter binsreg spmap',
      'write `kind: figure` with `plot: coefficients`, `density`, … (docs/figures.md)',
    ),
    keys: {
      ...words('type kind_of_plot chart graph', 'write `plot: coefficients`, `density`, …'),
      ...fromKeys,
      ...words('xlab xlabel xtitle', 'write `x_title`'),
      ...words('ylab ylabel ytitle', 'write `y_title`'),
      ...words('xlim xrange', 'write `x_range: [0, 1]`'),
      ...words('ylim yrange', 'write `y_range: [0, 1]`'),
      ...words('color colour colours palette', 'write `colors: ["#14345c", …]`'),
      ...words('group facet', 'write `by: COLUMN`'),
      ...words('ci level conf_level', 'write `levels: [95]`'),
    },
  },
  report: {
    kinds: words(
      'table tables esttab outreg2 estout modelsummary etable stargazer texreg latex',
      'write `kind: report` with `tables: {main: {from: baseline}}`',
    ),
    keys: {
      ...words('language locale', 'write `lang: zh`'),
      ...words('title name', 'write `caption: Main results`'),
      ...words('format output outputs', 'write `formats: [latex, docx]`'),
      ...words('star', 'write `stars: [.1, .05, .01]`'),
      ...words('decimals decimal precision', 'write `digits: 3`'),
      ...words('models model columns', 'write `from: [STEP, STEP.COLUMN]`'),
    },
  },
  describe: {
    kinds: words(
      'summarize summarise summary sum descriptives tabstat',
      'write `kind: describe` with `variables: [y, x]`',
    ),
  },
  correlate: { kinds: words('corr cor pwcorr correlation correlations', 'write `kind: correlate`') },
  index: { kinds: words('entropy topsis critic pca', 'write `kind: index` with `method: entropy`, …') },
  ingest: {
    kinds: {
      ...words(
        'data import read load use csv excel dta file dataset',
        'write `kind: ingest` with `file: data/panel.csv`',
      ),
      ...words(
        'derive generate gen mutate transform merge join',
        'write it in a `kind: ingest`: `derive: {v: log(x)}`, `merge: […]`',
      ),
    },
    keys: {
      ...words('path filename files csv excel', 'write `file: data/panel.csv`'),
      ...words('id unit time i t', 'write `panel: {unit: firm, time: year}`'),
      ...words('na na_values nas', 'write `missing: [NA, "-"]`'),
      ...words('usecols select vars variables', 'write `columns: [a, b]`, which alone are read'),
      ...words('sep', 'write `delimiter: ";"`'),
      ...words('skiprows skip_rows', 'write `skip: [1, 2]`, the rows as a spreadsheet counts them'),
      ...words('dtype dtypes type', 'write `types: {code: string}`'),
      ...words('sheet_name', 'write `sheet: NAME`'),
      ...words('filter subset if', 'write `where: year > 2010`'),
      ...words('generate gen mutate', 'write `derive: {v: log(x)}`'),
      ...words('join', 'write `merge: [{from: STEP, on: [a, b]}]`'),
    },
  },
  reshape: {
    kinds: words(
      'pivot pivot_longer pivot_wider melt dcast gather',
      'write `kind: reshape` with `to: long` or `to: wide`',
    ),
    keys: {
      ...fromKeys,
      ...words('i id_vars unit time', 'write `panel: {unit: firm, time: year}`'),
      ...words('j names_to', 'write `name: year`'),
      ...words('direction', 'write `to: long`'),
      ...words('stub stubs stubnames', 'write `columns: "gdp{year}"`'),
    },
  },
  collapse: {
    kinds: words('aggregate group_by groupby', 'write `kind: collapse` with `by: [year], columns: {x: mean(x)}`'),
    keys: { ...fromKeys, ...words('stats statistics variables', 'write `columns: {x: mean(x)}`') },
  },
  append: { kinds: words('bind bind_rows rbind concat union', 'write `kind: append` with `from: [STEP, STEP]`') },
  sql: {
    keys: {
      ...words('sql statement select', 'write `query: select …`'),
      ...words('from tables', 'write `inputs: {name: STEP}`'),
      ...words('sort order_by', 'write `order: [a, b]`'),
    },
  },
};

export const foreignNames = (kind: string): Names | undefined => own(byKind, kind);
