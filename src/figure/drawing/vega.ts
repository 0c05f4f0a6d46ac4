/** The parts of Vega that draw a figure, as far as they are used. They are loaded together, and only once a figure is drawn. */
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import type { VegaSpec } from '../figure.ts';
import type { SceneMark } from './scene.ts';

/** A text mark, as Vega hands it to whoever measures a line of it. */
export interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly fontStyle?: string;
  readonly limit?: number;
  readonly ellipsis?: string;
}

/** Vega's types leave it out. */
export const { textMetrics } = vega as unknown as {
  readonly textMetrics: { width: (item: TextItem, line: unknown) => number };
};

/** Says nothing: what goes wrong is thrown. */
const silent = {
  level: () => silent,
  error: (...told: unknown[]): never => {
    const [first] = told;
    throw first instanceof Error ? first : new Error(told.join(' '));
  },
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};

const refuse = (): Promise<never> => Promise.reject(new Error('a figure loads nothing'));
const refusing = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** A picture's width and height. */
export type Size = readonly [width: number, height: number];

/** Holds what Vega has laid out and not yet written. */
export interface Laid {
  /** The size that the SVG will say. */
  readonly size: Size;
  /** Size of the plane of a single view, within its axes. */
  readonly plane: Size;
  /** All marks; those of the whole picture count from `origin`. */
  readonly scene: SceneMark;
  readonly origin: Size;
  svg(): Promise<string>;
}

/**
 * Compiles a Vega-Lite specification and lays it out for whoever uses it. Its expressions are interpreted, not run as code, and nothing is loaded.
 * Throws what is wrong with the specification.
 */
export async function laidOut<T>(spec: VegaSpec, use: (laid: Laid) => T | Promise<T>): Promise<T> {
  const { spec: compiled } = compile(spec as never, { logger: silent as never });
  const runtime = vega.parse(compiled, undefined, { ast: true } as never);
  const options = { renderer: 'none', expr: expressionInterpreter, loader: refusing, logger: silent };
  const view = new vega.View(runtime, options as never);
  try {
    await view.runAsync();
    return await use(laidOf(view));
  } finally {
    view.finalize();
  }
}

/** A specification as Vega draws it. */
export const render = (spec: VegaSpec): Promise<string> => laidOut(spec, ({ svg }) => svg());

function laidOf(view: vega.View): Laid {
  const inner = view as unknown as { _viewWidth: number; _viewHeight: number; _origin: Size };
  const { left, right, top, bottom } = view.padding() as Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  return {
    size: [Math.max(0, inner._viewWidth + left + right), Math.max(0, inner._viewHeight + top + bottom)],
    plane: [view.width(), view.height()],
    scene: (view.scenegraph() as unknown as { root: SceneMark }).root,
    origin: [left + inner._origin[0], top + inner._origin[1]],
    svg: async () => inOwnOrder(await view.toSVG()),
  };
}

/** Numbers what a picture defines by the picture alone: Vega counts on from one to the next, and two may be drawn at once. */
function inOwnOrder(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(?<=\bid="|url\(#)(clip|gradient_)(\d+)/g, (id, kind: string) => {
    numbers.set(id, numbers.get(id) ?? numbers.size + 1);
    return `${kind}${numbers.get(id)}`;
  });
}
