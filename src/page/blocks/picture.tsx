/** A figure as a picture, in which no script of it runs and no file loads, under its marks. */
import type { ImageBlock } from '../../app/show/block.ts';
import { useWords } from '../words.ts';
import { Marks } from './marks.tsx';

export function Picture({
  node,
  image: { type, base64, caption, marks, unmarked },
}: {
  node: string;
  image: ImageBlock;
}) {
  const said = useWords();
  return (
    <figure class="picture">
      <div class="sheet">
        <img src={`data:${type};base64,${base64}`} alt={caption ?? said.figure(node)} />
        {marks && <Marks node={node} caption={caption ?? ''} marks={marks} />}
      </div>
      {caption && <figcaption>{caption}</figcaption>}
      {unmarked && <p class="unmarked">{said.column.unmarked[unmarked]}</p>}
    </figure>
  );
}
