/**
 * A generated graph of `size` nodes for papermake and its peers: ten layers, node (l, j) reads nodes (l−1, j … j+2),
 * layer 0 reads in/j.txt and drops lines that begin with #; each node checksums what it reads. The peers' nodes are
 * one shell line each.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const layers = 10;

interface Node {
  readonly name: string;
  readonly file?: string;
  readonly from?: readonly string[];
}

function graph(size: number): Node[] {
  const width = size / layers;
  const nodes: Node[] = [];
  for (let l = 0; l < layers; l++) {
    for (let j = 0; j < width; j++) {
      const name = `n${l}_${j}`;
      if (l === 0) nodes.push({ name, file: `in/${j}.txt` });
      else nodes.push({ name, from: [0, 1, 2].map((d) => `n${l - 1}_${(j + d) % width}`) });
    }
  }
  return nodes;
}

export function writeInputs(folder: string, size: number): void {
  mkdirSync(path.join(folder, 'in'), { recursive: true });
  for (let j = 0; j < size / layers; j++) writeFileSync(path.join(folder, `in/${j}.txt`), `# input ${j}\nvalue ${j}\n`);
}

const checksumKind = `import { createHash } from 'node:crypto';
import { defineStep, Type } from 'papermake/step';

const text = new TextDecoder();

export default defineStep({
  name: 'checksum',
  summary: 'sha256 of what a node reads, without lines that begin with #',
  params: Type.Object({ file: Type.Optional(Type.String()), from: Type.Optional(Type.Array(Type.String())) }),
  reads: ({ file, from = [] }) =>
    file === undefined
      ? Object.fromEntries(from.map((step, i) => ['i' + i, { from: step, parts: 'all' as const }]))
      : { file: { file } },
  run: ({ params, inputs, artifact, file }) => {
    const hash = createHash('sha256');
    if (params.file !== undefined) hash.update(file('file').text().replace(/^#.*\\n?/gm, ''));
    else for (const input of inputs) hash.update(text.decode(artifact(input).bytes('sum')));
    return { sum: hash.digest('hex') };
  },
});
`;

export function writePapermakeProject(folder: string, size: number): void {
  writeInputs(folder, size);
  mkdirSync(path.join(folder, 'steps'), { recursive: true });
  writeFileSync(path.join(folder, 'steps/checksum.ts'), checksumKind);
  const entries = graph(size).map(({ name, file, from }) => {
    const reads = file === undefined ? `from: [${from!.join(', ')}]` : `file: ${file}`;
    return `  ${name}: {kind: checksum, ${reads}}\n`;
  });
  writeFileSync(
    path.join(folder, 'pipeline.yaml'),
    `papermake: 1\ntitle: A generated graph\nsteps:\n${entries.join('')}`,
  );
}

/** A node as the peers see it: a shell line from files to a file. */
interface ShellNode {
  readonly target: string;
  readonly reads: readonly string[];
  readonly command: (reads: string, target: string) => string;
}

function writeShellInputs(folder: string, size: number): ShellNode[] {
  writeInputs(folder, size);
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  return graph(size).map(({ name, file, from = [] }) => ({
    target: `out/${name}`,
    reads: file === undefined ? from.map((other) => `out/${other}`) : [file],
    command:
      file === undefined
        ? (reads, target) => `cat ${reads} | sha256sum > ${target}`
        : (reads, target) => `grep -v '^#' ${reads} | sha256sum > ${target}`,
  }));
}

export function writeMakeProject(folder: string, size: number): void {
  const nodes = writeShellInputs(folder, size);
  const rules = nodes.map(({ target, reads, command }) => `${target}: ${reads.join(' ')}\n\t@${command('$^', '$@')}\n`);
  writeFileSync(path.join(folder, 'Makefile'), `all: ${nodes.map((n) => n.target).join(' ')}\n${rules.join('')}`);
}

export function writeNinjaProject(folder: string, size: number): void {
  const nodes = writeShellInputs(folder, size);
  const edges = nodes.map(
    ({ target, reads }) => `build ${target}: ${reads[0]!.startsWith('in/') ? 'first' : 'later'} ${reads.join(' ')}\n`,
  );
  const rules = (['first', 'later'] as const).map((name) => {
    const { command } = name === 'first' ? nodes[0]! : nodes.at(-1)!;
    return `rule ${name}\n  command = ${command('$in', '$out')}\n`;
  });
  writeFileSync(path.join(folder, 'build.ninja'), `${rules.join('')}${edges.join('')}`);
}

export function writeDoitProject(folder: string, size: number): void {
  const nodes = writeShellInputs(folder, size).map(({ target, reads, command }) => ({
    name: target,
    actions: [command(reads.join(' '), target)],
    file_dep: reads,
    targets: [target],
  }));
  writeFileSync(path.join(folder, 'tasks.json'), JSON.stringify(nodes));
  writeFileSync(
    path.join(folder, 'dodo.py'),
    'import json\n\n\ndef task_node():\n    with open("tasks.json") as f:\n        yield from json.load(f)\n',
  );
}
