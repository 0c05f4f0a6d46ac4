/** The contract of viewers, each of which shows one type of artifact: on a terminal, as JSON, and on a page. */
import type { NodeId } from '../../base/brand.ts';
import type { TimeType } from '../../base/calendar.ts';
import type { Json } from '../../base/json.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import type { Hides } from '../../base/value.ts';
import type { ProjectDecl } from '../../engine/step.ts';
import type { Trace } from '../../engine/store/records.ts';
import type { Store } from '../../engine/store/store.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import type { ViewBlock } from './block.ts';

export interface ShownArtifact {
  readonly node: NodeId;
  readonly reader: ArtifactReader;
  readonly project: ProjectDecl;
  /** Variables of which no value is printed. */
  readonly hides: Hides;
  /** Variables among them that are withheld until the plan is registered. */
  readonly withheld: ReadonlySet<string>;
  /** Columns of data that the node declares to read. */
  readonly columnsRead: readonly string[];
  /** Column that the node reads → the type of its times. */
  times(): Readonly<Record<string, TimeType>>;
}

/** An artifact as a page shows it, which calls variables as the paper does and speaks its language. */
export interface PageArtifact extends ShownArtifact {
  readonly book: LabelBook;
}

export interface Viewer {
  /** The type of artifact that it shows. */
  readonly type: string;
  /** Text for a terminal, which ends in a newline. */
  text(shown: ShownArtifact): string;
  /** JSON at full precision, without `node`. */
  json(shown: ShownArtifact): Readonly<Record<string, unknown>>;
  /** Blocks for a page. `withValues`: whether values of data may be among them. */
  blocks(shown: PageArtifact, withValues: boolean): readonly ViewBlock[];
}

/** A reader of a recorded artifact; undefined where the store has lost a part. */
export function recordedArtifact(store: Store, trace: Trace): ArtifactReader | undefined {
  if (!store.holds(trace)) return undefined;
  const bytes = (name: string): Uint8Array => {
    const part = trace.artifact.parts.find((p) => p.name === name);
    const found = part && store.part(trace.key, part);
    if (!found) throw new Error(`there is no part \`${name}\``);
    return found;
  };
  return {
    type: trace.artifact.type,
    parts: trace.artifact.parts.map((part) => part.name),
    bytes,
    json: (name) => JSON.parse(new TextDecoder().decode(bytes(name))) as Json,
  };
}
