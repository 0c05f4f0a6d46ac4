/** Forms of Stata, R and fixest are refused with the form they have here, at their place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormula, parseIv, parseTerms } from '../../../../src/econ/formula/formula.ts';
import { parseVcov } from '../../../../src/econ/formula/vcov-text.ts';
import { foreignCommands } from '../../../../src/econ/registry.ts';

const sets = { logs: ['ln(x)', 'z'] };

/** What is said of a text that cannot be read: the stretch pointed at, and the hint. */
function told(text: string, unit?: string, commands = {}): { at: string; hint: string; message: string } {
  const parsed = parseFormula(text, sets, unit, commands);
  if (parsed.ok) throw new Error(`${text} was read`);
  const { start, end, hint = '', message } = parsed.problems[0];
  return { at: text.slice(start, end), hint, message };
}

describe('terms', () => {
  it.each([
    ['lag(x,1)', 'lag', 'L.x'],
    ['lag(x, 2)', 'lag', 'L2.x'],
    ['lag(x, -1)', 'lag', 'F.x'],
    ['dplyr::lag(x, n = 2)', 'dplyr::lag(x, n = 2)', 'L2.x'],
    ['l(x,1)', 'l', 'L.x'],
    ['l(x, 1:3)', 'l', 'L(1/3).x'],
    ['f(x)', 'f', 'F.x'],
    ['d(x)', 'd', 'D.x'],
    ['L(x, 1)', 'L(x, 1)', 'L.x'],
    ['l.x', 'l.x', 'L.x'],
    ['l2.x', 'l2.x', 'L2.x'],
    ['LD.n', 'LD.n', 'L.D.n'],
    ['L2D.n', 'L2D.n', 'L2.D.n'],
    ['l(1/3).x', 'l', 'L(1/3).x'],
    ['i.year', 'i.year', 'i(year)'],
    ['ib2011.year', 'ib2011.year', 'i(year, ref=2011)'],
    ['c.x', 'c.x', 'x'],
    ['factor(year)', 'factor', 'i(year)'],
    ['as.factor(year)', 'as.factor', 'i(year)'],
    ['c.x#c.z', 'c.x#c.z', 'x:z'],
    ['c.x##c.z', 'c.x##c.z', 'x*z'],
    ['c.x#c.x', 'c.x#c.x', 'x^2'],
    ['c.x##c.x', 'c.x##c.x', 'x + x^2'],
    ['c.l.x#i.g', 'c.l.x#i.g', 'L.x:i(g)'],
    ['1.treat#1.post', '1.treat#1.post', 'treat:post'],
    ['1.treat#c.x', '1.treat#c.x', 'treat:x'],
    ['i.g##i.t', 'i.g##i.t', 'i(g)*i(t)'],
    ['ib2.g##c.x', 'ib2.g##c.x', 'i(g, ref=2)*x'],
    ['i.g##c.x##c.x', 'i.g##c.x##c.x', 'i(g)*(x + x^2)'],
    ['i.g##i.t##c.x', 'i.g##i.t##c.x', 'i(g)*i(t)*x'],
    ['i.g#c.x', 'i.g#c.x', 'i(g):x'],
    ['g#c.x#c.x', 'g#c.x#c.x', 'i(g):x^2'],
    ['relevel(g, ref = "North West")', 'relevel', 'i(g, ref="North West")'],
    ['relevel(factor(g), 2)', 'relevel', 'i(g, ref=2)'],
    ['ln(x)', 'ln', 'log(x)'],
    ['ln(l.x)', 'ln', 'log(L.x)'],
    ['log1p(x)', 'log1p', 'log(x + 1)'],
    ['I(x^2)', 'I', 'x^2'],
    ['I(x*z)', 'I', 'x:z'],
    ['poly(x, 3)', 'poly', 'x + x^2 + x^3'],
  ])('%s', (form, at, written) => {
    for (const text of [`y ~ ${form}`, `y ~ w + ${form} | id`]) {
      const problem = told(text);
      expect(problem.at).toBe(at);
      expect(problem.hint).toContain(`write \`${written}\``);
    }
    expect(parseFormula(`y ~ ${written}`, {})).toMatchObject({ ok: true });
    const listed = parseTerms(form, {});
    expect(listed.ok || listed.problems[0].hint).toContain(`write \`${written}\``);
  });

  it.each(['I(x/z)', 'log10(x)', 'abs(x)', '2.g#c.x'])('%s is a column of its own', (form) => {
    expect(told(`y ~ ${form}`).hint).toContain('derive: {v: ');
  });

  it('in a set are told with it, and in a list without a word of formulas', () => {
    expect(told('y ~ $logs')).toMatchObject({ at: '$logs', hint: 'write `log(x)`' });
    const parsed = parseTerms('x z', {});
    expect(parsed.ok || parsed.problems[0].hint).toBe('variables are joined by `+`');
    const iv = parseIv('x ~ l.x', {});
    expect(iv.ok || iv.problems[0].hint).toBe('write `L.x`');
  });

  it('leaves alone what has another fault', () => {
    expect(told('y ~ x + lgo(z)').hint).toBe('did you mean `log`?');
    expect(told('y ~ gdp.pc').hint).toContain('``gdp.pc``');
    expect(told('y ~ a, b').hint).toBe('variables are joined by `+`');
    expect(told('y ~ x + (ln(z)').hint).toBe('write `log(z)`');
  });
});

