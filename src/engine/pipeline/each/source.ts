/** A pipeline with its loops written out: values and keys are those of all entries, and places are where they were written. */
import type { TextPlace } from '../../../base/problem.ts';
import type { YamlPath } from '../../step.ts';
import type { LocateOptions, LoopPlace, YamlSource } from '../source/yaml.ts';
import { inWords } from './binding.ts';
import { inTemplate } from './template.ts';
import type { Unfolded } from './unfold.ts';

/** The first part of a path that leads through the pipeline as written, to what a loop says itself. */
export const AS_WRITTEN = 'each';

/** Holds what a path of the written-out pipeline leads to. */
interface SourceMatch {
  readonly at: Unfolded;
  /** Leads on from `at` in the pipeline as the author wrote it. */
  readonly rest: YamlPath;
  readonly isExact: boolean;
}

export class UnfoldedSource implements YamlSource {
  readonly file: string;
  readonly text: string;
  readonly #written: YamlSource;
  readonly #sections: Map<string, Map<string, Unfolded>>;
  #value: Record<string, unknown>;

  /** `sections` are those with loops: the name of each entry, written out, with what it is. */
  constructor(
    written: YamlSource,
    value: Record<string, unknown>,
    sections: ReadonlyMap<string, ReadonlyMap<string, Unfolded>>,
  ) {
    this.file = written.file;
    this.text = written.text;
    this.#written = written;
    this.#value = value;
    this.#sections = new Map([...sections].map(([name, entries]) => [name, new Map(entries)]));
  }

  get value(): unknown {
    return this.#value;
  }

  /** Takes another form of a step, as its levels become known. */
  replace(step: string, value: unknown, unfolded: Unfolded): void {
    this.#sections.get('steps')!.set(step, unfolded);
    this.#value = { ...this.#value, steps: { ...(this.#value.steps as object), [step]: value } };
  }

  locate(path: YamlPath, options: LocateOptions = {}): TextPlace {
    if (path[0] === AS_WRITTEN) return this.#written.locate(path.slice(1), options);
    const found = this.#find(path);
    if (found === undefined) return this.#written.locate(path, options);
    const { at, rest, isExact } = found;
    const { within, ...others } = options;
    if (at.is !== 'filled' || within === undefined || !isExact)
      return this.#written.locate([...at.path, ...rest], at.is === 'filled' ? others : options);
    const isText = typeof at.value === 'string' && at.filled.stretches.length > 0;
    return this.#written.locate(at.path, isText ? { ...others, within: inTemplate(at.filled, ...within) } : others);
  }

  keys(path: YamlPath): readonly string[] {
    const entries = path.length === 1 ? this.#sections.get(String(path[0])) : undefined;
    if (entries) return [...entries.keys()];
    const found = this.#find(path);
    if (found === undefined) return this.#written.keys(path);
    const { at, rest, isExact } = found;
    if (!isExact) return [];
    if (at.is === 'same') return this.#written.keys([...at.path, ...rest]);
    if (at.is === 'map') return [...at.members.keys()];
    return at.is === 'filled' && typeof at.value === 'object' && at.value !== null ? Object.keys(at.value) : [];
  }

  said(path: YamlPath): string | undefined {
    const found = this.#find(path);
    if (found === undefined) return this.#written.said(path);
    const { at, rest, isExact } = found;
    if (at.is === 'same') return this.#written.said([...at.path, ...rest]);
    if (!isExact) return undefined;
    return typeof at.value === 'string' ? at.value : JSON.stringify(at.value);
  }

  loopsAt(path: YamlPath): LoopPlace | undefined {
    const bindings = this.#find(path)?.at.bindings ?? [];
    if (bindings.length === 0) return undefined;
    return { words: inWords(bindings), at: bindings.map((each) => this.#written.locate(each.path)) };
  }

  /** Undefined where no loop stands in the section. */
  #find([section, entry, ...path]: YamlPath): SourceMatch | undefined {
    let at = this.#sections.get(String(section))?.get(String(entry));
    if (at === undefined) return undefined;
    for (const [i, part] of path.entries()) {
      if (at.is === 'same') return { at, rest: path.slice(i), isExact: true };
      const next: Unfolded | undefined =
        at.is === 'map' ? at.members.get(String(part)) : at.is === 'list' ? at.items[Number(part)] : undefined;
      if (next === undefined) return { at, rest: [], isExact: false };
      at = next;
    }
    return { at, rest: [], isExact: true };
  }
}
