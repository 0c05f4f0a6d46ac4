/** Functions that run other scripts and programs: `source`, `system`, `system2`. Source: base R. */
import { NotUnderstood, type Outcome } from '../outcome.ts';
import { programStep } from '../programs.ts';
import type { Arguments } from './arguments.ts';
import { valuesOf } from './expression.ts';
import type { Reading } from './reading.ts';

type Starter = (args: Arguments, reading: Reading) => Outcome;

const started = (words: readonly string[], reading: Reading): Outcome => {
  const { draft, host, files, line } = reading;
  return { is: 'command', nodes: [{ step: programStep(words, { draft, host, files, line }) }] };
};

const source: Starter = (args, reading) => {
  const path = args.text('file', true);
  if (path === undefined) throw new NotUnderstood('the script is not named there');
  args.pass('encoding', 'echo', 'chdir', 'local');
  args.end();
  const text = reading.host.script(path);
  if (text === undefined)
    throw new NotUnderstood(
      `\`${path}\` was not found`,
      'put the script where this one names it and import again, or its lines in this place',
    );
  return reading.include(path, text);
};

const SHOWN = ['intern', 'wait', 'ignore.stdout', 'ignore.stderr', 'stdout', 'stderr'];

const system: Starter = (args, reading) => {
  const line = args.text('command', true) ?? '';
  args.pass(...SHOWN);
  args.end();
  return started(
    line.split(/\s+/).filter((word) => word !== ''),
    reading,
  );
};

const system2: Starter = (args, reading) => {
  const command = args.text('command', true) ?? '';
  const given = args.take('args', true);
  args.pass(...SHOWN);
  args.end();
  const words = given === undefined ? [] : valuesOf(given);
  return started(
    [
      command,
      ...words.flatMap((each) => {
        if (each.is !== 'string') throw new NotUnderstood('an argument of the program is no text that stands there');
        return each.value.split(/\s+/);
      }),
    ],
    reading,
  );
};

/** THE list of functions that run scripts and programs. */
export const starters: Readonly<Record<string, Starter>> = { source, system, system2, shell: system };
