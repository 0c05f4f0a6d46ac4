/** Tables of models, and of all other results that are fits. */
export { regression } from '../../src/table/builders/regression.ts';
