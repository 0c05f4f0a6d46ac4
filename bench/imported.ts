/**
 * Counts what `papermake import` makes of the estimation commands in a folder of scripts: `npx tsx bench/imported.ts FOLDER`. Prints a row for
 * each script, and one for each reason for which a command was not read.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { adviceOf } from '../src/app/importing/advice.ts';
import { columnsOf, levelsOf } from '../src/app/importing/columns.ts';
import { formatsOf } from '../src/app/importing/formats.ts';
import type { Host } from '../src/import/host.ts';
import { importLanguages } from '../src/import/languages.ts';
import type { Outcome } from '../src/import/outcome.ts';
import { statementsOf as rStatements } from '../src/import/r/parse.ts';
import { statementsOf as stataStatements } from '../src/import/stata/lines.ts';

/** Commands of Stata that estimate, whether they are read or not. */
const STATA =
  /^(reg|regr|regre|regres|regress|areg|xtreg|reghdfe|ivreghdfe|ivregress|ivreg|ivreg2|xtivreg|xtivreg2|ivfas|newey|xtscc|xtpcse|xtgls|prais|logit|logistic|probit|dprobit|ologit|oprobit|mlogit|clogit|xtlogit|xtprobit|poisson|xtpoisson|ppmlhdfe|ppml|nbreg|xtnbreg|zinb|zip|tobit|xttobit|intreg|qreg|sqreg|bsqreg|heckman|glm|xtabond|xtabond2|xtdpdsys|xtdpdgmm|xthreg|rdrobust|rdrandinf|rddensity|psmatch2|teffects|nnmatch|diff|didregress|xtdidregress|csdid|eventstudyinteract|did_imputation|did2s|did_multiplegt|bacondecomp|synth|sdid|xsmle|spregress|stcox|streg|mixed|xtmixed|sureg|reg3|var|gmm|nl|cnsreg|rreg|truncreg|biprobit|ivprobit|ivtobit|lasso|dslasso|forest)\b/;
/** Functions of R that estimate. */
const R =
  /(?<![\w.])(lm|glm|feols|fepois|feglm|fenegbin|felm|plm|pgmm|pvcm|pggls|ivreg|iv_robust|lm_robust|tobit|rq|rlm|gls|nls|glm\.nb|zeroinfl|hurdle|polr|multinom|coxph|survreg|rdrobust|att_gt|did2s|matchit|dynlm|arima|systemfit|lme|lmer|loess|gam|pmodel\.response|heckit|selection|censReg|mlogit|clogit|lagsarlm|spautolm|errorsarlm)\(/;

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('a folder of scripts is expected\n');
  process.exit(2);
}
/** Data stand beside the script that names them. */
const hostOf = (script: string): Host => ({
  columns: (file, options) => columnsOf(resolve(dirname(script), file), options),
  levels: (file, options, column) => levelsOf(resolve(dirname(script), file), options, column),
  script: () => undefined,
  isThere: () => false,
  advice: adviceOf,
  formats: formatsOf,
});

/** What stands before a command: `xi:`, `eststo m1, title("A"):`, `bysort g:`. */
const PREFIX = /^(?:qui\w*|cap\w*|noi\w*|(?:xi|eststo|bys\w*|by|bootstrap|statsby|version)\b[^:]*:)\s*/;

function commandIn(statement: string, isR: boolean): string | undefined {
  if (isR) return R.exec(statement)?.[1];
  let text = statement;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(PREFIX, '');
  }
  return STATA.exec(text)?.[1];
}

interface Estimating {
  readonly command: string;
  readonly outcome: Outcome;
  readonly text: string;
}

/** Statements that estimate, with what became of the line in which each begins. */
function estimating(name: string): readonly Estimating[] {
  const ending = extname(name).toLowerCase();
  const isR = ending === '.r';
  const source = readFileSync(name, 'utf8');
  const { lines } = importLanguages.find(({ endings }) => endings.includes(ending))!.read(source, hostOf(name));
  return statementsIn(source, isR).flatMap(({ line, text }) => {
    const command = commandIn(text, isR);
    return command === undefined ? [] : [{ command, outcome: lines[line - 1]!.outcome, text }];
  });
}

function statementsIn(source: string, isR: boolean): readonly { readonly line: number; readonly text: string }[] {
  if (!isR) return stataStatements(source).statements;
  return [...rStatements(source)].map(({ start, end }) => ({
    line: source.slice(0, start).split('\n').length,
    text: source.slice(start, end).replace(/#[^\n]*/g, ''),
  }));
}

const scripts = (readdirSync(folder, { recursive: true }) as string[])
  .filter((name) => importLanguages.some(({ endings }) => endings.includes(extname(name).toLowerCase())))
  .map((name) => resolve(folder, name))
  .filter((name) => statSync(name).isFile())
  .sort();
const reasons = new Map<string, number>();
const total = { commands: 0, became: 0 };
process.stdout.write('| script | commands that estimate | became |\n|---|---|---|\n');
for (const script of scripts) {
  const found = estimating(script);
  const became = found.filter(({ outcome }) => outcome.is === 'became').length;
  total.commands += found.length;
  total.became += became;
  process.stdout.write(`| ${script.slice(resolve(folder).length + 1)} | ${found.length} | ${became} |\n`);
  for (const { command, outcome, text } of found) {
    if (outcome.is === 'became') continue;
    const reason = `${command}: ${'why' in outcome ? outcome.why : outcome.is}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (process.argv.includes('--all')) process.stdout.write(`    ${text}\n      ${reason}\n`);
  }
}
process.stdout.write(
  `\n${total.became} of ${total.commands} became columns or steps: ${((100 * total.became) / total.commands).toFixed(1)} %\n\n`,
);
for (const [reason, n] of [...reasons].sort(([, a], [, b]) => b - a)) process.stdout.write(`${n} × ${reason}\n`);
