/** A scripted client of `papermake mcp`: it speaks the protocol line by line, and keeps all that was said. */
import { type ChildProcess, spawn } from 'node:child_process';
import { BINARY } from '../../cli/harness.ts';
import { until } from '../../support/patience.ts';

export interface Message {
  readonly jsonrpc?: string;
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

// biome-ignore lint/suspicious/noExplicitAny: scenes look into JSON of every command
export type Data = any;

/** Holds what a tool answered. */
export interface Told {
  readonly isError: boolean;
  readonly exit: number;
  readonly data: Data;
  readonly messages: readonly string[];
  readonly marked: string;
}

export class Client {
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Each line of the standard output. */
  readonly lines: string[] = [];
  notes = '';
  #rest = '';
  #id = 0;

  constructor(root: string, env: NodeJS.ProcessEnv, args: readonly string[] = []) {
    const stdio = ['pipe', 'pipe', 'pipe'] as const;
    this.child = spawn(process.execPath, [BINARY, 'mcp', '-C', root, ...args], { env, cwd: root, stdio: [...stdio] });
    this.child.stdin!.on('error', () => {});
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.notes += text;
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop()!;
      this.lines.push(...lines);
    });
    this.ended = new Promise((end) => this.child.on('close', (code, signal) => end(signal ?? code!)));
  }

  /** Gives the messages that came so far; a line that is no message fails the scene. */
  get messages(): Message[] {
    return this.lines.map((line) => JSON.parse(line) as Message);
  }

  async greet(): Promise<this> {
    const clientInfo = { name: 'scripted', version: '1' };
    await this.ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return this;
  }

  /** Writes bytes as they are. */
  raw(text: string | Uint8Array): void {
    this.child.stdin!.write(text);
  }

  send(message: object): void {
    this.raw(`${JSON.stringify(message)}\n`);
  }

  /** Sends a request, and gives its id. */
  begin(method: string, params: object = {}): number {
    const id = ++this.#id;
    this.send({ jsonrpc: '2.0', id, method, params });
    return id;
  }

  async answer(id: number | string): Promise<Message> {
    const found = (): Message | undefined => this.messages.find((each) => each.id === id && !each.method);
    await until(`an answer to ${id}: ${this.notes}`, () => found() !== undefined || this.child.exitCode !== null, 3);
    return found() ?? { error: { code: 0, message: 'the process ended' } };
  }

  ask(method: string, params: object = {}): Promise<Message> {
    return this.answer(this.begin(method, params));
  }

  beginTool(name: string, given: object = {}): number {
    return this.begin('tools/call', { name, arguments: given });
  }

  async toldOf(id: number): Promise<Told> {
    const message = await this.answer(id);
    const { content, isError = false } = (message.result ?? {}) as Data;
    if (content === undefined) throw new Error(`no result: ${JSON.stringify(message)}`);
    return { isError, ...JSON.parse(content[0].text) } as Told;
  }

  tool(name: string, given: object = {}): Promise<Told> {
    return this.toldOf(this.beginTool(name, given));
  }

  async read(uri: string): Promise<Message> {
    return await this.ask('resources/read', { uri });
  }

  async textOf(uri: string): Promise<string> {
    const { result, error } = await this.read(uri);
    if (error) throw new Error(error.message);
    return (result as Data).contents[0].text as string;
  }

  async uris(): Promise<string[]> {
    return ((await this.ask('resources/list')).result as Data).resources.map(({ uri }: { uri: string }) => uri);
  }

  /** Ends the input, and gives how the process ended. */
  async close(): Promise<number | NodeJS.Signals> {
    this.child.stdin!.end();
    return await this.ended;
  }
}
