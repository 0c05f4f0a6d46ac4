/** Tells what is wrong with a template, at its line: it does not parse, or asks for a field that is not there. */
import { didYouMean } from '../text/suggest.ts';

/** The largest number of names that a message lists. */
const MOST = 20;

export class TemplateError extends Error {
  /** `journal.tex.hbs:12:5`, as far as the place is known. */
  readonly place: string;
  readonly hint: string | undefined;

  constructor(place: string, message: string, hint?: string) {
    super(message);
    this.name = 'TemplateError';
    this.place = place;
    this.hint = hint;
  }
}

/** From what Handlebars threw, laying out `view` by the template of that name and text. */
export function templateError(name: string, template: string, thrown: unknown, view: object): TemplateError {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const { line, column } = placeIn(text);
  const place = [name, line, column].filter((part) => part !== undefined).join(':');
  const last = /^"(.*)" not defined in /.exec(text)?.[1];
  if (last !== undefined) {
    const { missing, known } = firstMissing(template, line, column, view) ?? {
      missing: last,
      known: Object.keys(view),
    };
    const hint = didYouMean(missing, known) ?? `there are ${known.slice(0, MOST).join(', ')}`;
    return new TemplateError(place, `there is no \`${missing}\``, hint);
  }
  const said = text
    .replace(/^Parse error on line \d+:\n/, '')
    .replace(/ - \d+:\d+$/, '')
    .replace(/^[\s\S]*\n-*\^\n/, '');
  return new TemplateError(place, said.replace(/(?<!\s)\s*\n\s*/g, ' '));
}

function placeIn(text: string): { readonly line?: string; readonly column?: string } {
  const [, line, column] = / - (\d+):(\d+)$/.exec(text) ?? [];
  if (line !== undefined && column !== undefined) return { line, column: String(Number(column) + 1) };
  const parsed = /^Parse error on line (\d+)/.exec(text)?.[1];
  return parsed === undefined ? {} : { line: parsed };
}

/** Handlebars names the last part of a path, whichever part is missing; undefined where the path does not begin at the view. */
function firstMissing(template: string, line: string | undefined, column: string | undefined, view: object) {
  const from = template.split('\n')[Number(line) - 1]?.slice(Number(column) - 1) ?? '';
  const path = /^(?:\[[^\]]*\]|[^\s{}()|.[\]]+|\.)+/.exec(from)?.[0] ?? '';
  let here: unknown = view;
  for (const part of path.match(/\[[^[\]]*\]|[^.[\]]+/g) ?? []) {
    const name = part.replace(/^\[|\]$/g, '');
    const known = typeof here === 'object' && here !== null ? Object.keys(here) : [];
    if (!known.includes(name)) return here === view ? undefined : { missing: name, known };
    here = (here as Record<string, unknown>)[name];
  }
  return undefined;
}
