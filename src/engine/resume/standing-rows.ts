/**
 * Writes standings as rows that leave out what many have in common: the artifacts of a family of nodes have the same parts, most of them
 * with the same bytes. A row says in which parts its artifact differs from its model, the first artifact with such parts.
 */
import type { Digest, Key } from '../../base/brand.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';

export interface StandingRows {
  /** The first artifact of each type and list of parts. */
  readonly models: readonly StoredArtifact[];
  /**
   * One text for each node, its items divided by blanks: key, number of the model, whole milliseconds, then index, digest and size of each part that differs.
   * All stand in one, which is taken apart when a node is asked for, since most never are.
   */
  readonly texts: string;
}

/** Divides the texts: it stands in no digest and in no number. */
const DIVIDER = '|';

export function rowsOf(standings: Iterable<NodeStanding>): StandingRows {
  const models = new Models();
  const texts: string[] = [];
  for (const { key, artifact, milliseconds } of standings) {
    const at = models.indexOf(artifact);
    texts.push(`${key} ${at} ${Math.round(milliseconds)}${differences(models.list[at]!, artifact)}`);
  }
  return { models: models.list, texts: texts.join(DIVIDER) };
}

/** The text of each node. */
export const textsOf = (texts: string): readonly string[] => texts.split(DIVIDER);

export function standingOfText(text: string, models: readonly StoredArtifact[]): NodeStanding {
  const [key, at, milliseconds, ...differences] = text.split(' ');
  const { type, parts } = models[Number(at)]!;
  const own = parts.slice();
  for (let i = 0; i < differences.length; i += 3) {
    const index = Number(differences[i]);
    own[index] = { ...parts[index]!, digest: differences[i + 1] as Digest, size: Number(differences[i + 2]) };
  }
  return { key: key as Key, artifact: { type, parts: own }, milliseconds: Number(milliseconds) };
}

class Models {
  readonly list: StoredArtifact[] = [];
  readonly #known = new Map<string, number>();
  #last = 0;

  indexOf(artifact: StoredArtifact): number {
    const last = this.list[this.#last];
    // Nodes of a family follow each other, so the last model mostly fits.
    if (!last || !haveSameParts(last, artifact)) this.#last = this.#find(artifact);
    return this.#last;
  }

  #find(artifact: StoredArtifact): number {
    const name = JSON.stringify([artifact.type, ...artifact.parts.map((part) => part.name)]);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, this.list.length);
    return this.list.push(artifact) - 1;
  }
}

function haveSameParts(a: StoredArtifact, b: StoredArtifact): boolean {
  if (a.type !== b.type || a.parts.length !== b.parts.length) return false;
  for (let i = 0; i < a.parts.length; i++) if (a.parts[i]!.name !== b.parts[i]!.name) return false;
  return true;
}

function differences(model: StoredArtifact, artifact: StoredArtifact): string {
  let found = '';
  for (let i = 0; i < artifact.parts.length; i++) {
    const { digest, size } = artifact.parts[i]!;
    if (digest !== model.parts[i]!.digest || size !== model.parts[i]!.size) found += ` ${i} ${digest} ${size}`;
  }
  return found;
}
