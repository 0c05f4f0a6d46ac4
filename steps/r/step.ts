/** The kind `r`: models that a call of R estimates (docs/bridge.md). */
import { rParams } from '../lib/bridge/keys.ts';
import { defineBridge } from '../lib/bridge/kind.ts';
import { r } from '../lib/bridge/r.ts';

export default defineBridge(
  { name: 'r', summary: 'Estimates by a call of R, whose fit is a column like any other', params: rParams },
  r,
);
