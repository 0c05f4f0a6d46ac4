/** Every problem code in the source with the messages that come with it: the matter of docs/errors.md. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface ErrorCode {
  readonly code: string;
  readonly file: string;
  /** As in the source, `…` for what is filled in. */
  readonly messages: readonly string[];
}

/** In order of code. */
export function errorCodes(): ErrorCode[] {
  const found = new Map<string, { file: string; messages: Set<string> }>();
  for (const file of [...sources('src'), ...sources('steps')].sort()) {
    for (const { code, message } of codesOf(readFileSync(path.join(root, file), 'utf8'))) {
      const entry = found.get(code) ?? { file, messages: new Set() };
      found.set(code, entry);
      if (message !== undefined) entry.messages.add(message);
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([code, { file, messages }]) => ({ code, file, messages: [...messages] }));
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    if (statSync(path.join(root, file)).isDirectory()) return sources(file);
    return name.endsWith('.ts') ? [file] : [];
  });
}

interface Literal {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const CODE = /^[a-z]+(-[a-z0-9]+)*$/;
/** `code: 'x'`, or an argument of a call that another argument follows. */
const AS_PROPERTY = /\bcode: $/;
const AS_ARGUMENT = /[(,]\s*$/;
/** How far a message stands from its code. */
const REACH = 420;

function codesOf(source: string): { code: string; message: string | undefined }[] {
  const literals = literalsOf(source);
  return literals.flatMap((literal, i) => {
    if (!CODE.test(literal.text)) return [];
    const before = source.slice(Math.max(0, literal.start - 20), literal.start);
    const property = AS_PROPERTY.test(before);
    const next = literals[i + 1];
    const between = next && source.slice(literal.end, next.start);
    const messageNext = next !== undefined && /^,\s*$/.test(between!) && isSentence(next.text);
    const messageNamed = /^,\s*message\b/.test(source.slice(literal.end, literal.end + 20));
    const argument = AS_ARGUMENT.test(before) && literal.text.includes('-') && (messageNext || messageNamed);
    if (!property && !argument) return [];
    return [{ code: literal.text, message: messageOf(literals, i, source) }];
  });
}

const isSentence = (text: string): boolean => /\S \S/.test(text);

/** The sentence after the code; the one before it where the message was made first. */
function messageOf(literals: readonly Literal[], i: number, source: string): string | undefined {
  const { start, end } = literals[i]!;
  const after = literals.find((l) => l.start > end && l.start < end + REACH && isSentence(l.text));
  const between = after && source.slice(end, after.start);
  if (after && /^,\s*(message(: |\s*=\s*))?$/.test(between!)) return after.text;
  const earlier = literals.filter((l) => l.end < start && l.end > start - REACH && isSentence(l.text)).at(-1);
  return /\bmessage\b/.test(source.slice(start, end + 60)) ? (earlier?.text ?? after?.text) : after?.text;
}

/** String and template literals, what is filled in as `…`. */
function literalsOf(source: string): Literal[] {
  const literals: Literal[] = [];
  let at = 0;
  while (at < source.length) {
    if (source.startsWith('//', at)) at = lineEnd(source, at);
    else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
    else if (source[at] === "'" || source[at] === '`') {
      const literal = readLiteral(source, at);
      literals.push(literal);
      at = literal.end;
    } else at += 1;
  }
  return literals;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

function readLiteral(source: string, start: number): Literal {
  const quote = source[start]!;
  let text = '';
  let at = start + 1;
  while (at < source.length && source[at] !== quote) {
    if (quote === "'" && source[at] === '\n') break;
    if (source[at] === '\\') {
      text += source[at + 1] === 'n' ? ' ' : source[at + 1];
      at += 2;
    } else if (quote === '`' && source.startsWith('${', at)) {
      const end = holeEnd(source, at + 2);
      text += holeText(source, at + 2, end - 1);
      at = end;
    } else text += source[at++];
  }
  return { text, start, end: at + 1 };
}

/** `…`; of a stretch that holds values and goes where they are hidden, what it says. */
function holeText(source: string, from: number, end: number): string {
  const stretch = source.slice(from, end);
  const first = stretch.search(/[`']/);
  return first >= 0 && /^(aside|either)\(/.test(stretch) ? readLiteral(source, from + first).text : '…';
}

function holeEnd(source: string, start: number): number {
  let depth = 1;
  let at = start;
  while (depth > 0 && at < source.length) {
    if (source[at] === '`' || source[at] === "'") at = readLiteral(source, at).end;
    else {
      if (source[at] === '{') depth += 1;
      if (source[at] === '}') depth -= 1;
      at += 1;
    }
  }
  return at;
}
