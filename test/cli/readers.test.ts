/** Readers of `papermake reader`: documents in R and Python read numbers, tables and figures, and whatever is not up to date is an error there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordsIn } from '../../src/app/readers/lines.ts';
import { absentFromR } from '../support/languages.ts';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/面板 1.csv, panel: {unit: unit, time: year}}
  other: {kind: ingest, file: data/other.csv, types: {a: number}}
  baseline:
    kind: models
    from: panel
    columns:
      - {id: main, fit: "y ~ csw(x, z) | unit"}
      - {id: square, fit: "y ~ x + x^2"}
  about: {kind: describe, from: other, variables: [a, b]}
  tables:
    kind: report
    formats: [latex, markdown, html]
    tables: {main: {from: baseline}, about: {from: about}}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: y, formats: [pdf, svg, png]}
numbers:
  effect: {of: baseline.main.x, digits: 2}
`;

let project: Project;
const make = (): Project =>
  new Project({ 'pipeline.yaml': PIPELINE, 'data/面板 1.csv': DATA, 'data/other.csv': 'a,b\n1,2\n1,3\n1,4\n' });

interface Language {
  readonly name: string;
  /** Text of the value of an expression, or the first line of the error's message. */
  eval(at: string, ...expressions: readonly string[]): string[];
}

const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

const r: Language = {
  name: 'r',
  eval(at, ...expressions) {
    const lines = expressions.map(
      (each) =>
        `cat(tryCatch(paste(format(${each}, digits = 17), collapse = "|"), error = function(e) paste0(class(e)[[1]], ": ", conditionMessage(e))), "\\036")`,
    );
    const script = [`source(${JSON.stringify(project.path('papermake.R'))}, encoding = "UTF-8")`, ...lines].join('\n');
    return execFileSync('Rscript', ['--vanilla', '-e', script], { cwd: at, encoding: 'utf8', env })
      .split('\u001e')
      .slice(0, -1)
      .map((text) => text.trim());
  },
};

const python: Language = {
  name: 'python',
  eval(at, ...expressions) {
    const lines = expressions.map((each) => `said(lambda: ${each})`);
    const script = `import sys
sys.path.insert(0, ${JSON.stringify(project.root)})
sys.dont_write_bytecode = True
from papermake import *
def said(act):
    try:
        text = str(act())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    sys.stdout.buffer.write((text + "\\x1e").encode("utf-8"))
${lines.join('\n')}`;
    return execFileSync('python3', ['-c', script], { cwd: at, encoding: 'utf8', env })
      .split('\u001e')
      .slice(0, -1)
      .map((text) => text.trim());
  },
};

const hasPython = process.env.CI !== undefined || spawnSync('python3', ['--version']).status === 0;
const languages = [...(absentFromR([]).length === 0 ? [r] : []), ...(hasPython ? [python] : [])];

/** The number as a language prints it. */
const THREE: Readonly<Record<string, string>> = { r: '3', python: '3.0' };

const STALE = /^(?:papermake_stale|Stale): /;

/** The number that `show --json` prints at full precision. */
async function shown(term: string, field: string): Promise<number> {
  const { stdout } = await project.run('show', 'baseline.main.2', '--json');
  const { terms } = JSON.parse(stdout) as { terms: Record<string, number>[] };
  return terms.find((each) => (each.term as unknown) === term)![field]!;
}

