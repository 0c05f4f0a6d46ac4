/** Tells why a call failed, at the place in the pipeline that it is about. */
import { ownValue } from '../../../src/base/own-value.ts';
import { aside, datum, PRINTED } from '../../../src/base/value.ts';
import type { Complaint } from '../../../src/engine/step.ts';
import type { RunLog } from '../command/batch-log.ts';
import { signIn } from '../command/signs.ts';
import type { BridgeCall, BridgeNodeParams } from './keys.ts';
import type { BridgeLanguage } from './language.ts';

/** The error that ended the call, as the helper wrote it. */
export interface Failure {
  /** The part of the request that was worked on: `call`, `vcov`, `stats.NAME`, `packages`, `data`. */
  readonly at: string;
  readonly message: string;
  /** The package that is not there. */
  readonly package?: string;
  /** The package that has a function which was not found. */
  readonly has?: string;
  /** Line and column in the call, from 1. */
  readonly line?: number;
  readonly column?: number;
}

export function missingProgram(language: BridgeLanguage, { sought, there }: BridgeCall): Complaint {
  const names = sought.map((name) => `\`${name}\``).join(', ');
  const ofWorkers = there && `\`setup\` of the executor \`${there.on}\` loads it: \`module load ${language.kind}\``;
  return {
    code: 'missing-program',
    message: `${language.title} is not there: the PATH has no ${names}`,
    param: 'program',
    hint: `${ofWorkers ?? language.install}; \`program: /path/to/it\` names another`,
  };
}

export function missingPackage(language: BridgeLanguage, name: string, param: string): Complaint {
  return {
    code: 'missing-package',
    message: `${language.title} has no ${language.kind === 'stata' ? 'command' : 'package'} \`${name}\``,
    param,
    hint: `\`${language.installs(name)}\` installs it`,
  };
}

/** The complaint about an error of R or Python, which points at what the message names. */
export function callFailure(
  language: BridgeLanguage,
  failure: Failure,
  { request, columns }: BridgeNodeParams,
  how: BridgeCall,
): Complaint {
  const param = failure.at === 'data' ? 'columns' : `request.${failure.at}`;
  if (failure.package !== undefined) return missingPackage(language, failure.package, param);
  const text = textOf(failure.at, request);
  const message = failure.message.replace(/^<text>:(\d+):(\d+): /, '').split('\n')[0]!;
  const what = failure.at === 'call' ? 'the call' : `\`${failure.at}\``;
  return {
    code: 'call-failed',
    message: `${language.title} stopped in ${what}${aside(PRINTED, `: ${message}`)}`,
    param,
    within: stretchOf(failure, text),
    hint: hintFor(language, failure, columns) ?? `\`papermake show --log ${how.step}\` shows all it said`,
  };
}

const textOf = (at: string, { call, vcov = '', stats }: BridgeNodeParams['request']): string => {
  if (at === 'call') return call;
  return at === 'vcov' ? vcov : (ownValue(stats, at.replace(/^stats\./, '')) ?? '');
};

/** The words in the text that an error is about: those that it quotes, or the line that it names. */
function stretchOf(failure: Failure, text: string): readonly [number, number] | undefined {
  const [, parsedLine, parsedColumn] = /^<text>:(\d+):(\d+):/.exec(failure.message) ?? [];
  for (const name of quotedNames(failure.message)) {
    const at = wordAt(text, name);
    if (at !== undefined) return at;
  }
  const line = failure.line ?? (parsedLine === undefined ? undefined : Number(parsedLine));
  if (line === undefined) return undefined;
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const column = failure.column ?? (parsedColumn === undefined ? undefined : Number(parsedColumn));
  const words = lines[line - 1];
  // An end that came too soon lies behind the last line.
  if (words === undefined || words.trim() === '') return undefined;
  if (column !== undefined && column >= 1 && column <= words.length) return [start + column - 1, start + column];
  const indent = words.length - words.trimStart().length;
  return [start + indent, start + words.trimEnd().length];
}

const quotedNames = (message: string): string[] =>
  [...message.matchAll(/'([^'\s]+)'|"([^"\s]+)"|‘([^‘’]+)’|`([^`]+)`/g)].flatMap((match) =>
    match.slice(1).filter(Boolean),
  );

function wordAt(text: string, word: string): readonly [number, number] | undefined {
  const bare = word.replace(/\(.*$/s, '');
  for (let at = text.indexOf(bare); at >= 0 && bare !== ''; at = text.indexOf(bare, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + bare.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return [at, at + bare.length];
  }
  return undefined;
}

function hintFor(
  language: BridgeLanguage,
  { message, has }: Failure,
  columns: readonly string[] | null,
): string | undefined {
  const [, called] =
    /could not find function "([^"]+)"|name '(\w+)' is not defined/.exec(message)?.filter(Boolean) ?? [];
  const found = has ?? (called === undefined ? undefined : language.packageOf(called));
  if (found !== undefined)
    return aside(
      PRINTED,
      language.kind === 'r'
        ? `\`${called}\` is of the package ${found}: write \`${found}::${called}\`, or add \`packages: [${found}]\``
        : `\`from ${found} import ${called}\` brings it`,
    );
  const [, variable] =
    /object '([^']+)' not found|name '([^']+)' is not defined|undefined columns|KeyError: '([^']+)'/
      .exec(message)
      ?.filter(Boolean) ?? [];
  if (variable === undefined) return undefined;
  const known = columns === null ? 'all columns of `from`' : `\`columns: [${columns.join(', ')}]\``;
  return `\`data\` has ${known}`;
}

/** The complaint about an error in a log of Stata, whatever the exit code says; undefined where there is none. */
export function stataFailure(
  language: BridgeLanguage,
  logs: readonly RunLog[],
  { request }: BridgeNodeParams,
  how: BridgeCall,
): Complaint | undefined {
  const sign = signIn(logs);
  if (sign?.certain !== true || sign.program !== 'Stata') return undefined;
  const code = sign.lines.at(-1)!;
  const unknown = /command (\w+) is unrecognized|\b(\w+) not found as either built-in or ado-file/.exec(
    sign.lines.join('\n'),
  );
  const lacking = unknown?.[1] ?? unknown?.[2];
  if (lacking !== undefined && language.packageOf(lacking) !== undefined)
    return { ...missingPackage(language, lacking, 'request.call'), within: wordAt(request.call, lacking) };
  const echoed = sign.lines[0]!.replace(/^[.>] /, '').trim();
  const at = echoed === '' ? -1 : request.call.indexOf(echoed);
  const said = sign.lines.map((line) => `  | ${line}`).join('\n');
  return {
    code: 'call-failed',
    message: `Stata stopped${aside(PRINTED, ` with ${code.replace(/;$/, '')}`)}: line ${sign.line} of \`${sign.place ?? 'its output'}\` says${datum(PRINTED, `\n${said}`)}`,
    param: 'request.call',
    within: at < 0 ? undefined : [at, at + echoed.length],
    hint: `\`papermake show --log ${how.step}\` shows the whole log`,
  };
}
