/** Says how columns of `models` are written in other languages: as the model that each is. */
export { exportModel as exported } from '../../src/export/fits.ts';
