/** Describes what agents may ask of a project, without the protocol in which they ask. */

/** A tool as it is offered. */
export interface ToolOffer {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments, an object. */
  readonly inputSchema: object;
  readonly annotations: { readonly readOnlyHint: boolean; readonly openWorldHint: false };
}

export interface ResourceOffer {
  readonly uri: string;
  readonly name: string;
  readonly description?: string;
  readonly mimeType?: string;
}

export interface ResourceContents {
  readonly uri: string;
  readonly mimeType: string;
  readonly text?: string;
  /** Bytes in base64, of what is no text. */
  readonly blob?: string;
  readonly _meta: { readonly [marked: string]: unknown };
}

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** The means by which a request is followed while it is answered. */
export interface Following {
  /** Aborted where the request is cancelled. */
  readonly signal: AbortSignal;
  /** Tells how far it is, where whoever asks wants to know. */
  progress(done: number, message: string): void;
}

export interface Door {
  readonly name: string;
  readonly version: string;
  /** The text that agents are given before anything else. */
  readonly instructions: string;
  tools(): readonly ToolOffer[];
  call(name: string, given: unknown, following: Following): Promise<ToolAnswer>;
  resources(): Promise<readonly ResourceOffer[]>;
  read(uri: string): Promise<ResourceContents>;
}

/** Codes of JSON-RPC and of the protocol. */
export const CODES = { unreadable: -32700, invalid: -32600, wrong: -32602, noResource: -32002 } as const;

/** An error of the protocol; `data` holds problems, as commands print them. */
export class DoorError extends Error {
  readonly code: number;
  readonly data: object;

  constructor(code: number, message: string, data: object) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
