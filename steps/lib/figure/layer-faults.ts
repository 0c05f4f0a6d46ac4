/** Finds what is wrong with the keys of a layer, by itself. */

import { didYouMean } from '../../../src/base/text/suggest.ts';
import { fits } from '../../../src/econ/graphics/fits/registry.ts';
import type { LayerEntry, LayerKey } from '../../../src/figure/layer-options.ts';
import type { Mark } from '../../../src/figure/layers/mark.ts';
import { markNamed } from '../../../src/figure/layers/marks/registry.ts';

/** A layer with what the figure says of all its layers. */
export type MergedLayer = Omit<LayerEntry, 'by'> & { readonly by?: string };

export interface LayerFault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The key that is to blame; absent where the layer is. */
  readonly key?: string;
}

/** `layer` has what the figure says of all layers as well. */
export function faultsOf(said: LayerEntry, layer: MergedLayer): LayerFault[] {
  const mark = markNamed(said.mark);
  return [
    ...strangers(said, mark),
    ...missing(layer, mark),
    ...places(layer, mark),
    ...ends(layer),
    ...fitKeys(layer),
    ...names(said),
  ];
}

const common = ['mark', 'from', 'part', 'name', 'color'];

function strangers(said: LayerEntry, { name, reads }: Mark): LayerFault[] {
  const known = [...common, ...reads];
  return Object.keys(said).flatMap((key) => {
    if (known.includes(key)) return [];
    const hint = didYouMean(key, known) ?? `it reads ${reads.map((each) => `\`${each}\``).join(', ')}`;
    return [{ code: 'unknown-key', message: `the mark \`${name}\` reads no \`${key}\``, hint, key }];
  });
}

const missing = (layer: MergedLayer, { name, needs }: Mark): LayerFault[] =>
  needs.flatMap((need) => {
    const any = (typeof need === 'string' ? [need] : need) as readonly LayerKey[];
    if (any.some((key) => layer[key] !== undefined)) return [];
    const list = any.map((key) => `\`${key}\``).join(' or ');
    return [
      {
        code: 'missing-key',
        message: `the mark \`${name}\` needs ${list}`,
        hint: `\`${any[0]}: …\` in the layer or the figure`,
      },
    ];
  });

/** Values stand where the mark has none to read, and variables everywhere else. */
function places(layer: MergedLayer, { name }: Mark): LayerFault[] {
  const takesValues = name === 'rule' || layer.text !== undefined;
  return (['x', 'y'] as const).flatMap((key): LayerFault[] => {
    const said = layer[key];
    if (said === undefined || (typeof said === 'string') !== takesValues) return [];
    const message = takesValues
      ? `expected a number for \`${key}\` of the mark \`${name}\`, got \`${String(said)}\``
      : `expected a variable for \`${key}\` of the mark \`${name}\`, got ${String(said)}`;
    return [{ code: 'bad-place', message, key }];
  });
}

const ends = ({ low, high, mark }: MergedLayer): LayerFault[] =>
  (low === undefined) === (high === undefined)
    ? []
    : [
        {
          code: 'missing-key',
          message: `the mark \`${mark}\` needs both of \`low\` and \`high\``,
          key: low === undefined ? 'high' : 'low',
        },
      ];

function fitKeys(layer: MergedLayer): LayerFault[] {
  if (layer.mark !== 'fit') return [];
  const { method = 'linear' } = layer;
  const { reads } = fits[method];
  const unread = (['degree', 'span', 'bandwidth', 'level'] as const)
    .filter((key) => layer[key] !== undefined && !reads.includes(key))
    .map((key) => ({
      code: 'unknown-key',
      message: `a fit by \`${method}\` reads no \`${key}\``,
      hint: `it reads ${reads.map((each) => `\`${each}\``).join(', ')}`,
      key,
    }));
  if (method !== 'local' || layer.degree === undefined || [1, 3].includes(layer.degree)) return unread;
  const message = `a local polynomial has the order 1 or 3, got ${layer.degree}`;
  return [...unread, { code: 'bad-degree', message, key: 'degree' }];
}

const names = ({ name, by }: LayerEntry): LayerFault[] =>
  name === undefined || by === undefined || by === false
    ? []
    : [
        {
          code: 'two-names',
          message: 'a layer with `by` has the names of its groups in the key, and none of its own',
          hint: 'leave `name` out, or `by`',
          key: 'name',
        },
      ];
