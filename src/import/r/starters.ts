/** Functions that run other scripts and programs: `source`, `system`, `system2`. Source: base R. */
import { NotUnderstood, type Outcome } from '../outcome.ts';
import { programStep } from '../programs.ts';
import type { Arguments } from './arguments.ts';
import { pathIn } from './data.ts';
import { valuesOf } from './expression.ts';
import { became, type Reading } from './reading.ts';

type Starter = (args: Arguments, reading: Reading) => Outcome;

const started = (words: readonly string[], reading: Reading): Outcome => {
  const { draft, host, files, line } = reading;
  return { is: 'command', nodes: [{ step: programStep(words, { draft, host, files, line }) }] };
};

const source: Starter = (args, reading) => {
  const named = args.take('file', true);
  const path = named && pathIn(named, reading);
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

/** `data("Grunfeld", package = "plm")`: data of a package, which the author saves as a file. */
const data: Starter = (args, reading) => {
  const list = args.take('list');
  args.pass('package', 'envir', 'verbose');
  const named = [...args.plain(), ...(list === undefined ? [] : valuesOf(list))];
  args.end();
  const frames = named.map((node) => {
    const name = node.is === 'string' ? node.value : node.is === 'name' ? node.name : undefined;
    const frame = name === undefined ? undefined : (reading.frames.get(name) ?? reading.supposed(name));
    if (frame === undefined) throw new NotUnderstood('the data of a package are not named there');
    return frame;
  });
  if (frames.length === 0) throw new NotUnderstood('the data of a package are not named there');
  return became(...frames.map(({ step }) => ({ step })));
};

/** THE list of functions that run scripts and programs. */
export const starters: Readonly<Record<string, Starter>> = { data, source, system, system2, shell: system };
