/** Reads by whom `papermake update --track` says that its changes were made, and when. */
import type { Tracking } from '../../document/word/marks/changes.ts';

/** The author and the time of the options; undefined where nothing is tracked; a text that says what is wrong, with a hint. */
export function trackingOf({ track, author, date }: Readonly<Record<string, unknown>>): Tracking | string | undefined {
  const needless = Object.entries({ author, date }).find(([, value]) => value !== undefined)?.[0];
  if (track !== true)
    return needless === undefined
      ? undefined
      : `\`--${needless}\` is of tracked changes\nhint: \`--track --${needless} …\`, or leave \`--${needless}\` out`;
  const named = (author as string | undefined)?.trim() ?? 'papermake';
  if (named === '') return '`--author` expects a name\nhint: `--author "A. Author"`, or leave it out';
  const at = date === undefined ? undefined : dateTime(date as string);
  if (date !== undefined && at === undefined)
    return `\`--date\` expects a day or a time in ISO 8601, not \`${date as string}\`\nhint: \`2026-03-01\`, or \`2026-03-01T09:30:00Z\``;
  return { author: named, ...(at === undefined ? {} : { date: at }) };
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?Z?)?$/;

/** `2026-03-01T09:30:00Z`, as Word writes the time of a change; undefined where a text is no such day or time. */
function dateTime(text: string): string | undefined {
  const [, day, time = '00:00', seconds = ':00'] = DATE.exec(text) ?? [];
  const written = `${day}T${time}${seconds}Z`;
  const at = new Date(written);
  return Number.isNaN(at.getTime()) || at.toISOString().replace('.000', '') !== written ? undefined : written;
}
