/** Defines the options for the sentences below a table: a style, single parts of it, and sentences of the author's own. */
import Type, { type Static } from 'typebox';
import { optional, strict } from '../../base/schema.ts';

/** In the order in which they are printed. */
export const noteParts = [
  'done',
  'method',
  'se',
  'small',
  'stars',
  'clusters',
  'fe',
  'dropped',
  'sample',
  'undefined',
  'warnings',
  'registered',
] as const;
export type NotePart = (typeof noteParts)[number];

const styles = {
  full: noteParts.filter((name) => name !== 'registered' && name !== 'done'),
  journal: ['method', 'se', 'stars', 'undefined'],
  none: [],
} satisfies Readonly<Record<string, readonly NotePart[]>>;
const styleNames = ['full', 'journal', 'none'] as const satisfies readonly (keyof typeof styles)[];

/** The form of the note on stars: `* p < 0.10`, or `* denotes significance at the 10% level`. */
export type StarsNote = 'p' | 'levels';

const sentences = Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })]);

export const notesSchema = Type.Union(
  [
    sentences,
    strict({
      style: optional.oneOf(styleNames, 'what the parts below change'),
      done: optional.flag(
        'how each column was estimated: estimator, effects, errors, clusters, rows used and left out, terms left out; no style has it',
      ),
      method: optional.flag('what is no linear model, and how other results were made'),
      se: optional.flag('what stands in parentheses, and of which kind standard errors are'),
      small: optional.flag('finite-sample factors and distributions'),
      stars: optional.either(
        [Type.Boolean(), Type.Literal('p'), Type.Literal('levels')],
        '`p`: * p < 0.10 (default); `levels`: significant at the 10% level',
      ),
      clusters: optional.flag('numbers of clusters, where no row has them'),
      fe: optional.flag('fixed effects, where no row has them'),
      dropped: optional.flag('terms that were left out, and why'),
      sample: optional.flag('rows that were not used, by cause'),
      undefined: optional.flag('why a number is not defined'),
      warnings: optional.flag('warnings of the estimators'),
      registered: optional.flag(
        'which estimates are confirmatory, registered before their outcomes were read, and which exploratory; no style has it',
      ),
      text: optional.either(sentences.anyOf, 'sentences of your own'),
    }),
  ],
  {
    description:
      '`journal` (default), `full` or `none`; sentences of your own; or a map of a `style`, parts and `text`. Sentences of the step and the defaults follow the table’s own',
  },
);
export type NotesOption = Static<typeof notesSchema>;

export interface SettledNotes {
  readonly noteParts: readonly NotePart[];
  readonly starsNote: StarsNote;
  /** Sentences of the author's own. */
  readonly notes: readonly string[];
}

type NoteKeys = { readonly notes?: NotesOption; readonly auto_notes?: boolean };

/** The nearest level says each part, and a style says all; sentences add up, the nearest first. `levels`: the nearest first. */
export function settleNotes(levels: readonly NoteKeys[]): SettledNotes {
  let parts: ReadonlySet<NotePart> = new Set(styles.journal);
  let starsNote: StarsNote = 'p';
  for (const { notes, auto_notes } of levels.toReversed()) {
    const { style = auto_notes === false ? 'none' : undefined, stars, text: _, ...others } = asMap(notes);
    if (style !== undefined) parts = new Set(styles[style]);
    else if (auto_notes === true && parts.size === 0) parts = new Set(styles.journal);
    if (typeof stars === 'string') starsNote = stars;
    const said = { ...others, ...(stars === undefined ? {} : { stars: stars !== false }) };
    parts = new Set(noteParts.filter((name) => said[name] ?? parts.has(name)));
  }
  return { noteParts: [...parts], starsNote, notes: levels.flatMap(({ notes }) => asMap(notes).text ?? []) };
}

type NotesMap = Omit<Extract<NotesOption, { style?: unknown }>, 'text'> & { readonly text: readonly string[] };

/** A word for a style may stand alone or among sentences. */
function asMap(notes: NotesOption | undefined): NotesMap {
  if (notes === undefined) return { text: [] };
  if (typeof notes === 'object' && !Array.isArray(notes)) return { ...notes, text: listed(notes.text) };
  const style = styleNames.find((name) => listed(notes).includes(name));
  const text = listed(notes).filter((sentence) => !(styleNames as readonly string[]).includes(sentence));
  return style === undefined ? { text } : { style, text };
}

const listed = (text: string | readonly string[] | undefined): readonly string[] =>
  text === undefined ? [] : typeof text === 'string' ? [text] : text;
