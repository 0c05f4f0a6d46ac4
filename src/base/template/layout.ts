/** Compiles templates in Handlebars, of tables and of what a scheduler is given, and bounds what filling one in may do: blocks that repeat and partials that call others. */
import type { HelperOptions } from 'handlebars';
import { memo } from '../memo.ts';

/** Lays a view out by a template, which may call others by their names. Throws what Handlebars does, and where a bound is passed. */
export type LayOut = (template: string, view: object, partials: Readonly<Record<string, string>>) => string;

/** The number of passes that a table may take at most. One of a thousand rows and a hundred columns takes a tenth of it. */
const MOST_PASSES = 1_000_000;
const MOST_CHARACTERS = 50_000_000;
const DEEPEST = 100;

/** The helper `log` would print past everything that keeps a terminal from being steered. */
const NO_LOG = { log: false } as unknown as Record<string, true>;

/** Settings by which a template sees what the view itself holds, and no prototype, so that it can call no function. */
const LIMITS = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** Counts what the template at work has done. */
class Work {
  #passes = 0;
  #characters = 0;
  #depth = 0;

  /** One pass through a block or a partial, by `made`. Throws where there were too many, too long ones, or too many within one another. */
  pass<T extends string | undefined>(made: () => T): T {
    this.#passes++;
    this.#depth++;
    if (this.#passes > MOST_PASSES)
      throw new Error(`it goes through blocks and partials more than ${MOST_PASSES} times`);
    if (this.#depth > DEEPEST)
      throw new Error(`its blocks and partials stand more than ${DEEPEST} deep in one another`);
    const text = made();
    this.#depth--;
    this.#characters += text?.length ?? 0;
    if (this.#characters > MOST_CHARACTERS) throw new Error(`it writes more than ${MOST_CHARACTERS} characters`);
    return text;
  }
}

/** Loads Handlebars when it is first asked for. What was compiled is kept: compiling takes longer than filling in. */
export const layOut = memo<void, Promise<LayOut>>(async () => {
  const { default: shared } = await import('handlebars');
  const engine = shared.create();
  let work = new Work();
  for (const name of ['each', 'if', 'unless', 'with']) {
    const own = engine.helpers[name]!;
    engine.registerHelper(name, function (this: unknown, ...args: unknown[]): unknown {
      const options = args.at(-1) as HelperOptions;
      const { fn, inverse } = options;
      const counted: HelperOptions = {
        ...options,
        fn: (...given) => work.pass(() => fn(...given)),
        inverse: (...given) => work.pass(() => inverse(...given)),
      };
      return (own as (...given: unknown[]) => unknown).apply(this, [...args.slice(0, -1), counted]);
    });
  }
  const { VM } = engine as unknown as { VM: { invokePartial(...args: unknown[]): string | undefined } };
  const invokePartial = function (this: unknown, ...args: unknown[]): string | undefined {
    return work.pass(() => VM.invokePartial.apply(this, args));
  };
  Object.assign(engine, { VM: { ...VM, invokePartial } });
  const compiled = memo((text: string) =>
    engine.compile(text, { noEscape: true, strict: true, knownHelpersOnly: true, knownHelpers: NO_LOG }),
  );
  return (template, view, partials) => {
    work = new Work();
    const named = Object.fromEntries(Object.entries(partials).map(([name, text]) => [name, compiled(text)]));
    return compiled(template)(view, { ...LIMITS, partials: named });
  };
});
