/** The files of a node, each a button that opens it: what a browser shows in a tab of its own, and any other as a download. */
import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { ViewBlock } from '../../app/show/block.ts';
import { whyOf } from '../fetched.ts';
import type { ViewSource } from '../source.ts';
import { useWords } from '../words.ts';

/** Asks for files that are not on the page; null in a report. */
export const FileContext = createContext<ViewSource['file']>(null);

interface Shown {
  readonly node: string;
  readonly paths: readonly string[];
  /** The blocks of the same result, which hold some of its files. */
  readonly beside: readonly ViewBlock[];
}

export function Files({ node, paths, beside }: Shown) {
  const said = useWords();
  const ask = useContext(FileContext);
  const [failed, setFailed] = useState<Error | null>(null);
  const open = async (path: string): Promise<void> => {
    try {
      show(path, held(beside, path) ?? (await ask!(node, path)));
      setFailed(null);
    } catch (why) {
      setFailed(why as Error);
    }
  };
  return (
    <div class="lines">
      <h3>{said.column.files}</h3>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            {ask || held(beside, path) ? (
              <button type="button" class="file" onClick={() => void open(path)}>
                <code>{path}</code>
              </button>
            ) : (
              <code>{path}</code>
            )}
          </li>
        ))}
      </ul>
      {failed && (
        <p class="notice" role="alert">
          {whyOf({ is: 'absent', why: failed }, said)}
        </p>
      )}
    </div>
  );
}

/** A file that stands on the page anyway: a text to be copied, or a figure. */
function held(blocks: readonly ViewBlock[], path: string): Blob | undefined {
  for (const block of blocks) {
    if (block.is === 'image' && block.path === path)
      return new Blob([Uint8Array.from(atob(block.base64), (c) => c.charCodeAt(0))]);
    const copy = block.is === 'table' ? block.copies?.find((each) => each.path === path) : undefined;
    if (copy) return new Blob([copy.text]);
  }
  return undefined;
}

const TEXT = 'text/plain;charset=utf-8';

/** Ends of files that a tab shows and of which nothing runs in it. */
const SHOWN: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  txt: TEXT,
  tex: TEXT,
  typ: TEXT,
  md: TEXT,
  csv: TEXT,
  json: TEXT,
};

/** An address is kept as long as a tab needs to load it. */
const KEPT_MS = 60_000;

function show(path: string, contents: Blob): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const type = SHOWN[name.slice(name.lastIndexOf('.') + 1)];
  const address = URL.createObjectURL(contents.slice(0, contents.size, type ?? 'application/octet-stream'));
  const link = document.createElement('a');
  link.href = address;
  if (type === undefined) link.download = name;
  else link.target = '_blank';
  link.rel = 'noopener';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
