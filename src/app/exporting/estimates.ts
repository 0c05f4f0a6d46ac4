/** Collects models on record for a language that loads them as estimates of its own. */
import type { NodeId } from '../../base/brand.ts';
import type { Fit } from '../../econ/fit.ts';
import { saidArtifact } from '../../engine/graph.ts';
import type { ScriptFile } from '../../export/data.ts';
import { estimateFile } from '../../export/estimates.ts';
import type { ExportLanguage } from '../../export/language.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { ResultReading } from './collect.ts';

interface FoundEstimates {
  readonly files: readonly ScriptFile[];
  readonly nodes: readonly NodeId[];
  /** Models without a result that is up to date. */
  readonly stale: readonly NodeId[];
}

export function estimatesOf({ estimates }: ExportLanguage, surveyed: Surveyed, ids: readonly NodeId[]): FoundEstimates {
  const { graph } = surveyed.survey;
  const reading = new ResultReading(surveyed);
  const models = ids.filter((id) => {
    const node = graph.nodes.get(id)!;
    return saidArtifact(node, node.loaded.kind) === 'fit';
  });
  const files = models.flatMap((id) => {
    const result = reading.whole(id);
    if (result === undefined || estimates === undefined) return [];
    const fit = Object.fromEntries(result.parts.map((part) => [part, result.json(part)])) as unknown as Fit;
    return [estimateFile(id, fit, estimates.names())];
  });
  const loader = estimates === undefined ? [] : [estimates.loader];
  return { files: [...loader, ...files], nodes: models, stale: reading.stale };
}
