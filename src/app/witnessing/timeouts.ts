/** The option `--timeout` of `papermake witness`: how long engines may run. */
import type { Call, Option } from '../command.ts';

export const timeoutOption = {
  timeout: {
    type: 'string',
    value: 'SECONDS|ENGINE=SECONDS,…',
    help: 'how long an engine may run, as `60` or `r=60,stata=600` (until it ends); values it did not come to are not run',
    wrong: (text) =>
      secondsByEngine(text) === undefined
        ? `\`--timeout\` takes seconds, or those of each engine (\`60\`, \`r=60,stata=600\`), got \`${text}\``
        : undefined,
  },
} as const satisfies Record<string, Option>;

/** The place of seconds that hold for every engine. */
const EACH = '';
const LONGEST = 2_000_000;

/** Seconds by engine, or for each of them; undefined where the text is neither. */
function secondsByEngine(text: string): ReadonlyMap<string, number> | undefined {
  const parts = text.split(',').map((part) => /^\s*(?:([a-z]\w*)\s*=\s*)?(\d{1,7}(?:\.\d+)?)\s*$/.exec(part));
  const limits = parts.map((part): [string, number] => [part?.[1] ?? EACH, Number(part?.[2] ?? Number.NaN)]);
  const found = new Map(limits);
  const isRight = limits.every(([, seconds]) => seconds > 0 && seconds <= LONGEST);
  return isRight && found.size === limits.length && (found.size === 1 || !found.has(EACH)) ? found : undefined;
}

const limitsOf = ({ values: { timeout } }: Call): ReadonlyMap<string, number> =>
  (typeof timeout === 'string' ? secondsByEngine(timeout) : undefined) ?? new Map();

/** Names of engines that have a time limit of their own. */
export const limitedEngines = (call: Call): readonly string[] =>
  [...limitsOf(call).keys()].filter((name) => name !== EACH);

/** Seconds after which an engine is stopped; null where it has no limit. */
export function timeoutOf(call: Call, engine: string): number | null {
  const limits = limitsOf(call);
  return limits.get(engine) ?? limits.get(EACH) ?? null;
}