describe('formulas', () => {
  it.each([
    ['y x z', 'x z', 'y ~ x + z'],
    ['y l.x i.year', 'l.x i.year', 'y ~ L.x + i(year)'],
    ['y = x + z', '=', 'y ~ x + z'],
    ['y ~ x, cluster(id)', ', cluster(id)', 'y ~ x', 'vcov: cluster(id)'],
    ['y ~ x | id, cluster = ~id', ', cluster = ~id', 'y ~ x | id', 'vcov: cluster(id)'],
    ['y ~ x, vce(robust)', ', vce(robust)', 'y ~ x', 'vcov: robust'],
    ['y ~ x | id | 0 | year', 'year', 'y ~ x | id', 'vcov: cluster(year)'],
    ['y ~ x | id + year | 0 | id', 'id', 'y ~ x | id + year', 'vcov: cluster(id)'],
    ['y ~ w | id | (x ~ z) | id', 'id', 'y ~ w | id | x ~ z', 'vcov: cluster(id)'],
    ['y ~ w | id | (x ~ z)', '(x ~ z)', 'y ~ w | id | x ~ z'],
    ['y ~ w | 0 | (x ~ z) | 0', '0', 'y ~ w | x ~ z'],
    ['y ~ x | id | 0', '0', 'y ~ x | id'],
    ['y ~ w + (x = z)', '+ (x = z)', 'y ~ w | x ~ z'],
    ['y ~ (x = z1 z2)', '(x = z1 z2)', 'y ~ 1 | x ~ z1 + z2'],
  ])('%s', (text, at, ...written) => {
    const problem = told(text);
    expect(problem.at).toBe(at);
    for (const each of written) expect(problem.hint).toContain(`\`${each}\``);
    expect(parseFormula(written[0]!, {})).toMatchObject({ ok: true });
  });

  it.each([
    ['y ~ x + (1 | id)', '(1 | id)', 'random with `estimator: re`'],
    ['y ~ .', '.', '`$controls`'],
    ['y ~ x / z', '/', 'derive: {v: x / z}'],
    ['c(y, z) ~ x', 'c', 'columns: [{fit: …}'],
  ])('%s has no form here', (text, at, hint) => {
    expect(told(text).at).toBe(at);
    expect(told(text).hint).toContain(hint);
  });
});

