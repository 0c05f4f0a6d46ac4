/** The cell whose panel is open, and how anything on the page opens one. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface OpenedCell {
  /** The result that it shows. */
  readonly node: string;
  /** The number in its printed form; absent where a whole column is meant. */
  readonly text?: string;
  /** The row of the number, in the words of its table. */
  readonly row?: string;
  /** The other numbers of a mark of a figure, by their heads. */
  readonly numbers?: readonly (readonly [name: string, value: string])[];
  /** Facts of a column of data, whose name is then `row`; absent where none is meant. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** The table that prints it, and where. */
  readonly in?: CellPlace;
}

export interface CellPlace {
  /** The node of the table. */
  readonly table: string;
  readonly caption: string;
  readonly column: string;
  /** Panel, row and column, from 0; absent where a whole column is meant. */
  readonly at?: readonly [panel: number, row: number, column: number];
}

export type OpenCell = (cell: OpenedCell) => void;

export const OpenContext = createContext<OpenCell>(() => {});

export const useOpen = (): OpenCell => useContext(OpenContext);
