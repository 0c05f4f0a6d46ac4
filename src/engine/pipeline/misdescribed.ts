/** Checks the nodes that a project's own kind describes: its TypeScript runs without a compiler having seen its types. */
import { isJsonObject } from '../../base/json.ts';
import { quoted } from '../../base/text/quoted.ts';
import type { Complaint, Step } from '../step.ts';

/** Complains of each node that lacks what every node has, or has it in another form. */
export function misdescribed(nodes: unknown, { kind, path }: Step<unknown>): Complaint[] {
  const told = Array.isArray(nodes)
    ? nodes.flatMap((node: unknown, i) => wrongOf(node).map((wrong) => `node ${i + 1}: ${wrong}`))
    : ['it is no list of nodes'];
  const hint =
    'a node is `{ id, params, inputs: { NAME: { is: "node", node, parts } } }`, with `parts: "all"` or a list of names; `{ is: "file", path }` reads a file';
  return told.map((wrong) => ({
    code: 'bad-nodes',
    message: `\`expand\` of the kind \`${kind}\` describes no node that can run: ${wrong}`,
    hint,
    path,
    key: true,
  }));
}

function wrongOf(node: unknown): string[] {
  if (!isJsonObject(node)) return ['it is no object'];
  const { id, params, inputs, outputs } = node;
  const wrong: string[] = [];
  if (typeof id !== 'string' || id === '') wrong.push('`id` is no name');
  if (params === undefined) wrong.push('`params` is missing');
  if (outputs !== undefined && !isTexts(outputs)) wrong.push('`outputs` is no list of paths');
  if (!isJsonObject(inputs)) return [...wrong, '`inputs` is no object'];
  const odd = Object.entries(inputs).flatMap(([name, input]) => (isInput(input) ? [] : [name]));
  return odd.length === 0 ? wrong : [...wrong, `\`inputs\` holds ${quoted(odd)} in none of the forms`];
}

function isInput(input: unknown): boolean {
  if (!isJsonObject(input)) return false;
  const { is, node, parts, path, name } = input;
  if (is === 'node') return typeof node === 'string' && (parts === 'all' || isTexts(parts));
  return is === 'file' ? typeof path === 'string' : is === 'template' && typeof name === 'string';
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
