/** Month names and their usual short forms, folded to lower-case ASCII: English, German, Spanish, French, Portuguese, Italian, Dutch. */
const NAMES: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'janner', 'enero', 'ene', 'janvier', 'janv', 'janeiro', 'gennaio', 'gen', 'januari'],
  ['february', 'feb', 'febr', 'februar', 'febrero', 'fevrier', 'fevr', 'fev', 'fevereiro', 'febbraio', 'februari'],
  ['march', 'mar', 'marz', 'maerz', 'mrz', 'marzo', 'mars', 'marco', 'maart', 'mrt'],
  ['april', 'apr', 'abril', 'abr', 'avril', 'avr', 'aprile'],
  ['may', 'mai', 'mayo', 'maio', 'maggio', 'mag', 'mei'],
  ['june', 'jun', 'juni', 'junio', 'juin', 'junho', 'giugno', 'giu'],
  ['july', 'jul', 'juli', 'julio', 'juillet', 'juil', 'julho', 'luglio', 'lug'],
  ['august', 'aug', 'agosto', 'ago', 'aout', 'augustus'],
  ['september', 'sep', 'sept', 'septiembre', 'septembre', 'setembro', 'set', 'settembre'],
  ['october', 'oct', 'oktober', 'okt', 'octubre', 'octobre', 'outubro', 'out', 'ottobre', 'ott'],
  ['november', 'nov', 'noviembre', 'novembre', 'novembro'],
  ['december', 'dec', 'dezember', 'dez', 'diciembre', 'dic', 'decembre', 'dezembro', 'dicembre'],
];

/** Words that may stand beside a written-out date without changing it: weekdays and small words. */
const BESIDE: ReadonlySet<string> = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ' +
    'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so ' +
    'lunes martes miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche ' +
    'de del of the den der le el on'
  ).split(' '),
);

const MONTHS: ReadonlyMap<string, number> = new Map(NAMES.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

const fold = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** 1–12, or null when the word is no month. */
export function monthOf(word: string): number | null {
  return MONTHS.get(fold(word)) ?? null;
}

export function isBesideDate(word: string): boolean {
  return BESIDE.has(fold(word));
}
