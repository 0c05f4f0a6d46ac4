/** The parameters of a figure's node. */
import type { VariableList } from '../../../src/econ/compile/variable-list.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { FigureRequest } from '../../../src/figure/render.ts';

/** `options` have sets in the place of their names, and variables in their canonical form. */
export interface FigureParams extends FigureRequest {
  readonly plot: string;
  /** Path of its files, without an extension. */
  readonly path: string;
  readonly formats: readonly string[];
  /** Column → the order of its levels, of the columns that make groups. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly sources: readonly SourceParams[];
  /** The variables of a frame that the options name; null where the plot's options name none. */
  readonly list: VariableList | null;
}

export interface SourceParams {
  readonly node: string;
  readonly header: string;
  /** Type of its artifact; null where only its run tells. */
  readonly type: string | null;
  /** The variables of a frame that its layer names, and the part of its records. */
  readonly list?: VariableList;
  readonly part?: string;
  /** The columns of a frame that is further data of a specification. */
  readonly columns?: readonly string[];
  /** The figure that it is, where the plot combines figures. */
  readonly figure?: PanelParams;
  /** Specification of a fit of ours, where the plot reads what it was estimated on. */
  readonly model?: ModelSpec;
  /** Says whether the coefficients of that model are of an index, not of the outcome's mean. */
  readonly ofIndex?: true;
}

/** The parameters of a figure that stands in another, without its files. */
export type PanelParams = Omit<FigureParams, 'path' | 'formats'>;

/** Name of the input of a combined figure that its figure at a place calls `input`. */
export const panelInput = (place: number, input: string): string => `panel ${place + 1}: ${input}`;

/** Name of the input that is what a fit was estimated on. */
export const modelInput = (node: string): string => `model of ${node}`;
export const fontInput = (file: string): string => `font:${file}`;
export const isFont = (input: string): boolean => input.startsWith(fontInput(''));
/** Name of the input that is the file which an option names. */
export const fileInput = (option: string): string => `file:${option}`;
