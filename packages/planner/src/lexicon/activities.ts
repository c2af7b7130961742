import { plainWords } from '../matching/words.ts';

/** Sorts of activity, by the names that account types and session types go by. `icon` is one of Pipedrive's fixed icon keys (api-facts §3.6). */
export interface ActivitySort {
  readonly sort: 'meeting' | 'call' | 'task' | 'email' | 'lunch' | 'deadline';
  readonly name: string;
  readonly icon: string;
  /** What an account's own activity type of this sort may be called. */
  readonly accountNames: readonly string[];
  /** Words of session types and message kinds. */
  readonly words: readonly string[];
}

export const ACTIVITY_SORTS: readonly ActivitySort[] = [
  {
    sort: 'task',
    name: 'Task',
    icon: 'task',
    accountNames: ['task', 'to do', 'todo', 'aufgabe', 'tache', 'tarea'],
    words: [
      'admin',
      'administration',
      'administrative',
      'paperwork',
      'prep',
      'preparation',
      'billing',
      'office',
      'documentation',
      'planning time',
      'note taking',
      'block',
      'blocked',
      'internal',
      'homework review',
      'report writing',
      'research',
      'errand',
      'task',
    ],
  },
  {
    sort: 'call',
    name: 'Call',
    icon: 'call',
    accountNames: ['call', 'phone call', 'phone', 'anruf', 'appel', 'llamada'],
    words: [
      'discovery',
      'intro',
      'introduction',
      'introductory',
      'consult',
      'consultation',
      'chemistry',
      'phone',
      'call',
      'telephone',
      'free consult',
      'inquiry',
      'enquiry',
      'screening',
      'voicemail',
      'kennenlerngespräch',
      'erstgespräch',
      'vorgespräch',
      'telefonat',
      'anruf',
      'appel',
      'llamada',
      'telefoontje',
      'laser',
      'fit',
    ],
  },
  {
    sort: 'email',
    name: 'Email',
    icon: 'email',
    accountNames: ['email', 'e mail', 'mail'],
    words: ['email', 'mail', 'e mail', 'newsletter', 'correo', 'courriel'],
  },
  { sort: 'lunch', name: 'Lunch', icon: 'lunch', accountNames: ['lunch'], words: ['lunch', 'coffee', 'breakfast', 'dinner'] },
  { sort: 'deadline', name: 'Deadline', icon: 'deadline', accountNames: ['deadline'], words: ['deadline', 'due date'] },
  {
    sort: 'meeting',
    name: 'Meeting',
    icon: 'meeting',
    accountNames: ['meeting', 'appointment', 'session', 'treffen', 'reunion', 'reunión', 'coaching session'],
    words: [
      'coaching',
      'session',
      'group',
      'workshop',
      'check in',
      'checkin',
      'review',
      'class',
      'training',
      'therapy',
      'strategy',
      'intensive',
      'retreat',
      'vip day',
      'mastermind',
      'team',
      'couple',
      'meeting',
      'assessment',
      'debrief',
      'follow up',
      'onboarding',
      'kickoff',
      'kick off',
      'offsite',
      'webinar',
      'event',
      'seminar',
      'one to one',
      'individual',
      'intake',
      'supervision',
      'mentoring',
      'appointment',
      'sitzung',
      'seance',
      'sesion',
      'video',
    ],
  },
];

export interface SortGuess {
  readonly sort: ActivitySort;
  /** The word that decided; null: nothing did, a meeting is assumed. */
  readonly word: string | null;
  readonly sure: number;
}

function position(words: readonly string[], phrase: readonly string[]): number {
  for (let at = 0; at + phrase.length <= words.length; at += 1) if (phrase.every((word, i) => words[at + i] === word)) return at;
  return -1;
}

const MEETING = ACTIVITY_SORTS[ACTIVITY_SORTS.length - 1] as ActivitySort;

/** What sort of activity a session type or message kind is, by its words; the most special sort comes first in the list. */
export function sortOf(written: string): SortGuess {
  const words = plainWords(written);
  for (const sort of ACTIVITY_SORTS) {
    for (const phrase of sort.words) {
      const wanted = plainWords(phrase);
      if (wanted.length > 0 && position(words, wanted) >= 0)
        return { sort, word: phrase, sure: wanted.length === words.length ? 0.95 : 0.88 };
    }
  }
  return { sort: MEETING, word: null, sure: 0.5 };
}
