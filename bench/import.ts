/**
 * Reading a do-file of 20,000 lines into the draft of a project, against one of 5,000 lines, in processor time; and against reading the same by `wc` and
 * cutting it into words. Demanded: time for a line grows by at most a quarter.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Host } from '../src/import/host.ts';
import { statementsOf } from '../src/import/stata/lines.ts';
import { readStata } from '../src/import/stata/read.ts';
import { wordsOf } from '../src/import/stata/text.ts';
import { judge, median, processorMs, sized } from './measure.ts';

const host: Host = {
  columns: () => undefined,
  levels: () => undefined,
  script: () => undefined,
  isThere: () => false,
  advice: () => undefined,
  formats: () => [],
};

/** Lines as papers have them: comments, variables, estimates, tests and tables. */
function doFile(lines: number): string {
  const block = (i: number): string[] => [
    `* Table ${i}`,
    `generate v${i} = ln(x${i % 50} + 1) if x${i % 50} > 0 & !missing(y)`,
    `replace v${i} = 0 if missing(v${i})`,
    `local controls a b c ///`,
    `  d e`,
    `xtreg y v${i} \`controls' i.year if year > ${1990 + (i % 20)}, fe vce(cluster id)`,
    `estimates store m${i}`,
    `test v${i} = 0`,
    `esttab m${i} using t${i}.rtf, se replace`,
    '',
  ];
  const all = ['use panel.dta, clear', 'xtset id year'];
  for (let i = 0; all.length < lines; i++) all.push(...block(i));
  return `${all.slice(0, lines).join('\n')}\n`;
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-import-'));
try {
  const [few, many] = [sized(5_000, 500), sized(20_000, 2_000)];
  const [short, long] = [doFile(few), doFile(many)];
  const file = path.join(folder, 'main.do');
  writeFileSync(file, long);
  const times = { short: [] as number[], long: [] as number[], tokens: [] as number[], wc: [] as number[] };
  for (let round = 0; round < sized(5, 1); round++) {
    times.short.push(processorMs(() => readStata(short, host)).ms);
    times.long.push(processorMs(() => readStata(long, host)).ms);
    times.tokens.push(processorMs(() => statementsOf(long).statements.map(({ text }) => wordsOf(text))).ms);
    const begun = performance.now();
    spawnSync('wc', [file]);
    times.wc.push(performance.now() - begun);
  }
  const growth = median(times.long) / many / (median(times.short) / few);
  const read = (median(times.tokens) + median(times.wc)) / median(times.long);
  process.stdout.write(
    `import: ${few} lines ${median(times.short).toFixed(0)} ms, ${many} lines ${median(times.long).toFixed(0)} ms of processor time: a line takes ${growth.toFixed(2)} times as long\n` +
      `import: wc and words ${(median(times.tokens) + median(times.wc)).toFixed(0)} ms: the import takes ${(1 / read).toFixed(1)} times as long\n`,
  );
  judge(growth <= 1.25);
} finally {
  rmSync(folder, { recursive: true });
}
