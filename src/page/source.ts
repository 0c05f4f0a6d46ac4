/** Defines the source of the page's data: the server that it was loaded from, or the contents of a report. */
import type { AbsentCode, Embedded, Live, MovedView, NodeDetail, Overview, TableHistory } from '../app/view/model.ts';
import { statesIn } from './route.ts';

export interface ViewSource {
  /** Is true where the data changes while the page is open. */
  readonly isLive: boolean;
  overview(): Promise<Overview>;
  node(id: string): Promise<NodeDetail>;
  /** Compares states, which `statesText` writes. */
  moved(states: string): Promise<MovedView>;
  /** Every value that the cells of a table had, by the table's node. */
  history(table: string): Promise<TableHistory>;
  /** Asks for a file that a node wrote; null where none but embedded ones are there. */
  readonly file: ((node: string, path: string) => Promise<Blob>) | null;
  /** Data that are there at once. A report has all; a server has earlier answers, which may be old. */
  readonly known: {
    node(id: string): NodeDetail | undefined;
    moved(states: string): MovedView | undefined;
    history(table: string): TableHistory | undefined;
  };
  /** Tells what is the case now and whenever that changes; `connected` is false while nobody answers. */
  follow(told: (live: Live) => void, connected: (is: boolean) => void): void;
  /** Tells whether a report leaves out values of data, and of how many nodes it leaves out the details. */
  readonly left: { readonly values: boolean; readonly details: number };
  /** The state with which a report compares. */
  readonly since: string | null;
}

/** Something that was asked for and is not there, for a reason that the page has words for. */
export class Absent extends Error {
  readonly code: AbsentCode;

  constructor(code: AbsentCode) {
    super(code);
    this.code = code;
  }
}

export function sourceOf(token: string): ViewSource {
  const embedded = document.getElementById('paper');
  return embedded ? fromReport(JSON.parse(embedded.textContent) as Embedded) : fromServer(token);
}

const RETRY_MS = 1500;
const REMEMBERED = 200;

function fromServer(token: string): ViewSource {
  const ask = async (path: string): Promise<Response> => {
    const response = await fetch(path, { headers: { 'x-papermake-token': token } });
    if (response.ok) return response;
    const { error, code } = (await response.json().catch(() => ({ error: response.statusText }))) as {
      error: string;
      code?: AbsentCode;
    };
    throw code === undefined ? new Error(error) : new Absent(code);
  };
  const json = async <T>(path: string): Promise<T> => (await (await ask(path)).json()) as T;
  const nodes = remembering((id) => json<NodeDetail>(`data/node?id=${encodeURIComponent(id)}`));
  const moves = remembering((states) => json<MovedView>(`data/moved?${new URLSearchParams({ ...statesIn(states) })}`));
  const histories = remembering((table) => json<TableHistory>(`data/history?table=${encodeURIComponent(table)}`));
  return {
    isLive: true,
    left: { values: false, details: 0 },
    since: null,
    overview: () => json('data/overview'),
    node: nodes.ask,
    moved: moves.ask,
    history: histories.ask,
    file: async (node, path) => {
      const asked = new URLSearchParams({ id: node, path });
      return (await ask(`data/file?${asked}`)).blob();
    },
    known: { node: nodes.known, moved: moves.known, history: histories.known },
    follow(told, connected) {
      const listen = async (): Promise<void> => {
        try {
          const { body } = await ask('data/live');
          connected(true);
          for await (const event of eventsOf(body!)) told(event);
        } catch {
          // It is asked again.
        }
        connected(false);
        setTimeout(() => void listen(), RETRY_MS);
      };
      void listen();
    },
  };
}

/** Remembers the last answers, so that what was seen before is there at once. */
function remembering<T>(ask: (of: string) => Promise<T>) {
  const answers = new Map<string, T>();
  return {
    known: (of: string): T | undefined => answers.get(of),
    async ask(of: string): Promise<T> {
      const answer = await ask(of);
      answers.delete(of);
      answers.set(of, answer);
      for (const old of answers.keys()) if (answers.size > REMEMBERED) answers.delete(old);
      return answer;
    },
  };
}

/** The events of a stream, each a line `data: JSON` before an empty one. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Live> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice(6)) as Live;
  }
}

function fromReport({ overview, details, left, moved, histories, withValues }: Embedded): ViewSource {
  return {
    isLive: false,
    left: { values: !withValues, details: left },
    since: moved?.before ?? null,
    overview: async () => overview,
    node: async (id) => {
      if (!Object.hasOwn(details, id)) throw new Absent('not-in-file');
      return details[id]!;
    },
    moved: async () => {
      if (!moved) throw new Absent('no-comparison');
      return moved;
    },
    history: async (table) => {
      if (!Object.hasOwn(histories, table)) throw new Absent('no-history');
      return histories[table]!;
    },
    file: null,
    known: {
      history: (table) => (Object.hasOwn(histories, table) ? histories[table] : undefined),
      node: (id) => (Object.hasOwn(details, id) ? details[id] : undefined),
      moved: () => moved ?? undefined,
    },
    follow: (told) => told({ version: 1, progress: null, problems: [] }),
  };
}
