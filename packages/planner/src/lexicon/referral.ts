import { wordsOf } from '../matching/words.ts';

/** Words that only a column of referral sources has in its header: where clients came from. Lower case, without accents. */
const TELLING = new Set(
  'referral referrals referred referrer refer acquisition hear heard find found source src origin herkunft quelle empfehlung aufmerksam fuente conocio procedencia recomendado connu provenance origine bron'.split(
    ' ',
  ),
);
/** Beside one of those, a header says something else: who the referrer is, where the data came from. */
const OTHERWISE = new Set('id code date amount fee notes note system data url link file'.split(' '));

/** Whether a column of clients is called as one that says how they came to the practice. */
export function saysReferral(header: string): boolean {
  const words = wordsOf(header);
  return words.some((word) => TELLING.has(word)) && !words.some((word) => OTHERWISE.has(word));
}
