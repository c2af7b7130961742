import { plainWords } from '../matching/words.ts';

/**
 * Words of package and session statuses. `rank` orders the stages of the pipeline, from lead-like to over; the first group whose phrase is in
 * the status decides, so the more special phrases stand first.
 */
interface StatusGroup {
  readonly rank: number;
  readonly status: 'open' | 'won' | 'lost';
  readonly sure: number;
  readonly phrases: readonly string[];
}

export const PACKAGE_STATUSES: readonly StatusGroup[] = [
  { rank: 25, status: 'open', sure: 0.8, phrases: ['at risk', 'off track', 'overdue', 'past due', 'needs attention', 'behind'] },
  {
    rank: 70,
    status: 'lost',
    sure: 0.9,
    phrases: [
      'not started cancelled',
      'closed lost',
      'cancelled',
      'canceled',
      'cancel',
      'lost',
      'declined',
      'rejected',
      'refunded',
      'terminated',
      'churned',
      'abandoned',
      'withdrawn',
      'void',
      'storniert',
      'gekundigt',
      'annule',
      'cancelado',
      'dropped',
      'dropped out',
      'quit',
      'gave up',
      'given up',
      'failed',
      'no go',
      'abgebrochen',
      'abgesagt',
      'verloren',
      'anulado',
      'perdido',
      'rechazado',
      'perdu',
      'abandonne',
      'geannuleerd',
      'annullato',
      'cancellato',
    ],
  },
  {
    rank: 65,
    status: 'lost',
    sure: 0.7,
    phrases: [
      'expired',
      'lapsed',
      'inactive',
      'archived',
      'abgelaufen',
      'inaktiv',
      'caducado',
      'vencido',
      'inactivo',
      'expire',
      'inactif',
      'verlopen',
      'scaduto',
    ],
  },
  {
    rank: 60,
    status: 'won',
    sure: 0.92,
    phrases: [
      'completed',
      'complete',
      'finished',
      'done',
      'closed won',
      'won',
      'fulfilled',
      'graduated',
      'used up',
      'concluded',
      'abgeschlossen',
      'termine',
      'completado',
      'ended',
      'closed',
      'delivered',
      'alumni',
      'fully used',
      'beendet',
      'fertig',
      'erledigt',
      'gewonnen',
      'terminado',
      'finalizado',
      'concluido',
      'ganado',
      'acheve',
      'gagne',
      'afgerond',
      'voltooid',
      'concluso',
      'completato',
    ],
  },
  {
    rank: 30,
    status: 'open',
    sure: 0.93,
    phrases: [
      'paused',
      'pause',
      'on hold',
      'hold',
      'suspended',
      'frozen',
      'waiting',
      'on break',
      'pausiert',
      'en pause',
      'pausado',
      'stopped for now',
      'snoozed',
      'dormant',
      'ruht',
      'ruhend',
      'unterbrochen',
      'en pausa',
      'suspendido',
      'suspendu',
      'gepauzeerd',
      'sospeso',
      'in pausa',
    ],
  },
  {
    rank: 10,
    status: 'open',
    sure: 0.85,
    phrases: [
      'lead',
      'prospect',
      'inquiry',
      'enquiry',
      'new',
      'draft',
      'proposal',
      'proposed',
      'offered',
      'pending',
      'invited',
      'contract sent',
      'awaiting',
      'upcoming',
      'scheduled',
      'not started',
      'requested',
      'discovery',
      'quote',
      'interested',
      'trial',
      'onboarding',
      'negotiation',
      'negotiating',
      'prospecting',
      'qualified',
      'contacted',
      'anfrage',
      'interessent',
      'neu',
      'geplant',
      'pendiente',
      'presupuesto',
      'nuevo',
      'nouveau',
      'devis',
      'en attente',
      'nieuw',
      'offerte',
      'nuovo',
      'in attesa',
      'angebot',
    ],
  },
  {
    rank: 20,
    status: 'open',
    sure: 0.95,
    phrases: [
      'active',
      'on track',
      'in progress',
      'ongoing',
      'current',
      'running',
      'started',
      'open',
      'live',
      'renewed',
      'underway',
      'aktiv',
      'laufend',
      'actif',
      'en cours',
      'activo',
      'subscribed',
      'enrolled',
      'in use',
      'going',
      'offen',
      'in arbeit',
      'vigente',
      'en curso',
      'abierto',
      'ouvert',
      'actief',
      'lopend',
      'attivo',
      'in corso',
      'ativo',
      'em andamento',
    ],
  },
];

export interface StatusSense {
  readonly rank: number;
  readonly status: 'open' | 'won' | 'lost';
  /** How sure the reading is (0..1). */
  readonly sure: number;
  readonly known: boolean;
}

const UNKNOWN_RANK = 40;
const PHRASES = PACKAGE_STATUSES.map((group) => ({ group, phrases: group.phrases.map((phrase) => plainWords(phrase)) }));

function holds(status: readonly string[], phrase: readonly string[]): boolean {
  for (let at = 0; at + phrase.length <= status.length; at += 1) if (phrase.every((word, i) => status[at + i] === word)) return true;
  return false;
}

/** What a package status means for its deal; a word nobody knows is an open stage between paused and completed; null when there is no word. */
export function senseOfStatus(written: string): StatusSense | null {
  const words = plainWords(written);
  if (!words.some((word) => /\p{L}{2}/u.test(word))) return null;
  for (const { group, phrases } of PHRASES) {
    for (const wanted of phrases) {
      if (!holds(words, wanted)) continue;
      return { rank: group.rank, status: group.status, sure: words.length === wanted.length ? group.sure : group.sure - 0.15, known: true };
    }
  }
  return { rank: UNKNOWN_RANK, status: 'open', sure: 0.35, known: false };
}

const NOT_HELD: readonly { readonly kind: 'cancelled' | 'no-show'; readonly pattern: RegExp }[] = [
  { kind: 'no-show', pattern: /no[\s_-]*show|did(n'?t| not) (show|attend)|missed|absent|not attended|nicht erschienen|absence/i },
  { kind: 'cancelled', pattern: /cancel|abgesagt|annul|storn|declined|called off|cancelad/i },
];

/** Whether a session status says that the session did not take place, and how. */
export function notHeld(status: string): 'cancelled' | 'no-show' | null {
  return NOT_HELD.find(({ pattern }) => pattern.test(status))?.kind ?? null;
}

export function isCancelled(status: string): boolean {
  return notHeld(status) !== null;
}

const AHEAD = /schedul|planned|upcoming|booked|confirmed|pending|requested|geplant|gebucht|programad|planifi/i;
/** A session that was moved is another one by now; one that took place as planned is over. */
const NOT_AHEAD = /re-?schedul|verschoben|complet|\bheld\b|\bdone\b|attended|took place/i;

/** Whether a session status says that the session is still to come. */
export function isAhead(status: string): boolean {
  return AHEAD.test(status) && !NOT_AHEAD.test(status) && !isCancelled(status);
}
