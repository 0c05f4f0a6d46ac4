/** Problems of entries that a loop makes: each says of which, and a mistake of several is told once. */
import { canonicalJson } from '../../../base/canonical.ts';
import type { Problem } from '../../../base/problem.ts';
import { type Hides, withMasks } from '../../../base/value.ts';
import type { Complaint, YamlPath } from '../../step.ts';
import { complaintProblem, type NodePlaces, pathOfComplaint } from '../source/places.ts';
import type { LoopPlace, YamlSource } from '../source/yaml.ts';

/** The loops around the place of a problem, with values of hidden variables masked. */
export function loopAt(path: YamlPath | undefined, source: YamlSource, hides: Hides): LoopPlace | undefined {
  const loop = path && source.loopsAt?.(path);
  return loop && { ...loop, words: withMasks(loop.words, hides) };
}

/** The problem that a complaint is, with the loops around its place. */
export function problemInLoop(complaint: Complaint, source: YamlSource, hides: Hides, node: NodePlaces): Problem {
  const problem = complaintProblem(complaint, source, hides, node);
  return inLoop(problem, loopAt(pathOfComplaint(complaint, node), source, hides));
}

/** The problem with the names of the loop, whose values are further places of it; `more` entries have it too. */
export function inLoop(problem: Problem, loop: LoopPlace | undefined, more = 0): Problem {
  if (loop === undefined) return problem;
  const others = more === 0 ? '' : `, and in ${more} more ${more === 1 ? 'entry' : 'entries'} of the loop`;
  return { ...problem, message: `${problem.message}, ${loop.words}${others}`, at: [...problem.at, ...loop.at] };
}

/** Gathers problems, equal ones once. */
export class Gathered {
  readonly #heard = new Map<string, { readonly problem: Problem; readonly loops: Map<string, LoopPlace> }>();

  add(problem: Problem, loop?: LoopPlace): void {
    const identity = canonicalJson(problem);
    const heard = this.#heard.get(identity) ?? { problem, loops: new Map() };
    this.#heard.set(identity, heard);
    if (loop) heard.loops.set(loop.words, loop);
  }

  get all(): Problem[] {
    return [...this.#heard.values()].map(({ problem, loops }) => {
      const [first] = loops.values();
      return inLoop(problem, first, loops.size - 1);
    });
  }
}
