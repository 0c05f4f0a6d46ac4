/** Arcs of a directed graph that no way leads back along. */
import { type ListsByCode, listsByCode } from '../../panel/lists-by-code.ts';

/** Positions of the arcs that lie on no cycle, by the strongly connected components of the graph (Sharir 1981, Computers & Mathematics 7:67). O(arcs + vertices). */
export function onNoCycle(vertices: number, from: Int32Array, to: Int32Array): readonly number[] {
  const order = new Int32Array(vertices);
  let ended = 0;
  const isSeen = new Uint8Array(vertices);
  const there = listsByCode(from, vertices, to);
  for (let v = 0; v < vertices; v++) {
    walk(v, there, isSeen, (vertex) => {
      order[ended++] = vertex;
    });
  }
  const component = new Int32Array(vertices);
  isSeen.fill(0);
  const back = listsByCode(to, vertices, from);
  for (let at = vertices - 1; at >= 0; at--) {
    const root = order[at]!;
    walk(root, back, isSeen, (vertex) => {
      component[vertex] = root;
    });
  }
  return [...from.keys()].filter((arc) => component[from[arc]!] !== component[to[arc]!]);
}

/** Goes depth first to all that can be reached and was not seen, and calls `leave` for each vertex after all beyond it. */
function walk(
  root: number,
  { starts, values }: ListsByCode,
  isSeen: Uint8Array,
  leave: (vertex: number) => void,
): void {
  if (isSeen[root] === 1) return;
  isSeen[root] = 1;
  const path = [root];
  const next = [starts[root]!];
  while (path.length > 0) {
    const top = path.length - 1;
    const vertex = path[top]!;
    const at = next[top]!;
    if (at === starts[vertex + 1]!) {
      leave(vertex);
      path.pop();
      next.pop();
      continue;
    }
    next[top] = at + 1;
    const other = values[at]!;
    if (isSeen[other] === 1) continue;
    isSeen[other] = 1;
    path.push(other);
    next.push(starts[other]!);
  }
}