describe.each(languages)('in $name', (language) => {
  const here = (...expressions: readonly string[]): string[] => language.eval(project.root, ...expressions);

  beforeEach(async () => {
    project = make();
    await project.make();
    expect((await project.run('reader', language.name)).code).toBe(0);
  });
  afterEach(() => project.dispose());

  it('a number has all its digits, in short and long spellings, by aliases, names and from a folder below', async () => {
    const [estimate, p] = [await shown('x', 'estimate'), await shown('x', 'pValue')];
    mkdirSync(project.path('笔记 本'));
    const said = language.eval(
      project.path('笔记 本'),
      ...[
        'baseline.main.2.x',
        'baseline.main.x',
        'baseline.main.x.b',
        'baseline.main.2.x.p',
        'baseline.main.x.pValue',
      ].map((name) => `pmk("${name}")`),
      `pmk('baseline.square["x^2"].se') > 0`,
      'pmk("effect")',
      'pmk_text("effect")',
      'pmk_text("baseline.main.n")',
    );
    expect(said.slice(0, 5).map(Number)).toEqual([estimate, estimate, estimate, p, p]);
    expect(said[5]!.toLowerCase()).toBe('true');
    expect(Number(said[6])).toBe(estimate);
    expect(said.slice(7)).toEqual([estimate.toFixed(2).replace('-', '−'), '48']);
  });

  it('a name that no result has is an error with what was meant, and one of an undefined statistic says why', () => {
    const [unknown, undefinedOne, table] = here(
      'pmk("baseline.main.zz")',
      'pmk("about.a.skewness")',
      'pmk_table("tabels.main")',
    );
    expect(unknown).toMatch(
      /^(?:papermake_error|PapermakeError): no number is called `baseline.main.zz`; did you mean `/,
    );
    expect(undefinedOne).toMatch(/^(?:papermake_undefined|Undefined): `about.a.skewness` is not defined: .{5}/);
    expect(table).toMatch(/no table or figure is called `tabels.main`; there is .*`tables.main`/);
  });

  it('data that changed make stale what was made from them, and nothing else, until a run', async () => {
    project.edit('data/面板 1.csv', DATA.split('\n')[1]!, DATA.split('\n')[1]!.replace(/,[^,]*$/, ',9.999'));
    const asks = ['pmk("baseline.main.x")', 'pmk_table("tables.main")', 'pmk_figure("trend")', 'pmk("effect")'];
    for (const said of here(...asks)) {
      expect(said).toMatch(STALE);
      expect(said).toMatch(/`data\/面板 1\.csv` has changed since the last run; run `papermake`$/);
    }
    expect(here('pmk("about.b.mean")')).toEqual([THREE[language.name]]);
    expect(here('pmk_check()')[0]).toMatch(STALE);
    await project.make();
    expect(here('pmk("about.b.mean")', ...asks).filter((said) => STALE.test(said))).toEqual([]);
    expect(here('pmk_check()')[0]).toMatch(/^true$/i);
  });

  it('one document notices a change while it runs, though it has read the number before', () => {
    const touch =
      language === r
        ? `{ v <- pmk("baseline.main.x"); cat("\\n", file = "data/面板 1.csv", append = TRUE); pmk("baseline.main.x") }`
        : `(pmk("baseline.main.x"), open("data/面板 1.csv", "a").write("\\n"), pmk("baseline.main.x"))`;
    expect(here(touch)[0]).toMatch(STALE);
  });

  it('an edited pipeline makes all stale, and so does a table that somebody edited of itself alone', async () => {
    project.write('out/tables/main.md', `${project.read('out/tables/main.md')}\nby hand\n`);
    const format = language === r ? 'format = "tex"' : 'format="tex"';
    const [edited, other, number] = here('pmk_table("main")', `pmk_table("main", ${format})`, 'pmk("about.b.mean")');
    expect(edited).toMatch(/`out\/tables\/main\.md` has changed/);
    expect(other).toContain('\\begin{tab');
    expect(number).toBe(THREE[language.name]);
    project.edit('pipeline.yaml', 'papermake: 1', 'papermake: 1\n# a remark');
    for (const said of here('pmk("about.b.mean")', 'pmk("nobody")'))
      expect(said).toMatch(/`pipeline\.yaml` has changed/);
    await project.run();
    expect(here('pmk("about.b.mean")')).toEqual([THREE[language.name]]);
  });

  it('the result of a node that failed is an error that names it, and others are read', async () => {
    project.edit('data/other.csv', 'a,b\n1,2\n', 'a,b\nsome,2\n');
    await project.make(['--keep-going'], 1);
    const [failed, table, fine] = here('pmk("about.b.mean")', 'pmk_table("tables.about")', 'pmk("baseline.main.x")');
    expect(failed).toMatch(/`about` cannot be read: it has no result that is up to date; run `papermake`/);
    expect(table).toMatch(/`tables\.about` cannot be read/);
    expect(Number(fine)).toBe(await shown('x', 'estimate'));
  });

  it('a digest pins a result', async () => {
    const [digest] = here('pmk_digest("baseline.main")');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const pinned = (ask: string, pin: string): string => `${ask}, digest${language === r ? ' = ' : '='}"${pin}")`;
    const [right, wrong, short] = here(
      pinned('pmk("baseline.main.x"', digest!.slice(0, 8)),
      pinned('pmk("baseline.main.x"', '00000000'),
      pinned('pmk("baseline.main.x"', digest!.slice(0, 2)),
    );
    expect(Number(right)).toBe(await shown('x', 'estimate'));
    expect([wrong, short]).toEqual([expect.stringMatching(STALE), expect.stringMatching(STALE)]);
  });

  it('data that are not here are an error, unless the document allows that', () => {
    project.remove('data/other.csv');
    expect(here('pmk("about.b.mean")')[0]).toMatch(/`data\/other\.csv` is not there, so that nobody can tell/);
    const allow = language === r ? 'pmk_project(absent = "allow")' : 'pmk_project(absent="allow")';
    expect(here(allow, 'pmk("about.b.mean")')[1]).toBe(THREE[language.name]);
  });

  it('an index with ends of lines of Windows, a negative zero and escaped signs is read as it was meant', () => {
    const index = project.read('out/results.tsv');
    const odd = 'number\tbaseline.main.2["a\\tb\\\\n"]\tbaseline.main.2\t-0\t−0\n';
    project.write('out/results.tsv', `${index}${odd}`.replaceAll('\n', '\r\n'));
    const name = language === r ? `'baseline.main["a\\tb\\\\n"]'` : `'baseline.main["a\\tb\\\\n"]'`;
    const inverse = language === r ? `1 / pmk(${name})` : `__import__("math").copysign(1, pmk(${name}))`;
    expect(here(inverse)[0]).toMatch(/^-(?:Inf|1\.0)$/);
  });

  it('tables say of ends of lines that git changed, and a project without an index how it is made', () => {
    project.write('out/tables/main.md', project.read('out/tables/main.md').replaceAll('\n', '\r\n'));
    expect(here('pmk_table("main")')[0]).toMatch(/line ends of Windows/);
    renameSync(project.path('out/results.tsv'), project.path('out/elsewhere.tsv'));
    expect(here('pmk("effect")')[0]).toMatch(
      /there is no `out\/results\.tsv`.*`papermake reader (?:r|python)` writes it/,
    );
    project.write('out/results.tsv', 'papermake-results\t2\n');
    expect(here('pmk("effect")')[0]).toMatch(/no index that this reader knows/);
  });
});

/**
 * A package `knitr` with what the reader asks of it, since the real one may not be here: the format of the document by
 * `opts_knit$get("rmarkdown.pandoc.to")`, and `include_graphics`.
 */
const KNITR = {
  DESCRIPTION:
    'Package: knitr\nVersion: 0.0.1\nTitle: Stand-In\nDescription: None.\nLicense: MIT\nAuthor: A\nMaintainer: A <a@example.org>\n',
  NAMESPACE: 'export(opts_knit, is_latex_output, include_graphics)\n',
  'R/knitr.R': `opts_knit <- list(get = function(name) Sys.getenv("PANDOC_TO"))
is_latex_output <- function() FALSE
include_graphics <- function(path) structure(path, class = c("knit_image_paths", "knit_asis"))
`,
};

describe.skipIf(absentFromR([]).length > 0 || (!process.env.CI && spawnSync('pandoc', ['--version']).status !== 0))(
  'a document that knitr makes and pandoc sets',
  () => {
    beforeAll(async () => {
      project = make();
      await project.make();
      await project.run('reader', 'r');
      for (const [path, text] of Object.entries(KNITR)) project.write(`knitr/${path}`, text);
      mkdirSync(project.path('library'));
      const options = ['--no-docs', '--no-test-load', '--no-byte-compile', '--library=library'];
      execFileSync('R', ['CMD', 'INSTALL', ...options, 'knitr'], { cwd: project.root, env, stdio: 'pipe' });
    });
    afterAll(() => project.dispose());

    const knit = (to: string): { readonly markdown: string; readonly set: string; readonly figure: string } => {
      const script = `invisible(loadNamespace("knitr", lib.loc = "library")); source("papermake.R")
cat(pmk_table("main")); cat("\\036"); cat(pmk_figure("trend"))`;
      const said = execFileSync('Rscript', ['--vanilla', '-e', script], {
        cwd: project.root,
        encoding: 'utf8',
        env: { ...env, PANDOC_TO: to },
      });
      const [markdown = '', figure = ''] = said.split('\u001e');
      const format = to.replace(/[-+].*/, '');
      const binary = format === 'docx';
      const args = ['-f', 'markdown', '-t', binary ? 'plain' : format];
      return {
        markdown,
        figure,
        set: execFileSync('pandoc', args, { input: `# Results\n${markdown}`, encoding: 'utf8' }),
      };
    };

    it('has tables and figures in the format that it is set in', () => {
      const latex = knit('latex');
      expect(latex.set).toContain(project.read('out/tables/main.tex').trim());
      expect(latex.figure).toMatch(/out\/.*\.pdf$/);
      const html = knit('html4+smart');
      expect(html.set).toContain(project.read('out/tables/main.html').trim());
      expect(html.figure).toMatch(/\.svg$/);
      const word = knit('docx');
      expect(word.markdown).toBe(project.read('out/tables/main.md'));
      expect(word.figure).toMatch(/\.png$/);
    });
  },
);

