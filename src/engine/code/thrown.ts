/** Says what was thrown, at lines of sources: those of a project's own kinds, and papermake's, from the maps that the build puts beside its scripts. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { inspect } from 'node:util';
import { attempt } from '../../base/attempt.ts';
import { atSources } from './own-kind-module.ts';

/** A frame of a stack in a script of the build. The name of its function says nothing, nor does the script's folder, which had another name then. */
const FRAME = /^( *at )(?:.* \(|async )?[^()]*[\\/]([\w-]+\.cjs):(\d+):(\d+)\)?$/;

/** Gives what was thrown, for a person: never empty, since an error may bear all that it says beside its message, as those of native modules do. */
export const thrownText = (error: unknown): string => atScripts(atSources(saidBy(error) || inspect(error)));

function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : '';
  const { message, stack = '' } = error;
  return message !== '' && stack.includes(message) ? stack : '';
}

/** Rewrites the frames of a stack that are in scripts of the build to the files and lines that those were made of. */
function atScripts(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (script: string): SourceMap | undefined => {
    if (!maps.has(script)) maps.set(script, readMap(`${script}.map`));
    return maps.get(script);
  };
  return stack
    .split('\n')
    .map((frame) => {
      const [, at, script, line, column] = FRAME.exec(frame) ?? [];
      const found = script && mapOf(script)?.findEntry(Number(line) - 1, Number(column) - 1);
      return found && 'originalSource' in found ? `${at}${found.originalSource}:${found.originalLine + 1}` : frame;
    })
    .join('\n');
}

const readMap = (file: string): SourceMap | undefined =>
  attempt(() => new SourceMap(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))));

let isWhole = false;

/** Has stacks shown wholly from now on, or no more. */
export function showWholeStacks(whole: boolean): void {
  isWhole = whole;
  if (whole) Error.stackTraceLimit = 100;
}

/** A stack that `thrownText` made, as it is shown: down to the first frame in papermake's own code, where nobody asks for the whole. */
export function shownStack(stack: string): string {
  const lines = stack.split('\n');
  const own = lines.findIndex((line) => /^ +at (src|steps)\//.test(line));
  const left = own < 0 ? 0 : lines.slice(own + 1).filter((line) => /^ +at /.test(line)).length;
  if (isWhole || left === 0) return stack;
  return [...lines.slice(0, own + 1), `    … and ${left} more, which --trace shows`].join('\n');
}
