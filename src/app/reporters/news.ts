/** Keeps a run's report short: a warning is shown where it stands the first few times, and counted after that; notes are told at the end. */
import type { RunEvent } from '../../engine/events.ts';
import { Stories } from './stories.ts';

/** So many different warnings of one code are shown with the place that they point at, and so many that say the same. */
const SHOWN = { different: 20, same: 3 } as const;

export class News {
  /** Code → message → how often it was shown. */
  readonly #shown = new Map<string, Map<string, number>>();
  readonly #again = new Stories('warnings', 'also in');
  readonly #notes = new Stories('notes', 'in');

  /** The event without the warnings that are no news; what it tells is remembered. */
  of(event: RunEvent): RunEvent {
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

  notes(): string[] {
    return this.#notes.take();
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
