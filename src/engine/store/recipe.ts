/** A node's recipe as canonical JSON, which holds everything that determines the result, and its digest, the node's key. */
import type { Digest, Key } from '../../base/brand.ts';
import { digestJson, sha256 } from '../../base/canonical.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Recipe, StoredArtifact } from './records.ts';

/** A recipe's members as canonical JSON; recipes are put together from such texts, since thousands of them share most. */
export interface RecipeTexts {
  readonly code: Digest;
  readonly kind: string;
  readonly params: string;
  readonly inputs: readonly InputText[];
  readonly seed: string | undefined;
}

/** An entry of `inputs`; `member` is `"name":"digest"`. */
export interface InputText {
  readonly name: string;
  readonly digest: Digest;
  readonly member: string;
}

/** Canonical JSON of a recipe, which is what is digested and recorded. */
export function recipeText({ code, kind, params, inputs, seed }: RecipeTexts): string {
  const members = inRecordedOrder(inputs).map(({ member }) => member);
  const drawn = seed === undefined ? '' : `,"seed":${JSON.stringify(seed)}`;
  return `{"code":"${code}","format":1,"inputs":{${members.join(',')}},"kind":${JSON.stringify(kind)},"params":${params}${drawn}}`;
}

/** Sorts by code unit, as canonical JSON does. */
const inRecordedOrder = (inputs: readonly InputText[]): readonly InputText[] =>
  [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1));

export const readRecipe = (text: string): Recipe => JSON.parse(text) as Recipe;

export const keyOf = (recipe: string): Key => sha256(recipe) as string as Key;

/** Digest of everything that an artifact holds, whichever parts of it a node reads. */
export const artifactDigest: (artifact: StoredArtifact) => Digest = memoByIdentity(({ type, parts }) =>
  digestJson([type, parts.map(({ name, digest }) => [name, digest])]),
);
