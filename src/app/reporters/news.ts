/** Keeps a run's report short: a warning is shown where it stands the first time, and counted after that; notes are told at the end. */
import type { RunEvent } from '../../engine/events.ts';
import { Stories } from './stories.ts';

/** So many different warnings of one code are shown with the place that they point at. */
const SHOWN = 20;

export class News {
  readonly #shown = new Map<string, Set<string>>();
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

  /** Warnings that were told of other nodes before, and those beyond the first. */
  again(): string[] {
    return this.#again.take();
  }

  notes(): string[] {
    return this.#notes.take();
  }

  #isNews(code: string, message: string): boolean {
    const shown = this.#shown.get(code) ?? new Set();
    this.#shown.set(code, shown);
    if (shown.has(message) || shown.size >= SHOWN) return false;
    shown.add(message);
    return true;
  }
}