describe('commands', () => {
  it.each([
    ['xtreg y x, fe', 'y ~ x | province'],
    ['xtreg y x i.year, fe vce(cluster id)', 'y ~ x + i(year) | province', 'vcov: cluster(id)'],
    ['reghdfe y x, absorb(id)', 'y ~ x | id', 'small: reghdfe'],
    ['reghdfe y x z, a(id year) cluster(id)', 'y ~ x + z | id + year', 'vcov: cluster(id)'],
    ['areg y x, absorb(id) robust', 'y ~ x | id', 'vcov: robust', 'small: areg'],
    ['regress y c.x##c.z if year > 2000, r', 'y ~ x*z', 'sample: year > 2000', 'vcov: robust'],
    ['ivregress 2sls y (x = z)', 'y ~ 1 | x ~ z'],
    ['ivregress 2sls y w (x = z1 l.z), vce(robust)', 'y ~ w | x ~ z1 + L.z', 'vcov: robust'],
    ['ivreghdfe y w (x = z), absorb(id)', 'y ~ w | id | x ~ z'],
    ['xtivreg2 y (x = L.x), fe', 'y ~ 1 | province | x ~ L.x'],
    ['feols(y ~ x + i(year) | id, d, cluster = ~id)', 'y ~ x + i(year) | id', 'vcov: cluster(id)'],
    ['felm(y ~ x | id | 0 | id, data = d)', 'y ~ x | id', 'vcov: cluster(id)'],
    ['m <- lm(y ~ x + factor(year), d)', 'y ~ x + i(year)'],
    ['plm(y ~ x, d, index = c("id", "t"), effect = "twoways")', 'y ~ x | id + t'],
    ['ivreg(y ~ x + w | z + w, data = d)', 'y ~ w | x ~ z'],
  ])('%s', (text, ...written) => {
    const problem = told(text, 'province');
    expect(problem.at).toBe(/(\w+)[ (]/.exec(text.replace('m <- ', ''))![1]);
    for (const each of written) expect(problem.hint).toContain(`\`${each}\``);
    expect(parseFormula(written[0]!, {})).toMatchObject({ ok: true });
  });

  it('says what stands for the panel where there is none, and what is not built in', () => {
    expect(told('xtreg y x, fe').hint).toBe("write `y ~ x | id`; `id` stands for the panel's unit");
    expect(told('xtreg y x', undefined, foreignCommands).hint).toContain('`estimator: re`');
    expect(told('xtreg y x, be', undefined, foreignCommands).hint).toContain('`estimator: be`');
    expect(told('reg y x [aw=pop]').hint).toContain('`weights: pop`');
    for (const text of ['cloglog y x', 'ivregress gmm y (x = z)', 'glm(y ~ x, binomial)'])
      expect(told(text).hint).toMatch(/`\w+` is not built in; a step of R, Python or Stata runs it/);
  });
});

describe('covariances', () => {
  it.each([
    ['cluster id', 'cluster(id)'],
    ['vce(cluster id)', 'cluster(id)'],
    ['cl(id)', 'cluster(id)'],
    ['~id + year', 'cluster(id + year)'],
    ['cluster(id, year)', 'cluster(id + year)'],
    ['robust cluster(id)', 'cluster(id)'],
    ['hetero', 'robust'],
    ['vce(robust)', 'robust'],
  ])('%s', (text, written) => {
    const parsed = parseVcov(text);
    expect(parsed.ok || parsed.problems[0].hint).toBe(`write \`${written}\``);
    expect(parseVcov(written).ok).toBe(true);
  });
});

describe('full-width signs', () => {
  it.each([
    ['y ～ x', '～', '~'],
    ['y ~ x ＋ z', '＋', '+'],
    ['y ~ x ｜ id', '｜', '|'],
    ['y ~ log（x）', '（', '('],
    ['y ~ x：z', '：', ':'],
    ['y ~ i(year， ref=2011)', '，', ','],
    ['y ~ i(year, ref＝2011)', '＝', '='],
    ['y ~ x − 1', '−', '-'],
  ])('%s', (text, at, plain) => {
    expect(told(text)).toMatchObject({
      at,
      hint: expect.stringContaining(`write \`${plain}\`: \`${at}\` is another character`),
    });
  });
});

it('never throws, and points inside the text, whatever is written', () => {
  const piece = fc.constantFrom(
    ...[
      'y',
      '~',
      '|',
      '+',
      '(',
      ')',
      ',',
      'lag(',
      'l(',
      'i.',
      'c.',
      '#',
      '##',
      'LD.',
      'factor(',
      'I(',
      'ln(',
      'x',
      ' ',
      '0',
      '=',
    ],
    ...[
      'xtreg ',
      'reghdfe ',
      'ivregress ',
      'feols(',
      'plm(',
      'ivreg(',
      'absorb(',
      'cluster',
      'fe',
      '.',
      '/',
      '1',
      'if ',
      '[',
      ']',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const text = pieces.join('');
      const parsed = parseFormula(text, {});
      for (const { start, end } of parsed.ok ? [] : parsed.problems)
        expect(start >= 0 && end > start && end <= Math.max(1, text.length), text).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
