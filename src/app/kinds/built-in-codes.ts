/** Digests of the code of the built-in kinds and methods, and the form in which dist/ has them: each file once, read when it is asked for. */
import type { Digest } from '../../base/brand.ts';
import type { KindCode, Methods } from '../../engine/kinds.ts';

export interface BuiltInCodes {
  readonly kinds: Readonly<Record<string, KindCode>>;
  readonly methods: Methods;
}

/** The digests of built-in kinds in the form of `dist/kinds.json`. */
export interface PackedCodes {
  readonly files: readonly (readonly [path: string, digest: Digest])[];
  /** In the order of the registry, which is that of the docs. */
  readonly kinds: readonly (readonly [name: string, code: PackedCode])[];
  readonly methods: { readonly codes: Readonly<Record<string, PackedCode>>; readonly planning: Digest };
}

interface PackedCode extends Omit<KindCode, 'files'> {
  /** Places in the list of files. */
  readonly files: readonly number[];
}

export function packCodes({ kinds, methods }: BuiltInCodes): PackedCodes {
  const places = new Map<string, number>();
  const files: (readonly [string, Digest])[] = [];
  const place = (file: string, digest: Digest): number => {
    const name = `${file} ${digest}`;
    const known = places.get(name) ?? files.push([file, digest]) - 1;
    places.set(name, known);
    return known;
  };
  const packed = mapped((code: KindCode): PackedCode => {
    const of = Object.entries(code.files).map(([file, digest]) => place(file, digest));
    return { ...code, files: of };
  });
  return { kinds: Object.entries(packed(kinds)), methods: { ...methods, codes: packed(methods.codes) }, files };
}

export function unpackCodes({ files, kinds, methods }: PackedCodes): BuiltInCodes {
  // Few runs ask for the files, and no start does.
  const unpacked = mapped(({ files: places, ...code }: PackedCode): KindCode => {
    let found: KindCode['files'] | undefined;
    return {
      ...code,
      get files() {
        found ??= Object.fromEntries(places.map((each) => files[each]!));
        return found;
      },
    };
  });
  return { kinds: unpacked(Object.fromEntries(kinds)), methods: { ...methods, codes: unpacked(methods.codes) } };
}

const mapped =
  <A, B>(make: (value: A) => B) =>
  (values: Readonly<Record<string, A>>): Record<string, B> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)]));
