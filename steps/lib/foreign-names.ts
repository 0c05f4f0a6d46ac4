/** THE list of what users of Stata, R and fixest write for kinds of one file, and their keys, with the hint that leads them here; rooms have their own. */
import { ownValue } from '../../src/base/own-value.ts';
import { words } from '../../src/econ/foreign/absent.ts';
import type { StepKind } from '../../src/engine/step.ts';
import { fromKeys } from './foreign-keys.ts';

type ForeignNames = NonNullable<StepKind['foreign']>;

const languages: NonNullable<ForeignNames['values']> = {
  lang: {
    ...words('cn ch zh-CN zh_CN zh-cn zh-Hans chinese Chinese 中文 汉语 简体中文', 'write `lang: zh`'),
    ...words('eng us uk en-US en_US en-us english English 英文 英语', 'write `lang: en`'),
  },
};

const byKind: Readonly<Record<string, ForeignNames>> = {
  figure: {
    kinds: words(
      'plot graph chart coefplot ggplot twoway iplot marginsplot kdensity histogram scatter binscatter binsreg spmap',
      'write `kind: figure` with `plot: coefficients`, `density`, … (docs/figures.md)',
    ),
    values: {
      ...languages,
      plot: words('coefplot coef coefs estimates iplot eventstudy event_study', 'write `plot: coefficients`'),
    },
    keys: {
      ...words('type kind_of_plot chart graph', 'write `plot: coefficients`, `density`, …'),
      ...words('figures plots', 'each figure is a step of its own: `trend: {kind: figure, plot: …, from: STEP}`'),
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
      'table tables esttab outreg outreg2 estout modelsummary etable stargazer texreg latex asdoc logout tabout',
      'write `kind: report` with `tables: {main: {from: baseline}}`',
    ),
    keys: {
      ...words('language locale', 'write `lang: zh`'),
      ...words('title name', 'write `caption: Main results`'),
      ...words('format output outputs', 'write `formats: [latex, docx]`'),
      ...words('star', 'write `stars: [.1, .05, .01]`'),
      ...words('decimals decimal precision', 'write `digits: 3`'),
      ...words('models model columns', 'write `from: [STEP, STEP.COLUMN]`'),
      ...words('eform or irr hr exponentiate exp', 'write `as: {exponentiate: true}`'),
      ...words('beta standardize standardized', 'write `as: {standardized: true}`'),
      ...words('level ci conf_level', 'write `as: {level: 90}`, with `se_as: ci` for intervals'),
      ...words(
        'estadd scalars addstat add_rows extralines extra_lines addtext',
        'write `rows: [{label: Mean, value: mean(outcome)}]`',
      ),
    },
    values: languages,
    forms: {
      stars: 'levels are a list: `stars: [.1, .05, .01]`',
      stats: 'statistics are a list: `stats: [n, r2]`',
    },
  },
  ingest: {
    kinds: {
      ...words(
        'data import read load use csv excel dta file dataset',
        'write `kind: ingest` with `file: data/panel.csv`',
      ),
      ...words(
        'derive generate gen egen mutate transform merge join',
        'write it in a `kind: ingest`: `derive: {v: log(x)}`, `merge: […]`',
      ),
      ...words('xtset tsset panel_data pdata pdata_frame', 'write `panel: {unit: firm, time: year}` in `kind: ingest`'),
      ...words(
        'winsor winsor2 winsorize winsorise trim',
        'write `winsorize: [1, 99]` on a column of `models`, or `derive: {v: "winsorize(x, 1, 99)"}` in `kind: ingest`',
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
      ...words('winsor winsor2 winsorize winsorise', 'write `derive: {v: "winsorize(x, 1, 99)"}`'),
    },
    forms: {
      panel: 'write `panel: {unit: firm, time: year}`',
      missing:
        'it holds for all columns: `missing: [-8]`; of one alone it is `derive: {v: "if(x == -8, missing(), x)"}`',
      derive: 'names stand before their expressions: `derive: {v: log(x)}`',
      merge: 'each is a map in a list: `merge: [{from: STEP, on: [a, b]}]`',
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

export const foreignNames = (kind: string): ForeignNames | undefined => ownValue(byKind, kind);
