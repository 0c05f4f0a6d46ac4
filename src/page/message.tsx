/** Messages, in which backticks set code apart. */
import { useWords } from './words.ts';

/** One that a Chinese page has in English alone says so to those who hear it. */
export function Message({ text }: { text: string }) {
  const isEnglish = useWords().html !== 'en' && /[A-Za-z]{2}/.test(text) && !/\p{Script=Han}/u.test(text);
  return (
    <span lang={isEnglish ? 'en' : undefined}>
      {text.split(/`([^`]*)`/).map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}
    </span>
  );
}
