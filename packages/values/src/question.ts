/** One half of a question and its answer, where the two stand in columns of their own. */
export interface QuestionHalf {
  readonly half: 'question' | 'answer';
  /** What the halves of a pair have in common: `2` of `Question 2` and `Answer 2`, `form` of `form.question` and `form.answer`; else "". */
  readonly pair: string;
}

const ASKED = /^(?:questions?|fragen?|preguntas?|perguntas?|prompts?)$/;
const ANSWERED = /^(?:answers?|responses?|reply|replies|antwort(?:en)?|respuestas?|respostas?|reponses?)$/;
/** Words that say no more. */
const FILLING = /^(?:to|text|no|nr|number|zu|a|de|the)$/;

/**
 * Reads a header such as `Question 1`, `Q2`, `2. Question`, `Answer to question 2`, `Antwort 3`, `answers.question`; null for any other, a whole
 * question included. A header that names both halves holds the answer.
 */
export function questionHalf(header: string): QuestionHalf | null {
  const words = header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/(\p{L})(\d)/gu, '$1 $2');
  const short = /^\s*([qa])[\s#.:_-]*(\d{1,3})\s*$/.exec(words);
  if (short !== null) return { half: short[1] === 'q' ? 'question' : 'answer', pair: String(Number(short[2])) };
  const path = words.split('.').map((part) => part.trim());
  const own = /^\d*$/.test(path.at(-1) ?? '') ? words : (path.at(-1) ?? '');
  const parts = own.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const numbers = parts.filter((word) => /^\d{1,3}$/.test(word));
  const said = parts.filter((word) => !/^\d{1,3}$/.test(word) && !FILLING.test(word));
  if (numbers.length > 1 || said.length === 0 || !said.every((word) => ASKED.test(word) || ANSWERED.test(word))) return null;
  const within = own === words ? [] : path.slice(0, -1);
  const pair = [...within, ...numbers.map((one) => String(Number(one)))].join('.');
  return { half: said.some((word) => ANSWERED.test(word)) ? 'answer' : 'question', pair };
}
