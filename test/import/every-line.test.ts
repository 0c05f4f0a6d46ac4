/** Scripts of random lines: every line is told, in its order, and the pipeline names no data that it does not make. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Imported } from '../../src/import/imported.ts';
import { importLanguages } from '../../src/import/languages.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { nowhere } from './nowhere.ts';

const lines: Readonly<Record<string, readonly string[]>> = {
  Stata: [
    'use d, clear',
    'import delimited e.csv, clear',
    'gen z = ln(x) if y > 0',
    'replace x = 0 if missing(x)',
    'bysort id (year): gen l = x[_n-1]',
    'egen m = mean(x), by(id)',
    'recode z 9=.',
    'drop in 1',
    'keep if year > 2000',
    'merge m:1 id using e, keep(1 3) nogen',
    'collapse (mean) y x, by(id year)',
    'xtset id year',
    'reg y x ///',
    '  z, r',
    'eststo a: xtreg y x, fe',
    'reghdfe y x (, absorb(id',
    'test x = 0',
    'set obs 10',
    'predict e, resid',
    'reg e x if e(sample)',
    'psmatch2 x z, outcome(y)',
    'keep if _weight != .',
    'csdid y, ivar(id) time(year) gvar(g)',
    'estat event',
    'vif',
    'hausman a .',
    'margins, dydx(x)',
    'esttab a using t.tex, replace',
    'foreach v in x z {',
    "if `q' == 1 {",
    "gen `v'2 = `v'^2",
    '}',
    'program p',
    'p',
    'end',
    'local c x z',
    "reg y `c'",
    'preserve',
    'restore',
    'shell python a.py b.csv',
    'import delimited b.csv, clear',
    'frobnicate "y',
    '/* open',
    '*/ reg y x',
    '',
  ],
  R: [
    'd <- read.csv("d.csv")',
    'e <- d',
    'd$z <- log(d$x)',
    'd <- subset(d, x > 1)',
    'd <- d %>% filter(y > 0) %>% mutate(w = y / x)',
    'm <- lm(y ~ x, data = d)',
    'f <- feols(y ~ x | id, e, vcov = "iid")',
    'lm(y ~',
    ')',
    'coeftest(m, vcovHC(m, "HC1"))',
    'etable(m, f)',
    'data("h")',
    'g <- feols(y ~ x | id, h)',
    'k <- summary(g, cluster = ~id)',
    'b <- coef(lm(y ~ ., h))',
    'd <- na.omit(d)',
    'modelsummary(list(a = m))',
    'for (i in 1:3) {',
    '}',
    'system("python a.py b.csv")',
    'd <- read.csv("b.csv")',
    'source("none.R")',
    'x <- frobnicate("y',
    '# words',
    '',
  ],
};

function expectWhole({ draft, lines: told }: Imported, source: readonly string[]): void {
  expect(told.map(({ line, text }) => [line, text])).toEqual(source.map((text, i) => [i + 1, text]));
  for (const { outcome } of told)
    if ('nodes' in outcome) expect(outcome.nodes.length).toBeGreaterThan(0);
    else expect(outcome.why).not.toBe('');
  const { steps } = parse(pipelineOf(draft, 'm')) as { steps: Record<string, { from?: string | string[] }> };
  const names = Object.keys(steps);
  expect(names.length).toBe(draft.steps.length);
  for (const [at, { from }] of Object.values(steps).entries())
    for (const each of [from ?? []].flat()) expect(names.slice(0, at)).toContain(each.split('.')[0]);
}

it.each(importLanguages.map((language) => [language.name, language] as const))('of %s', (name, language) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines[name]!), { minLength: 1, maxLength: 40, size: 'max' }), (chosen) => {
      // an empty line at the end is none
      const source = [...chosen, '* end'];
      expectWhole(language.read(`${source.join('\n')}\n`, nowhere), source);
    }),
    { numRuns: 200 },
  );
});