describe('the index', () => {
  beforeAll(async () => {
    project = make();
    await project.make();
  });
  afterAll(() => project.dispose());

  it('is written by no run before a reader was, and then by every one of the names that were asked for', async () => {
    expect(project.has('out/results.tsv')).toBe(false);
    const { stdout } = await project.run('reader', 'stata', 'baseline', 'tables', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ reader: 'pmk.ado', index: 'out/results.tsv', files: 9, absent: [] });
    const before = project.read('out/results.tsv');
    expect(recordsIn(before)![0]).toEqual(['of', 'baseline', 'tables']);
    expect(before).not.toMatch(/^node\tabout/m);
    project.edit('data/面板 1.csv', ',2010,North,', ',2010,North,1');
    await project.make();
    const after = project.read('out/results.tsv');
    expect(after).not.toBe(before);
    expect(after).not.toMatch(/^node\tabout/m);
    await project.make();
    expect(project.read('out/results.tsv')).toBe(after);
  });

  it('of another pipeline stands beside it', async () => {
    project.write('appendix.yaml', PIPELINE.replace(/ {2}tables:[\s\S]*/, ''));
    await project.run('run', '-f', 'appendix.yaml');
    const { stdout } = await project.run('reader', 'r', '-f', 'appendix.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ index: 'out/results.appendix.tsv' });
  });

  it('has no value of a confidential variable, nor what is made from one', async () => {
    const secret = new Project({
      'd.csv':
        'who,income,x,y\nAda,71234.5,1,2\nBob,71345.5,2,3\nCem,71456.5,3,5\nDot,71567.5,4,4\nEve,71678.5,5,7\nFay,71789.5,6,6\n',
      'pipeline.yaml': `papermake: 1
variables: {income: {confidential: true}, who: {confidential: true}}
steps:
  d: {kind: ingest, file: d.csv}
  about: {kind: describe, from: d, variables: [income, x]}
  open: {kind: describe, from: d, variables: [x, y]}
  fit: {kind: models, from: d, fit: y ~ x}
  levels: {kind: models, from: d, fit: y ~ 0 + i(who)}
numbers:
  most: about.income.max
`,
    });
    try {
      await secret.make();
      const { stdout } = await secret.run('reader', 'python', '--json');
      expect((JSON.parse(stdout) as { absent: string[] }).absent).toEqual(['about', 'numbers']);
      const index = secret.read('out/results.tsv');
      expect(index).toMatch(/^number\tfit\.x\t/m);
      expect(index).toMatch(/^number\topen\.y\.max\t/m);
      expect(index).toMatch(/^absent\tabout\tit is made from `income`, which is confidential$/m);
      expect(index.match(/^number\tlevels/gm)!.length).toBeGreaterThan(5);
      expect(index.replaceAll(/[0-9a-f]{32,64}/g, '')).not.toMatch(/\t7[12],?\d{3}\.5|Ada|Bob|Cem|Dot|Eve|Fay/);
    } finally {
      secret.dispose();
    }
  });

  it('replaces no file of the author’s own, and no link leads it elsewhere', async () => {
    project.write('papermake.R', 'x <- 1\n');
    const { code, stderr } = await project.run('reader', 'r');
    expect(code).toBe(2);
    expect(stderr).toMatch(/`papermake\.R` is a file of your own/);
    expect(project.read('papermake.R')).toBe('x <- 1\n');
    const { code: other, stderr: why } = await project.run('reader', 'ruby');
    expect([other, why]).toEqual([2, expect.stringMatching(/no reader is written for `ruby`/)]);
  });
});
