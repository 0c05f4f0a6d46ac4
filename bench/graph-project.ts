/**
 * A generated graph of `size` nodes for papermake and for GNU make: ten layers, node (l, j) reads nodes (l−1, j … j+2),
 * layer 0 reads in/j.txt and drops lines that begin with #; each node checksums what it reads.
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

export function writeMakeProject(folder: string, size: number): void {
  writeInputs(folder, size);
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  const nodes = graph(size);
  const rules = nodes.map(({ name, file, from }) =>
    file === undefined
      ? `out/${name}: ${from!.map((f) => `out/${f}`).join(' ')}\n\t@cat $^ | sha256sum > $@\n`
      : `out/${name}: ${file}\n\t@grep -v '^#' $< | sha256sum > $@\n`,
  );
  writeFileSync(
    path.join(folder, 'Makefile'),
    `all: ${nodes.map((n) => `out/${n.name}`).join(' ')}\n${rules.join('')}`,
  );
}
