/** Says how variance inflation factors are written in other languages. */
import type { KindExport } from '../../src/export/kind.ts';
import { listOf } from '../../src/export/lists.ts';

export const exported: KindExport = (node, language) => language.vif(listOf(node, ['vif']));
