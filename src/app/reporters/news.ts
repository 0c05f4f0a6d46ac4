/** Keeps a run's report short: a warning is shown where it stands the first few times, and counted after that; notes are told at the end. */
import type { RunEvent } from '../../engine/events.ts';
import { Stories } from './stories.ts';

/** The largest number of warnings of one code that are shown with their place: different ones, and ones with equal text. */
const SHOWN = { different: 20, same: 3 } as const;

export class News {
  /** Code → message → how often it was shown. */
  readonly #shown = new Map<string, Map<string, number>>();
  readonly #again = new Stories('warnings', 'also in');
  readonly #notes = new Stories('notes', 'in');

  readonly #failures = new Set<string>();

  /** The event without the warnings that are no news; what it tells is remembered. */
  of(event: RunEvent): RunEvent {
    if (event.event === 'failed') for (const { message } of event.problems) this.#failures.add(message);
    if (event.event !== 'ran') return event;
    for (const note of event.notes) this.#notes.note(note, event.node);
    const warnings = event.warnings.filter(({ code, message }) => {
      const isNews = this.#isNews(code, message);
      if (!isNews) this.#again.note(`warning: ${message}`, event.node);
      return isNews;
    });
    return { ...event, warnings };
  }

  /** Warnings that were shown often enough, each with the nodes that it is told of besides. */
  again(): string[] {
    return this.#again.take();
  }

  /** Returns the notes of nodes. It leaves out the reason of a failure: `WHAT: REASON` at nodes that read an unreadable file. */
  notes(): string[] {
    return this.#notes.take((story) => {
      const reason = story.slice(story.indexOf(': ') + 2);
      return [...this.#failures].some((message) => message.startsWith(reason));
    });
  }

  #isNews(code: string, message: string): boolean {
    const shown = this.#shown.get(code) ?? new Map<string, number>();
    this.#shown.set(code, shown);
    const times = shown.get(message) ?? 0;
    if (times >= SHOWN.same || (times === 0 && shown.size >= SHOWN.different)) return false;
    shown.set(message, times + 1);
    return true;
  }
}
